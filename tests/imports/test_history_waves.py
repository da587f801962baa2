"""Promises of history: an export of any tool becomes a wave with the scores the rules give it."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial

import pytest

from analytics.jobs.past_waves import bring, bring_history, cut_off, undo_cut_off
from analytics.promise.checks import check
from analytics.published.cells import Score
from analytics.published.kept_cells import figure_of
from commands.desk import Reply, Request
from commands.verbs import carry_out
from survey.errors import BadInput, NotAllowed, NotFound, Refused, SameBoatError
from survey.organisation.permissions import Viewer
from survey.organisation.structure import Role, Unit
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import State
from tests.histories.makers import MAKERS, SECRETS, Said, people
from tests.jobs.test_past_waves import past
from tests.make import TINY, Clock, Universe, populate, start
from tests.processes import killed
from tests.reference import slow_scores

pytestmark = pytest.mark.slow

K = 5
ANTS = Universe(
    {"all": 0, "ant": 1, "bee": 1, "cat": 1},
    {"all": None, "ant": "all", "bee": "all", "cat": "all"},
    (),
)
OPTIONS = {
    "key": "old",
    "name": "Old",
    "opened": "2024-03-01",
    "closed": "2024-03-20",
    "instrument": "tiny",
    "k": K,
    "leave_out": False,
    "write_mapping": False,
    "yes": True,
    "dry_run": False,
}
HR = Viewer("hr", "HR", "all", None, frozenset({Role.HR}))
MEMBER = replace(HR, roles=frozenset())


@pytest.fixture(autouse=True)
def _tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiny instrument can be asked."""
    monkeypatch.setattr("commands.history.choices", lambda _: {"tiny": TINY})


def command(store: Store, file: bytes, **options: object) -> Reply:
    """The operator's command; files among the options are given as files."""
    files = {name: value for name, value in options.items() if isinstance(value, bytes)}
    rest = {name: value for name, value in options.items() if name not in files}
    return carry_out(store, Request("import history", OPTIONS | rest, {"file": file} | files))


def written(store: Store, file: bytes) -> bytes:
    """The mapping that is guessed, as the command writes it down."""
    return command(store, file, write_mapping=True).files["write_mapping"]


def by_the_rules(said: Sequence[Said]) -> dict[tuple[str, str, str], float]:
    """What the rules say of every team and of all of them together."""
    wanted: dict[tuple[str, str, str], float] = {}
    groups = {("all", "area"): list(said)}
    for one in said:
        groups.setdefault((one.unit, "team"), []).append(one)
    for place, members in groups.items():
        given = [_keyed(one) for one in members]
        found = slow_scores.team_scores(given, [item.id for item in TINY.statements], K)
        wanted |= {(*place, item): float(score) for item, score in found.items()}
    return wanted


def _keyed(one: Said) -> dict[str, int]:
    turned = {item.id for item in TINY.statements if item.reverse}
    return {item: 6 - value if item in turned else value for item, value in one.scores.items()}


def scores(store: Store, key: str = "old") -> dict[tuple[str, str, str], float]:
    """Every published score of a statement."""
    items = {item.id for item in TINY.statements}
    cells = store.cells(waves=[store.wave(key).id])
    figures = {(c.unit, c.scope, c.measure): figure_of(c) for c in cells if c.measure in items}
    return {at: f.tenths / 10 for at, f in figures.items() if isinstance(f, Score)}


@pytest.mark.parametrize("name", MAKERS)
def test_an_export_is_published_with_the_scores_of_the_rules(
    duckdb_store: Store, name: str
) -> None:
    """And nowhere in the files of the installation stands who answered."""
    populate(duckdb_store, ANTS)
    said = people({"ant": 12, "bee": 7, "cat": 5})

    reply = command(duckdb_store, MAKERS[name][1](said).text(separator=";", bom=True))

    wave = duckdb_store.wave("old")
    assert (wave.state, wave.replay) == (State.PUBLISHED, True)
    assert scores(duckdb_store) == by_the_rules(said)
    assert duckdb_store.leftovers() == set()
    everything = "\n".join([*reply.lines, *map(str, duckdb_store.audit())]).encode()
    duckdb_store.close()
    everything += b"".join(
        file.read_bytes() for file in duckdb_store.settings.data.rglob("*") if file.is_file()
    )
    assert not [secret for secret in SECRETS if secret.encode() in everything]


