"""Composing: choices become an instrument or sentences, and what was kept stays as it was."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlalchemy import text as sql
from sqlalchemy.exc import ProgrammingError

from survey.actions.instruments import keep_version, offer_instrument, retire_instrument
from survey.errors import BadInput, NotAllowed, NotFound, Problem, Refused
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role
from survey.organisation.values import LONGEST_ID
from survey.questionnaire.answers import comment_room
from survey.questionnaire.compose import OWN, compose, constructs_to_choose, draft_of
from survey.questionnaire.draft import (
    Choice,
    Draft,
    Own,
    arranged,
    may_move,
    moved,
    put_in,
    read,
    taken_out,
    written,
)
from survey.questionnaire.instrument import Instrument, Kind
from survey.questionnaire.instrument_file import freeze, thaw
from survey.questionnaire.lint import lint, must_change
from survey.questionnaire.shipped import bank, core, shipped, taken_keys
from survey.store import Store
from survey.store.choices import choices
from tests.make import Clock, populate, published, shown

HR = Viewer("hr", "Hanna", "all", None, frozenset({Role.HR}))
MEMBER = Viewer("ant-1", "Ant-1", "ant", None, frozenset())
CHOSEN = ("BEL1", "RSP1", "PUR1", "RSP3", "SGN1", "OPN1")
FRESH = Own(
    Kind.AGREE5, "I look forward to Mondays here.", "Energy", why="Whether work gives energy"
)
DRAFT = Draft("spring", "Spring pulse", CHOSEN)
OURS = frozenset(item.id for item in bank().items)


def problems(draft: Draft) -> dict[str | None, str]:
    """What keeps a draft from becoming an instrument."""
    with pytest.raises(BadInput) as refused:
        compose(draft, bank())
    return {problem.column: problem.message for problem in refused.value.problems}


def own_of(instrument: Instrument) -> dict[str, str]:
    """The ids of the items of one's own, by wording."""
    return {item.text: item.id for item in instrument.items if item.id not in OURS}


# From a draft to an instrument


def test_what_is_chosen_is_asked_in_that_order() -> None:
    """Statements, then signs, then open questions; each of them as ordered."""
    mixed = replace(DRAFT, chosen=("OPN1", "RSP3", "SGN1", "BEL1", FRESH, "PUR1"))
    made = compose(mixed, bank(), version=3)

    assert [item.text for item in made.items if item.id not in OURS] == [FRESH.text]
    assert [item.id for item in made.items if item.id in OURS] == [
        "RSP3", "BEL1", "PUR1", "SGN1", "OPN1",
    ]  # fmt: skip
    assert (made.key, made.version, made.name) == ("spring", 3, "Spring pulse")
    assert {named.name for named in made.composites} == {"Belonging", "Alignment", "Warning signs"}
    assert "Energy" in {named.name for named in made.constructs}
    assert thaw(freeze(made)) == made


def test_an_own_statement_never_changes_belonging_or_alignment() -> None:
    """It stands under its construct; the composites stay what they were."""
    in_bank = replace(FRESH, construct="BEL")
    by_name = replace(FRESH, construct=" belonging &  MATTERING", text="Mondays are good here.")
    made = compose(replace(DRAFT, chosen=(*CHOSEN, in_bank, by_name)), bank())
    mine = [item for item in made.items if item.id not in OURS]

    assert [(item.construct, item.composite) for item in mine] == [("BEL", None), ("BEL", None)]


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (replace(FRESH, why="Another reason"), True),
        (replace(FRESH, construct="Joy"), True),
        (replace(FRESH, text=f"  {FRESH.text}\n"), True),
        (replace(FRESH, text="I look forward to Tuesdays here."), False),
        (replace(FRESH, reverse=True), False),
        (replace(FRESH, kind=Kind.SIGN), False),
    ],
)
def test_the_same_wording_is_the_same_item_for_ever(other: Own, same: bool) -> None:
    """Over versions and instruments; reworded or turned round it is a new one."""
    one = compose(replace(DRAFT, chosen=(*CHOSEN, FRESH)), bank())
    two = compose(Draft("other", "Other", ("BEL2", other)), bank(), version=7)

    (first,), (second,) = own_of(one).values(), own_of(two).values()
    assert (first == second) is same
    assert first.startswith(OWN)


def test_no_own_id_can_be_one_of_the_bank() -> None:
    """The bank keeps away from the beginning of their names."""
    named = (*bank().constructs, *bank().composites)
    ids = OURS | {one.id for one in named}

    assert not [id_ for id_ in ids if id_.startswith(OWN)]


def test_what_is_missing_is_said_all_at_once() -> None:
    """Under the field it is about."""
    empty = Own(Kind.AGREE5, " ", why="")
    said = problems(Draft("Not a key!", " ", (*CHOSEN, "GONE1", empty)))

    assert {"key", "name", "GONE1", "text", "construct", "why"} <= said.keys()
    assert problems(replace(DRAFT, name="x" * 61)) == {"name": "use 60 letters at most"}


