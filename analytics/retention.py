"""What will be deleted and when, for HR; and the deleting of what is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from analytics.publication import COMMENTS
from survey.actions.retention import DELETED, delete_comments
from survey.calendar import calendar_of
from survey.permissions import Viewer, check_is_hr
from survey.retention import ABOUT, Deletion, Left, Times, What, deletions, night, times_of
from survey.store import Store
from survey.waves import State, Wave


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that will be deleted; `count` is how many comments were published, else None."""

    deletion: Deletion
    count: int | None


def planned(store: Store, *, viewer: Viewer, times: Times | None = None) -> list[Planned]:
    """All that will be deleted, the next first, with the times chosen or as if `times` were now.

    Errors: NotAllowed.
    """
    check_is_hr(viewer)
    counts = store.waves_with_figure(COMMENTS)
    return [
        Planned(one, int(counts[one.wave.id]) if one.what is What.COMMENTS else None)
        for one in _deletions(store, store.waves(), times)
    ]


def sooner(store: Store, times: Times, *, viewer: Viewer) -> list[Planned]:
    """What would go in the coming night with other times, and would not with those that hold.

    Errors: NotAllowed.
    """
    tonight = night(store.now(), calendar_of(store.preferences()))
    goes = {one.deletion.wave.id for one in planned(store, viewer=viewer) if _by(one, tonight)}
    found = planned(store, viewer=viewer, times=times)
    return [one for one in found if _by(one, tonight) and one.deletion.wave.id not in goes]


def _by(one: Planned, tonight: datetime) -> bool:
    """Whether it is comments that will be gone after this night."""
    return one.deletion.what is What.COMMENTS and one.deletion.when <= tonight


def forget_comments(store: Store, wave: Wave, *, actor: str) -> None:
    """Delete the comments of a wave when their time is over; nothing happens a second time."""
    if wave.state is not State.PUBLISHED or times_of(store.preferences()) == Times():
        return
    for one in _deletions(store, [wave]):
        if one.what is What.COMMENTS and one.when <= store.now():
            delete_comments(store, wave, actor=actor)


def _deletions(store: Store, waves: Sequence[Wave], times: Times | None = None) -> list[Deletion]:
    preferences = store.preferences()
    last = store.last_event(verb="choose", subject=ABOUT)
    chosen = store.now() if times else last.moment if last else None
    return deletions(
        waves,
        times or times_of(preferences),
        Left(_with_comments(store, waves), store.waves_with_kept_answers()),
        calendar=calendar_of(preferences),
        chosen=chosen,
    )


def _with_comments(store: Store, waves: Sequence[Wave]) -> frozenset[int]:
    """The waves that published comments, and of which no line says that they were deleted.

    Not asked of the files alone: where the power went between deleting and the line, the line is
    still to be written. Comments that came back from a backup go once more.
    """
    gone, there = store.subjects_of(DELETED), store.comment_shelf.waves()
    published = {wave for wave, count in store.waves_with_figure(COMMENTS).items() if count > 0}
    return frozenset(
        wave.id
        for wave in waves
        if wave.id in published and (wave.key not in gone or wave.id in there)
    )
