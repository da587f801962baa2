"""Promises of the doors: only a press from a page of ours signs in or out."""

import pytest

from pages.ui.frame import session
from pages.ui.frame.kept_links import cookie_name
from pages.ui.frame.session import SEAT
from survey.actions.sign_in import CONSOLE, enter, make_link, person_in
from survey.store import Store
from tests.make import populate
from tests.web.site import Answer, ask

HERE = [("sec-fetch-site", "same-origin")]


@pytest.fixture
def crew(duckdb_store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store that the routes look at."""
    monkeypatch.setattr(session, "_here", {"store": duckdb_store})
    populate(duckdb_store)
    return duckdb_store


def press(store: Store, token: str, headers: list[tuple[str, str]]) -> Answer:
    """The button on the page of a sign-in link."""
    body = f"token={token}".encode()
    return ask(store, "/enter", method="POST", headers=headers, body=body)


def link(store: Store) -> str:
    return make_link(store, person="ant-1", lasts=CONSOLE, once=True, actor="a test")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (HERE, 303),
        ([("origin", "http://boat.example")], 303),
        ([("origin", "https://boat.example")], 303),
        ([], 403),
        ([("origin", "null")], 403),
        ([("origin", "http://evil.example")], 403),
        ([("origin", "http://boat.example.evil.example")], 403),
        ([("sec-fetch-site", "cross-site"), ("origin", "http://boat.example")], 403),
        ([("sec-fetch-site", "same-site")], 403),
        ([("sec-fetch-site", "none")], 403),
    ],
)
def test_only_a_press_from_here_counts(
    crew: Store, headers: list[tuple[str, str]], status: int
) -> None:
    """For signing in and for signing out; a press from elsewhere changes nothing."""
    token = link(crew)
    seat = enter(crew, link(crew))

    entered = press(crew, token, headers)
    left = ask(crew, "/sign-out", method="POST", headers=headers, cookies={SEAT: seat})

    assert (entered[0], left[0]) == (status, status)
    assert ("set-cookie" in entered[1]) is (status == 303)
    assert (person_in(crew, seat) is None) is (status == 303)


def test_whoever_only_opens_a_link_changes_nothing(crew: Store) -> None:
    """As mail scanners do: the link still works, and nothing is on the record."""
    token, seat = link(crew), enter(crew, link(crew))
    before = crew.audit()

    for _ in range(3):
        status, headers, _ = ask(crew, f"/enter/{token}")
        assert (status, "set-cookie" in headers) == (200, False)
        assert ask(crew, "/sign-out", cookies={SEAT: seat})[0] == 200

    assert crew.audit() == before
    assert person_in(crew, seat) == "ant-1"
    assert press(crew, token, HERE)[1]["location"] == "/"


def test_a_page_with_a_button_lets_the_browser_name_the_site_and_not_the_token(crew: Store) -> None:
    """Without https nothing else says where a press came from: it would be refused."""
    for address in (f"/enter/{link(crew)}", "/sign-out"):
        _, _, page = ask(crew, address)
        assert b"<meta name='referrer' content='origin'>" in page


def test_signing_out_everywhere_ends_the_other_device_too(crew: Store) -> None:
    here, there = enter(crew, link(crew)), enter(crew, link(crew))

    ask(crew, "/sign-out?all=1", method="POST", headers=HERE, cookies={SEAT: here})

    assert (person_in(crew, here), person_in(crew, there)) == (None, None)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_page_to_sign_out_has_two_buttons_in_the_readers_language(
    crew: Store, language: str
) -> None:
    """And is never kept by anything in between."""
    _, headers, body = ask(crew, "/sign-out", headers=[("accept-language", language)])

    assert f'lang="{language}"'.encode() in body.replace(b"'", b'"')
    assert headers["cache-control"] == "no-store"
    assert body.count(b"<button") == 2


def test_what_is_refused_at_a_door_is_in_the_log_without_its_token(
    crew: Store, caplog: pytest.LogCaptureFixture
) -> None:
    """A spent link, a press from elsewhere, and a file that is not for whoever asks."""
    press(crew, "never-was", HERE)
    press(crew, "never-was", [("sec-fetch-site", "cross-site")])
    ask(crew, "/people.csv", cookies={SEAT: "never-was"})

    assert "spent or unknown" in caplog.text
    assert "another site" in caplog.text
    assert "not there for whoever asked" in caplog.text
    assert "never-was" not in caplog.text


def test_a_browser_forgets_what_it_kept_at_sign_out(crew: Store) -> None:
    """The seat, the personal links, and whatever lies in the storage of its pages."""
    kept = {SEAT: enter(crew, link(crew)), cookie_name("abc"): "a link", "other": "stays"}

    _, headers, _ = ask(crew, "/sign-out", method="POST", headers=HERE, cookies=kept)

    assert headers["clear-site-data"] == '"storage"'
    assert "Max-Age=0" in headers["set-cookie"]
    assert crew.audit()[0].verb == "sign out"