def test_one_begins_from_what_there_is_and_gets_the_same() -> None:
    """Every instrument we ship, and one with questions of one's own."""
    mine = compose(replace(DRAFT, chosen=(*CHOSEN, FRESH)), bank())

    for made in (*shipped().values(), mine):
        again = compose(draft_of(made, bank()), bank(), version=made.version)
        assert again == made


def test_the_words_of_the_bank_in_other_languages_come_along() -> None:
    """As its instruments have them."""
    made = compose(draft_of(shipped()["short"], bank()), bank())

    assert made.translations == shipped()["short"].translations


typed = some.text(max_size=40) | some.sampled_from(["We help.", "Is it so?", "x" * 301])
owned = some.builds(
    Own,
    kind=some.sampled_from(Kind),
    text=typed,
    construct=typed | some.sampled_from([c.id for c in constructs_to_choose(bank())]),
    reverse=some.booleans(),
    why=typed,
)
sound = some.builds(
    Own,
    kind=some.sampled_from(Kind),
    text=some.from_regex(r"[A-Za-z]{3,9} [a-z]{2,6}\.", fullmatch=True),
    construct=some.sampled_from(["BEL", "Energy", "energy", "Luck"]),
    reverse=some.booleans(),
    why=some.just("It matters"),
)
from_bank = some.sampled_from([item.id for item in bank().items])
wild: some.SearchStrategy[list[Choice]] = some.lists(from_bank | owned, max_size=12)
likely: some.SearchStrategy[list[Choice]] = some.lists(from_bank | sound, min_size=4, max_size=50)
keys = some.sampled_from(["spring", "a-b_1", "Bad Key", ""])


@settings(max_examples=200)
@given(some.builds(Draft, keys, typed, wild.map(tuple)) | some.builds(
    Draft, some.just("spring"), some.just("Spring"), likely.map(tuple)
))  # fmt: skip
def test_any_draft_is_refused_in_sentences_or_can_be_asked(draft: Draft) -> None:
    """What passes freezes and thaws to the same, and a full ballot of it fits its envelope."""
    refused = BadInput("")
    try:
        made = compose(draft, bank())
    except BadInput as problem:
        refused = problem
    else:
        found = must_change(lint(made, core=core(), bank=bank()))
        refused = BadInput("", [Problem(finding.sentence) for finding in found])
    said = [problem.message for problem in refused.problems]

    if said:
        assert all(said)
        return
    assert thaw(freeze(made)) == made
    assert compose(draft_of(made, bank()), bank()) == made
    assert comment_room(made, "é" * LONGEST_ID) > 0
    freeze(made).encode()


drafts = some.builds(Draft, keys, typed, wild.map(tuple))


@given(drafts, some.integers(0, 12), some.sampled_from([-1, 1]))
def test_questions_move_among_those_of_their_kind(draft: Draft, place: int, by: int) -> None:
    """None is lost, statements stay before signs and signs before prompts; and back again."""
    asked = arranged(draft, bank())
    after = moved(asked, place, by, bank())

    assert sorted(map(str, after.chosen)) == sorted(map(str, draft.chosen))
    assert arranged(after, bank()) == after
    assert (after == asked) or may_move(asked, place, by, bank())
    assert not may_move(asked, place, by, bank()) or moved(after, place + by, -by, bank()) == asked


@given(drafts, from_bank | owned)
def test_what_is_put_in_can_be_taken_out(draft: Draft, one: Choice) -> None:
    """And a draft that was put away is the same when it is read again."""
    asked = arranged(draft, bank())
    more = put_in(asked, one, bank())
    place = max(at for at, choice in enumerate(more.chosen) if choice == one)

    assert taken_out(more, place) == asked
    assert read(written(more)) == more


# Keeping versions


def test_versions_follow_one_another_and_none_is_changed(store: Store, clock: Clock) -> None:
    """The latest is offered, after those we ship; all are there."""
    first = keep_version(store, DRAFT, after=0, viewer=HR)
    clock.move(days=1)
    second = keep_version(store, replace(DRAFT, chosen=(*CHOSEN, FRESH)), after=1, viewer=HR)

    assert (first.version, second.version) == (1, 2)
    assert [c.instrument for c in store.composed()] == [first, second]
    assert list(choices(store)) == [*shipped(), "spring"]
    assert choices(store)["spring"] == second
    said = [(e.actor, e.verb, e.subject, e.detail) for e in store.audit()]
    assert said[:2] == [
        ("hr", "keep instrument", "spring", "version 2"),
        ("hr", "keep instrument", "spring", "version 1"),
    ]


