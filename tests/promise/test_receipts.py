"""Promises of a receipt: it is known once it was counted; a thief's victim finds theirs unknown."""

import pytest
from sqlalchemy import text

from analytics.promise.checks import check
from analytics.promise.privacy_proof import prove_anew
from survey.answering.receipts import counted_in, new_number
from survey.answering.respondent import respondent
from survey.answering.sending import send
from survey.store import Store
from tests.make import Universe, answers_of, close, populate, start
from tests.tamper import tamper

pytestmark = pytest.mark.slow

TEAM = Universe({"all": 0, "ant": 8}, {"all": None, "ant": "all"}, ())


def codes_of(store: Store, links: dict[str, str], who: list[str]) -> dict[str, str]:
    """Each of these sends; the code each of them got."""
    return {
        one: send(store, respondent(store, links[one]), answers_of(one), receipt=new_number())
        for one in who
    }


def test_a_code_is_known_once_the_wave_is_closed_and_says_in_which(store: Store) -> None:
    """Not while it is open; however it is typed."""
    populate(store, TEAM)
    links = start(store)
    codes = codes_of(store, links, [f"ant-{n}" for n in range(1, 7)])
    mine = codes["ant-1"]
    assert counted_in(store, mine) is None

    close(store)

    for typed in (mine, mine.lower(), mine.replace("-", ""), f" {mine.replace('-', ' ')} "):
        found = counted_in(store, typed)
        assert found is not None
        assert found.key == "w1"
    assert counted_in(store, mine[:-1]) is None
    assert counted_in(store, "") is None


def test_answers_that_are_too_few_to_count_have_come_in_all_the_same(store: Store) -> None:
    """So the page says that they came in, and when they count; no figure is made of them."""
    populate(store, TEAM)
    links = start(store)
    codes_of(store, links, [f"ant-{n}" for n in range(1, 5)])
    few = send(store, respondent(store, links["ant-5"]), {"B1": 1}, receipt=new_number())

    close(store)

    assert counted_in(store, few) is not None
    assert {cell.shown for cell in store.cells() if cell.measure == "B1"} == {False}


def test_whoever_was_forestalled_has_a_code_that_is_not_known(store: Store) -> None:
    """Somebody else sent first with their link: those answers count, and it can be found out."""
    populate(store, TEAM)
    links = start(store)
    everybody = [f"ant-{n}" for n in range(1, 7)]
    thiefs = codes_of(store, links, everybody)
    victims = codes_of(store, links, ["ant-1"])

    close(store)

    assert counted_in(store, thiefs["ant-1"]) is not None
    assert counted_in(store, victims["ant-1"]) is None


def test_nothing_that_is_kept_tells_a_code_or_how_many_there_are(store: Store) -> None:
    """As many rows as people were asked, of one shape; that they are is part of the proof."""
    populate(store, TEAM)
    links = start(store)
    codes = codes_of(store, links, [f"ant-{n}" for n in range(1, 7)])
    close(store)

    with store.reading() as connection:
        rows = connection.execute(text("SELECT hash FROM receipt WHERE wave = 1")).scalars().all()
    assert len(rows) == 8
    assert {len(row) for row in rows} == {32}
    kept = "".join(rows).upper()
    assert not any(code.replace("-", "") in kept for code in codes.values())
    assert all(proof.holds for proof in prove_anew(store))
    tamper(store, f"UPDATE receipt SET hash = '{'0' * 32}' WHERE hash = '{rows[1]}'")
    assert any("w1" in found.sentence for found in check(store) if not found.holds)
    tamper(store, f"DELETE FROM receipt WHERE hash = '{rows[0]}'")
    assert [p.claim for p in prove_anew(store) if not p.holds] != []
