"""What was published about one unit over the waves, and who stood above it in each?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from analytics.figures.line import Point
from analytics.figures.published_waves import seals
from analytics.figures.reading import Read, ever_called, read_units
from analytics.figures.unit import UnitFigures
from analytics.published.cells import MeasureKind, Scope
from survey.errors import NotFound
from survey.organisation.permissions import Viewer, check_may_see
from survey.organisation.structure import Unit, above
from survey.questionnaire.instrument import WRITTEN_IN
from survey.store import Store
from survey.text import sentence
from survey.waves.calendar import calendar_of

KEPT = 64
"""So many units are kept as they were worked out."""
ABOUT_PEOPLE = tuple(kind for kind in MeasureKind if kind is not MeasureKind.PARTICIPATION)


@dataclass(frozen=True, slots=True)
class Above:
    """The unit above in each wave, by its key (None for none) and the name it had then."""

    keys: tuple[str | None, ...]
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called in the last wave."""
        return self.names[-1]


@dataclass(frozen=True, slots=True, eq=False)
class UnitView:
    """One unit over its waves; `above` are the unit over it in each wave, and the organisation.

    `called` is the name the unit had in each wave.
    """

    figures: UnitFigures
    read: Read
    above: tuple[Above, ...]
    called: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the unit."""
        return self.figures.name

    @property
    def area(self) -> Above | None:
        """The unit right above."""
        return self.above[0] if self.above else None

    @property
    def newest_shown(self) -> str:
        """The newest wave that shows a figure of belonging or alignment, else simply the newest."""
        composites = self.figures.composites
        columns = [self.figures.line(one.id).points for one in composites]
        waves = range(len(self.figures.waves))
        shown = [at for at in waves if any(isinstance(points[at], Point) for points in columns)]
        return self.figures.waves[shown[-1] if shown else -1].key

    def in_language(self, language: str) -> "UnitView":
        """The same with the words of a reader's language for all that was asked."""
        read = self.read.in_language(language)
        upto = read.cells[: len(self.figures.read)]
        return replace(self, figures=replace(self.figures, read=upto), read=read)

    @property
    def shows_anything(self) -> bool:
        """Whether any of its waves shows a figure of it."""
        return any(
            isinstance(point, Point)
            for kind in ABOUT_PEOPLE
            for one in self.figures.measures(kind)
            for point in self.figures.line(one.id).points
        )

    def until(self, wave: str) -> "UnitView":
        """The same unit as it stood at a wave. Errors: NotFound."""
        keys = [one.key for one in self.figures.waves]
        if wave not in keys:
            raise NotFound(sentence("refused.missing.wave"))
        if wave == keys[-1]:
            return self
        at = keys.index(wave)
        upto = slice(at + 1)
        around = tuple(Above(one.keys[upto], one.names[upto]) for one in self.above)
        return UnitView(self.figures.until(at), self.read, around, self.called[upto])


def view_of(store: Store, *, unit: str, viewer: Viewer) -> UnitView | None:
    """All that was published about a unit, and about those above; None where nothing was.

    A unit with units below it is seen as an area, any other as a team. Errors: NotFound.
    """
    units = store.units()
    check_may_see(viewer, unit, units)
    known_by = seals(store), calendar_of(store.preferences()).zone
    return _view(store, known_by, tuple(units.values()), unit)


def view_in(language: str, store: Store, *, unit: str, viewer: Viewer) -> UnitView | None:
    """The same with what was asked in the words of a reader's language. Errors: NotFound."""
    view = view_of(store, unit=unit, viewer=viewer)
    return view if view is None or language == WRITTEN_IN else _spoken(view, language)


@lru_cache(maxsize=KEPT)
def _spoken(view: UnitView, language: str) -> UnitView:
    return view.in_language(language)


@lru_cache(maxsize=KEPT)
def _view(store: Store, _: object, tree: tuple[Unit, ...], unit: str) -> UnitView | None:
    """Kept until there is another wave or another tree, because a publication never changes."""
    return _views(store, {one.key: one for one in tree}, [unit]).get(unit)


def views_of(store: Store, units: Iterable[str]) -> dict[str, UnitView]:
    """The same of many units for whoever may see all, read at once; those with figures, by key."""
    tree = store.units()
    return _views(store, tree, [unit for unit in dict.fromkeys(units) if unit in tree])


def _views(store: Store, tree: Mapping[str, Unit], units: Sequence[str]) -> dict[str, UnitView]:
    names = sorted({was for unit in units for was in ever_called(store, unit)})
    stood = {(one.wave, one.unit): one for one in store.stood(names)}
    parents = {one.parent for one in stood.values() if one.parent}
    parents |= {key for unit in units for key in above(unit, tree)[1:]}
    called = {(one.wave, one.unit): one.name for one in store.stood(sorted(parents))}
    read = read_units(store, sorted({*units, *parents}))
    areas = {one.parent for one in tree.values()}
    found = {}
    for unit in units:
        scope = Scope.AREA if unit in areas else Scope.TEAM
        figures = read.unit(unit, scope=scope, name=tree[unit].name)
        if figures is not None:
            pairs = zip(figures.waves, figures.units, strict=True)
            there = [stood[wave.key, key] for wave, key in pairs]
            around = _around([one.parent for one in there], above(unit, tree), figures, called)
            names_then = tuple(one.name for one in there)
            found[unit] = UnitView(figures, read, around, names_then)
    return found


def _around(
    parents: Sequence[str | None],
    chain: Sequence[str],
    figures: UnitFigures,
    called: Mapping[tuple[str, str], str],
) -> tuple[Above, ...]:
    """Who stood right above in each wave, and the whole organisation where that is another."""

    def standing(keys: Sequence[str | None]) -> Above:
        pairs = [(key, wave.key) for key, wave in zip(keys, figures.waves, strict=True)]
        names = (called.get((wave, key), "") if key else "" for key, wave in pairs)
        return Above(tuple(keys), tuple(names))

    around = [standing(parents)] if chain[1:] else []
    if len(chain) > len(("unit", "area")):
        around.append(standing([chain[-1]] * len(figures.waves)))
    return tuple(around)
