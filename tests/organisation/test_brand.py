"""Promises of name, mark and colour: readable on every ground, and nothing hidden in a picture."""

import tomllib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from analytics.paper.unit_paper import paper
from survey.actions.brand import choose_brand
from survey.audit import AuditVerb
from survey.errors import BadInput, NotAllowed
from survey.organisation.brand import (
    DARK_GROUNDS,
    LIGHT_GROUNDS,
    OURS,
    SHAPES,
    WHITE,
    WORDS,
    brand_of,
    check_colour,
    contrast,
    shades,
)
from survey.organisation.mark import SMALL_ENOUGH, read_mark
from survey.settings import ROOT
from survey.store import Store
from tests.make_hr import HR, MEMBER
from tests.paper.test_paper import view

colours = some.integers(0, 0xFFFFFF).map("#{:06x}".format)


def picture(width: int = 200, height: int = 100, kind: str = "PNG") -> bytes:
    """A disc on a clear ground."""
    drawn = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(drawn).ellipse((2, 2, width - 2, height - 2), fill=(90, 20, 120, 255))
    file, told = BytesIO(), PngInfo()
    told.add_text("Author", "Somebody Secret")
    if kind == "PNG":
        drawn.save(file, kind, pnginfo=told)
    else:
        drawn.convert("RGB").save(file, kind)
    return file.getvalue()


def said(refusal: pytest.ExceptionInfo[BadInput]) -> str:
    """What is wrong, in words."""
    (problem,) = refusal.value.problems
    return str(problem.message)


def test_the_contrast_of_black_and_white_is_21() -> None:
    """WCAG 2.2; #767676 on white is its well-known edge of 4.5."""
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)


@given(colours)
def test_a_colour_is_readable_on_every_ground_or_refused_with_one_that_is(colour: str) -> None:
    try:
        kept = check_colour(colour)
    except BadInput as refusal:
        words = str(refusal.problems[0].message)
        kept = check_colour(words.rpartition(" ")[2])
        assert min(contrast(colour, ground) for ground in LIGHT_GROUNDS) < WORDS
    found = shades(kept)

    assert min(contrast(found.light, ground) for ground in LIGHT_GROUNDS) >= WORDS
    assert contrast(found.dark, DARK_GROUNDS[0]) >= SHAPES
    assert contrast(found.dark, WHITE) >= WORDS
    assert min(contrast(found.dark_words, ground) for ground in DARK_GROUNDS) >= WORDS


def test_a_colour_that_is_too_light_is_refused_with_what_to_do() -> None:
    with pytest.raises(BadInput) as refusal:
        check_colour("#FFC400")

    assert "#ffc400 is too light" in said(refusal)
    assert "its contrast is 1.5 to 1, and it takes 4.5" in said(refusal)


@pytest.mark.parametrize("typed", ["red", "#12345", "url(x)", "#12345g", "#000;}*{"])
def test_what_is_no_colour_is_refused(typed: str) -> None:
    with pytest.raises(BadInput, match="Nothing was changed"):
        check_colour(typed)


def test_grounds_and_our_colours_are_those_of_the_theme() -> None:
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    light, dark = theme["light"], theme["dark"]

    assert (light["backgroundColor"], light["secondaryBackgroundColor"]) == LIGHT_GROUNDS
    assert (dark["backgroundColor"], dark["secondaryBackgroundColor"]) == DARK_GROUNDS
    assert (light["primaryColor"], dark["primaryColor"], dark["linkColor"]) == (
        OURS.light, OURS.dark, OURS.dark_words,
    )  # fmt: skip


@pytest.mark.parametrize(("width", "height"), [(200, 100), (1600, 400), (16, 16), (700, 900)])
def test_a_mark_is_drawn_small_and_brings_nothing_along(width: int, height: int) -> None:
    given_, found = picture(width, height), read_mark(picture(width, height))

    assert b"Somebody Secret" in given_
    assert b"Somebody Secret" not in found
    assert len(found) <= SMALL_ENOUGH
    with Image.open(BytesIO(found)) as drawn:
        assert (drawn.format, drawn.height) == ("PNG", min(64, height))
        assert drawn.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_even_noise_is_small_enough() -> None:
    noise = Image.effect_noise((256, 64), 100).convert("RGBA")
    file = BytesIO()
    noise.save(file, "PNG")

    assert len(read_mark(file.getvalue())) <= SMALL_ENOUGH


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (SVG, "this is no PNG"),
        (picture(kind="JPEG"), "this is no PNG"),
        (picture()[:60], "this is no PNG"),
        (b"", "this is no PNG"),
        (b"x" * 1_000_001, "too large; at most 1 MB"),
        (picture(10, 10), "10 by 10 pixels"),
        (picture(500, 50), "500 by 50 pixels"),
        (picture(3000, 1500), "3000 by 1500 pixels"),
    ],
)
def test_any_other_picture_is_refused_in_a_sentence(content: bytes, words: str) -> None:
    """An SVG too: it may hold scripts, and neither mails nor paper could show it."""
    with pytest.raises(BadInput) as refusal:
        read_mark(content)

    assert words in said(refusal)


def test_what_was_chosen_is_kept_all_together_or_not_at_all(store: Store) -> None:
    choose_brand(store, name=" Fern  hollow ", colour="5a1478", mark=picture(), viewer=HR)
    found = store.brand()
    assert (found.name, found.shades.light) == ("Fern hollow", "#5a1478")

    with pytest.raises(BadInput):
        choose_brand(store, name="Other", colour="#ffff00", mark=b"", viewer=HR)
    assert store.brand() == found

    choose_brand(store, name="", colour="", mark=b"", viewer=HR)
    assert store.brand() == brand_of()


def test_the_record_says_that_there_is_a_mark_and_does_not_hold_it(duckdb_store: Store) -> None:
    choose_brand(duckdb_store, name="Fernhollow", colour="", mark=picture(), viewer=HR)

    line = duckdb_store.last_audit(verb=AuditVerb.CHOOSE, subject="name, mark and colour")
    assert line is not None
    assert "organisation_name: Fernhollow" in line.detail
    assert len(line.detail) < 200


def test_only_hr_chooses(duckdb_store: Store) -> None:
    with pytest.raises(NotAllowed):
        choose_brand(duckdb_store, name="Mine", colour="", mark=None, viewer=MEMBER)


def test_a_paper_carries_name_and_mark() -> None:
    own = brand_of(name="Fernhollow")
    plain, marked = paper(view(), language="en"), paper(view(), language="en", brand=own)

    assert b"(Fernhollow)" in marked
    assert b"(Fernhollow)" not in plain
