"""The command line. A wrong argument ends the program with exit code 2."""
import argparse
import pathlib

from .sections import NAMES

PRECISIONS = ("fp32", "tf32", "fp16", "bf16", "fp8", "fp4")
DEFAULT_BUDGET_S = 220.0
QUICK_BUDGET_S = 52.0
DESCRIPTION = """Measures the speed and power of one GPU and writes its row for gigawatt's catalogue.
Needs PyTorch and a GPU; nvidia-ml-py, if there, gives clocks and power (else nvidia-smi). Changes no setting of the GPU."""
EPILOG = """writes in the folder of --out:
  kernels.csv        one line a measurement (time of the median repeat)
  power.csv          clock, power and temperature under sustained loads
  power_samples.csv  the samples themselves, about 40 a second
  steps.csv          transformer layers and whole training steps
  collectives.csv    if there are several GPUs
  summary.json       the machine, the fitted values, what failed and what was left out
  accelerators/NAME.yaml   the row; use it with: gw run FILE --catalog DIR

examples:
  tools/calibrate --out h100                    about 4 minutes on an H100
  tools/calibrate --out h100 --quick            under a minute
  tools/calibrate --from h100 --base h100_sxm   fit again from the files, needs no GPU"""


def positive(text):
    value = float(text)
    if not 0 < value < 1e9:
        raise argparse.ArgumentTypeError(f"expected a number above 0, found {text}")
    return value


def section_list(text):
    names = [name.strip() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in NAMES]
    if unknown or not names:
        raise argparse.ArgumentTypeError(f"no section {', '.join(unknown) or repr(text)}; there are {', '.join(NAMES)}")
    return names


def row_name(text):
    if not text or not all(c.isalnum() or c in "_-" for c in text):
        raise argparse.ArgumentTypeError(f"a row's name holds letters, digits, _ and - only, found {text!r}")
    return text


def parser():
    p = argparse.ArgumentParser(prog="tools/calibrate", description=DESCRIPTION, epilog=EPILOG,
                                formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--out", metavar="DIR", type=pathlib.Path, help="folder to write")
    p.add_argument("--from", metavar="DIR", type=pathlib.Path, dest="source",
                   help="fit again from the CSV files of an earlier run; measures nothing")
    p.add_argument("--quick", action="store_true", help="fewer shapes, under 60 s")
    p.add_argument("--budget-s", metavar="S", type=positive,
                   help=f"time for measuring, from the start of the program (default {DEFAULT_BUDGET_S:g}, "
                        f"with --quick {QUICK_BUDGET_S:g})")
    p.add_argument("--sections", metavar="A,B", type=section_list, default=list(NAMES),
                   help=f"only these of {', '.join(NAMES)}")
    p.add_argument("--device", choices=("cuda", "cpu"), default="cuda",
                   help="cpu runs tiny shapes to try the program itself; its numbers mean nothing")
    p.add_argument("--gpu", metavar="N", type=int, default=0, help="which GPU (default 0)")
    p.add_argument("--base", metavar="ROW", type=row_name,
                   help="row of catalog/accelerators with the data sheet's figures (default: guessed from the GPU's name)")
    p.add_argument("--name", metavar="ROW", type=row_name, help="name of the row to write (default BASE_measured)")
    sheet = p.add_argument_group("data sheet figures, in place of the base row's")
    for precision in PRECISIONS:
        sheet.add_argument(f"--peak-{precision}-tflops", metavar="X", type=positive, help="dense peak")
    sheet.add_argument("--memory-bandwidth-tb-per-s", metavar="X", type=positive)
    return p


def parse(argv):
    """The checked arguments, with `budget_s` and `out` filled in."""
    p = parser()
    args = p.parse_args(argv)
    if args.source is None and args.out is None:
        p.error("--out DIR is needed (or --from DIR)")
    if args.source is not None and not (args.source / "kernels.csv").is_file():
        p.error(f"--from: no kernels.csv in {args.source}")
    args.out = args.out or args.source
    if args.out.exists() and not args.out.is_dir():
        p.error(f"--out: {args.out} is not a folder")
    if args.gpu < 0:
        p.error("--gpu: expected 0 or more")
    args.budget_s = args.budget_s or (QUICK_BUDGET_S if args.quick else DEFAULT_BUDGET_S)
    return args
