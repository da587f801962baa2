"""What are now and forecast worth in organisations made up: widths, coverage, false effects?

`python -m tests.statistics.measured_now` prints the tables in full; the tests hold smaller ones.
"""

from dataclasses import dataclass, field

import numpy as np

from analytics.arrays import Bools, Floats, Ints
from analytics.statistics.forecast import Effect, Outcome, effect, forecast
from analytics.statistics.noise import Lines, estimated
from analytics.statistics.now import RangeOf, filtered, now_range
from tests.statistics.simulated_now import Simulated, organisation_lines, simulated

MIXED = np.array([5, 6, 7, 8, 9, 10, 12, 14, 16, 20])
"""The teams of an organisation in which experiments are made."""


@dataclass
class Coverage:
    """What ranges do, gathered over organisations: one value per shown figure."""

    sizes: list[Ints] = field(default_factory=list)
    own_half: list[Floats] = field(default_factory=list)
    own_error: list[Floats] = field(default_factory=list)
    own_covered: list[Bools] = field(default_factory=list)
    half: list[Floats] = field(default_factory=list)
    error: list[Floats] = field(default_factory=list)
    covered: list[Bools] = field(default_factory=list)
    alone: list[Bools] = field(default_factory=list)

    def table(self) -> dict[str, dict[str, float]]:
        """Half-widths, absolute errors and coverage by size of team."""
        columns = {name: np.concatenate(column) for name, column in vars(self).items()}
        sizes = columns.pop("sizes")
        rows = {"5-7": (5, 7), "8-12": (8, 12), "13-20": (13, 20)}
        found = {}
        for name, (low, high) in rows.items():
            inside = (sizes >= low) & (sizes <= high)
            found[name] = {key: float(np.mean(value[inside])) for key, value in columns.items()}
        return found


def coverage(
    into: Coverage, *, teams: int, waves: int, organisations: int, seed: int, jumps: float = 0.0
) -> None:
    """Add ranges of the newest wave; a share `jumps` of teams jumps in a wave, by an SD of 15."""
    dice = np.random.default_rng(seed)
    sizes = dice.integers(5, 21, teams * organisations)
    moved = (dice.random((waves, len(sizes))) < jumps) * dice.normal(0, 15, (waves, len(sizes)))
    moved[0] = 0.0
    shift = np.clip(moved.cumsum(axis=0), -25, 18)
    found = simulated(sizes, waves, dice, organisations=organisations, shift=shift)
    for number in range(organisations):
        here = slice(number * teams, (number + 1) * teams)
        gather(into, found, here, organisation_lines(found, here))


def gather(into: Coverage, found: Simulated, here: slice, lines: Lines) -> None:
    """Add the newest wave of one organisation."""
    stood = filtered(lines, noise=estimated(lines))
    said = now_range(lines, stood, found.sizes[here])
    shown = ~np.isnan(lines.scores[-1])
    truth, scores = found.truth[-1, here][shown], lines.scores[-1][shown]
    own = 1.96 * np.sqrt(lines.variances[-1][shown])
    low, high = said.low[-1][shown], said.high[-1][shown]
    all_waves = said.rests_on[-1][shown] == RangeOf.ALL_WAVES
    best = np.where(all_waves, stood.mean[-1][shown], scores)
    into.sizes.append(found.sizes[here][shown])
    into.own_half.append(own)
    into.own_error.append(np.abs(scores - truth))
    into.half.append((high - low) / 2)
    into.error.append(np.abs(best - truth))
    into.covered.append((low <= truth) & (truth <= high))
    into.own_covered.append(np.abs(scores - truth) <= own)
    into.alone.append(~all_waves)


def after_a_jump(
    *, organisations: int, seed: int, by: float = -20.0, teams: int = 14, before: int = 4
) -> list[float]:
    """Coverage of the team that jumps (the first of each organisation), 0 to 3 waves after."""
    dice = np.random.default_rng(seed)
    sizes = dice.integers(5, 21, teams * organisations)
    shift = np.zeros((before + 4, len(sizes)))
    shift[before:, ::teams] = by
    found = simulated(sizes, before + 4, dice, organisations=organisations, shift=shift)
    covered: list[list[bool]] = [[], [], [], []]
    for number in range(organisations):
        here = slice(number * teams, (number + 1) * teams)
        for later, inside in enumerate(covered):
            lines = organisation_lines(found, here, before + later + 1)
            stood = filtered(lines, noise=estimated(lines))
            said = now_range(lines, stood, sizes[here])
            if not np.isnan(said.low[-1, 0]):
                truth = found.truth[before + later, number * teams]
                inside.append(bool(said.low[-1, 0] <= truth <= said.high[-1, 0]))
    return [float(np.mean(each)) for each in covered]


