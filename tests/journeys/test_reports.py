"""Promises of the reports page: the format that was chosen, and papers made beside the page."""

from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from analytics.exports.formats import Format
from analytics.jobs.worker import work_off
from pages.web.asking import _called
from survey.store.jobs import jobs_of
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import errors, words

PAGE = "hr/reports.py"


@pytest.mark.parametrize("form", [Format.XLSX, Format.PARQUET])
def test_a_format_without_choices_is_asked_for_as_it_is(yard: Visitor, form: Format) -> None:
    run = yard.sign_in(shipyard.HR).open(PAGE)

    run.radio[0].set_value(str(form)).run()

    assert run.get("link_button")[0].proto.url == f"/report.{form}?wave="
    assert len(run.radio) == 1


def test_papers_of_an_area_are_asked_for_made_and_offered(yard: Visitor) -> None:
    """The page says how far it is and is never in the way."""
    run = yard.sign_in(shipyard.HR).open(PAGE)
    run.selectbox(key="papers_area").set_value("hulls")
    run.button[0].click().run()
    asked = text("paper.waiting", unit="Hulls")
    assert not errors(run)
    assert asked in [bar.proto.text for bar in run.get("progress")]

    work_off(yard.store)
    run.run()
    (job,) = jobs_of(yard.store, shipyard.HR)
    assert "“Hulls” is ready until" in words(run)
    assert f"/papers/{job.key}.zip" in [link.proto.url for link in run.get("link_button")]


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("same-boat-keel.pdf", 'filename="same-boat-keel.pdf"'),
        ('a"; x="b.pdf', "filename*=UTF-8''a%22%3B%20x%3D%22b.pdf"),
        ("Ł\r\nSet-Cookie: x", "filename*=UTF-8''%C5%81%0D%0ASet-Cookie%3A%20x"),
    ],
)
def test_the_name_of_a_file_cannot_add_to_its_header(name: str, called: str) -> None:
    assert _called(name) == called


def test_figures_are_written_as_was_chosen_on_settings(yard: Visitor) -> None:
    """Said beside the button; one file may be taken otherwise."""
    settings = yard.sign_in(shipyard.HR).open("hr/settings.py")
    assert settings.radio(key="decimals").value == "point"
    assert text("decimals.usual") in words(settings)
    settings.radio(key="decimals").set_value("comma")
    settings.button(key="decimals_keep").click().run()
    assert text("decimals.usual") not in words(settings)

    run = yard.open(PAGE)
    assert run.get("link_button")[0].proto.url.startswith("/report.csv?wave=&separator=%3B&")
    assert run.get("link_button")[1].proto.url.startswith("/columns.csv?wave=&separator=%3B&")
    assert text("decimals.here_comma") in words(run)

    run.radio[1].set_value(",").run()
    assert run.get("link_button")[0].proto.url.startswith("/report.csv?wave=&separator=%2C&")
    assert text("decimals.here_comma") in words(run)


def test_a_long_workbook_of_a_wave_is_asked_for_where_it_is_made(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A press on the page of the wave leads to the wave and the format on Reports, and not to a
    refusal; the workbook is made from there."""
    hr = yard.sign_in(shipyard.HR)
    short = hr.open("hr/wave.py", wave=shipyard.LAST_WAVE)
    assert f"/report.xlsx?wave={shipyard.LAST_WAVE}" in links(short)

    for page in ("pages.ui.waves.wave_page", "pages.ui.figures.long_report"):
        monkeypatch.setattr(f"{page}.AT_ONCE", 10)
    long = hr.open("hr/wave.py", wave=shipyard.LAST_WAVE)
    assert not links(long)
    ways = {link.proto.label: link.proto.query_string for link in long.get("page_link")}
    asked = dict(parse_qsl(ways[text("wave.workbook")]))
    run = hr.open(PAGE, **asked)
    run.button[0].click().run()
    work_off(yard.store)
    run.run()
    (job,) = jobs_of(yard.store, shipyard.HR)

    assert job.asked["wave"] == shipyard.LAST_WAVE
    assert f"/reports/{job.key}.xlsx" in links(run)


def links(run: AppTest) -> list[str]:
    """Where the buttons lead that are links."""
    return [button.proto.url for button in run.get("link_button")]
