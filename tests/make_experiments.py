"""Builders of experiments: as the actions make them, with defaults for what does not matter."""

from datetime import timedelta
from functools import partial

from survey.actions.experiments import begin_experiment, change_experiment
from survey.audit import AuditVerb
from survey.experiments import steps
from survey.experiments.experiment import Candidate, Experiment, Signal, SignalOf, Size, Watched
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.store.viewers import viewer

SIGNAL = Signal(SignalOf.FIGURE, "w1", "Wave w1", "Alignment", "alignment", 45.0, 38.0, 52.0)
AIM = Watched("alignment", "Alignment")


def who(store: Store, person: str) -> Viewer:
    """Somebody as a viewer."""
    found = viewer(store, person)
    assert found is not None
    return found


def idea(title: str = "One goal on the board", **other: object) -> Candidate:
    """An idea that can be bet on."""
    usual: dict[str, object] = {"size": Size.WEEKS, "measure": AIM, "owner": "ant-1"}
    given = {"how": "If we name one goal.", "by": "ant-1"} | usual | other
    return Candidate(number=0, title=title, **given)  # type: ignore[arg-type]


def begun(store: Store, *, unit: str = "ant", by: str = "ant-1") -> Experiment:
    """An experiment of a unit with its signal alone."""
    return begin_experiment(store, SIGNAL, unit=unit, viewer=who(store, by))


def bet(
    store: Store, *, unit: str = "ant", by: str = "ant-1", days: int = 30, **other: object
) -> Experiment:
    """An experiment that is being tried."""
    one = begun(store, unit=unit, by=by)
    put = partial(steps.put_candidate, wanted=idea(**{"owner": by, "by": by} | other))  # type: ignore[arg-type]
    one = change_experiment(store, one.key, put, viewer=who(store, by))
    today = store.now().date()
    make = partial(
        steps.make_bet, number=1, today=today, look_again=today + timedelta(days=days), by=by
    )
    return change_experiment(store, one.key, make, viewer=who(store, by), verb=AuditVerb.MAKE_BET)
