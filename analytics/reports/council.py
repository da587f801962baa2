"""What may the works council see? Waves before they open, and that something was published."""

from dataclasses import dataclass
from datetime import datetime

from survey.organisation.permissions import Viewer, check_may_watch
from survey.store import Store
from survey.waves.wave import NOT_OPENED, State, Wave


@dataclass(frozen=True, slots=True)
class Publication:
    """That a wave was published: how many figures are shown and withheld, and none of them."""

    name: str
    closed: datetime
    k: int
    shown: int
    withheld: int
    seal: str


def planned_waves(store: Store, *, viewer: Viewer) -> dict[str, Wave]:
    """The waves that have not opened yet, by key. Errors: NotAllowed."""
    check_may_watch(viewer)
    return {w.key: w for w in store.waves() if w.state in NOT_OPENED and not w.replay}


def publications(store: Store, *, viewer: Viewer) -> list[Publication]:
    """Every publication, the newest first. Errors: NotAllowed."""
    check_may_watch(viewer)
    return [_of(store, w) for w in reversed(store.waves()) if w.state is State.PUBLISHED]


def _of(store: Store, wave: Wave) -> Publication:
    shown = [cell.shown for cell in store.cells(waves=[wave.id])]
    withheld = len(shown) - sum(shown)
    closed = wave.closed or wave.closes
    return Publication(wave.name, closed, wave.k, sum(shown), withheld, wave.seal or "")
