"""Promises of measures: what a wave measures, of which statements, and with how many others."""

from dataclasses import replace

from analytics.figures.measures import ClosedWave, Measure
from analytics.published.cells import MeasureKind
from analytics.reports.sources import sources
from survey.questionnaire.derived import PURPOSE, RESPONSIBILITY_FOCUS
from survey.questionnaire.instrument import Named
from survey.questionnaire.parts import FOLLOW_UP
from survey.questionnaire.shipped import shipped
from tests.make_waves import ASKED, closed_wave, instrument, item, score, view, wave_cells


def asking(*ids: str) -> ClosedWave:
    return closed_wave(asked=instrument(ids))


def kinds(wave: ClosedWave) -> dict[str, MeasureKind]:
    return {measure.id: measure.kind for measure in wave.measures.values()}


def measure(wave: ClosedWave, name: str) -> Measure:
    return wave.measures[name]


def test_an_own_statement_is_of_its_own_kind_and_in_no_composite() -> None:
    own = replace(item("XXX1"), construct="own-c-1", composite=None, text="We eat together.")
    asked = instrument((*ASKED, "SCO1"))
    asked = replace(
        asked, items=(*asked.items, own), constructs=(*asked.constructs, Named("own-c-1", "Food"))
    )
    wave = closed_wave(asked=asked)

    assert kinds(wave)["XXX1"] is MeasureKind.OWN
    assert kinds(wave)["SCO1"] is MeasureKind.SCOPE
    assert "own-c-1" not in wave.measures
    assert all("XXX1" not in wave.measures[key].items for key in ("belonging", "alignment"))


def test_an_own_statement_has_its_place_on_the_page_and_no_part_in_the_two_scopes() -> None:
    own = replace(item("XXX1"), construct="own-c-1", composite=None, text="We eat together.")
    asked = instrument((*ASKED, "SCO1", "SCO2"))
    asked = replace(asked, items=(*asked.items, own))
    made = wave_cells(asked=asked)
    cells = {**made.cells, "SCO1": score(60), "SCO2": score(60), "XXX1": score(80)}
    report = sources(view([made._replace(cells=cells)]))

    assert [one.name for one in report.own] == ["We eat together."]
    assert [one.id for one in report.scopes] == ["SCO1", "SCO2"]


def test_responsibility_focus_needs_both_its_statements_and_purpose_half_of_them() -> None:
    wave = asking("RSP1", "RSP3", "PUR1", "PUR2", "INC1", "INC3")
    focus, purpose = measure(wave, RESPONSIBILITY_FOCUS), measure(wave, PURPOSE)

    assert (focus.kind, focus.items, focus.needs) == (MeasureKind.DERIVED, ("RSP1", "RSP3"), 2)
    assert (purpose.items, purpose.needs) == (("PUR1", "PUR2", "INC1", "INC3"), 2)
    assert RESPONSIBILITY_FOCUS not in asking("RSP1", "PUR1").measures
    assert PURPOSE not in asking("RSP1", "RSP3").measures


def test_the_same_statements_are_looked_at_with_the_same_number_of_others() -> None:
    """A construct of one statement and that statement are one figure under two names."""
    wave = asking("BEL1", "RSP1", "RSP3", "PUR1", "PUR2")

    assert measure(wave, "BEL1").family == measure(wave, "BEL").family == 3
    assert measure(wave, "RSP").family == measure(wave, RESPONSIBILITY_FOCUS).family == 3
    assert measure(wave, "RSP1").family == 5
    assert measure(wave, "PUR").family == measure(wave, "alignment").family == 2


def test_what_people_say_of_the_pulse_is_looked_at_apart_from_how_they_are() -> None:
    """It has no construct, which would be the same figure again, and makes no other surer."""
    standard = shipped()["standard"]
    how = [one.id for one in standard.items if one.composite != FOLLOW_UP]
    without, beside = (closed_wave(asked=one) for one in (standard.asking(how), standard))
    follows = measure(beside, "followup")

    assert (follows.kind, follows.items) == (MeasureKind.COMPOSITE, ("FUP2", "FUP1"))
    assert (follows.family, measure(beside, "FUP1").family) == (1, 2)
    assert beside.follow_up == follows
    assert without.follow_up is None
    assert beside.composites == without.composites
    assert {key: one for key, one in beside.measures.items() if key in without.measures} == dict(
        without.measures
    )
    assert set(beside.measures) - set(without.measures) == {"followup", "FUP1", "FUP2"}
