"""What a section gets: device, operands, recorder, and its deadline; and how it survives failures."""
import collections
import contextlib
import signal
import threading
import time

from .timing import Effort, measure

GIVE_UP_AFTER = 3  # failures in a row of one family of measurements


class Skip(Exception):
    """A measurement that cannot be made here; its message says why."""


class Dead(Exception):
    """The device no longer answers."""


class OutOfTime(Exception):
    """A step ran past its limit."""


class Context:
    def __init__(self, device, pool, recorder, sampler, *, quick=False):
        self.device, self.pool, self.recorder, self.sampler, self.quick = device, pool, recorder, sampler, quick
        self.tiny = device.kind == "cpu"
        self.section, self.deadline = "", time.monotonic()
        self.effort = Effort(1500.0, 3) if quick or self.tiny else Effort()
        self._failed = collections.Counter()

    def enter(self, section, deadline):
        self.section, self.deadline, self.sampler.section = section, deadline, section

    def left_s(self):
        return self.deadline - time.monotonic()

    def measure(self, call, **options):
        return measure(self.device, call, effort=self.effort, **options)

    def each(self, jobs, family=lambda job: ""):
        """Jobs while there is time; a family that failed three times in a row is left out."""
        jobs = list(jobs)
        for at, job in enumerate(jobs):
            if self.left_s() <= 0:
                self.recorder.skip(self.section, "no time left", len(jobs) - at)
                return
            if self._failed[(self.section, family(job))] >= GIVE_UP_AFTER:
                self.recorder.skip(self.section, f"failed before: {family(job)}")
                continue
            yield job

    def attempt(self, family, function, *arguments, **options):
        """The function's result; None after a failure, which is recorded."""
        try:
            out = function(*arguments, **options)
            self._failed[(self.section, family)] = 0
            return out
        except Skip as reason:
            self.recorder.skip(self.section, str(reason))
        except Dead:
            raise
        except Exception as error:
            self.recorder.failed(self.section, family, error)
            self._failed[(self.section, family)] += 1
            del error
            self.device.empty_cache()
            if not self.device.alive():
                raise Dead(f"the device stopped answering in {self.section}: {family}") from None
        return None


@contextlib.contextmanager
def limit(seconds):
    """Raises OutOfTime in the main thread when the body takes longer. A call into C ends first."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_number, _frame):
        raise OutOfTime(f"stopped after {seconds:.0f} s")
    before, began = signal.signal(signal.SIGALRM, ring), time.monotonic()
    outer_s, _ = signal.setitimer(signal.ITIMER_REAL, max(0.1, seconds))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if outer_s > 0:  # a limit around this one goes on
            signal.setitimer(signal.ITIMER_REAL, max(0.1, outer_s - (time.monotonic() - began)))
