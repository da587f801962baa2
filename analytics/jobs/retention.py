"""What will be deleted and when, for HR; and the deleting of what is over."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from analytics.published.diagnostics import COMMENTS
from survey.actions.erasure import erase
from survey.actions.experiments import delete_experiments
from survey.actions.retention import delete_comments
from survey.audit import AuditVerb
from survey.errors import NotFound, Refused
from survey.experiments.experiment import GONE_BY
from survey.organisation.permissions import Viewer, check_is_hr
from survey.storage.migrations import LEAVING_FROM
from survey.store import Store
from survey.waves.calendar import calendar_of
from survey.waves.retention import ABOUT, Deletion, Left, Times, What, deletions, night, times_of
from survey.waves.wave import State, Wave


@dataclass(frozen=True, slots=True)
class Planned:
    """Something that will be deleted; `count` is how many comments or people, else None."""

    deletion: Deletion
    count: int | None


def planned(store: Store, *, viewer: Viewer, times: Times | None = None) -> list[Planned]:
    """All that will be deleted, the next first, with the times chosen or as if `times` were now.

    Errors: NotAllowed.
    """
    check_is_hr(viewer)
    counts = store.waves_with_figure(COMMENTS)
    return [Planned(one, _count(one, counts)) for one in _deletions(store, store.waves(), times)]


def _count(one: Deletion, comments: Mapping[int, float]) -> int | None:
    if one.what in {What.PEOPLE, What.EXPERIMENTS}:
        return len(one.keys)
    return int(comments[one.wave.id]) if one.what is What.COMMENTS and one.wave else None


def sooner(store: Store, times: Times, *, viewer: Viewer) -> list[Planned]:
    """What would go in the coming night with other times, and would not with those that hold.

    Errors: NotAllowed.
    """
    tonight = night(store.now(), calendar_of(store.preferences()))
    goes = {thing for one in planned(store, viewer=viewer) for thing in _by(one, tonight)}
    found = planned(store, viewer=viewer, times=times)
    return [one for one in found if not goes.issuperset(_by(one, tonight))]


def _by(one: Planned, tonight: datetime) -> frozenset[object]:
    """The comments of a wave, or the people, that will be gone after this night by choice."""
    deletion = one.deletion
    if deletion.when > tonight or deletion.what is What.ANSWERS:
        return frozenset()
    return frozenset(deletion.keys) or frozenset({deletion.wave})


def with_comments(store: Store) -> list[Wave]:
    """The waves whose comments have a time and were not deleted yet, or came back by a backup."""
    if times_of(store.preferences()).comments_days is None:
        return []
    gone, there = store.subjects_of(AuditVerb.DELETE_COMMENTS), store.comment_rows.waves()
    waves = store.waves_numbered({*store.waves_with_figure(COMMENTS), *there})
    return [wave for wave in waves if wave.key not in gone or wave.id in there]


def forget_comments(store: Store, wave: Wave, *, actor: str) -> None:
    """Delete the comments of a wave when their time is over; nothing happens a second time."""
    if wave.state is not State.PUBLISHED or times_of(store.preferences()) == Times():
        return
    for one in _deletions(store, [wave]):
        if one.what is What.COMMENTS and one.when <= store.now():
            delete_comments(store, wave, actor=actor)


def forget_people(store: Store, *, actor: str) -> None:
    """Erase people whose time is over; who cannot be erased yet waits for the next round."""
    if times_of(store.preferences()).people_days is None:
        return
    for one in _deletions(store, []):
        if one.what is What.PEOPLE and one.when <= store.now():
            for person in one.keys:
                with suppress(Refused, NotFound):
                    erase(store, person=person, actor=actor)


def forget_experiments(store: Store, *, actor: str) -> None:
    """Delete experiments that are over when their time is; habits stay while they are kept."""
    if times_of(store.preferences()).experiments_days is None:
        return
    for one in _deletions(store, []):
        if one.what is What.EXPERIMENTS and one.when <= store.now():
            delete_experiments(store, one.keys, actor=actor)


def _deletions(store: Store, waves: Sequence[Wave], times: Times | None = None) -> list[Deletion]:
    preferences = store.preferences()
    last = store.last_audit(verb=AuditVerb.CHOOSE, subject=ABOUT)
    chosen = store.now() if times else last.moment if last else None
    return deletions(
        waves,
        times or times_of(preferences),
        Left(
            _with_comments(store, waves),
            store.waves_with_kept_answers(),
            _gone_since(store),
            {one.key: one.changed for one in store.experiments(states=GONE_BY)},
        ),
        calendar=calendar_of(preferences),
        chosen=chosen,
    )


def _gone_since(store: Store) -> dict[str, datetime]:
    """Since when people are not here; where nobody kept it then, since the upgrade."""
    gone = store.gone_since()
    upgraded = AuditVerb.UPGRADE_DATABASE
    line = store.last_audit(verb=upgraded, subject=LEAVING_FROM) if None in gone.values() else None
    earlier = line.moment if line else store.now()
    return {person: since or earlier for person, since in gone.items()}


def _with_comments(store: Store, waves: Sequence[Wave]) -> frozenset[int]:
    """The waves that published comments, and of which no line says that they were deleted.

    Not asked of the files alone: where the power went between deleting and the line, the line is
    still to be written. Comments that came back from a backup go once more.
    """
    gone, there = store.subjects_of(AuditVerb.DELETE_COMMENTS), store.comment_rows.waves()
    published = {wave for wave, count in store.waves_with_figure(COMMENTS).items() if count > 0}
    return frozenset(
        wave.id
        for wave in waves
        if wave.id in published and (wave.key not in gone or wave.id in there)
    )
