"""Promises of personal links: nobody can make one, and what is kept of one does not open it."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.desk import Request
from commands.verbs import carry_out
from survey.answering.links import LINK, link_hash, link_token, wave_of
from survey.answering.personal_links import links
from survey.answering.respondent import respondent
from survey.mailing.inviting import send_invitations
from survey.store import Store
from tests.make import ACTOR, keep_people, person, plan, populate, start

pytestmark = pytest.mark.slow

SECRET, OTHER = bytes(32), bytes([1] * 32)


def test_a_token_is_the_wave_and_128_bits() -> None:
    """Twenty-two letters that go into an address as they are."""
    token = link_token(SECRET, 12, "ant-1")

    assert re.fullmatch(r"12-[A-Za-z0-9_-]{22}", token)
    assert wave_of(token) == 12


@given(st.text(), st.text(), st.integers(1, 999), st.integers(1, 999))
def test_different_people_and_waves_have_different_tokens(
    one: str, two: str, wave: int, other: int
) -> None:
    """And the same always the same, so that a reminder needs no copy."""
    same = (one, wave) == (two, other)

    assert (link_token(SECRET, wave, one) == link_token(SECRET, other, two)) is same


def test_without_the_waves_secret_nobody_can_make_a_link_or_its_hash() -> None:
    """Another secret gives another token and another hash."""
    token = link_token(SECRET, 1, "ant-1")

    assert link_token(OTHER, 1, "ant-1") != token
    assert link_hash(OTHER, token) != link_hash(SECRET, token)
    assert token not in link_hash(SECRET, token)


@given(st.text(max_size=40))
def test_what_is_not_a_token_belongs_to_no_wave(text: str) -> None:
    """Whatever stands in an address."""
    assert (wave_of(text) is None) is (LINK.fullmatch(text) is None)


def test_tokens_with_anything_added_or_missing_belong_to_no_wave() -> None:
    """A link cut short by a mail program is told apart from a good one."""
    token = link_token(SECRET, 3, "ant-1")

    for wrong in (token[:-1], token + "A", token + "\n", " " + token, token[1:], "x" + token):
        assert wave_of(wrong) is None


def test_everybody_invited_gets_their_own_link_as_an_address(duckdb_store: Store) -> None:
    """Below the address people reach the app by."""
    populate(duckdb_store)
    expected = start(duckdb_store, audience=("ant",))

    found = links(duckdb_store, duckdb_store.wave("w1"))

    assert found == {who: f"http://boat.example/i/{token}" for who, token in expected.items()}
    assert len(set(found.values())) == len(expected) == 8


def mails(store: Store) -> dict[str, str]:
    """The mails of wave 1 in the outbox, by whom they go to."""
    texts = [file.read_text() for file in (store.settings.outbox / "wave-1").iterdir()]
    return {re.findall(r"^To: .*<(.*)>$", text, re.MULTILINE)[0]: text for text in texts}


def test_a_mail_is_written_to_everybody_with_an_address(duckdb_store: Store) -> None:
    """With their own link; readable by us only; and the record says how many."""
    populate(duckdb_store)
    keep_people(duckdb_store, [replace(person("ant-1", "ant"), email="")])
    tokens = start(duckdb_store, audience=("ant",))

    written = send_invitations(duckdb_store, duckdb_store.wave("w1"), actor=ACTOR)

    found = mails(duckdb_store)
    assert written == len(found) == 7
    for number in range(2, 9):
        text = found[f"ant-{number}@boat.example"].replace("=\n", "")
        assert f"/i/{tokens[f'ant-{number}']}" in text
    for file in (duckdb_store.settings.outbox / "wave-1").iterdir():
        assert file.stat().st_mode & 0o777 == 0o600
    assert duckdb_store.wave("w1").invited_at == duckdb_store.now()
    assert duckdb_store.audit()[0].detail == "7 mails"


def test_writing_them_again_leaves_one_mail_each(duckdb_store: Store) -> None:
    """Sending that was cut off is made anew."""
    populate(duckdb_store)
    start(duckdb_store, audience=("ant",))
    send_invitations(duckdb_store, duckdb_store.wave("w1"), actor=ACTOR)

    send_invitations(duckdb_store, duckdb_store.wave("w1"), actor=ACTOR)

    assert len(list((duckdb_store.settings.outbox / "wave-1").iterdir())) == 8


def test_the_command_gives_links_that_work(duckdb_store: Store, tmp_path: Path) -> None:
    """One line each, for those who hand them out on paper."""
    populate(duckdb_store)
    plan(duckdb_store, audience=("ant",))

    reply = carry_out(duckdb_store, Request("wave open", {"key": "w1", "links": True}))

    rows = list(csv.DictReader(reply.files["links"].decode().splitlines()))
    assert [row["person_id"] for row in rows] == [f"ant-{n}" for n in range(1, 9)]
    for row in rows:
        assert respondent(duckdb_store, row["link"].rpartition("/")[2]).home == "ant"
