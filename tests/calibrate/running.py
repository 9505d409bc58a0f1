"""What the tests of tools/calibrate share: the program, and a temporary folder."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from harness import GW, SOURCE, TINY  # noqa: E402, F401

sys.path.insert(0, str(SOURCE / "tools"))
PEAKS = {"bf16": 989.0, "fp8": 1979.0}


def calibrate(*arguments, stand_in=None):
    """The program's run; `stand_in`: text of a module that takes the place of torch."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        if stand_in is not None:
            (pathlib.Path(folder) / "torch.py").write_text(stand_in)
            environment["PYTHONPATH"] = folder
        return subprocess.run([sys.executable, str(SOURCE / "tools/calibrate"), *map(str, arguments)], text=True,
                              capture_output=True, timeout=120, env=environment, stdin=subprocess.DEVNULL)


class Folder(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="gw-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
