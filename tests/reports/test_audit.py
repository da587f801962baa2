"""The record: every deed has a sentence, and any line is found again, fast, on both engines."""

import ast
import csv
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import timedelta
from io import StringIO

import pytest
from sqlmodel import insert

from analytics.reports.audit import A_PAGE, COLUMNS, audit_file, audit_page
from survey.audit import About, AuditVerb, Sought, deed, doer
from survey.errors import NotAllowed
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.settings import ROOT, Settings
from survey.storage.tables import AuditRow
from survey.store import AuditLine, Store
from survey.text import FALLBACK, catalogue
from tests.conftest import ENGINES
from tests.english import text
from tests.make import NOON, Clock, populate, published
from tests.queries import queries_of

HR = Viewer("hr", "Hanna", "all", None, frozenset({Role.HR}))
MEMBER = Viewer("ant-1", "Ant-1", "ant", None, frozenset())
ROOMS = ("survey", "analytics", "commands", "pages")


# Every deed has a sentence


EARLIER = {
    AuditVerb.SEND_REMINDER_AT_HALF_TIME,
    AuditVerb.SEND_REMINDER_BEFORE_CLOSING,
    AuditVerb.GRANT_OPERATOR,
    AuditVerb.REVOKE_OPERATOR,
}
"""What only databases of earlier releases say."""


@pytest.mark.parametrize("verb", AuditVerb)
def test_every_deed_has_a_sentence(verb: AuditVerb) -> None:
    """With what it was done to where that is a thing, and with what it is about."""
    assert verb.key in catalogue(FALLBACK), f"add {verb.key!r} to data/locales/en.toml"
    assert "{" not in deed(verb, "w1", {}, language="en")
    assert text(f"record.kind.{verb.about}")


def test_there_is_no_sentence_for_what_nobody_does() -> None:
    """It would be offered to look for in vain; what an earlier release did can be found."""
    sentences = {key for key in catalogue(FALLBACK) if key.startswith("record.deed.")}

    assert sentences == {verb.key for verb in AuditVerb}


def test_every_verb_is_of_a_deed_that_somebody_can_do() -> None:
    """Some module names each, but for those of earlier releases."""
    named = {
        node.attr
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "AuditVerb"
    }

    assert {verb.name for verb in set(AuditVerb) - EARLIER} <= named


@pytest.mark.parametrize("one", About)
def test_everything_deeds_are_about_can_be_chosen(one: About) -> None:
    """By words; and some deed is about it."""
    assert text(f"record.kind.{one}")
    assert Sought(about=one).verbs


@pytest.mark.parametrize(
    ("verb", "subject", "names", "words"),
    [
        ("plan wave", "2026-06", {"2026-06": "A person"}, "planned the wave 2026-06"),
        ("grant hr", "ann", {"ann": "Ann Other"}, "gave Ann Other the role HR"),
        ("grant hr", "gone", {}, "gave gone the role HR"),
        ("grant operator", "ann", {"ann": "Ann Other"}, "gave Ann Other the role operator"),
        ("of another release", "w1", {}, "of another release: w1"),
    ],
)
def test_a_deed_is_said_with_names_where_they_are_known(
    verb: str, subject: str, names: dict[str, str], words: str
) -> None:
    """Somebody who is gone goes by their id; a wave is never taken for a person."""
    assert deed(verb, subject, names, language="en") == words


def test_who_did_it_is_said_in_words() -> None:
    """Also where nobody did."""
    assert doer("ann", {"ann": "Ann Other"}, language="en") == "Ann Other"
    assert doer("schedule", {}, language="en") == "Same Boat, by itself"
    assert doer("gone", {}, language="en") == "gone"


# Finding lines


DEEDS: list[tuple[str, AuditVerb, str, str]] = [
    ("ant-1", AuditVerb.SIGN_IN, "ant-1", ""),
    ("schedule", AuditVerb.OPEN_WAVE, "w1", "frozen 12ab"),
    ("bee-2", AuditVerb.PLAN_WAVE, "w2", "=1+1"),
    ("bee-2", AuditVerb.PLAN_WAVE, "w_2", ""),
    ("ant-1", AuditVerb.TAKE_COMMENTS, "w1", ""),
]
SINCE, UNTIL = NOON + timedelta(days=1), NOON + timedelta(days=3)


def do_deeds(store: Store, clock: Clock) -> None:
    """People are brought in, then a deed a day."""
    populate(store)
    for actor, verb, subject, detail in DEEDS:
        with store.change(verb, actor=actor, subject=subject, detail=detail):
            pass
        clock.move(days=1)


@pytest.fixture(scope="module", params=ENGINES)
def kept(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """The record after all deeds, to be read only; on both engines."""
    folder, clock = tmp_path_factory.mktemp("record"), Clock()
    with ExitStack() as open_:
        url = ""
        if request.param == "postgresql":
            url = open_.enter_context(request.getfixturevalue("postgres").database())
        store = open_.enter_context(
            closing(Store(Settings(data=folder, database_url=url), clock=clock))
        )
        do_deeds(store, clock)
        yield store


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(), [4, 3, 2, 1, 0]),
        (Sought(who="ANT-1"), [4, 0]),
        (Sought(who="bee-2", subject="W2"), [2]),
        (Sought(subject="w_2"), [3]),
        (Sought(subject="%"), []),
        (Sought(about=About.WAVES), [3, 2, 1]),
        (Sought(about=About.SIGN_IN), [0]),
        (Sought(since=SINCE, until=UNTIL), [2, 1]),
        (Sought(who="bee", about=About.WAVES, since=SINCE, until=UNTIL), [2]),
        (Sought(who="nobody"), []),
    ],
)
def test_lines_are_found_by_who_what_whom_and_when(
    kept: Store, sought: Sought, found: list[int]
) -> None:
    """Newest first; no sign stands for others; the last moment is not included."""
    lines = [line for line in kept.lines(sought, most=99) if line.verb != "import people"]

    deeds = [*map(tuple, DEEDS)]
    assert [deeds.index((x.actor, x.verb, x.subject, x.detail)) for x in lines] == found
    assert kept.how_many_lines(sought) == len(kept.lines(sought, most=99))


