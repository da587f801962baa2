"""What is said of an experiment: what came of it, what the area did meanwhile, and its guard."""

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.figures.measures import ClosedWave
from analytics.figures.trials import Anyway, Came, Effect, Trial, effect_of, likely, waves_after
from analytics.figures.verdicts import Reason
from analytics.published.cells import MeasureKind
from analytics.reports.phrasing import Sentence, whole
from analytics.reports.unit_view import UnitView
from survey.experiments.experiment import Bet, Candidate, Experiment
from survey.languages import fraction
from survey.questionnaire.spoken import quoted


@dataclass(frozen=True, slots=True)
class EffectReport:
    """What came of an experiment; `helped` is None where nothing can be said of that.

    `sentences` begin with the one that says the most. `measure` is what it was seen in.
    """

    effect: Effect
    measure: str
    helped: bool | None
    sentences: tuple[Sentence, ...]
    waves: tuple[ClosedWave, ...] = ()
    scores: tuple[float | None, ...] = ()
    less_is_better: bool = False


def effect_report(view: UnitView | None, experiment: Experiment) -> EffectReport | None:
    """What came of what is or was tried; None before there is a bet."""
    bet, chosen = experiment.bet, experiment.chosen
    if bet is None or chosen is None or chosen.measure is None:
        return None
    name = quoted(chosen.measure.measure, chosen.measure.name)
    if view is None:
        return EffectReport(Effect(Came.TOO_EARLY), name, None, (_too_early(name),))
    seen = _until(view, _trial(bet, chosen.measure.measure))
    found = _effect(seen, _trial(bet, chosen.measure.measure))
    sign = _is_sign(view, chosen.measure.measure)
    aim, against = (Came.FELL, Came.ROSE) if sign else (Came.ROSE, Came.FELL)
    helped = {aim: True, against: False}.get(found.came)
    return EffectReport(
        effect=found,
        measure=name,
        helped=helped,
        sentences=tuple(_sentences(view, experiment, found, chosen)),
        waves=seen.figures.waves,
        scores=_scores(seen, chosen.measure.measure),
        less_is_better=sign,
    )


def _trial(bet: Bet, measure: str) -> Trial:
    return Trial(measure, bet.started, bet.pays)


def _until(view: UnitView, trial: Trial) -> UnitView:
    """The unit as it stood in the last wave that counts, so that later ones change nothing."""
    after = waves_after(view.figures, trial)
    return view.until(view.figures.waves[after[-1]].key) if after else view


def _effect(seen: UnitView, trial: Trial) -> Effect:
    return effect_of(seen.figures, trial, _around(seen, trial.measure))


def _around(view: UnitView, measure: str) -> tuple[float | None, ...]:
    asked = any(measure in wave.measures for wave in view.figures.waves)
    if view.area is None or not asked:
        return ()
    return view.read.beside(view.figures, view.area.keys, measure)


def _is_sign(view: UnitView, measure: str) -> bool:
    found = [w.measures[measure].kind for w in view.figures.waves if measure in w.measures]
    return bool(found) and found[-1] is MeasureKind.SIGN


def _scores(view: UnitView, measure: str) -> tuple[float | None, ...]:
    """The line as it is compared, wave by wave."""
    asked = any(measure in wave.measures for wave in view.figures.waves)
    stretches = view.figures.stretches(measure) if asked else ()
    drawn = {
        at: estimate.score
        for stretch in reversed(stretches)
        for at, estimate in zip(stretch.waves, stretch.drawn, strict=True)
    }
    return tuple(drawn.get(at) for at in range(len(view.figures.waves)))


def _too_early(name: str) -> Sentence:
    return Sentence("effect.too_early", {"measure": name})


def _sentences(
    view: UnitView, experiment: Experiment, found: Effect, chosen: Candidate
) -> Iterator[Sentence]:
    assert chosen.measure is not None, "what is tried is seen in something"
    yield _came(found, quoted(chosen.measure.measure, chosen.measure.name))
    if found.came in {Came.TOO_EARLY, Came.NOT_COMPARABLE}:
        return
    yield from _beside(view, found)
    if len(found.waves) == 1:
        yield Sentence("effect.one_wave", {})
    yield from _guarded(view, experiment, chosen)


def _came(found: Effect, name: str) -> Sentence:
    if found.came is Came.TOO_EARLY:
        return _too_early(name)
    if found.came is Came.NOT_COMPARABLE:
        reason = (found.reason or Reason.FIRST_WAVE).replace(" ", "_")
        return Sentence(f"effect.not_comparable.{reason}", {"measure": name})
    anyway = found.anyway
    assert anyway is not None, "what is compared has a forecast"
    assert found.after is not None, "and figures after"
    key = {Came.ROSE: "effect.rose", Came.FELL: "effect.fell"}.get(found.came, "effect.anyway")
    ends = _apart(found.after, anyway, found.came)
    waves = ", ".join(wave.name for wave in found.waves)
    mean = (Sentence("effect.mean", {"waves": waves}),) if len(found.waves) > 1 else waves
    return Sentence(key, {"measure": name, "waves": mean, **ends})


def _apart(after: float, anyway: Anyway, came: Came) -> dict[str, str]:
    """The figures of a sentence, with a decimal where whole ones would contradict it."""
    figures = (after, anyway.least, anyway.most)
    said = [whole(one) for one in figures]
    inside = round(anyway.least) <= round(after) <= round(anyway.most)
    if inside is not (came is Came.ANYWAY):
        said = [fraction(one) for one in figures]
    return dict(zip(("after", "least", "most"), said, strict=True))


def _beside(view: UnitView, found: Effect) -> Iterator[Sentence]:
    assert found.before is not None, "what is compared stood somewhere before"
    assert found.before_wave is not None, "in some wave"
    before = {"before": whole(found.before), "wave": found.before_wave.name}
    yield Sentence("effect.before", before)
    if found.over is not None:
        yield Sentence("effect.over", {"count": str(found.over)})
    if view.area and found.area_before is not None and found.area_after is not None:
        ends = {"before": whole(found.area_before), "after": whole(found.area_after)}
        yield Sentence("effect.area", {"area": view.area.name, **ends})


def _guarded(view: UnitView, experiment: Experiment, chosen: Candidate) -> Iterator[Sentence]:
    """Whether what should not get worse did."""
    if chosen.guard is None or experiment.bet is None:
        return
    trial = _trial(experiment.bet, chosen.guard.measure)
    found = _effect(_until(view, trial), trial)
    worse = Came.ROSE if _is_sign(view, chosen.guard.measure) else Came.FELL
    said = {"guard": quoted(chosen.guard.measure, chosen.guard.name)}
    if found.came is worse:
        yield Sentence("effect.guard_worse", said | {"after": whole(found.after or 0)})
    elif found.came in {Came.ROSE, Came.FELL, Came.ANYWAY}:
        yield Sentence("effect.guard_held", said)
    else:
        yield Sentence("effect.guard_unknown", said)


def before_a_bet(view: UnitView, measure: str, *, skipped: int = 0) -> Anyway | None:
    """Where a measure is likely to go by itself, and what two waves would show."""
    return likely(view.figures, measure, _around(view, measure), skipped=skipped)
