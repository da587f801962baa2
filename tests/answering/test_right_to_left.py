"""Promises to whoever reads from right to left, tried with a language that was made up for it."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pages.respondent import model
from pages.respondent.asked import Remembered
from pages.respondent.light import page
from pages.respondent.model import form_of
from pages.respondent.promise import promise
from pages.respondent.thanks import Sent, thanks
from pages.web import first_page
from survey.errors import Refused
from survey.organisation.brand import brand_of
from survey.questionnaire.instrument import Instrument, Translation
from survey.settings import ROOT
from survey.store import Store
from tests import make

MADE_UP = "qaa"
CLOSES = datetime(2026, 6, 9, 18, tzinfo=UTC)
ASKED = "האם יש לך מספיק זמן?"
SIDES = re.compile(
    r"(?<![\w-])(?:margin|padding|border)-(?:left|right)\b|text-align: *(?:left|right)"
)


@pytest.fixture
def asks(monkeypatch: pytest.MonkeyPatch) -> Instrument:
    """An instrument in a language that runs from right to left."""
    monkeypatch.setattr(model, "RIGHT_TO_LEFT", frozenset({MADE_UP}))
    said = Translation(MADE_UP, texts=(("B1", ASKED),))
    return replace(make.TINY, translations=(said,))


def remembered(asks: Instrument) -> Remembered:
    """Somebody who is asked."""
    return Remembered(
        instrument=asks,
        counts_in="Ant",
        invited=8,
        k=5,
        closes=CLOSES,
        keep_days=None,
        refusal=Refused("no"),
    )


def test_every_part_of_the_light_page_says_which_way_it_runs(
    asks: Instrument, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The document and the promise in it; what is asked stands in its own letters."""
    monkeypatch.setattr(page, "brand", brand_of)
    form = form_of(asks, MADE_UP)
    html = "".join(page.form_page(form, promise(remembered(asks), MADE_UP), ()))

    assert f"<html lang='{MADE_UP}' dir='rtl'>" in html
    assert f"lang='{MADE_UP}' dir='rtl'>" in html.partition("</head>")[2]
    assert ASKED in html
    assert form.direction == "rtl"
    assert form_of(make.TINY, "en").direction == "ltr"


def test_the_larger_page_and_the_thank_you_say_it_too(
    asks: Instrument, duckdb_store: Store
) -> None:
    """Streamlit's document before anything is drawn, and the thank-you of both pages."""
    assert f'<html lang="{MADE_UP}" dir="rtl">' in first_page._in_language(MADE_UP)
    said, _ = thanks(duckdb_store, Sent(1, "ant", "Ant", CLOSES, ""), MADE_UP)
    assert f"<div class='thanks' lang='{MADE_UP}' dir='rtl'>" in said
    assert "dir='rtl'" in promise(remembered(asks), MADE_UP)


@pytest.mark.parametrize(
    "sheet",
    [*sorted((ROOT / "pages" / "respondent").rglob("*.css")), ROOT / "pages/ui/frame/phone.css"],
    ids=lambda file: file.name,
)
def test_no_stylesheet_of_the_form_names_a_side(sheet: Path) -> None:
    """Left and right are begin and end: another script turns them round by itself."""
    assert SIDES.findall(sheet.read_text("utf-8")) == []
