"""May this viewer look at a unit's trend, and which published figures is it made of?"""

from collections.abc import Mapping
from dataclasses import replace

from analytics.figures.published_waves import published
from analytics.published.cells import Scope
from analytics.reports.median_team import middle_of
from analytics.reports.phrasing import Sentence
from analytics.reports.trend import Trend, trend
from analytics.reports.trying import marks
from analytics.reports.unit_view import UnitView, view_of
from survey.organisation.permissions import Viewer
from survey.store import Store


def trend_of(store: Store, *, unit: str, viewer: Viewer) -> Trend | None:
    """Belonging and alignment of a unit over its waves; None where nothing was published.

    Errors: NotFound.
    """
    view = view_of(store, unit=unit, viewer=viewer)
    return trend_seen(store, view) if view else None


def trend_seen(store: Store, view: UnitView) -> Trend:
    """The same of a unit whose figures were read."""
    tried = marks(store.experiments([view.figures.unit]))
    return replace(trend(view, middle=_middle(store, view)), marks=tried)


def _middle(store: Store, view: UnitView) -> Mapping[str, Sentence] | None:
    """Of the whole organisation, where the team in the middle stands."""
    if view.above or view.figures.scope is not Scope.AREA:
        return None
    last = view.figures.waves[-1].key
    return middle_of(store, next(wave.id for wave in published(store) if wave.key == last))
