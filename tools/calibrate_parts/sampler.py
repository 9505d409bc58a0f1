"""Clock, power and temperature, read about 40 times a second in a thread. Only reads: sets nothing."""
import subprocess
import threading
import time

PERIOD_S = 0.025
CAPPED = 0x4  # NVML's "software power cap" bit of the clock event reasons
POWER_INSTANT_FIELD = 186  # NVML_FI_DEV_POWER_INSTANT; nvmlDeviceGetPowerUsage is a one-second mean on Hopper


class NvmlReader:
    """One GPU through nvidia-ml-py."""

    def __init__(self, uuid, index):
        import pynvml
        self.nvml = pynvml
        pynvml.nvmlInit()
        self.handle = self._find(uuid, index)
        self.instant = self._instant_power() is not None
        self.optional = {}
        self.read()

    def _find(self, uuid, index):
        for name in filter(None, [uuid, uuid and f"GPU-{uuid}"]):
            for text in (name, name.encode()):
                try:
                    return self.nvml.nvmlDeviceGetHandleByUUID(text)
                except Exception:
                    continue
        return self.nvml.nvmlDeviceGetHandleByIndex(index)

    def _instant_power(self):
        """W, or None where the driver lacks the field."""
        try:
            field = self.nvml.nvmlDeviceGetFieldValues(self.handle, [POWER_INSTANT_FIELD])[0]
            return field.value.uiVal / 1e3 if field.nvmlReturn == 0 and field.value.uiVal else None
        except Exception:
            return None

    def _or_none(self, name, *arguments):
        """A reading this GPU may lack; once it failed it is not asked for again."""
        if self.optional.get(name, True):
            try:
                return getattr(self.nvml, name)(self.handle, *arguments)
            except Exception:
                self.optional[name] = False
        return None

    def read(self):
        """(SM clock MHz, memory clock MHz, W, deg C, reasons that limit the clock)"""
        n = self.nvml
        power = self._instant_power() if self.instant else None
        if power is None:
            milliwatts = self._or_none("nvmlDeviceGetPowerUsage")
            power = milliwatts / 1e3 if milliwatts is not None else None
        return (n.nvmlDeviceGetClockInfo(self.handle, n.NVML_CLOCK_SM),
                self._or_none("nvmlDeviceGetClockInfo", n.NVML_CLOCK_MEM), power,
                self._or_none("nvmlDeviceGetTemperature", n.NVML_TEMPERATURE_GPU),
                self._or_none("nvmlDeviceGetCurrentClocksThrottleReasons"))

    def energy_j(self):
        energy = self._or_none("nvmlDeviceGetTotalEnergyConsumption")
        return energy / 1e3 if energy is not None else None

    def facts(self):
        limit = self._or_none("nvmlDeviceGetEnforcedPowerLimit")
        driver = self.nvml.nvmlSystemGetDriverVersion()
        return {"driver": driver.decode() if isinstance(driver, bytes) else driver,
                "power_limit_w": limit / 1e3 if limit else None,
                "max_sm_clock_mhz": self._or_none("nvmlDeviceGetMaxClockInfo", self.nvml.NVML_CLOCK_SM),
                "power_reading": "instant" if self.instant else "driver's mean"}

    def close(self):
        pass


