"""Promises of the address of a paper: a file for whoever may have it, words where it fails."""

from http.cookies import SimpleCookie

import pytest
from starlette.requests import Request
from starlette.responses import Response

from pages.ui.frame.session import SEAT
from pages.web import papers
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.answering import answered
from tests.journeys.conftest import Visitor


def asked(person: Visitor, unit: str) -> Response:
    """What whoever sits there gets from the address of the paper of a unit."""
    seat = SimpleCookie({SEAT: person.cookies[SEAT]})
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/paper.pdf",
        "query_string": f"unit={unit}".encode(),
        "headers": [(b"cookie", seat.output(header="").strip().encode())],
    }
    paper = next(route for route in papers.paper_routes() if route.path == "/paper.pdf")
    found: Response = answered(paper.endpoint(Request(scope)))
    return found


def test_the_paper_of_a_unit_is_a_file_to_keep(yard: Visitor) -> None:
    found = asked(yard.sign_in(shipyard.LEADER), "keel")

    assert found.status_code == 200
    assert found.headers["content-type"] == "application/pdf"
    assert asked(yard, "deck").status_code == 404


def test_a_paper_that_fails_is_a_page_in_words(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the page nor the log holds what the error was about."""

    def broken(*_: object, **__: object) -> bytes:
        raise AttributeError("canary: what people wrote")

    monkeypatch.setattr(papers, "paper_for", broken)
    found = asked(yard.sign_in(shipyard.LEADER), "keel")
    page = bytes(found.body).decode()

    assert found.status_code == 503
    assert found.headers["content-type"].startswith("text/html")
    assert found.headers["cache-control"] == "no-store"
    assert text("files.failed") in page
    assert caplog.messages == ["'/paper.pdf' failed: AttributeError"]
    assert "canary" not in page + caplog.text