@dataclass(frozen=True, eq=False)
class Experiments:
    """Effects for every team of many organisations: what a selection then picks from.

    `fallen` is the change of the last wave before the start in its own standard errors, `stood`
    that wave's score; `one` and `two` are outcomes with one wave after and with the mean of two;
    `naive` is the change from the last wave before to the first after, in standard errors.
    """

    fallen: Floats
    stood: Floats
    organisation: Ints
    one: Ints
    two: Ints
    naive: Floats


def experiments(
    *,
    sizes: Ints,
    organisations: int,
    seed: int,
    rise: float = 0.0,
    before: int = 4,
    drift: float = 1.5,
    leave: float = 0.05,
) -> Experiments:
    """One organisation has len(sizes) teams; every team rises by `rise` after the start."""
    dice = np.random.default_rng(seed)
    everybody = np.tile(sizes, organisations)
    shift = np.zeros((before + 2, len(everybody)))
    shift[before:] = rise
    found = simulated(
        everybody,
        before + 2,
        dice,
        organisations=organisations,
        shift=shift,
        drift=drift,
        leave=leave,
    )
    one, two = [], []
    for number in range(organisations):
        here = slice(number * len(sizes), (number + 1) * len(sizes))
        lines = organisation_lines(found, here, before)
        stood = forecast(lines, noise=estimated(lines))
        after, wide = found.scores[before:, here], found.variances[before:, here]
        one.append(effect(stood, after[:1], wide[:1]))
        two.append(effect(stood, after, wide))
    return _experiments(found, before, organisations, one, two)


def _experiments(
    found: Simulated, before: int, organisations: int, one: list[Effect], two: list[Effect]
) -> Experiments:
    scores, variances = found.scores, found.variances
    last, previous = before - 1, before - 2
    return Experiments(
        (scores[last] - scores[previous]) / np.sqrt(variances[last] + variances[previous]),
        scores[last],
        np.repeat(np.arange(organisations), len(found.sizes) // organisations),
        np.concatenate([each.outcome for each in one]),
        np.concatenate([each.outcome for each in two]),
        (scores[before] - scores[last]) / np.sqrt(variances[before] + variances[last]),
    )


def lowest_of_each(values: Floats, organisation: Ints) -> Ints:
    """Which team of each organisation has the lowest value."""
    table = values.reshape(int(organisation[-1]) + 1, -1)
    lowest = np.where(np.isnan(table), np.inf, table).argmin(axis=1)
    found: Ints = np.arange(len(table)) * (len(values) // len(table)) + lowest
    return found


def rose(outcomes: Ints, picked: Ints | Bools) -> float:
    """The share of the picked that rose, among those shown."""
    here = outcomes[picked]
    return float((here == Outcome.ROSE).sum() / (here != Outcome.NOT_SHOWN).sum())


def selections(found: Experiments) -> dict[str, Ints | Bools]:
    """The ways in which people choose where to try something."""
    return {
        "any": np.isfinite(found.stood),
        "after a significant fall": found.fallen < -1.96,
        "the most fallen": lowest_of_each(found.fallen, found.organisation),
        "the lowest": lowest_of_each(found.stood, found.organisation),
        "lowest, after a fall": (found.fallen < -1.0) & (found.stood < 60),
    }


def main() -> None:
    """Print the tables."""
    for jumps in (0.0, 0.03):
        gathered = Coverage()
        for teams, organisations in ((6, 300), (14, 130), (60, 30)):
            for waves in (3, 4, 6, 8):
                options = {"teams": teams, "waves": waves, "organisations": organisations}
                coverage(gathered, **options, seed=waves + teams, jumps=jumps)
        print(f"now, {jumps:.0%} of teams jump in a wave")
        for name, row in gathered.table().items():
            print(f"  N {name}:", {key: round(value, 3) for key, value in row.items()})
    for by in (-20.0, 20.0):
        found = after_a_jump(organisations=800, seed=8, by=by)
        print(f"covered 0 to 3 waves after {by:+.0f}:", [round(each, 3) for each in found])
    for sizes in (MIXED, *(np.full(10, n) for n in (6, 8, 12, 20))):
        made = experiments(sizes=sizes, organisations=1500, seed=11)
        print("false rose, N", sorted(set(sizes.tolist())), "(one wave, two, wave before)")
        for name, picked in selections(made).items():
            print(f"  {name}:", [round(each, 3) for each in rates(made, picked)])
    for rise in (8.0, 12.0):
        for n in (6, 8, 12, 20):
            made = experiments(sizes=np.full(10, n), organisations=300, seed=13, rise=rise)
            found = rates(made, selections(made)["any"])
            print(f"power {rise:+.0f}, N {n}:", [round(each, 3) for each in found[:2]])


def rates(made: Experiments, picked: Ints | Bools) -> list[float]:
    """How often "rose": with one wave after, with two, and against the wave before."""
    naive = made.naive[picked]
    before = float((naive > 1.96).sum() / np.isfinite(naive).sum())
    return [rose(made.one, picked), rose(made.two, picked), before]


if __name__ == "__main__":
    main()
