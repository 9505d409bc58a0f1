"""Small linear fits in plain Python, by least relative deviation."""
import statistics

ROUNDS = 12  # of reweighting: enough to settle the third digit


def solve(matrix, right):
    """x of matrix x = right, by elimination with pivots; None when singular."""
    n = len(right)
    rows = [list(map(float, row)) + [float(value)] for row, value in zip(matrix, right)]
    for column in range(n):
        pivot = max(range(column, n), key=lambda r: abs(rows[r][column]))
        if abs(rows[pivot][column]) < 1e-300:
            return None
        rows[column], rows[pivot] = rows[pivot], rows[column]
        for r in range(n):
            if r != column:
                factor = rows[r][column] / rows[column][column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[column])]
    return [rows[i][n] / rows[i][i] for i in range(n)]


def weighted(rows, values, weights, used):
    """Coefficients of the columns `used` (the others 0), each row weighted. Columns are scaled to size one first."""
    scale = [max(abs(row[c]) for row in rows) or 1.0 for c in used]
    scaled = [[row[c] / s for c, s in zip(used, scale)] for row in rows]
    matrix = [[sum(w * r[i] * r[j] for r, w in zip(scaled, weights)) for j in range(len(used))] for i in range(len(used))]
    right = [sum(w * r[i] * v for r, v, w in zip(scaled, values, weights)) for i in range(len(used))]
    found = solve(matrix, right)
    if found is None:
        return None
    out = [0.0] * len(rows[0])
    for c, s, x in zip(used, scale, found):
        out[c] = x / s
    return out


def fit(rows, values):
    """(coefficients >= 0, median relative error) that make the relative errors of sum(c * row) against values small.

    Reweighted towards the least absolute deviation, so that outliers count little; None when there are too few rows.
    """
    if not rows or len(rows) <= len(rows[0]):
        return None
    used, weights = list(range(len(rows[0]))), [1.0 / v**2 for v in values]
    coefficients = None
    for _ in range(ROUNDS):
        found = weighted(rows, values, weights, used)
        if found is None:
            return None
        negative = [c for c in used if found[c] < 0]
        if negative:
            used.remove(min(negative, key=lambda c: found[c]))
            if not used:
                return None
            continue
        coefficients = found
        errors = relative_errors(rows, values, coefficients)
        weights = [1.0 / v**2 / max(abs(e), 1e-3) for v, e in zip(values, errors)]
    if coefficients is None:
        return None
    return coefficients, statistics.median(abs(e) for e in relative_errors(rows, values, coefficients))


def relative_errors(rows, values, coefficients):
    return [sum(c * x for c, x in zip(coefficients, row)) / v - 1.0 for row, v in zip(rows, values)]
