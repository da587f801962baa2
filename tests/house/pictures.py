"""Which pictures do README and guides show? Made small of those that `make looks` drew.

Run: python -m tests.house.pictures [looks]
"""

import sys
from pathlib import Path

from PIL import Image

from survey.settings import ROOT

FOLDER = ROOT / "docs" / "pictures"
MOST = 150_000
WIDEST = 1100


def main(looks: Path) -> None:
    """Write each as WebP, no wider than a page of GitHub shows it."""
    FOLDER.mkdir(exist_ok=True)
    for drawn in sorted(looks.glob("guide-*.png")):
        with Image.open(drawn) as picture:
            picture.thumbnail((WIDEST, WIDEST))
            to = FOLDER / f"{drawn.stem.removeprefix('guide-')}.webp"
            picture.save(to, "WEBP", quality=82, method=6)
        assert to.stat().st_size < MOST, f"{to.name} is too large"


if __name__ == "__main__":
    main(Path(sys.argv[1] if sys.argv[1:] else "looks"))
