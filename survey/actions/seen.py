"""Noting that HR has seen what a wave showed, so that nobody is asked to look again."""

from survey.actions.preferences import prefer
from survey.organisation.permissions import Viewer, check_is_hr
from survey.store import Store
from survey.waves.calendar import Preference
from survey.waves.wave import State, Wave


def note_seen(store: Store, wave: Wave, *, viewer: Viewer) -> None:
    """Once for each published wave, and never back to an earlier one. Errors: NotAllowed."""
    check_is_hr(viewer)
    if wave.state is State.PUBLISHED and not wave.replay and not is_seen(store, wave):
        prefer(store, {Preference.LOOKED_AT: mark(wave)}, actor=viewer.person, about=wave.key)


def is_seen(store: Store, wave: Wave) -> bool:
    """Whether HR has seen what this wave, or a later one, showed."""
    return store.preferences().get(Preference.LOOKED_AT, "") >= mark(wave)


def mark(wave: Wave) -> str:
    """What is kept of a wave that was seen; later waves come later in the alphabet too."""
    return f"{wave.id:09}"
