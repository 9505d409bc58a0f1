"""Matrix products: the tile and wave model of src/gw/workload, fitted to measured times.

The output m x n is cut into tiles a x b, one multiprocessor works one at a time:
  tiles = ceil(m / a) ceil(n / b);  q = tiles / units;  w = q + softness (ceil(q) - q)
  time  = start + w (2 a b k units / (rate) + overhead), the quickest tile shape counts; at least bytes / memory rate
Symbols: rate of the whole part in operations/us; overhead, start in us. Fitted by least mean |ln(model / measured)|.
"""
import dataclasses
import math
import statistics

# rows, columns in units of `tile`, and rate over that of the best; as gemm_time.cpp has them
SHAPES = ((1, 2, 1.0), (2, 1, 1.0), (1, 1, 0.92), (0.5, 1, 0.78), (1, 0.5, 0.78))
SPLIT_PENALTY = 1.3
TILES = (128, 64, 192, 256)
MEMORY_BOUND = 0.7  # share of the time that the operands' bytes take at the memory's rate; such rows are left out
LEAST_ROWS = 8
MOST_ROWS = 400
# name, first value, first step, lowest, highest; rate is a fraction of the dense peak
PARAMETERS = (("rate", 0.75, 0.08, 0.05, 1.2), ("softness", 0.5, 0.25, 0.0, 1.0), ("overhead_us", 1.0, 0.8, 0.0, 50.0),
              ("start_us", 3.0, 2.0, 0.0, 50.0))
SMALLEST_STEP = 0.01  # of the first step


@dataclasses.dataclass(frozen=True)
class TileModel:
    """`rate`: fraction of the dense peak with the best tile; `error`: median relative error over `rows` shapes."""
    tile: int
    rate: float
    softness: float
    overhead_us: float
    start_us: float
    error: float = 0.0
    rows: int = 0

    def us(self, m, n, k, peak_tflops, units):
        return self.start_us + min(self._tiled(m, n, k, shape, peak_tflops * 1e6, units) for shape in SHAPES)

    def _tiled(self, m, n, k, shape, peak, units):
        a, b = shape[0] * self.tile, shape[1] * self.tile
        q = math.ceil(m / a) * math.ceil(n / b) / units
        whole = q + self.softness * (math.ceil(q) - q)
        waves = min(whole, SPLIT_PENALTY * q) if q < 1 else whole
        return waves * (2.0 * a * b * k * units / (peak * self.rate * shape[2]) + self.overhead_us)


def usable(rows, kernel, bandwidth_gb_s):
    """Shapes (m, n, k, us) of a kernel's rows that computation bounds."""
    out = []
    for row in rows:
        if row["kernel"] != kernel or not row["time_us"] or "sweep=few rows" in (row["notes"] or ""):
            continue
        if not bandwidth_gb_s or (row["mem_gb_s"] or 0.0) / bandwidth_gb_s < MEMORY_BOUND:
            out.append((int(row["m"]), int(row["n"]), int(row["k"]), row["time_us"]))
    return out


def tile_model(shapes, peak_tflops, units):
    """The best TileModel; None with too few shapes or without a peak."""
    if len(shapes) < LEAST_ROWS or not peak_tflops or not units:
        return None
    some = shapes[::-(-len(shapes) // MOST_ROWS)]
    found = [descend(some, peak_tflops, units, tile) for tile in TILES]
    model = min(found, key=lambda pair: pair[0])[1]
    errors = [abs(model.us(m, n, k, peak_tflops, units) / us - 1) for m, n, k, us in shapes]
    return dataclasses.replace(model, error=statistics.median(errors), rows=len(shapes))


def loss(model, shapes, peak_tflops, units):
    return sum(abs(math.log(model.us(m, n, k, peak_tflops, units) / us)) for m, n, k, us in shapes) / len(shapes)


def descend(shapes, peak_tflops, units, tile):
    """(loss, model) of one tile size: steps along each parameter, halved when none helps."""
    values = {name: first for name, first, *_ in PARAMETERS}
    best, scale = loss(TileModel(tile, **values), shapes, peak_tflops, units), 1.0
    while scale > SMALLEST_STEP:
        improved = False
        for name, _, step, low, high in PARAMETERS:
            for sign in (1, -1):
                tried = {**values, name: min(high, max(low, values[name] + sign * scale * step))}
                here = loss(TileModel(tile, **tried), shapes, peak_tflops, units)
                if here < best * (1 - 1e-5):
                    best, values, improved = here, tried, True
        scale = scale if improved else scale / 2
    return best, TileModel(tile, **values)