def test_the_same_on_postgresql(postgresql_store: Store) -> None:
    """One tool is enough: what is read does not depend on the engine."""
    populate(postgresql_store, ANTS)
    said = people({"ant": 9, "bee": 6})

    command(postgresql_store, MAKERS["limesurvey, codes"][1](said).workbook())

    assert scores(postgresql_store) == by_the_rules(said)


def test_a_dry_run_says_all_but_figures_and_changes_nothing(duckdb_store: Store) -> None:
    """Tool, columns, what is dropped and why, rows by unit, days, and which groups are small."""
    populate(duckdb_store, ANTS)
    events = duckdb_store.audit()
    file = MAKERS["google"][1](people({"ant": 8, "cat": 2})).text()

    said = "\n".join(command(duckdb_store, file, dry_run=True).lines)

    for sentence in (
        "This is an export of Google Forms.",
        "Dropped (addresses and phone numbers): “Email Address”.",
        "“How much is true? [Text of B1.]” is B1, “Text of B1.”",
        "“strongly disagree” = 1",
        "“Old” (old), from 2024-03-01 to 2024-03-20.",
        "ant: 8 answered, 8 invited.",
        "How many were invited was not given",
        "Fewer than 5 answered in cat.",
        "10 answers in 2 units, 10 invited.",
        "Nothing was changed: this was a dry run.",
    ):
        assert sentence in said
    assert duckdb_store.waves() == []
    assert duckdb_store.audit() == events


def test_in_an_empty_installation_each_value_becomes_a_unit(duckdb_store: Store) -> None:
    """Below a root, as with our own files; the dry run names them."""
    file = MAKERS["microsoft"][1](people()).workbook()
    mapping = written(duckdb_store, file)
    dry = command(duckdb_store, file, mapping=mapping, dry_run=True).lines
    assert "3 units are new and will be created: ant, bee, cat." in dry

    command(duckdb_store, file, mapping=mapping)

    assert scores(duckdb_store)
    assert set(duckdb_store.units()) == {"organisation", "ant", "bee", "cat"}


def test_a_mapping_is_written_changed_and_given(duckdb_store: Store) -> None:
    """A value that is no unit is refused until the file says what becomes of it."""
    populate(duckdb_store, ANTS)
    file = MAKERS["formbricks"][1](people({"ant": 8, "Moon": 3})).text()
    with pytest.raises(BadInput) as refusal:
        command(duckdb_store, file)
    assert "“Moon” is no unit here" in str(refusal.value.problems[0])
    written = command(duckdb_store, file, write_mapping=True).files["write_mapping"]
    assert duckdb_store.waves() == []

    changed = written.replace(b'"ant" = "ant"', b'"ant" = "ant"\n"Moon" = ""')
    command(duckdb_store, file, mapping=changed, instrument=None)

    assert {unit.key for unit in duckdb_store.wave_units(1)} == {"all", "ant"}


