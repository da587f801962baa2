"""The schedule: what is due now, done in order; each step may be made again after a cut."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from analytics.closing.publication import close_and_publish, publish
from analytics.disclosure.rounding import participation_band
from analytics.jobs.clock_jumps import ClockWatch
from analytics.jobs.retention import (
    forget_comments,
    forget_experiments,
    forget_people,
    with_comments,
)
from survey.actions.closing_day import move_closing
from survey.actions.kept import forget_answers
from survey.actions.looking_again import queue_look_again
from survey.actions.objecting import why_held
from survey.actions.opening import open_wave
from survey.actions.undoing import forget_imports
from survey.actions.waves import cancel_wave, close_wave, note_participation, sweep
from survey.audit import AuditVerb
from survey.background_loop import BackgroundLoop
from survey.errors import SameBoatError
from survey.mailing.delivering import deliver_here
from survey.mailing.inviting import (
    forget_results,
    send_invitations,
    send_reminder,
    send_results,
    tell_closing_day,
    waves_told,
)
from survey.mailing.queues import FRESH, is_fresh
from survey.mailing.reminding import reminder_is_due
from survey.organisation.permissions import Viewer
from survey.store import AuditLine, Clock, Store, utc_now
from survey.text import sentence
from survey.waves.calendar import calendar_of
from survey.waves.wave import OVER, State, Wave

ACTOR = "schedule"
EVERY_SECONDS = 20.0
NOTED_EVERY = timedelta(days=1)
NOTED_FROM, DAILY_FROM = 30, 100
Step = Callable[[Store, Wave], None]
log = logging.getLogger("same_boat.schedule")


def make_rounds(store: Store, *, held: bool = False) -> None:
    """Do everything that is due, once; what fails is tried next time.

    While it is `held` nothing is done because its time has come, only what was begun is finished.
    """
    for step, concerned in STEPS.items():
        if held and step in ITS_TIME_HAS_COME:
            continue
        waves: list[Wave] = []
        with _going_on("Looking for waves"):
            waves = concerned(store)
        for wave in waves:
            with _going_on(f"Wave {wave.key}"):
                step(store, wave)
    if not held:
        with _going_on("Erasing people who left"):
            forget_people(store, actor=ACTOR)
            forget_experiments(store, actor=ACTOR)
            forget_imports(store, actor=ACTOR)
        with _going_on("Bets to look at"):
            queue_look_again(store, actor=ACTOR)
    deliver_here(store)


@contextmanager
def _going_on(what: str) -> Iterator[None]:
    """What fails holds up nothing else: it is said in the log, and tried again next time."""
    try:
        yield
    except SameBoatError as trouble:
        log.warning("%s: %s", what, trouble)
    except Exception as error:
        # No traceback: its values may be answers.
        log.error("%s failed: %s", what, type(error).__name__)  # noqa: TRY400


def open_now(store: Store, *, key: str, actor: str) -> int:
    """Open a wave ahead of its time and write the invitations; how many mails. Errors: Refused."""
    with store.alone(wait=True):
        open_wave(store, key=key, actor=actor)
        return send_invitations(store, store.wave(key), actor=actor)


def close_now(store: Store, *, key: str, actor: str) -> None:
    """Close an open wave and publish it. Errors: Refused, KeyTrouble."""
    with store.alone(wait=True):
        close_and_publish(store, key=key, actor=actor)


def move_closing_now(store: Store, *, key: str, closes: datetime, viewer: Viewer) -> None:
    """Let an open wave close later, and tell everybody asked. Errors: NotAllowed, Refused."""
    with store.alone(wait=True):
        move_closing(store, key=key, closes=closes, viewer=viewer)
        tell_closing_day(store, store.wave(key), actor=viewer.person)


def _open(store: Store, wave: Wave) -> None:
    if wave.state is not State.SCHEDULED or wave.opens > store.now():
        return
    if wave.closes <= store.now():
        cancel_wave(store, key=wave.key, actor=ACTOR, reason=sentence("told.wave.missed"))
    elif not why_held(store, wave):
        open_wave(store, key=wave.key, actor=ACTOR)


def _invite(store: Store, wave: Wave) -> None:
    if wave.state is State.OPEN and not wave.replay and wave.invited_at is None:
        send_invitations(store, wave, actor=ACTOR)


def _close(store: Store, wave: Wave) -> None:
    if wave.state is State.OPEN and not wave.replay and wave.closes <= store.now():
        close_wave(store, key=wave.key, actor=ACTOR)


def _publish(store: Store, wave: Wave) -> None:
    if wave.state is State.CLOSED:
        store.box(wave.id).shut()
        publish(store, key=wave.key, actor=ACTOR)


def _tell(store: Store, wave: Wave) -> None:
    """The results mail, to everybody who was asked, right after the publication."""
    if is_fresh(store, wave):
        send_results(store, wave, actor=ACTOR)


def _tell_closing_day(store: Store, wave: Wave) -> None:
    """What a move of the closing day that was cut off left to do."""
    if wave.state is State.OPEN and not wave.replay:
        tell_closing_day(store, wave, actor=ACTOR)


def _remind(store: Store, wave: Wave) -> None:
    if wave.state is State.OPEN and not wave.replay and wave.invited_at is not None:
        send_reminder(store, wave, actor=ACTOR)


def _note(store: Store, wave: Wave) -> None:
    if wave.state is State.OPEN and not wave.replay and _is_noted_now(store, wave):
        answered, invited = store.box(wave.id).share_answered()
        note_participation(store, wave, band_low=participation_band(answered, invited).low)


def _stir(store: Store, wave: Wave) -> None:
    if wave.state is State.OPEN and not wave.replay:
        store.box(wave.id).stir()


def _is_noted_now(store: Store, wave: Wave) -> bool:
    """Once a day where many are asked; once, when people are reminded, where fewer are; else never.

    Of few people a band that moves from one day to the next tells who answered between them.
    """
    last, now, asked = wave.participation_at, store.now(), wave.invited or 0
    if asked >= DAILY_FROM:
        return last is None or now - last >= NOTED_EVERY
    due = reminder_is_due(wave, calendar_of(store.preferences()), now=now)
    return asked >= NOTED_FROM and last is None and due


def _tidy_up(store: Store, wave: Wave) -> None:
    if wave.state in OVER:
        sweep(store, wave)


def _forget(store: Store, wave: Wave) -> None:
    """Kept answer rows go when the time that was told is over, mails when their links are."""
    forget_results(store, wave)
    over = wave.kept_until is not None and wave.kept_until <= store.now()
    if wave.state is State.PUBLISHED and over and wave.id in store.waves_with_kept_answers():
        forget_answers(store, wave, actor=ACTOR)
    forget_comments(store, wave, actor=ACTOR)


def _at_work(store: Store) -> list[Wave]:
    """The waves to which anything may happen, however many there were before."""
    return store.waves_at_work(published_since=store.now() - FRESH)


def _left(store: Store) -> list[Wave]:
    """Those of which a key, a box or mails with links are still there."""
    return store.waves_numbered(store.leftovers())


def _kept(store: Store) -> list[Wave]:
    """Those of which something is kept that has its time."""
    kept = store.waves_numbered(waves_told(store) | store.waves_with_kept_answers())
    return list(dict.fromkeys((*kept, *with_comments(store))))


STEPS: dict[Step, Callable[[Store], list[Wave]]] = {
    _close: _at_work,
    _open: _at_work,
    _invite: _at_work,
    _tell_closing_day: _at_work,
    _publish: _at_work,
    _tell: _at_work,
    _remind: _at_work,
    _note: _at_work,
    _stir: _at_work,
    _tidy_up: _left,
    _forget: _kept,
}
"""What is done in a round, in order, each for the waves it may concern."""
ITS_TIME_HAS_COME: frozenset[Step] = frozenset({_close, _open, _remind, _forget})


def _as_given(now: Clock) -> Callable[[], float]:
    return lambda: now().timestamp()


class Rounds(BackgroundLoop):
    """Makes the rounds at once and then every so many seconds, until closed."""

    def __init__(self, store: Store, *, every: float = EVERY_SECONDS) -> None:
        self._store, self._every = store, every
        # A clock that is given is moved on purpose; only that of the machine can jump.
        own = store.now is utc_now
        self._watch = ClockWatch(store.now, time.monotonic if own else _as_given(store.now))
        self._confirmed: AuditLine | None = None
        super().__init__("schedule")

    def _once(self) -> float:
        try:
            with self._store.alone(wait=False) as mine:
                if mine:
                    make_rounds(self._store, held=self._is_held())
        except Exception as error:
            log.error("The schedule failed: %s", type(error).__name__)  # noqa: TRY400
        return self._every

    @property
    def held(self) -> bool:
        """Whether nothing opens or closes by itself, because the clock jumped."""
        return self._watch.jumped

    def _is_held(self) -> bool:
        """Whether the clock jumped; said once, and over when the record says that it is right."""
        before, said = (
            self._watch.jumped,
            self._store.last_audit(verb=AuditVerb.CONFIRM_CLOCK, subject="clock"),
        )
        if self._watch.look() and not before:
            self._confirmed = said
            log.warning(sentence("told.clock.jumped"))
        elif before and said != self._confirmed:
            self._watch.is_right()
        return self._watch.jumped
