"""Who took part over the waves: units in bands, from published cells alone, a part at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analytics.disclosure.rounding import participation_band_from
from analytics.figures.published_waves import published
from analytics.published.cells import Band, MeasureKind, Participation, Scope
from analytics.published.kept_cells import figure_of
from survey.errors import NotFound
from survey.organisation.permissions import Viewer, check_is_hr
from survey.organisation.structure import Unit, above, below, in_tree_order
from survey.store import CellRow, Store
from survey.text import sentence
from survey.waves.wave import State, Wave

AT_ONCE = 50
LATEST = 6


class Nothing(StrEnum):
    """Why there is no band: withheld, or nobody there was asked."""

    WITHHELD = "withheld"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class UnitTurnout:
    """One unit (name, how far below the first one shown) with what each wave published of it."""

    name: str
    depth: int
    waves: tuple[Participation | Nothing, ...]


@dataclass(frozen=True, slots=True)
class Turnout:
    """A part of the units, in tree order, over the latest waves, oldest first."""

    waves: tuple[str, ...]
    units: tuple[UnitTurnout, ...]
    count: int


def turnout(store: Store, *, viewer: Viewer, area: str | None = None, part: int = 0) -> Turnout:
    """Participation of an area and all below it, or of everybody, 50 units at a time.

    Errors: NotAllowed, NotFound for an area or a part that there is not.
    """
    check_is_hr(viewer)
    units = store.units()
    within = _within(units, area)
    if not 0 <= part * AT_ONCE < max(1, len(within)):
        raise NotFound(sentence("refused.missing.part"))
    shown = within[part * AT_ONCE : (part + 1) * AT_ONCE]
    waves = published(store)[-LATEST:]
    found = _figures(store, waves, shown)
    top = len(above(within[0].key, units)) if within else 0
    return Turnout(
        waves=tuple(_names(waves)),
        units=tuple(
            UnitTurnout(
                unit.name,
                len(above(unit.key, units)) - top,
                tuple(found.get((wave.id, unit.key), Nothing.NOT_ASKED) for wave in waves),
            )
            for unit in shown
        ),
        count=len(within),
    )


def of_everybody(store: Store) -> list[tuple[str, Participation | None]]:
    """Each of the latest waves, oldest first, with the share of all asked; None where withheld."""
    waves = published(store)[-LATEST:]
    roots = [unit for unit in store.units().values() if unit.parent is None]
    found = _figures(store, waves, roots)
    shares = (
        next((one for unit in roots if (one := found.get((wave.id, unit.key)))), None)
        for wave in waves
    )
    return [
        (name, share if isinstance(share, Participation) else None)
        for name, share in zip(_names(waves), shares, strict=True)
    ]


def areas(store: Store, *, viewer: Viewer) -> list[Unit]:
    """Every unit with units below it, in tree order. Errors: NotAllowed."""
    check_is_hr(viewer)
    units = store.units()
    parents = {unit.parent for unit in units.values()}
    return [unit for unit in in_tree_order(units) if unit.key in parents]


def _within(units: Mapping[str, Unit], area: str | None) -> list[Unit]:
    """An area and all below it in tree order, or every unit."""
    if area is None:
        return in_tree_order(units)
    if area not in units:
        raise NotFound(sentence("refused.missing.unit"))
    return below(area, units)


def _names(waves: Sequence[Wave]) -> Iterator[str]:
    """A name for each wave that no other has."""
    names = [wave.name for wave in waves]
    for wave in waves:
        yield f"{wave.name} ({wave.key})" if names.count(wave.name) > 1 else wave.name


def _figures(
    store: Store, waves: Sequence[Wave], units: Sequence[Unit]
) -> dict[tuple[int, str], Participation | Nothing]:
    """What each wave published of each unit: of its area where it is one, else of its team."""
    if not waves or not units:
        return {}
    rows = store.cells(
        waves=[wave.id for wave in waves],
        units=[unit.key for unit in units],
        kinds=[MeasureKind.PARTICIPATION.value],
    )
    # Sorted so that the area of a unit, where it has one, comes last and stays.
    in_order = sorted(rows, key=lambda row: row.scope == Scope.AREA.value)
    return {(row.wave, row.unit): _said(row) for row in in_order}


def _said(row: CellRow) -> Participation | Nothing:
    found = figure_of(row)
    return found if isinstance(found, Participation) else Nothing.WITHHELD


def participation_so_far(wave: Wave) -> Band | None:
    """The whole-organisation band last noted while a wave is open, in per cent."""
    if wave.state is not State.OPEN or wave.participation_from is None or not wave.invited:
        return None
    return participation_band_from(wave.participation_from, wave.invited)
