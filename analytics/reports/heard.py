"""What was heard and is done, beside the figures it speaks of, and how what was passed up fared."""

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from analytics.figures.line import Point
from analytics.figures.published_waves import published
from analytics.published.cells import MeasureKind
from analytics.reports.unit_view import view_of
from survey.experiments.passing import Heard
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.store.heard_within import heard_within
from survey.waves.calendar import calendar_of
from survey.waves.wave import Wave

REMINDS = timedelta(days=30)
"""How long after that whoever writes it is still reminded."""
SHOWN = 6


@dataclass(frozen=True, slots=True)
class HeardOf:
    """A wave, its figures of the whole organisation, and what was heard, which is due by a day."""

    wave: str
    name: str
    figures: tuple[tuple[str, float], ...]
    heard: Heard | None
    due: date


@dataclass(frozen=True, slots=True)
class Ledger:
    """How much was passed up in the organisation, and how much of it answered within how long."""

    passed: int
    answered: int
    days: int | None


def heard_of(store: Store, *, viewer: Viewer, language: str) -> list[HeardOf]:
    """The newest waves first, with what was said about each."""
    written = store.heard()
    return [
        HeardOf(
            wave=wave.key,
            name=wave.name,
            figures=_figures(store, viewer, wave.key, language),
            heard=written.get(wave.key),
            due=_due(store, wave),
        )
        for wave in list(reversed(published(store)))[:SHOWN]
    ]


def heard_waits(store: Store) -> HeardOf | None:
    """The newest wave while nothing is written about it, without its figures; None for none.

    After a month nobody is reminded any more.
    """
    waves = published(store)
    if not waves or waves[-1].key in store.heard():
        return None
    newest = waves[-1]
    due = _due(store, newest)
    late = store.today() > due + REMINDS
    return None if late else HeardOf(newest.key, newest.name, (), None, due)


def _due(store: Store, wave: Wave) -> date:
    zone = calendar_of(store.preferences()).zone
    return wave.closed_on(zone) + timedelta(days=heard_within(store))


def _figures(
    store: Store, viewer: Viewer, wave: str, language: str
) -> tuple[tuple[str, float], ...]:
    """The composites of the whole organisation in a wave, where they are shown."""
    root = next((u.key for u in store.units().values() if u.parent is None and not u.closed), None)
    view = view_of(store, unit=root, viewer=viewer) if root else None
    if view is None or wave not in {one.key for one in view.figures.waves}:
        return ()
    of = view.until(wave).in_language(language).figures
    composites = of.waves[-1].of_kind(MeasureKind.COMPOSITE)
    found = ((m.text, of.line(m.id).points[-1]) for m in composites)
    return tuple((name, point.score) for name, point in found if isinstance(point, Point))


def ledger(store: Store) -> Ledger:
    """Over the whole organisation, and never by unit."""
    passed = store.passed_up()
    took = [(one.reply.given - one.asked).days for one in passed if one.reply]
    return Ledger(len(passed), len(took), round(median(took)) if took else None)
