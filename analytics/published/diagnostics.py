"""What did a wave publish about the organisation as a whole, beside its cells?

Each figure stands under a name. Spreads, reliability, agreement and what goes with feeling at home
are read again here; closing alone writes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.statistics.agreement import Agreement, Icc
from analytics.statistics.drivers import Drivers, Part, adjusted_r2
from analytics.statistics.reliability import AlphaInterval, Reliability
from analytics.statistics.scale_evidence import Checked, checked
from survey.questionnaire.instrument import Instrument, composites

COMPARED = "compared:"
"""Before the key of another wave, with which the people of this one were compared at closing."""
SPREAD, COMMENTS = "spread:", "comments"
QUALITY, DRIVERS = "quality:", "drivers:"
NOISE = "noise:"
PARTS = ("importance", "low", "high", "correlation")
Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Quality:
    """What is known of one composite, None where nothing is, and what it was checked for."""

    composite: str
    items: tuple[str, ...]
    reliability: Reliability | None
    agreement: Agreement | None
    checked: tuple[Checked, ...]


def omegas_of(figures: Figures, instrument: Instrument) -> dict[str, float]:
    """The reliability to count with for each composite, where it was worked out."""
    return {
        one.composite: one.reliability.usable
        for one in qualities(figures, instrument)
        if one.reliability is not None
    }


def qualities(figures: Figures, instrument: Instrument) -> list[Quality]:
    """What a publication says of each composite of its instrument."""
    return [_quality(name, items, figures) for name, items in composites(instrument).items()]


def _quality(name: str, items: tuple[str, ...], figures: Figures) -> Quality:
    of = f"{QUALITY}{name}:"
    own = {key.removeprefix(of): value for key, value in figures.items() if key.startswith(of)}
    whole = _reliability(own, items) if "alpha" in own else None
    agreed = _agreement(own) if "icc1" in own else None
    return Quality(name, items, whole, agreed, checked(whole, agreed))


def _reliability(own: Figures, items: tuple[str, ...]) -> Reliability:
    people = int(own["people"])
    return Reliability(
        people=people,
        whole=people,
        alpha=own["alpha"],
        interval=AlphaInterval(own["alpha_low"], own["alpha_high"]),
        omega=own.get("omega"),
        proper=bool(own["proper"]),
        spearman_brown=own.get("spearman_brown"),
        item_rest=tuple(own[f"rest:{item}"] for item in items),
    )


def _agreement(own: Figures) -> Agreement:
    return Agreement(
        people=int(own["agreeing"]),
        teams=int(own["teams"]),
        r_star_wg_j=own["r_star"],
        rwg_j=own["rwg"],
        deviation=own["deviation"],
        icc=Icc(own["icc1"], own["icc2"]),
    )


def drivers_of(figures: Figures, instrument: Instrument) -> tuple[tuple[str, ...], Drivers] | None:
    """The constructs, and what a publication says goes with feeling at home; None when nothing.

    Earlier publications did not say the adjusted share: it follows from what they did say.
    """
    if f"{DRIVERS}r2" not in figures:
        return None
    ids = [c.id for c in instrument.constructs if f"{DRIVERS}{c.id}:importance" in figures]
    parts = tuple(
        Part(
            *(figures[f"{DRIVERS}{id_}:{f}"] for f in ("importance", "low", "high", "correlation"))
        )
        for id_ in ids
    )
    people, teams = int(figures[f"{DRIVERS}people"]), int(figures[f"{DRIVERS}teams"])
    r2 = figures[f"{DRIVERS}r2"]
    adjusted = figures.get(f"{DRIVERS}adjusted")
    if adjusted is None:
        adjusted = adjusted_r2(r2, people=people, teams=teams, predictors=len(parts))
    return tuple(ids), Drivers(people, teams, r2, adjusted, parts)
