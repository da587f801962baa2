"""Over which statements can one line join the waves of a unit, and where must it break?

statistics.md, Scores: a line joins waves by the largest set of statements common to those it
joins; where that set would be under half of the composite, the line breaks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analytics.figures.constructs import shown_scores
from analytics.figures.timeline import Gap, Point
from analytics.figures.wave_cells import Measure, WaveCells, over
from analytics.published.cells import MeasureKind
from analytics.statistics.intervals import interval


@dataclass(frozen=True, slots=True)
class Stretch:
    """Waves that one line may join, by their places; what is withheld among them is a gap.

    `items` are the statements the line rests on where the waves show different ones, else None:
    then the published figures themselves are comparable. A wave in which teams inside the area
    were held is a stretch by itself (`held_inside`).
    """

    measure: str
    waves: tuple[int, ...]
    items: tuple[str, ...] | None
    held_inside: bool = False


@dataclass(frozen=True, slots=True)
class _Basis:
    """What a shown figure rests on: the statements asked and those shown, in the order asked."""

    asked: tuple[str, ...]
    shown: tuple[str, ...]
    held_inside: bool


def stretches(waves: Sequence[WaveCells], measure: Measure) -> list[Stretch]:
    """The waves that show a measure, oldest first, in as few stretches as can be compared.

    Put together from the latest wave back, so that what people read first reaches furthest.
    """
    runs: list[list[tuple[int, _Basis]]] = []
    for at, basis in reversed(list(_bases(waves, measure))):
        if runs and _joins([basis, *(one for _, one in runs[0])]):
            runs[0].insert(0, (at, basis))
        else:
            runs.insert(0, [(at, basis)])
    return [_stretch(measure.id, run) for run in runs]


def _bases(waves: Sequence[WaveCells], measure: Measure) -> Iterator[tuple[int, _Basis]]:
    for at, unit in enumerate(waves):
        asked = unit.wave.measures.get(measure.id)
        if asked and unit.score(measure.id):
            shown = tuple(shown_scores(unit.cells, asked.items))
            yield at, _Basis(asked.items, shown, unit.held_inside)


def _joins(bases: Sequence[_Basis]) -> bool:
    """Whether all these can stand in one line, as `wave_cells.compare` has it for two."""
    if any(basis.held_inside for basis in bases):
        return False
    if _alike(bases):
        return True
    enough = max(len(basis.asked) for basis in bases)
    return 2 * len(_common(bases)) >= enough


def _alike(bases: Sequence[_Basis]) -> bool:
    """Whether the published figures rest on the same statements.

    What was coarsened as a whole shows none of its own: then all that was asked counts.
    """
    if any(not basis.shown for basis in bases):
        return len({frozenset(basis.asked) for basis in bases}) == 1
    return len({frozenset(basis.shown) for basis in bases}) == 1


def _common(bases: Sequence[_Basis]) -> tuple[str, ...]:
    everywhere = frozenset.intersection(*(frozenset(basis.shown) for basis in bases))
    return tuple(item for item in bases[-1].shown if item in everywhere)


def _stretch(measure: str, taken: Sequence[tuple[int, _Basis]]) -> Stretch:
    bases = [basis for _, basis in taken]
    places = tuple(at for at, _ in taken)
    items = None if _alike(bases) else _common(bases)
    return Stretch(measure, places, items, bases[0].held_inside)


def drawn(
    waves: Sequence[WaveCells], points: Sequence[Point | Gap], found: Sequence[Stretch]
) -> tuple[Point | Gap, ...]:
    """The points as lines draw them: over common statements, joined where they may be."""
    of = {at: stretch for stretch in found for at in stretch.waves}
    return tuple(
        _drawn(unit, shown, at, of[at]) if isinstance(shown, Point) else shown
        for at, (unit, shown) in enumerate(zip(waves, points, strict=True))
    )


def _drawn(unit: WaveCells, shown: Point, at: int, stretch: Stretch) -> Point:
    """A point stays apart from the wave before where that one is a gap or of another stretch."""
    shown = replace(shown, joined=at - 1 in stretch.waves)
    if stretch.items is None:
        return shown
    known = over(unit, unit.wave.measures[stretch.measure], stretch.items)
    assert known is not None, "every wave of a stretch shows the statements it rests on"
    ends = interval(known)
    low, high = round(ends.low, 1), round(ends.high, 1)
    return replace(shown, score=round(known.score, 1), low=low, high=high)


def context_scores(
    around: Sequence[WaveCells | None], measure: Measure, found: Sequence[Stretch]
) -> tuple[float | None, ...]:
    """A unit above in the same waves, over the same statements; None where it shows less."""
    basis = {at: stretch.items for stretch in found for at in stretch.waves}
    return tuple(_score_over(unit, measure, basis.get(at)) for at, unit in enumerate(around))


def _score_over(
    unit: WaveCells | None, measure: Measure, items: Sequence[str] | None
) -> float | None:
    asked = unit and unit.wave.measures.get(measure.id)
    if unit is None or not asked:
        return None
    if items is None:
        score = unit.score(measure.id)
        return score.tenths / 10 if score else None
    known = over(unit, asked, items)
    return round(known.score, 1) if known else None


def rests_on_statements(waves: Sequence[WaveCells]) -> bool:
    """Whether any composite of these waves is drawn over some of its statements."""
    composites = {m.id: m for w in waves for m in w.wave.of_kind(MeasureKind.COMPOSITE)}
    found = (stretches(waves, composite) for composite in composites.values())
    return any(stretch.items for of_composite in found for stretch in of_composite)
