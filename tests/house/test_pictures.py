"""Promises of guides: one page each, README leads to all, their pictures are there and small."""

import re
from pathlib import Path

import pytest

from survey.settings import ROOT
from tests.house.pictures import FOLDER, MOST

GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
README = ROOT / "README.md"
ONE_PAGE = 45
SHOWN = re.compile(r"!\[([^]]+)\]\(([^)]+)\)")
FIRST_SCREEN = 12


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.stem)
def test_a_guide_is_one_page_to_which_readme_leads(guide: Path) -> None:
    assert len(guide.read_text("utf-8").splitlines()) <= ONE_PAGE
    assert f"docs/guides/{guide.name}" in README.read_text("utf-8")


def test_every_picture_is_there_small_described_and_used() -> None:
    """None of them is kept for nothing."""
    used = set()
    for file in (README, *GUIDES):
        for said, where in SHOWN.findall(file.read_text("utf-8")):
            picture = (file.parent / where).resolve()
            assert len(said) > len("a picture")
            assert picture.stat().st_size < MOST
            used.add(picture)

    assert used == set(FOLDER.iterdir())


def test_readme_shows_the_product_in_its_first_screen() -> None:
    first = README.read_text("utf-8").splitlines()[:FIRST_SCREEN]

    assert SHOWN.search("\n".join(first))
