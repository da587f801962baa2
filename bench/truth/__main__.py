"""Measure the goals, and print them as tables: `python -m bench.truth [--scale 1] [--part ...]`."""

import argparse
import time
from collections.abc import Sequence

from bench.truth.goals import PARTS
from bench.truth.rows import Row

HELD = "| what | found | of | goal | |\n|---|---|---|---|---|"
TOLD = "| beside the goals | found | of |\n|---|---|---|"


def line(row: Row) -> str:
    """A row of its table; what stands behind ± is one standard error."""
    found = f"| {row.what} | {row.share.value:.3f} ± {row.share.error:.3f} | {row.share.of:,} |"
    if not row.goal:
        return found
    return f"{found} {row.goal} | {'**missed**' if row.missed else 'met'} |"


def tables(rows: Sequence[Row]) -> str:
    """What has a goal, and what is only told."""
    held, told = ([line(row) for row in rows if bool(row.goal) is has] for has in (True, False))
    return "\n".join([HELD, *held, *(["", TOLD, *told] if told else [])])


def main() -> None:
    """Part by part, with the CPU time each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--part", choices=[*PARTS], action="append")
    options = parser.parse_args()
    for name in options.part or PARTS:
        start = time.process_time()
        print(f"\n### {name}\n\n{tables(list(PARTS[name](options.scale)))}", flush=True)
        print(f"\n{time.process_time() - start:.0f} s CPU")


if __name__ == "__main__":
    main()
