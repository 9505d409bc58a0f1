"""The sections in the order they run, most valuable first, and their shares of the time."""
import dataclasses


@dataclasses.dataclass(frozen=True)
class Section:
    name: str
    share: float  # seconds of a full run on an H100; a section that ends early leaves its time to the later ones
    module: str   # with a function run(context)
    quick: bool = True  # also part of a quick run


SECTIONS = (
    Section("gemm", 60, "gemm"),
    Section("attention", 28, "attention"),
    Section("sustained", 32, "sustained"),
    Section("parts", 60, "parts", quick=False),
    Section("memory", 12, "memory"),
    Section("steps", 22, "steps"),
    Section("grouped", 22, "grouped"),
    Section("launch", 3, "launch"),
    Section("collectives", 12, "collectives"),
    Section("compiled", 36, "compiled", quick=False),
    Section("profile", 6, "profile", quick=False),
)
NAMES = tuple(section.name for section in SECTIONS)


def share_s(sections, left_s):
    """Seconds the first of the remaining sections may take out of the seconds left."""
    return left_s * sections[0].share / sum(section.share for section in sections)