def test_the_days_are_those_of_the_file_unless_they_are_given(duckdb_store: Store) -> None:
    """Where the file has none they must be given."""
    populate(duckdb_store, ANTS)
    none = {"opened": None, "closed": None}

    command(duckdb_store, MAKERS["qualtrics"][1](people()).text(), **none)

    wave = duckdb_store.wave("old")
    assert (str(wave.opened_on("UTC")), str(wave.closed_on("UTC"))) == ("2024-03-05", "2024-03-14")
    with pytest.raises(BadInput, match="Give the days"):
        command(duckdb_store, MAKERS["plain"][1](people()).text(), **none)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"key": "Old!"}, "key: use small letters"),
        ({"name": " "}, "name: give the wave a name"),
        ({"closed": "2026-03-02"}, "closed: it closes on a day that is not over yet"),
        ({"opened": "2024-04-01"}, "closed: it closed before it opened"),
        ({"instrument": "moon"}, "no list of questions “moon”"),
        ({"k": 30}, "would ask 19 people, and figures need at least 30"),
        ({"k": 3}, "groups of at least 4"),
    ],
)
def test_a_dry_run_refuses_what_would_be_refused(
    duckdb_store: Store, options: dict[str, object], said: str
) -> None:
    """Before anything is changed, so that no unit is made for nothing."""
    file = MAKERS["plain"][1](people()).text()
    mapping = written(duckdb_store, file)
    with pytest.raises(SameBoatError) as refusal:
        command(duckdb_store, file, dry_run=True, mapping=mapping, **options)

    problems = getattr(refusal.value, "problems", ())
    assert said in "\n".join([str(refusal.value), *map(str, problems)])
    assert duckdb_store.units() == {}


def test_only_hr_brings_and_undoes_on_the_page(duckdb_store: Store) -> None:
    """Whoever else asks is told so, and nothing happens."""
    with pytest.raises(NotAllowed):
        bring_history(duckdb_store, past(), viewer=MEMBER)
    with pytest.raises(NotAllowed):
        undo_cut_off(duckdb_store, key="old", viewer=MEMBER)
    assert duckdb_store.waves() == []

    bring_history(duckdb_store, past(), viewer=HR)
    assert duckdb_store.wave("old").state is State.PUBLISHED


def test_an_import_that_was_cut_off_is_found_and_undone(settings: Settings, clock: Clock) -> None:
    """`check` calls it out until it is undone or brought again; nothing of it is left."""
    cut = partial(bring, past=past(), actor="a test")
    killed(settings, clock.moment, cut, at="survey.storage.ballot_box.BallotBox.send", after=True)

    with closing(Store(settings, clock=clock)) as store:
        (wave,) = cut_off(store)
        bad = [
            finding.sentence
            for finding in check(store, cut_off=cut_off(store))
            if not finding.holds
        ]
        assert (wave.key, len(bad)) == ("old", 1)
        assert "not all of its past answers came in" in bad[0]

        undo_cut_off(store, key="old", viewer=HR)

        assert store.waves() == cut_off(store) == []
        assert store.leftovers() == set()
        assert all(finding.holds for finding in check(store, cut_off=cut_off(store)))


def test_only_an_import_that_was_cut_off_can_be_undone(duckdb_store: Store) -> None:
    """An open wave, a published one and one that is not there cannot."""
    populate(duckdb_store)
    start(duckdb_store, "now")
    bring(duckdb_store, past(), actor="a test")

    for key, error in (("now", Refused), ("old", Refused), ("moon", NotFound)):
        with pytest.raises(error):
            carry_out(duckdb_store, Request("import undo", {"key": key}))
    assert {w.key: w.state for w in duckdb_store.waves()} == {
        "now": State.OPEN,
        "old": State.PUBLISHED,
    }


def test_two_imports_at_once_do_not_undo_each_other(
    duckdb_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second is told to wait, and while one runs nothing is called cut off."""
    told: list[object] = []

    def meanwhile(store: Store) -> dict[str, Unit]:
        told.append(cut_off(duckdb_store))
        with pytest.raises(Refused, match="Another past wave"):
            bring(duckdb_store, past(), actor="another")
        return {}

    monkeypatch.setattr(
        "analytics.jobs.past_waves._silent", lambda _: meanwhile(duckdb_store).items()
    )
    bring(duckdb_store, past(), actor="a test")

    assert told
    assert not any(told)
    assert duckdb_store.wave("old").state is State.PUBLISHED
