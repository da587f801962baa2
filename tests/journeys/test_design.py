"""Promises of the design: one place for colours and pieces, on a page for development alone."""

import re
import tomllib
from dataclasses import asdict

import pytest

from analytics.colours import DARK, LIGHT, Theme
from pages.ui.frame import brand, design_page
from pages.ui.frame.design import design
from pages.ui.frame.look import STYLE, room_of
from pages.web.not_found import NotFound
from survey.organisation.brand import OURS
from survey.settings import ROOT
from tests.charts.test_trend_chart import contrast
from tests.english import text
from tests.journeys.asking import ask_app
from tests.journeys.conftest import Visitor
from tests.journeys.test_addresses import passed_on
from tests.journeys.words import drawn, words

PAIRS = [
    *(("text", ground) for ground in ("background", "panel")),
    ("muted", "background"),
    *((tone, f"{tone}_back") for tone in ("good", "warm", "quiet")),
    *(("tile_text", ground) for ground in ("low", "low_pale", "high", "high_pale", "plain")),
]


@pytest.fixture
def developing(yard: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """The yard as somebody who develops sees it."""
    settings = yard.store.settings.model_copy(update={"design_page": True})
    monkeypatch.setattr(yard.store, "settings", settings)
    return yard


def status() -> int:
    """What the address of the page answers."""
    return ask_app(NotFound(passed_on, routes=[]), f"/{design_page.__name__.split('.')[-1]}").status


def test_nobody_else_finds_it(yard: Visitor) -> None:
    assert status() == 404


def test_every_piece_and_state_stands_on_it(developing: Visitor) -> None:
    """Chips of each tone, tiles of each ground, and what is said where there is nothing."""
    run = developing.sign_in(None).open("ui/frame/design_page.py")
    html = drawn(run)
    said = words(run) + html + "".join(one.proto.text for one in run.get("progress"))

    assert status() == 200
    assert not run.exception
    assert {"good", "warm", "quiet"} <= set(re.findall(r'class="chip (\w+)"', html))
    assert {"low", "low-pale", "high-pale", "high"} <= set(re.findall(r'tile ([\w-]+)"', html))
    for key in (
        "trends.none_yet",
        "people.find_none",
        "paper.nothing_shown",
        "router.failed",
        "workbook.waiting",
        "light.lost",
    ):
        assert text(key) in said


def test_each_state_is_said_in_one_place() -> None:
    """Nothing there yet, nothing found, waiting, refused, offline: pages have no signs of their own
    for them. A dialog is how Streamlit says that the connection is lost, and is hidden."""
    signs = re.compile(
        r"st\.(error|spinner|progress|status|dialog)\b"
        r"|:material/(hourglass_empty|search_off|cloud_off):"
    )
    own = {
        str(file.relative_to(ROOT))
        for file in (ROOT / "pages").rglob("*.py")
        if file.name != "pieces.py" and signs.search(file.read_text("utf-8"))
    }

    assert own == set()


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize(("words_", "ground"), PAIRS)
def test_words_can_be_read_on_their_ground(colours: Theme, words_: str, ground: str) -> None:
    found = asdict(colours)

    assert contrast(found[words_], found[ground]) >= 4.5


def test_pages_charts_and_streamlit_have_the_same_colours() -> None:
    """Variables of the stylesheet, and Streamlit's own settings."""
    told = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]

    for name, colours in (("light", LIGHT), ("dark", DARK)):
        own = told[name]
        assert own["backgroundColor"] == colours.background
        assert own["secondaryBackgroundColor"] == colours.panel
        assert own["textColor"] == colours.text
        assert own["linkColor"] == colours.link
        assert own["primaryColor"] == colours.primary
        assert own["borderColor"] == colours.border
    assert f"--muted: light-dark({LIGHT.muted}, {DARK.muted});" in design()


def test_every_size_and_colour_that_is_used_is_said_where_it_is_known() -> None:
    """The sheets stand inside `html`, where a rule of `:root` would hold for nothing."""
    names, pieces = STYLE.split("html {", 1)
    said = f"{names}{pieces}{room_of(wide=True)}{brand.colours(OURS)} --menu: --organisation:"
    used = set(re.findall(r"var\((--[\w-]+)\)", pieces))

    assert ":root" not in pieces
    assert len(used) > 10
    assert {one for one in used if f"{one}:" not in said} == set()


def test_no_piece_of_pages_has_the_name_of_a_piece_of_the_form() -> None:
    """The form has a sheet of its own, and what all pages share would reach into it."""
    names = re.compile(r"\.([a-z][a-z0-9-]*)(?![\w%])")
    sheets = (ROOT / "pages" / "respondent" / f"{name}.css" for name in ("form", "thanks"))
    of_form = {one for sheet in sheets for one in names.findall(sheet.read_text("utf-8"))}

    shared = of_form & set(names.findall(STYLE))
    assert "track" in of_form
    # Meant for both: links to other languages, and words that are less loud.
    assert {one for one in shared if not one.startswith("st")} <= {"languages", "quiet"}
