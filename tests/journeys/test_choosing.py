"""Promises of choosing a unit and a wave: the address decides, and changing one keeps the page."""

from analytics.jobs.schedule import close_now, open_now
from survey.waves.wave import State
from tests import make
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import errors


def ask_the_office_alone(yard: Visitor) -> None:
    """A published wave that asked one team only."""
    close_now(yard.store, key=shipyard.OPEN_WAVE, actor=make.ACTOR)
    yard.clock.move(days=10)
    asks = shipyard.instrument("standard")
    make.plan(yard.store, "alone", state=State.SCHEDULED, asks=asks, audience=("office",))
    open_now(yard.store, key="alone", actor=make.ACTOR)
    shipyard.answer_all(yard.store, "alone", make.tokens(yard.store, "alone"), leave_out=[])
    yard.clock.move(days=7)
    close_now(yard.store, key="alone", actor=make.ACTOR)


def test_changing_to_a_unit_that_was_not_in_the_wave_shows_its_latest_with_figures(
    yard: Visitor,
) -> None:
    """By hand in the address the same is a wave that does not exist."""
    ask_the_office_alone(yard)
    run = yard.sign_in(shipyard.HR).open("team/sources.py", unit="office", wave="alone")
    assert not errors(run)

    run.selectbox(key="unit").set_value("deck").run()
    assert not errors(run)
    assert run.selectbox(key="wave").value == shipyard.LAST_WAVE
    by_hand = yard.open("team/sources.py", unit="deck", wave="alone")
    assert errors(by_hand) == ["There is no such wave."]
    assert [title.value for title in by_hand.title] == ["Deck"]
