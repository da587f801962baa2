"""What all waves together say of one measure: has it gone up or down, and does a wave stand out?

Only waves that show the same statements as the latest one, of the same teams, are taken together.
"""

from collections.abc import Iterator, Sequence

from analytics.figures.constructs import shown_scores
from analytics.figures.wave_cells import Measure, WaveCells
from analytics.reports.trend_sentence import Sentence
from analytics.statistics.change import Verdict
from analytics.statistics.process_limits import FROM_WAVES, xmr
from analytics.statistics.slopes import Slope, slope

DAYS_A_QUARTER = 365.25 / 4


def long_run(waves: Sequence[WaveCells], measure: Measure) -> tuple[Sentence, ...]:
    """Sentences on the waves in order: on the slope from four on, on standing out from eight on."""
    alike = _alike(waves, measure)
    return (*_slope(alike, measure), *_standing_out(alike, measure))


def _alike(waves: Sequence[WaveCells], measure: Measure) -> list[WaveCells]:
    """The waves that show a score made of the statements of the latest; none when it shows none.

    Nor any wave in which teams inside the area were held: it is about other people.
    """
    if not waves or waves[-1].score(measure.id) is None or waves[-1].held_inside:
        return []
    behind = shown_scores(waves[-1].cells, measure.items).keys()
    return [
        wave
        for wave in waves
        if not wave.held_inside
        and wave.score(measure.id)
        and shown_scores(wave.cells, measure.items).keys() == behind
    ]


def _slope(waves: Sequence[WaveCells], measure: Measure) -> Iterator[Sentence]:
    known = [(wave, estimate) for wave in waves if (estimate := wave.estimate(measure))]
    quarters = [wave.wave.opened.toordinal() / DAYS_A_QUARTER for wave, _ in known]
    if len(set(quarters)) < len(quarters):
        return
    found = slope(quarters, [estimate for _, estimate in known])
    if found is not None:
        yield Sentence(_KEYS[found.verdict], _said(found, measure, len(known)))


_KEYS = {
    Verdict.ROSE: "trends.long_rose",
    Verdict.FELL: "trends.long_fell",
    Verdict.UNCLEAR: "trends.long_unclear",
}


def _said(found: Slope, measure: Measure, waves: int) -> dict[str, str]:
    ends = sorted((abs(found.low), abs(found.high)))
    return {
        "measure": measure.text,
        "waves": str(waves),
        "points": f"{abs(found.slope):.1f}",
        "low": f"{ends[0]:.1f}",
        "high": f"{ends[1]:.1f}",
    }


def _standing_out(waves: Sequence[WaveCells], measure: Measure) -> Iterator[Sentence]:
    scores = [score for wave in waves if (score := wave.score(measure.id))]
    if len(scores) < FROM_WAVES:
        return
    usual = xmr([s.tenths / 10 for s in scores], step=max(score.step for score in scores))
    assert usual is not None, "there are enough waves"
    said = {
        "measure": measure.text,
        "low": f"{max(0.0, usual.limits.low):.0f}",
        "high": f"{min(100.0, usual.limits.high):.0f}",
    }
    if not usual.signals:
        yield Sentence("trends.usual", said)
        return
    named = ", ".join(waves[at].wave.name for at in usual.signals)
    yield Sentence("trends.stands_out", said | {"named": named})