def test_a_retired_instrument_is_offered_no_more_and_stays(store: Store) -> None:
    """Until it is offered again; doing either twice is once on the record."""
    made = keep_version(store, DRAFT, after=0, viewer=HR)
    for _ in range(2):
        retire_instrument(store, key="spring", viewer=HR)

    assert list(choices(store)) == [*shipped()]
    assert [(c.instrument, c.retired) for c in store.composed()] == [(made, True)]

    offer_instrument(store, key="spring", viewer=HR)

    assert choices(store)["spring"] == made
    assert [event.verb for event in store.audit()] == [
        "offer instrument", "retire instrument", "keep instrument",
    ]  # fmt: skip
    with pytest.raises(NotFound):
        retire_instrument(store, key="standard", viewer=HR)


@pytest.mark.parametrize("key", ["standard", "bank", "lq2002"])
def test_no_instrument_takes_the_key_of_ours(duckdb_store: Store, key: str) -> None:
    """Ours are found by it."""
    assert key in taken_keys()
    with pytest.raises(BadInput) as refused:
        keep_version(duckdb_store, replace(DRAFT, key=key), after=0, viewer=HR)

    assert [problem.column for problem in refused.value.problems] == ["key"]
    assert duckdb_store.composed() == []


def test_who_comes_late_overwrites_nobody(store: Store) -> None:
    """Two who began from the same version: the second is told, and nothing is lost."""
    keep_version(store, DRAFT, after=0, viewer=HR)
    keep_version(store, replace(DRAFT, name="Hers"), after=1, viewer=HR)
    before = store.composed(), store.audit()

    for after, words in (
        (0, "already"),
        (1, "Meanwhile somebody kept version 2"),
        (5, "version 2"),
    ):
        with pytest.raises(Refused, match=words):
            keep_version(store, replace(DRAFT, name="His"), after=after, viewer=HR)
    assert (store.composed(), store.audit()) == before


def test_a_version_without_a_change_is_not_kept(duckdb_store: Store) -> None:
    """It would say that something was changed."""
    keep_version(duckdb_store, DRAFT, after=0, viewer=HR)

    with pytest.raises(Refused, match="Nothing was changed"):
        keep_version(duckdb_store, DRAFT, after=1, viewer=HR)


def test_what_must_change_is_refused_in_its_sentence(duckdb_store: Store) -> None:
    """And nothing is kept."""
    with pytest.raises(BadInput) as refused:
        keep_version(duckdb_store, replace(DRAFT, chosen=("BEL1",)), after=0, viewer=HR)

    assert [str(p) for p in refused.value.problems] == [
        "There are 1 statements. Ask at least 4, or one odd answer decides a figure."
    ]
    assert duckdb_store.composed() == []


@pytest.mark.parametrize("deed", [
    lambda store: keep_version(store, DRAFT, after=0, viewer=MEMBER),
    lambda store: retire_instrument(store, key="spring", viewer=MEMBER),
    lambda store: offer_instrument(store, key="spring", viewer=MEMBER),
])  # fmt: skip
def test_questions_are_hrs(duckdb_store: Store, deed: object) -> None:
    """Nobody else changes what is asked."""
    assert callable(deed)
    with pytest.raises(NotAllowed):
        deed(duckdb_store)


@pytest.mark.parametrize("change", [
    "UPDATE instrument SET definition = replace(definition, 'Spring', 'Autumn')",
    "UPDATE instrument SET version = 2",
    "UPDATE instrument SET key = 'other', retired = TRUE",
    "DELETE FROM instrument",
    "TRUNCATE instrument",
])  # fmt: skip
def test_the_database_itself_keeps_versions_as_they_are(
    postgresql_store: Store, change: str
) -> None:
    """Whoever writes SQL by hand is refused as well."""
    made = keep_version(postgresql_store, DRAFT, after=0, viewer=HR)

    with (
        pytest.raises(ProgrammingError, match="a version of an instrument is never"),
        postgresql_store.engine.begin() as connection,
    ):
        connection.execute(sql(change))
    assert [c.instrument for c in postgresql_store.composed()] == [made]


@pytest.mark.parametrize(
    "chosen",
    [
        (*CHOSEN, FRESH, Own(Kind.SIGN, "The printer was out.", why="It happens")),
        tuple(
            replace(FRESH, text=f"Mondays are good, part {n}.", reverse=n == 1) for n in range(4)
        ),
    ],
    ids=["both", "only own"],
)
def test_what_was_composed_is_asked_and_published(
    duckdb_store: Store, chosen: tuple[Choice, ...]
) -> None:
    """A whole wave; each question of one's own has a figure under its id."""
    populate(duckdb_store)
    made = keep_version(duckdb_store, replace(DRAFT, chosen=chosen), after=0, viewer=HR)
    wave = published(duckdb_store, asks=choices(duckdb_store)["spring"])
    keep_version(duckdb_store, replace(DRAFT, name="Later"), after=1, viewer=HR)

    assert wave.instrument == made
    figures = shown(duckdb_store)
    assert all(figures["all", "area", id_] for id_ in own_of(made).values())
