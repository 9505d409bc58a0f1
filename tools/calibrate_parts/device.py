"""The device that is measured: facts, events, graphs. Everything runs on one side stream, so that it can be captured."""
import os
import time

import torch


class Device:
    """A GPU, or the CPU for trying the program."""

    def __init__(self, kind, index=0):
        self.kind, self.torch_device = kind, torch.device(kind, index) if kind == "cuda" else torch.device("cpu")
        self.graphs = kind == "cuda"
        if kind == "cuda":
            torch.cuda.set_device(index)
            p = torch.cuda.get_device_properties(index)
            self.name, self.sms, self.memory_bytes = p.name, p.multi_processor_count, p.total_memory
            self.l2_bytes = getattr(p, "L2_cache_size", 0) or 50 << 20
            self.capability = (p.major, p.minor)
            self.uuid = str(getattr(p, "uuid", "") or "") or None
            self.stream = torch.cuda.Stream()
            torch.cuda.set_stream(self.stream)
        else:
            self.name, self.sms, self.capability, self.uuid = "CPU", os.cpu_count() or 1, (0, 0), None
            self.l2_bytes, self.memory_bytes = 1 << 20, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")

    def facts(self):
        return {"name": self.name, "sms": self.sms, "memory_bytes": self.memory_bytes, "l2_bytes": self.l2_bytes,
                "capability": f"{self.capability[0]}.{self.capability[1]}", "torch": torch.__version__,
                "cuda": torch.version.cuda or torch.version.hip,
                "cudnn": torch.backends.cudnn.version() if torch.backends.cudnn.is_available() else None}

    def synchronize(self):
        if self.kind == "cuda":
            torch.cuda.synchronize()

    def elapsed_us(self, call, count):
        """Time of call(0) ... call(count - 1) together, by events of the device."""
        if self.kind != "cuda":
            started = time.perf_counter()
            for i in range(count):
                call(i)
            return max((time.perf_counter() - started) * 1e6, 1e-3)
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begin.record()
        for i in range(count):
            call(i)
        end.record()
        end.synchronize()
        return max(begin.elapsed_time(end) * 1e3, 1e-3)

    def capture(self, call, count):
        """A function that replays call(0) ... call(count - 1) as one graph; None where that fails."""
        graph = torch.cuda.CUDAGraph()
        torch.cuda.synchronize()
        try:
            graph.capture_begin(capture_error_mode="thread_local")
            try:
                for i in range(count):
                    call(i)
            finally:
                graph.capture_end()
            graph.replay()
            torch.cuda.synchronize()
        except Exception:
            return None
        return graph.replay

    def alive(self):
        """False after an error that no later call survives."""
        try:
            self.synchronize()
            torch.zeros(1, device=self.torch_device).item()
            return True
        except Exception:
            return False

    def empty_cache(self):
        if self.kind == "cuda":
            torch.cuda.empty_cache()

    def reset_peak_memory(self):
        if self.kind == "cuda":
            torch.cuda.reset_peak_memory_stats()

    def peak_memory_gb(self):
        """Most memory allocated by tensors since the reset, 10^9 bytes; None on the CPU."""
        return torch.cuda.max_memory_allocated() / 1e9 if self.kind == "cuda" else None
