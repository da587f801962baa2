"""Promises of the fictional organisation and of the links that let somebody in at first."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from analytics.figures.report import report_blocks
from analytics.figures.rows import rows_of
from analytics.figures.trials import Came
from analytics.figures.verdicts import Verdict
from analytics.jobs.schedule import make_rounds
from analytics.promise.checks import check
from analytics.reports.effects import effect_report
from analytics.reports.evidence import evidence
from analytics.reports.last_time import last_time
from analytics.reports.needs import needs_and_offers
from analytics.reports.unit_trend import trend_of
from analytics.reports.unit_view import view_of
from commands import demo
from commands.demo import build_demo, is_demo
from commands.demo_answers import Voices, between, given
from commands.demo_content import company, script
from commands.demo_organisation import cast_of, key_of
from commands.desk import Request
from commands.operating_line import admin
from commands.verbs import carry_out
from commands.welcome import welcome
from survey.actions.organisation import apply_people, grant
from survey.actions.sign_in import CONSOLE, enter, make_link, person_in
from survey.answering.respondent import respondent
from survey.errors import NotFound, Refused
from survey.experiments.experiment import State as Stand
from survey.experiments.passing import Answer
from survey.languages import languages
from survey.organisation.permissions import ADMINISTRATOR, Viewer
from survey.organisation.structure import Person, Role, Unit, home, people_by_home
from survey.organisation.values import wrong_address, wrong_id, wrong_name
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments
from survey.questionnaire.lint import lint
from survey.questionnaire.shipped import bank, core
from survey.settings import CONTENT, Settings
from survey.store import CellRow, Store
from survey.store.viewers import viewer
from survey.waves.wave import State
from tests.make import grant_operator
from tests.one_truth import contradictions, keyed

pytestmark = pytest.mark.slow

NOW = datetime(2026, 5, 20, 10, 30, tzinfo=UTC)
SMALL = {"people": 40, "teams": 4, "waves": 2}
BASE = "http://localhost:8501"


def store_in(folder: Path) -> Store:
    return Store(Settings(data=folder), clock=lambda: NOW)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = store_in(tmp_path)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def fernhollow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The organisation as `make run` builds it."""
    opened = store_in(tmp_path_factory.mktemp("fernhollow"))
    build_demo(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def standard() -> Instrument:
    return load_instruments(CONTENT / "instruments")["standard"]


def figures(store: Store, unit: str, measure: str, *, scope: str = "team") -> list[float | None]:
    """What each wave publishes, oldest first; None where it is withheld."""
    cells = [c for c in store.cells(units=[unit]) if c.measure == measure and c.scope == scope]
    ordered = sorted(cells, key=lambda cell: cell.wave)
    return [None if cell.tenths is None else cell.tenths / 10 for cell in ordered]


def shown(store: Store, unit: str, measure: str, *, scope: str = "team") -> list[float]:
    """As above, where every wave shows it."""
    found = [f for f in figures(store, unit, measure, scope=scope) if f is not None]
    assert len(found) == 8, "a wave withholds this figure"
    return found


def hr(store: Store) -> Viewer:
    found = viewer(store, store.people_granted(Role.HR)[0])
    assert found is not None
    return found


# The story


def test_what_teams_try_ends_in_every_way_there_is(fernhollow: Store) -> None:
    """One worked, one cannot be told, one was dropped, two were passed up, one runs."""
    tried = {}
    for one in fernhollow.experiments():
        report = effect_report(view_of(fernhollow, unit=one.unit, viewer=hr(fernhollow)), one)
        tried[one.unit, one.state] = report.effect.came if report else None

    assert tried["sensors", Stand.KEPT] is Came.ROSE
    assert tried["support", Stand.ADAPTED] is Came.ANYWAY
    assert tried["platform", Stand.DROPPED] is not Came.TOO_EARLY
    assert tried["planner", Stand.TRYING] is Came.TOO_EARLY
    assert tried["sales", Stand.THINKING] is tried["support", Stand.THINKING] is None
    answers = {one.unit: one.reply and one.reply.answer for one in fernhollow.passed_up()}
    assert answers == {"sensors": Answer.WE_DO, "sales": Answer.NOT_NOW}
    assert len(fernhollow.heard()) == 2


def test_an_area_reads_what_its_people_need_beside_what_they_offer(fernhollow: Store) -> None:
    """In both languages: it is asked with questions of the bank."""
    found = needs_and_offers(fernhollow, unit="product", viewer=hr(fernhollow))

    assert found is not None
    assert min(len(found.needs), len(found.offers)) >= 3
    asks = fernhollow.wave(found.wave).instrument
    assert set(asks.languages) == set(languages())
    assert not any(one.must for one in lint(asks, core=core(), bank=bank()))


def test_what_six_teams_tried_is_found_from_their_answers(fernhollow: Store) -> None:
    """No range is written anywhere: it is that of the effects worked out of published figures."""
    (kind,) = evidence(fernhollow)

    assert (kind.construct, kind.count) == ("BND", 6)
    assert -5 <= kind.low < 5 < kind.high <= 25


def test_what_follows_is_asked_in_the_last_waves_and_moves_nothing_else(
    fernhollow: Store,
) -> None:
    *past, now = fernhollow.waves()
    asks = [wave.instrument.version for wave in (*past, now)]

    assert asks == [1, 1, 1, 1, 2, 2, 2, 3, 2]
    assert len([one for one in figures(fernhollow, "sensors", "followup") if one]) == 4


def test_whoever_tries_the_demo_is_told_what_became_of_the_last_wave(fernhollow: Store) -> None:
    """Its past waves are no secret of HR's, so the first thank-you has their figures."""
    assert last_time(fernhollow, "sensors") is not None


def test_a_team_s_alignment_falls_and_recovers(fernhollow: Store) -> None:
    alignment = shown(fernhollow, "sensors", "alignment")
    before, dip, after = alignment[:3], alignment[4:6], alignment[6:]

    assert max(dip) + 15 < min(before)
    assert max(dip) + 15 < min(after)


def test_the_trend_can_tell_the_fall_and_the_rise_from_noise(fernhollow: Store) -> None:
    trend = trend_of(fernhollow, unit="sensors", viewer=hr(fernhollow))
    assert trend is not None
    alignment = next(line for line in trend.lines if line.id == "alignment")
    verdicts = [told.verdict for told in alignment.told]

    assert verdicts[3:6] == [Verdict.FELL] * 3
    assert verdicts[6:] == [Verdict.ROSE] * 2
    assert re.fullmatch(
        r"Alignment was about \d+ until Pulse 3, then about \d+ from Pulse 4 to Pulse 6,"
        r" and has been at about \d+ since Pulse 7\.",
        alignment.sentences[0].said("en"),
    )


@pytest.mark.parametrize("waves", [2, pytest.param(8, marks=pytest.mark.long)])
def test_no_two_places_contradict_each_other(fernhollow: Store, waves: int) -> None:
    """Of any unit in its last waves, or in all of them."""
    rows = keyed(rows_of(report_blocks(fernhollow, wave=None)))
    found: list[str] = []
    for unit in fernhollow.units():
        view = view_of(fernhollow, unit=unit, viewer=hr(fernhollow))
        assert view is not None
        for wave in view.figures.waves[-waves:]:
            found += contradictions(view.until(wave.key), rows)

    assert found == []


def test_one_team_is_at_home_among_itself_and_not_beyond(fernhollow: Store) -> None:
    def gaps(unit: str, scope: str) -> list[float]:
        own, wider = (shown(fernhollow, unit, m, scope=scope) for m in ("SCO1", "SCO2"))
        return [a - b for a, b in zip(own, wider, strict=True)]

    assert min(gaps("platform", "team")) >= 20
    assert max(map(abs, gaps("fernhollow", "area"))) < 15


def test_when_crowds_out_why_in_one_area(fernhollow: Store) -> None:
    def change(unit: str, measure: str) -> float:
        found = shown(fernhollow, unit, measure, scope="area")
        return sum(found[-2:]) / 2 - sum(found[:2]) / 2

    assert change("customers", "SGN5") >= 30
    assert change("customers", "DIR3") <= -20
    assert all(abs(change(unit, "SGN5")) < 20 for unit in ("product", "operations"))


# What the gate makes of it


def test_the_too_small_team_and_the_team_of_one_are_withheld(fernhollow: Store) -> None:
    homes = people_by_home(fernhollow.people().values(), fernhollow.units())
    cells = fernhollow.cells(units=["research", "legal"])

    assert (len(homes["research"]), len(homes["legal"])) == (4, 1)
    assert len(cells) > 0
    assert not any(cell.shown for cell in cells)


def test_pages_mostly_show_figures(fernhollow: Store) -> None:
    units = fernhollow.units()
    teams = set(units) - {u.parent for u in units.values()} - {"research", "legal"}
    cells = [c for c in fernhollow.cells(units=sorted(teams)) if c.scope == "team"]

    assert sum(cell.shown for cell in cells) > 0.9 * len(cells)


def test_most_people_take_part(fernhollow: Store) -> None:
    cells = [
        cell
        for cell in fernhollow.cells(units=["fernhollow"])
        if cell.measure == "participation" and cell.scope == "area"
    ]

    assert {cell.answered_low for cell in cells} <= {70, 80, 90}
    assert all(135 <= (cell.invited or 0) <= 145 for cell in cells)


def test_somebody_joins_and_somebody_leaves_one_large_team(fernhollow: Store) -> None:
    """And it shows its statements in every wave."""
    items, composites = (figures(fernhollow, "support", m) for m in ("SCO1", "belonging"))
    rosters = [set(fernhollow.roster(wave.id)) for wave in fernhollow.waves()]
    changes = [len(a ^ b) for a, b in pairwise(rosters)]

    assert None not in items
    assert None not in composites
    assert sorted(changes) == [0] * 6 + [1, 1]


def test_everything_is_in_order(fernhollow: Store) -> None:
    assert [finding.sentence for finding in check(fernhollow) if not finding.holds] == []


# What people write


def test_a_third_of_the_people_write_now_and_then(standard: Instrument) -> None:
    cast = cast_of(company(), people=300, teams=30, seed=1)
    units = {unit.key: unit for unit in cast.units}
    homes = {person.key: home(person, units) for person in cast.people}
    voices = Voices(script(), standard, units, 8, 1)
    waves = [list(voices.ballots(homes, wave=wave)) for wave in range(8)]
    prompts = [item.id for item in standard.prompts]
    said = [[b[p] for _, b in wave for p in prompts if p in b] for wave in waves]
    writers = {who for wave in waves for who, b in wave if b.keys() & set(prompts)}

    assert 0.3 < len(writers) / 300 < 0.45
    assert all(0.15 < len(texts) / len(wave) < 0.5 for texts, wave in zip(said, waves, strict=True))
    assert all(a != b for a, b in pairwise(said))
    assert [list(voices.ballots(homes, wave=3))] == waves[3:4]


def test_comments_stand_with_some_teams_and_areas(fernhollow: Store) -> None:
    *past, _ = fernhollow.waves()
    places = {c.unit for wave in past for c in fernhollow.comments(wave.id)}

    assert {"sensors", "support"} & places
    assert {"customers", "operations", "product", "fernhollow"} & places


# The waves


def test_the_past_waves_are_published_about_four_weeks_apart(fernhollow: Store) -> None:
    *past, _ = fernhollow.waves()
    opened = [wave.opened for wave in past if wave.opened]
    gaps = {b - a for a, b in pairwise(opened)}

    assert [wave.state for wave in past] == [State.PUBLISHED] * 8
    assert gaps == {timedelta(weeks=4)}
    assert max(wave.closed for wave in past if wave.closed) < NOW - timedelta(days=7)
    assert not any(fernhollow.has_box(wave.id) for wave in past)


def test_a_third_has_answered_the_open_wave(fernhollow: Store) -> None:
    wave = fernhollow.waves()[-1]
    answered, invited = fernhollow.box(wave.id).share_answered()

    assert wave.state is State.OPEN
    assert wave.opened == NOW - timedelta(days=2)
    assert timedelta(days=11) < wave.closes - NOW < timedelta(days=13)
    assert 0.25 < answered / invited < 0.45
    assert wave.invited_at is not None


def test_the_same_seed_and_clock_publish_the_same_cells(tmp_path: Path) -> None:
    first, again, other = (
        _published(tmp_path / name, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )

    assert first == again
    assert first != other


def _published(folder: Path, *, seed: int) -> list[CellRow]:
    store = store_in(folder)
    build_demo(store, people=30, teams=3, waves=2, seed=seed)
    cells = sorted(store.cells(), key=lambda c: (c.wave, c.unit, c.scope, c.measure))
    store.close()
    return cells


# What it never does


def test_a_real_organisation_is_left_alone(store: Store) -> None:
    apply_people(store, units=[Unit("all", "All", None)], people=[], actor="me", detail="")

    with pytest.raises(Refused, match="only goes into an empty database"):
        build_demo(store, **SMALL)
    assert list(store.units()) == ["all"]
    assert store.people() == {}
    assert not is_demo(store)


def test_what_was_cut_off_waits_and_says_how_to_go_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "close_wave", _cut_off)
    with pytest.raises(KeyboardInterrupt):
        build_demo(store, **SMALL)
    make_rounds(store)

    assert [wave.state for wave in store.waves()] == [State.OPEN]
    with pytest.raises(Refused, match=r"not finished.*Remove the folder"):
        list(welcome(store, demo=True))
    assert not is_demo(store)


def _cut_off(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_too_few_people_for_so_many_teams_are_refused(store: Store) -> None:
    with pytest.raises(Refused, match="need 19 more people"):
        build_demo(store, people=40, teams=10)
    assert store.audit() == []


# Who there is


@pytest.mark.parametrize(("people", "teams"), [(20, 3), (90, 10), (2000, 200)])
def test_every_size_of_organisation_could_be_imported(people: int, teams: int) -> None:
    cast = cast_of(company(), people=people, teams=teams, seed=1)
    units = {unit.key: unit for unit in cast.units}
    leaves = set(units) - {unit.parent for unit in cast.units}

    assert len(units) == len(cast.units)
    assert len(leaves) == teams
    assert len({person.key for person in cast.people}) == people
    assert {p.leads for p in cast.people if p.leads} == set(units)
    for person in cast.people:
        assert not wrong_id(person.key)
        assert not wrong_address(person.email)
        assert not wrong_name(person.name)


def test_a_few_people_read_german(fernhollow: Store) -> None:
    """Those of a group of names that says so; everybody else reads English."""
    spoken = Counter(person.language for person in fernhollow.people().values())

    assert spoken.keys() == {"en", "de"}
    assert 3 <= spoken["de"] <= spoken["en"] / 5


def test_names_keep_their_letters_in_addresses() -> None:
    names = {name for group in company().names for name in (*group.given, *group.family)}

    for name in names:
        assert len(key_of(name).replace("-", "")) == len(re.sub(r"\W", "", name))


def test_stories_name_units_and_measures_that_are_there(standard: Instrument) -> None:
    units = {u.name for u in cast_of(company(), people=140, teams=14, seed=1).units}
    measures = {m for i in standard.items for m in (i.id, i.construct, i.composite)}

    for story in script().stories:
        assert story.unit in units
        assert set(story.about) <= measures
    assert {move.unit for move in script().moves} <= units


def test_statements_turned_round_are_answered_the_other_way(standard: Instrument) -> None:
    turned = next(item for item in standard.statements if item.reverse)
    straight = next(item for item in standard.statements if not item.reverse)

    assert [given(straight, felt) for felt in (-1, 1.2, 4.4, 9)] == [1, 1, 4, 5]
    assert [given(turned, felt) for felt in (-1, 1.2, 4.4, 9)] == [5, 5, 2, 1]


def test_a_story_stretches_over_any_number_of_waves() -> None:
    assert [between((0.0, 1.0, 0.0), at) for at in (0, 0.25, 0.5, 0.75, 1)] == [0, 0.5, 1, 0.5, 0]
    assert between((3.0,), 0.5) == 3.0


# Where to begin


def test_a_demo_says_where_it_is_and_gives_links_that_work(fernhollow: Store) -> None:
    lines = list(welcome(fernhollow, demo=True))
    answer = respondent(fernhollow, _token(lines, "Answer Pulse 9", "i"))
    human, over_leaders, leader, member = (
        _enter(fernhollow, _token(lines, label, "enter"))
        for label in ("HR", "Area leader of Product", "Leader of Sensors", "Member of Sensors")
    )

    assert lines[0] == f"Same Boat: {BASE}"
    assert sum("http" in line for line in lines) == 6
    assert len(fernhollow.units()) == 18
    assert answer.home == "support"
    assert human.roles == {Role.HR}
    assert (over_leaders.leads, leader.leads) == ("product", "sensors")
    assert (member.unit, member.roles) == ("sensors", frozenset())


def _token(lines: list[str], label: str, door: str) -> str:
    line = next(line for line in lines if line.strip().startswith(label))
    found = re.search(rf"{BASE}/{door}/(\S+)$", line)
    assert found
    return found[1]


def _enter(store: Store, token: str) -> Viewer:
    person = person_in(store, enter(store, token))
    found = viewer(store, person or "")
    assert found is not None
    return found


def test_welcome_fills_an_empty_database_only_when_asked(store: Store) -> None:
    lines = list(welcome(store, demo=False))

    assert store.units() == {}
    assert [line.split(":")[0] for line in lines] == ["Same Boat", "Set it up (once, within a day)"]


def test_the_administrator_link_lets_in_once(store: Store) -> None:
    token = _token(list(welcome(store, demo=False)), "Set it up", "enter")
    administrator = _enter(store, token)

    assert administrator.roles == {Role.HR}
    assert (administrator.unit, administrator.leads) == ("", None)
    with pytest.raises(NotFound):
        enter(store, token)


def test_only_the_last_administrator_link_works(store: Store) -> None:
    first, last = (_token(list(welcome(store, demo=False)), "Set it up", "enter") for _ in "12")

    with pytest.raises(NotFound):
        enter(store, first)
    assert _enter(store, last).person == ADMINISTRATOR


def grant_hr(store: Store, person: str) -> None:
    grant(store, person=person, role=Role.HR, actor=ADMINISTRATOR)


@pytest.mark.parametrize("charge", [grant_hr, grant_operator], ids=["hr", "of an earlier release"])
def test_the_administrator_is_gone_once_somebody_is_in_charge(
    store: Store, charge: Callable[[Store, str], None]
) -> None:
    session = enter(store, _token(list(welcome(store, demo=False)), "Set it up", "enter"))
    apply_people(
        store,
        units=[Unit("all", "All", None)],
        people=[Person("ada", "Ada", "", "en", "all")],
        actor=ADMINISTRATOR,
        detail="",
    )
    charge(store, "ada")

    assert viewer(store, person_in(store, session) or "") is None
    assert list(welcome(store, demo=True)) == [f"Same Boat: {BASE}"]
    with pytest.raises(NotFound):
        make_link(store, person=ADMINISTRATOR, lasts=CONSOLE, once=True, actor="me")


def test_nobody_can_be_imported_as_the_administrator() -> None:
    assert wrong_id(ADMINISTRATOR)
    assert wrong_id("ada@example.org") is None


# The commands


def test_the_commands_build_greet_and_refuse(tmp_path: Path) -> None:
    env = {"SAME_BOAT_DATA": str(tmp_path)}
    build = ["demo", "--people", "30", "--teams", "3", "--waves", "1", "--seed", "3"]
    built = CliRunner().invoke(admin, build, env=env)
    greeted = CliRunner().invoke(admin, ["welcome", "--demo", "yes"], env=env)
    again = CliRunner().invoke(admin, build, env=env)

    assert (built.exit_code, greeted.exit_code, again.exit_code) == (0, 0, 1)
    assert "30 people in 3 teams and 1 area." in built.output
    assert greeted.output.count(f"{BASE}/enter/") == 4
    assert isinstance(again.exception, Refused)


def test_the_verb_takes_the_options_of_the_command(store: Store) -> None:
    reply = carry_out(store, Request("demo", {**SMALL, "seed": 2}))

    assert reply.lines[1] == "2 waves are published, and one is open."
    assert store.audit()[0].detail == "40 people, 4 teams, 2 waves, seed 2"
