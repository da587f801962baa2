"""What does HR look at first? The wave that runs or comes, what needs somebody, what is next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from analytics.published.cells import Band, Participation
from analytics.reports.before_opening import is_ready
from analytics.reports.participation import of_everybody, participation_so_far
from survey.actions.mending import to_mend
from survey.actions.objecting import standing
from survey.actions.seen import is_seen
from survey.mail.deliveries import Standing
from survey.mailing.reminding import reminder
from survey.organisation.permissions import Viewer, check_is_hr
from survey.store import Store
from survey.waves.calendar import Calendar, calendar_of
from survey.waves.wave import State, Wave

SOON = timedelta(days=3)
"""From so long before a wave opens or closes on HR is told."""
MOST_SEGMENTS = 16


class What(StrEnum):
    """What needs somebody, the most urgent first."""

    NO_PEOPLE = "no_people"
    NO_FIGURES = "no_figures"
    OBJECTION = "objection"
    NOT_READY = "not_ready"
    REFUSED = "refused"
    TO_MEND = "to_mend"
    LOOK = "look"
    PASSED_UP = "passed_up"
    HEARD = "heard"
    CLOSES = "closes"
    OPENS = "opens"
    FAILING = "failing"
    NOTHING_PLANNED = "nothing_planned"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that needs somebody: how many, and the wave or the unit it is about."""

    what: What
    count: int = 0
    wave: Wave | None = None
    unit: str = ""
    since: datetime | None = None


class Mark(StrEnum):
    """What happens at a moment to come."""

    REMINDER = "reminder"
    CLOSES = "closes"
    OPENS = "opens"


@dataclass(frozen=True, slots=True)
class Date:
    """A moment to come, and the wave it is about."""

    mark: Mark
    at: datetime
    wave: Wave


@dataclass(frozen=True, slots=True)
class TookPart:
    """What a wave published of everybody asked; None where that is withheld."""

    wave: str
    share: Participation | None


@dataclass(frozen=True, slots=True)
class Quarter:
    """All that stands on HR's first page.

    `line` are the latest waves as they stand, oldest first; `so_far` is the band of an open wave as
    it was last noted (per cent); `before` what the waves before it reached, the newest last.
    """

    open: Wave | None
    next: Wave | None
    last: Wave | None
    line: Sequence[State]
    so_far: Band | None
    before: Sequence[TookPart]
    needs: Sequence[Need]
    dates: Sequence[Date]


def quarter(store: Store, *, viewer: Viewer) -> Quarter:
    """How things stand now. Errors: NotAllowed."""
    check_is_hr(viewer)
    calendar = calendar_of(store.preferences())
    waves = store.waves()
    there = {state: [w for w in waves if w.state is state] for state in State}
    there[State.OPEN] = [wave for wave in there[State.OPEN] if not wave.replay]
    running, to_come = there[State.OPEN], there[State.SCHEDULED]
    last = there[State.PUBLISHED][-1] if there[State.PUBLISHED] else None
    standing = [w.state for w in waves if w.state not in {State.CANCELLED, State.DRAFT}]
    return Quarter(
        open=running[0] if running else None,
        next=to_come[0] if to_come else None,
        last=last,
        line=standing[-MOST_SEGMENTS:],
        so_far=participation_so_far(running[0]) if running else None,
        before=tuple(TookPart(name, share) for name, share in of_everybody(store)),
        needs=sorted(
            _needs(store, there, last, viewer), key=lambda one: list(What).index(one.what)
        ),
        dates=sorted(_dates(running, to_come[:2], calendar, store.now()), key=lambda one: one.at),
    )


def _needs(
    store: Store, there: dict[State, list[Wave]], last: Wave | None, viewer: Viewer
) -> Iterator[Need]:
    if not store.people_here():
        yield Need(What.NO_PEOPLE)
        return
    for wave in there[State.CLOSED]:
        yield Need(What.NO_FIGURES, wave=wave)
    for wave in there[State.OPEN]:
        yield from _of_open(store, wave)
    yield from _of_planned(store, there[State.SCHEDULED], viewer)
    if not there[State.OPEN] and not there[State.SCHEDULED]:
        yield Need(What.NOTHING_PLANNED)
    if last is not None:
        yield from _of_last(store, last)
    yield from _passed_up(store)
    if (failing := len(store.bounces())) and not there[State.OPEN]:
        yield Need(What.FAILING, failing)


def _of_open(store: Store, wave: Wave) -> Iterator[Need]:
    mended = len(to_mend(store, wave))
    if mended:
        yield Need(What.TO_MEND, mended, wave)
    refused = store.mails(wave).get(Standing.FAILED, 0) - mended
    if refused > 0:
        yield Need(What.REFUSED, refused, wave)
    if wave.closes - store.now() <= SOON:
        yield Need(What.CLOSES, wave=wave)


def _of_planned(store: Store, waves: Sequence[Wave], viewer: Viewer) -> Iterator[Need]:
    for wave in waves:
        if standing(store, wave) is not None:
            yield Need(What.OBJECTION, wave=wave)
    for wave in waves[:1]:
        if not is_ready(store, wave, viewer=viewer):
            yield Need(What.NOT_READY, wave=wave)
        elif wave.opens - store.now() <= SOON:
            yield Need(What.OPENS, wave=wave)


def _of_last(store: Store, last: Wave) -> Iterator[Need]:
    if not (last.replay or is_seen(store, last)):
        yield Need(What.LOOK, wave=last)
    elif last.key not in store.heard():
        yield Need(What.HEARD, wave=last)


def _passed_up(store: Store) -> Iterator[Need]:
    waiting = [one for one in store.passed_up() if one.reply is None]
    if waiting:
        yield Need(What.PASSED_UP, len(waiting), unit=waiting[0].to, since=waiting[0].asked)


def _dates(
    running: Sequence[Wave], to_come: Sequence[Wave], calendar: Calendar, now: datetime
) -> Iterator[Date]:
    for wave in running:
        due = reminder(wave, calendar)
        if due is not None and due > now:
            yield Date(Mark.REMINDER, due, wave)
        yield Date(Mark.CLOSES, wave.closes, wave)
    for wave in to_come:
        yield Date(Mark.OPENS, wave.opens, wave)