def test_somebody_is_found_by_their_name(kept: Store) -> None:
    """As well as by their id; a page has the names of whoever is on it."""
    page = audit_page(kept, Sought(who="Bee-2"), page=0, viewer=HR)

    assert [page.doer(line, language="en") for line in page.lines] == ["Bee-2", "Bee-2"]
    assert page.names["bee-2"] == "Bee-2"


def fill(store: Store, count: int) -> None:
    """Many lines at once."""
    rows = [
        {"moment": NOON, "actor": f"p{n % 7}", "verb": "sign in", "subject": "x", "detail": ""}
        for n in range(count)
    ]
    with store.engine.begin() as connection:
        connection.execute(insert(AuditRow), rows)


def test_pages_follow_one_another_without_gap_or_double(duckdb_store: Store) -> None:
    """And asking for a page beyond the last gives the last."""
    store = duckdb_store
    fill(store, 2 * A_PAGE + 3)
    pages = [audit_page(store, Sought(), page=n, viewer=HR) for n in range(3)]
    numbers = [line.number for page in pages for line in page.lines]

    assert numbers == sorted(numbers, reverse=True)
    assert [(p.first, p.last, p.count) for p in pages] == [
        (1, A_PAGE, 103), (A_PAGE + 1, 2 * A_PAGE, 103), (2 * A_PAGE + 1, 103, 103),
    ]  # fmt: skip
    assert audit_page(store, Sought(), page=99, viewer=HR) == pages[2]
    assert audit_page(store, Sought(who="nobody"), page=9, viewer=HR).lines == ()


def test_a_page_of_a_long_record_reads_no_more_than_a_page(kept: Store) -> None:
    """Every question about lines has a limit, or only counts them."""
    with queries_of(kept) as asked:
        audit_page(kept, Sought(who="p1", about=About.SIGN_IN), page=1, viewer=HR)

    of_lines = [query for query in asked if "FROM event" in query]
    assert len(of_lines) == 2
    assert all("LIMIT" in query or "count(*)" in query for query in of_lines)


# As a file


def taken(store: Store, sought: Sought | None = None) -> list[dict[str, str]]:
    """The rows of the file."""
    content = b"".join(audit_file(store, sought or Sought(), viewer=HR, language="en")).decode(
        "utf-8-sig"
    )
    return list(csv.DictReader(StringIO(content)))


def test_the_file_has_every_line_and_nothing_a_spreadsheet_would_run(
    duckdb_store: Store, clock: Clock
) -> None:
    """Times in UTC, who by name too, what in words; formulas are made inert."""
    do_deeds(duckdb_store, clock)
    rows = taken(duckdb_store, Sought(who="bee-2"))

    assert tuple(rows[0]) == COLUMNS
    assert [(row["who_name"], row["what"], row["detail"]) for row in rows] == [
        ("Bee-2", "planned the wave w_2", ""),
        ("Bee-2", "planned the wave w2", "'=1+1"),
    ]
    assert rows[1]["moment_utc"] == "2026-03-04T12:00:00Z"


def test_taking_the_record_is_on_the_record(store: Store, clock: Clock) -> None:
    """With how many lines; the file itself ends before that."""
    do_deeds(store, clock)
    rows = taken(store)

    (newest,) = store.lines(Sought(), most=1)
    assert (newest.actor, newest.verb, newest.detail) == ("hr", "take record", f"{len(rows)} lines")
    assert newest.number not in {int(row["line"]) for row in rows}
    assert len(rows) == len(DEEDS) + 1


def test_a_long_record_comes_in_pieces_and_complete(duckdb_store: Store) -> None:
    """Read a piece at a time."""
    fill(duckdb_store, 4500)

    assert len({row["line"] for row in taken(duckdb_store)}) == 4500


def test_the_record_is_hrs(duckdb_store: Store) -> None:
    """And trying leaves no line."""
    with pytest.raises(NotAllowed):
        audit_page(duckdb_store, Sought(), page=0, viewer=MEMBER)
    with pytest.raises(NotAllowed):
        audit_file(duckdb_store, Sought(), viewer=MEMBER, language="en")

    assert duckdb_store.audit() == []


def test_the_record_never_tells_who_answered(duckdb_store: Store) -> None:
    """After a whole wave it names nobody who was asked, and holds no link and no address."""
    populate(duckdb_store)
    published(duckdb_store)
    lines: list[AuditLine] = duckdb_store.audit()
    told = " ".join(f"{x.actor} {x.subject} {x.detail}" for x in lines)

    assert not [person for person in duckdb_store.people() if person in told]
    assert "@" not in told
    assert "/i/" not in told
