"""Which waves are published, and what is fixed about each?"""

from collections.abc import Mapping
from functools import lru_cache

from analytics.figures.measures import ClosedWave
from analytics.published.diagnostics import COMPARED, NOISE, SPREAD, omegas_of
from analytics.statistics.noise import LAM, TAU, Q
from survey.store import Store
from survey.waves.wave import State, Wave


def published(store: Store) -> list[Wave]:
    """The waves whose publication is shown, oldest first; past waves can be withdrawn."""
    withdrawn = store.withdrawn()
    waves = (wave for wave in store.waves() if wave.state is State.PUBLISHED)
    return [wave for wave in waves if wave.id not in withdrawn]


def seals(store: Store) -> tuple[tuple[int, str | None], ...]:
    """What figures are kept by: each published wave with its seal, which another content breaks."""
    return tuple((wave.id, wave.seal) for wave in published(store))


@lru_cache(maxsize=256)
def closed_wave(store: Store, wave: Wave, zone: str) -> ClosedWave:
    """What is fixed about a published wave, which never changes; its days are those of a zone."""
    figures = store.diagnostics(wave.id)
    return ClosedWave(
        key=wave.key,
        name=wave.name,
        opened=wave.opened_on(zone),
        closed=wave.closed_on(zone),
        k=wave.k,
        instrument=wave.instrument,
        spreads=_beginning(SPREAD, figures),
        omegas=omegas_of(figures, wave.instrument),
        noise=figures.get(f"{NOISE}lambda", LAM.median),
        drift=figures.get(f"{NOISE}q", Q.median),
        between=figures.get(f"{NOISE}tau", TAU.median),
        mood=figures.get(f"{NOISE}mood", 0.0),
        compared=frozenset(_beginning(COMPARED, figures)),
    )


def _beginning(with_: str, figures: Mapping[str, float]) -> dict[str, float]:
    """The figures whose names begin so, by what follows."""
    found = ((name, value) for name, value in figures.items() if name.startswith(with_))
    return {name.removeprefix(with_): value for name, value in found}
