"""Do people ask how they can help, or whose job it is? Two statements, followed over the waves."""

from collections.abc import Sequence
from dataclasses import replace

from analytics.disclosure.composites import composite_of
from analytics.figures.timeline import Asked, Point, Step, changes_since
from analytics.figures.wave_cells import PARTICIPATION, WaveCells
from analytics.published.cells import Figure, Hidden, MeasureKind, Score
from analytics.reports.trend import Above, Trend, trend
from analytics.reports.trend_sentence import sentence
from analytics.reports.unit_view import UnitView
from survey.questionnaire import parts
from survey.questionnaire.instrument import Named

FOCUS = "focus"


def focus_trend(view: UnitView, *, name: str) -> Trend | None:
    """Responsibility against authority focus up to the last wave; None where it is never shown.

    The mean of both, of which one is turned round; nothing where a wave does not show both.
    """
    waves = [focus_cells(wave, name=name) for wave in view.waves]
    around = [focus_cells(wave, name=name) for wave in view.area_waves.values()]
    context = [Above(view.area, around)] if view.area else []
    found = trend(view.name, waves, context=context)
    if not any(isinstance(p, Point) for line in found.lines for p in line.points):
        return None
    return _judged(found, _last_step(view, waves))


def focus_cells(unit: WaveCells, *, name: str) -> WaveCells:
    """The wave as if it had asked the two statements alone, `name` being what they say together."""
    asked = unit.wave.instrument
    items = tuple(
        replace(item, composite=FOCUS) for item in asked.statements if item.id in parts.FOCUS
    )
    both = items if len(items) == len(parts.FOCUS) else ()
    alone = replace(asked, items=both, constructs=(), composites=(Named(FOCUS, name),))
    behind = [unit.cells.get(item.id, Hidden()) for item in both]
    cells = {item.id: figure for item, figure in zip(both, behind, strict=True)}
    cells |= {FOCUS: _together(behind)} if both else {}
    kept = {key: unit.cells[key] for key in (PARTICIPATION,) if key in unit.cells}
    wave = replace(unit.wave, instrument=alone)
    # That teams inside were held is read from composites, and this wave has none of them.
    return WaveCells(wave, unit.scope, {**cells, **kept}, unit.held_inside)


def _together(figures: Sequence[Figure]) -> Figure:
    """Both, or nothing: one of them says nothing of the one against the other."""
    both = all(isinstance(figure, Score) for figure in figures)
    return composite_of(figures) if both else Hidden()


def _last_step(view: UnitView, waves: Sequence[WaveCells]) -> Step | None:
    """What the last wave changed, judged among the constructs it stands beside.

    A construct of the very same statements gives way to it, so that both read alike.
    """
    beside = view.waves[-1].wave.of_kind(MeasureKind.CONSTRUCT)
    own = waves[-1].wave.measures.get(FOCUS)
    if own is None:
        return None
    family = [Asked(view.waves, m) for m in beside if set(m.items) != set(parts.FOCUS)]
    return changes_since([*family, Asked(waves, own)])[-1]


def _judged(found: Trend, step: Step | None) -> Trend:
    """The trend with another judgement of its last step."""
    line, change = found.lines[0], step.change if step else None
    told = replace(
        line,
        steps=(*line.steps[:-1], step),
        sentence=sentence(line.name, line.points[-1], step),
    )
    newest = replace(
        found.rows[0],
        change=round(change.difference, 1) if change else None,
        change_low=round(change.low, 1) if change else None,
        change_high=round(change.high, 1) if change else None,
        verdict=change.verdict if change else None,
    )
    return replace(found, lines=(told,), rows=(newest, *found.rows[1:]))