class SmiReader:
    """One GPU through a running nvidia-smi."""
    QUERY = "clocks.sm,clocks.mem,power.draw,temperature.gpu"

    def __init__(self, uuid, index):
        self.which = ["-i", f"GPU-{uuid}" if uuid and not uuid.startswith("GPU-") else uuid or str(index)]
        first = self._ask(self.QUERY)
        if first[0] is None:
            raise OSError("nvidia-smi reads no clock")
        self.last = tuple(first) + (None,)
        self.process = subprocess.Popen(
            ["nvidia-smi", *self.which, f"--query-gpu={self.QUERY}", "--format=csv,noheader,nounits", "-lms", "40"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        threading.Thread(target=self._follow, daemon=True).start()

    def _ask(self, query):
        run = subprocess.run(["nvidia-smi", *self.which, f"--query-gpu={query}", "--format=csv,noheader,nounits"],
                             capture_output=True, text=True, timeout=20, check=True)
        return self._numbers(run.stdout.splitlines()[0])

    @staticmethod
    def _numbers(line):
        def number(text):
            try:
                return float(text)
            except ValueError:
                return None
        return [number(cell.strip()) for cell in line.split(",")]

    def _follow(self):
        for line in self.process.stdout:
            values = self._numbers(line)
            if len(values) == 4 and values[0] is not None:
                self.last = tuple(values) + (None,)

    def read(self):
        return self.last

    def energy_j(self):
        return None

    def facts(self):
        run = subprocess.run(["nvidia-smi", *self.which, "--query-gpu=driver_version", "--format=csv,noheader"],
                             capture_output=True, text=True, timeout=20)
        return {"driver": run.stdout.strip() or None, "power_limit_w": self._ask("enforced.power.limit")[0],
                "power_reading": "nvidia-smi"}

    def close(self):
        self.process.terminate()
        self.process.wait(5)


class NullReader:
    """Where nothing can be read."""

    def read(self):
        return None

    def energy_j(self):
        return None

    def facts(self):
        return {"power_reading": "none"}

    def close(self):
        pass


def open_reader(kind, uuid=None, index=0):
    """The best reader that works here."""
    if kind == "cuda":
        for reader in (NvmlReader, SmiReader):
            try:
                return reader(uuid, index)
            except Exception:
                continue
    return NullReader()


class Sampler:
    """Samples in a thread; times are time.monotonic()."""

    def __init__(self, reader, period_s=PERIOD_S):
        self.reader, self.period_s, self.section = reader, period_s, "start"
        self.samples = []  # (t, section, clock, memory clock, power, temperature, reasons)
        self.origin = time.monotonic()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        if not isinstance(reader, NullReader):
            self._thread.start()

    def _run(self):
        due = time.monotonic()
        while not self._stop.is_set():
            try:
                values = self.reader.read()
                self.samples.append((time.monotonic(), self.section, *values))
            except Exception:
                pass  # a missed sample is no reason to stop
            due = max(due + self.period_s, time.monotonic())
            self._stop.wait(due - time.monotonic())

    def stop(self):
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(2)
        self.reader.close()

    def between(self, started, ended):
        """Samples of an interval, found from the end: it is asked for just afterwards."""
        out = []
        for sample in reversed(self.samples):
            if sample[0] < started:
                break
            if sample[0] <= ended:
                out.append(sample)
        return out[::-1]

    def window(self, started, ended):
        """(mean SM clock, mean power) of an interval; the last sample before it if it holds none; else Nones."""
        samples = self.between(started, ended)
        if not samples:
            samples = [s for s in self.samples[-1:] if ended - s[0] < 0.2]
        return mean(s[2] for s in samples), mean(s[4] for s in samples)

    def rows(self):
        names = ("t_s", "section", "sm_clock_mhz", "memory_clock_mhz", "power_w", "temperature_c", "limit_reasons")
        return [dict(zip(names, (round(s[0] - self.origin, 3), *s[1:]))) for s in list(self.samples)]

    def statistics(self, started, ended):
        """The columns of power.csv that the samples give, for an interval."""
        samples = self.between(started, ended)
        clocks = [s[2] for s in samples if s[2] is not None]
        powers = [s[4] for s in samples if s[4] is not None]
        capped = [bool(int(s[6]) & CAPPED) for s in samples if s[6] is not None]
        return {"power_mean_w": mean(powers), "power_max_w": max(powers, default=None), "sm_clock_mean_mhz": mean(clocks),
                "sm_clock_min_mhz": min(clocks, default=None), "temperature_c": samples[-1][5] if samples else None,
                "power_capped_frac": mean(capped), "samples": len(samples)}


def mean(values):
    """Mean of the values that are not None; None without any."""
    values = [float(v) for v in values if v is not None]
    return sum(values) / len(values) if values else None
