"""Attack 19: what can be told from where comments stand, and from two that one person wrote.

Each comment stands once, among ten people or more of whom three or more wrote; a parent's page less
its child's has none in common; two by one author share nothing but their place.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
import pytest
from sqlalchemy import text

from analytics.closing.comment_places import standing
from analytics.closing.counting import Opened
from analytics.disclosure.control import plan
from analytics.disclosure.rollup import Atoms
from analytics.reports.comments import voices_of
from survey.answering.sending import send
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.store import Store
from survey.waves.comments import Comment
from tests.attacks.recomputed import known_of
from tests.attacks.some import some_now
from tests.make import Universe, answers_of, close, instrument, populate, respondents, start
from tests.make_companies import Company, companies
from tests.make_organisations import ITEMS, SIGNS
from tests.reference.slow_plans import Group, plans_of

ORGANISATIONS = range(110_000, 111_000)
STEP = 250
LONG = range(120_000, 130_000)
FROM_PEOPLE, FROM_WRITERS = 10, 3
PROMPTS = ("O1", "O2")
Place = tuple[str, str]
AREA, TEAM = ("all", "area"), ("ant", "team")


def opened(company: Company) -> Opened:
    """Ballots of an organisation: every third of those who wrote wrote twice.

    A comment says its home, which of that home wrote it, and to which prompt.
    """
    ballots, writers = company.tally.ballots, company.tally.writers
    first = np.cumsum(ballots) - ballots
    comments: dict[int, Mapping[str, str]] = {}
    for home, many in enumerate(writers.tolist()):
        for nth in range(many):
            asked = PROMPTS[: 2 if nth % 3 == 0 else 1]
            comments[int(first[home]) + nth] = {p: f"{home} {nth} {p}" for p in asked}
    everybody = int(ballots.sum())
    return Opened(
        home=np.repeat(np.arange(len(ballots)), ballots),
        scores=np.zeros((everybody, len(ITEMS)), dtype=np.uint8),
        ticks=np.zeros((everybody, len(SIGNS)), dtype=np.uint8),
        comments=comments,
    )


def placed(company: Company) -> Atoms:
    """Where the gate lets comments stand."""
    return plan(company.tally, tree=company.tree, k=company.k).comments


def wrong(company: Company, comments: list[Comment]) -> Iterator[str]:
    """Comments that stand elsewhere than they may, or among too few, or that are linked."""
    known, places = known_of(company), dict[int, Place]()
    for group in plans_of(known).comments:
        people = sum(known.ballots[h] for h in group.homes)
        wrote = sum(known.writers[h] for h in group.homes)
        if people < max(FROM_PEOPLE, company.k) or wrote < FROM_WRITERS:
            yield f"a place of {people}, {wrote} of whom wrote"
        places |= dict.fromkeys(group.homes, place_of(company, group))
    written = [t for said in opened(company).comments.values() for t in said.values()]
    expected = {(t, places[h]) for t in written if (h := home_of(t)) in places}
    stood = {(c.text, (c.unit, c.scope)) for c in comments}
    if stood != expected or len(comments) != len(expected):
        yield f"{len(stood ^ expected)} stand elsewhere, {len(comments)} of {len(expected)} stand"
    if len({c.key for c in comments}) != len(comments):
        yield "two have one key"


def home_of(comment: str) -> int:
    """The home that a comment says it comes from."""
    return int(comment.split(maxsplit=1)[0])


def place_of(company: Company, group: Group) -> Place:
    """The page on which the comments of a group stand."""
    return company.tree.keys[group.unit], "team" if group.team else "area"


def run(first: int, many: int) -> Counter[str]:
    """Place the comments of so many organisations; how many stand, by kind of place."""
    stand = Counter[str]()
    for company in companies(first, many):
        comments = standing(opened(company), placed(company), tree=company.tree)
        assert list(wrong(company, comments)) == []
        stand.update(f"{c.scope}" for c in comments)
    return stand


@pytest.mark.parametrize("first", some_now(ORGANISATIONS[::STEP]))
def test_each_comment_stands_once_among_ten_people_of_whom_three_wrote(first: int) -> None:
    stand = run(first, STEP)

    assert min(stand["team"], stand["area"]) > 100


@pytest.mark.long
@pytest.mark.parametrize("first", LONG[::1000])
def test_each_comment_stands_once_in_many_more_organisations(first: int) -> None:
    stand = run(first, 1000)

    where = ", ".join(f"{many:,} in {kind}s" for kind, many in sorted(stand.items()))
    print(f"\nattack 19: seeds {first} to {first + 999}: comments that stand: {where}")


def test_comments_that_stand_like_other_answers_would_be_caught() -> None:
    """The rule we do not use: from k people, whoever wrote."""
    caught = 0
    for company in companies(ORGANISATIONS[0], 100):
        plans = plan(company.tally, tree=company.tree, k=company.k)
        comments = standing(opened(company), plans.base, tree=company.tree)
        caught += bool(list(wrong(company, comments)))

    assert caught >= 50


# A real closing

CREW = Universe(
    {"all": 0, "ant": 12, "bee": 6, "cat": 6},
    {"all": None, "ant": "all", "bee": "all", "cat": "all"},
    (),
)
WROTE = {f"{team}-{n}" for team in ("ant", "bee", "cat") for n in range(1, 4)}
WROTE_TWICE = ("ant-1", "bee-2", "cat-3")


@pytest.fixture
def crew(store: Store) -> Store:
    """A closed wave with two open questions, on both engines."""
    populate(store, CREW)
    asks = instrument(prompts=PROMPTS)
    for who, form in respondents(store, start(store, asks=asks)).items():
        prompts = PROMPTS if who in WROTE_TWICE else PROMPTS[:1] if who in WROTE else ()
        send(store, form, answers_of(who, asks=asks) | {p: f"{p} of {who}" for p in prompts})
    close(store)
    return store


def kept(store: Store) -> list[dict[str, object]]:
    """Every comment, with all its columns, as it lies in the file."""
    place = "ctid" if store.settings.database_url else "rowid"
    query = text(f"SELECT * FROM comment ORDER BY {place}")
    if store.settings.database_url:
        with store.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]
    return store.comment_rows.look(
        1, lambda connection: [dict(row) for row in connection.execute(query).mappings()]
    )


def read(store: Store, unit: str) -> set[str]:
    """The comments on the page of a unit."""
    hr = Viewer("hr", "HR", "", None, frozenset({Role.HR}))
    voices = voices_of(store, unit=unit, viewer=hr)
    return {comment.text for prompt in voices.prompts for comment in prompt.comments}


def test_a_page_and_the_page_above_it_have_no_comment_in_common(crew: Store) -> None:
    """The area shows those of its two small teams together, and none of the large one."""
    of_ant, of_all = read(crew, "ant"), read(crew, "all")

    assert {words.split()[-1] for words in of_ant} == {"ant-1", "ant-2", "ant-3"}
    assert {words[-5:-2] for words in of_all} == {"bee", "cat"}
    assert len(of_ant) + len(of_all) == len(kept(crew)) == 12
    assert not of_ant & of_all


@pytest.mark.parametrize("unit", ["bee", "cat"])
def test_comments_that_climbed_are_not_on_the_page_they_came_from(crew: Store, unit: str) -> None:
    assert read(crew, unit) == set()


def test_two_comments_by_one_author_share_nothing_but_their_place(crew: Store) -> None:
    """No column has a value of its own for an author, and rows lie in the order of random keys."""
    rows = kept(crew)
    keys = [str(row["key"]) for row in rows]

    assert keys == sorted(keys)
    for author in WROTE_TWICE:
        one, other = (row for row in rows if str(row["text"]).endswith(author))
        same = {name for name in one if one[name] == other[name]}
        assert same == {"wave", "unit", "scope", "withdrawn"}
        in_place = [r for r in rows if all(r[name] == one[name] for name in same)]
        assert len({str(r["text"]).split()[-1] for r in in_place}) >= FROM_WRITERS
