"""What all units try and tried, as HR takes it: what people wrote only where it is asked for.

Taking the file is on the record.
"""

from collections.abc import Iterator

from analytics.exports.safe_csv import csv_pieces, inert
from analytics.reports.effects import effect_report
from analytics.reports.unit_view import UnitView, views_of
from survey.actions.experiments import note_experiments_taken
from survey.experiments.experiment import IN_OWN_WORDS, Experiment
from survey.organisation.permissions import Viewer, check_is_hr
from survey.store import Store

COLUMNS = (
    *("unit", "unit_name", "experiment", "follows", "state", "shared", "signal_wave", "signal"),
    *("signal_score", "size", "idea", "measure", "guard", "started", "pays", "look_again"),
    *("decided", "came", "waves_after", "before", "after", "anyway_from", "anyway_to"),
    *("difference", "area_before", "area_after"),
)
TEXTS = ("title", "how", "whys", "learned")


def experiments_file(store: Store, *, viewer: Viewer, texts: bool) -> Iterator[bytes]:
    """The file as HR takes it. Errors: NotAllowed."""
    check_is_hr(viewer)
    return experiments_csv(store, texts=texts, actor=viewer.person)


def experiments_csv(store: Store, *, texts: bool, actor: str) -> Iterator[bytes]:
    """A row for each experiment, by unit and the day it was begun, as CSV in pieces."""
    rows = list(_rows(store, texts=texts))
    note_experiments_taken(store, count=len(rows), texts=texts, actor=actor)
    return csv_pieces([(*COLUMNS, *TEXTS) if texts else COLUMNS, *rows], bom=True)


def _rows(store: Store, *, texts: bool) -> Iterator[list[str]]:
    units, experiments = store.units(), store.experiments()
    views = views_of(store, (one.unit for one in experiments))
    for one in sorted(experiments, key=lambda one: (one.unit, one.made, one.key)):
        name = units[one.unit].name if one.unit in units else ""
        row = [one.unit, name, *_said(one), *_measured(views.get(one.unit), one)]
        yield [inert(value) for value in (*row, *(_texts(one) if texts else ()))]


def _said(one: Experiment) -> tuple[str, ...]:
    bet, chosen, signal = one.bet, one.chosen, one.signal
    aims = (chosen.measure, chosen.guard) if chosen else (None, None)
    days = (bet.started, bet.pays, bet.look_again) if bet else ("", "", "")
    return (
        one.key,
        one.follows or "",
        one.state,
        "yes" if one.shared else "no",
        signal.wave,
        signal.measure or signal.of,
        _number(signal.score),
        chosen.size if chosen else "",
        (chosen.idea or "") if chosen else "",
        *(aim.measure if aim else "" for aim in aims),
        *map(str, days),
        str(one.lesson.day) if one.lesson else "",
    )


def _measured(view: UnitView | None, one: Experiment) -> tuple[str, ...]:
    report = effect_report(view, one)
    if report is None:
        return ("",) * 9
    effect = report.effect
    ends = (effect.anyway.least, effect.anyway.most) if effect.anyway else (None, None)
    figures = (effect.before, effect.after, *ends, effect.difference)
    beside = (effect.area_before, effect.area_after)
    waves = " ".join(wave.key for wave in effect.waves)
    return effect.came, waves, *map(_number, (*figures, *beside))


def _texts(one: Experiment) -> tuple[str, ...]:
    chosen = one.chosen
    whys = " / ".join(why.text for why in one.whys)
    learned = one.lesson.text if one.lesson else ""
    begun = one.signal.name if one.signal.of in IN_OWN_WORDS else ""
    return (chosen.title if chosen else begun, chosen.how if chosen else "", whys, learned)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"
