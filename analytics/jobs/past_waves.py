"""Past answers become a wave: each row is sent as if by its person, sealed, closed, published."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from analytics.closing.publication import publish
from analytics.disclosure.rollup import COMMENTS_FROM_PEOPLE, COMMENTS_FROM_WRITERS
from survey.actions.distance import check_distance
from survey.actions.opening import open_wave
from survey.actions.organisation import apply_people
from survey.actions.waves import KEY, Plan, close_wave, new_row, plan_wave, undo_replay
from survey.answering.links import link_hash, link_token
from survey.answering.sealing import seal
from survey.errors import BadInput, NotFound, Problem, Refused
from survey.imports.changes import ROOT
from survey.imports.phrasing import first_named
from survey.imports.wave import WaveFile
from survey.organisation.permissions import Viewer, check_is_hr
from survey.organisation.structure import Unit
from survey.questionnaire.answers import to_json
from survey.questionnaire.instrument import Instrument
from survey.store import Store, wave_of
from survey.store.asked import Roster
from survey.text import sentence
from survey.waves.recognising import nobody
from survey.waves.wave import State, Wave, check_k

SENDERS = 128
CUT_OFF = frozenset({State.DRAFT, State.OPEN})

_under_way = threading.Lock()


@dataclass(frozen=True, slots=True)
class PastWave:
    """A wave file and what it is to be called."""

    key: str
    name: str
    opened: date
    closed: date
    k: int
    instrument: Instrument
    file: WaveFile

    @property
    def asked(self) -> Instrument:
        """The questions that the file answers: nobody ticked a sign that nobody was asked about."""
        return self.instrument.asking({*self.file.statements, *self.file.signs, *self.file.prompts})


def preview(store: Store, past: PastWave) -> list[str]:
    """What bringing this wave would do, in sentences. Errors: BadInput, Refused."""
    check_k(past.k)
    if problems := list(_problems(store, past)):
        raise BadInput(sentence("refused.answers.not_read"), problems)
    _check_key_is_free(store, past.key)
    _check_enough(past)
    _check_distance(store, past)
    new = [unit.name for unit in _new_units(store, past) if unit.parent is not None]
    invited = sum(past.file.invited.values())
    lines: list[str] = [
        sentence(
            "told.past.answers", answers=len(past.file), units=len(past.file.units), invited=invited
        ),
        sentence("told.past.k", k=past.k),
    ]
    if written := len(past.file.comments):
        lines.append(
            sentence(
                "told.past.comments",
                count=written,
                people=COMMENTS_FROM_PEOPLE,
                writers=COMMENTS_FROM_WRITERS,
            )
        )
    if new:
        lines.append(sentence("told.past.new_units", count=len(new), units=first_named(new)))
    return lines


def _problems(store: Store, past: PastWave) -> Iterator[Problem]:
    if not KEY.fullmatch(past.key):
        yield Problem(sentence("history.key_shape"), column="key")
    if not past.name.strip():
        yield Problem(sentence("history.no_name"), column="name")
    if past.closed < past.opened:
        yield Problem(sentence("refused.answers.closed"), column="closed")
    elif _end(past.closed) > store.now():
        yield Problem(sentence("history.not_yet_over"), column="closed")


def _check_key_is_free(store: Store, key: str) -> None:
    if any(wave.key == key and not _is_cut_off(wave) for wave in store.waves()):
        raise Refused(sentence("refused.wave.key_taken", wave=key))


def _check_enough(past: PastWave) -> None:
    invited = sum(past.file.invited.values())
    if invited < past.k:
        raise Refused(sentence("history.too_few", invited=invited, k=past.k))


def _check_distance(store: Store, past: PastWave) -> None:
    """Refuse answers that stand in a publication of these days, and a closing near another."""
    plan, roster = _plan(past), Roster(store.units(), _homes(past))
    wave = wave_of(new_row(plan, 0, State.DRAFT))
    check_distance(store, wave, roster, opens=plan.opens, planning=True)


def bring(store: Store, past: PastWave, *, actor: str) -> None:
    """Send, close and publish a past wave; one that was cut off before is begun anew.

    Errors: BadInput, Refused, Trouble. What fails before closing is undone.
    """
    with _one_at_a_time():
        preview(store, past)
        _make_room(store, past, actor)
        apply_people(
            store, units=_new_units(store, past), people=[], actor=actor, detail=f"wave {past.key}"
        )
        plan_wave(store, _plan(past), actor=actor)
        try:
            _send_all(store, past, actor)
        except BaseException:
            undo_replay(store, key=past.key, actor=actor)
            raise
        with store.alone(wait=True):
            close_wave(store, key=past.key, actor=actor, at=_end(past.closed))
            publish(store, key=past.key, actor=actor)


def bring_history(store: Store, past: PastWave, *, viewer: Viewer) -> None:
    """What HR does on the page: the same as `bring`. Errors: NotAllowed, and those of `bring`."""
    check_is_hr(viewer)
    bring(store, past, actor=viewer.person)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """A second import of the same wave would take the first for one that was cut off."""
    if not _under_way.acquire(blocking=False):
        raise Refused(sentence("history.under_way"))
    try:
        yield
    finally:
        _under_way.release()


def cut_off(store: Store) -> list[Wave]:
    """The past waves whose import ended before its end; none while one runs in this process."""
    return [] if _under_way.locked() else [wave for wave in store.waves() if _is_cut_off(wave)]


def _is_cut_off(wave: Wave) -> bool:
    return wave.replay and wave.state in CUT_OFF


def undo_cut_off(store: Store, *, key: str, viewer: Viewer) -> None:
    """Remove what an import that was cut off left. Errors: NotAllowed, NotFound, Refused."""
    check_is_hr(viewer)
    undo_import(store, key=key, actor=viewer.person)


def undo_import(store: Store, *, key: str, actor: str) -> None:
    """The same, by the operator's command. Errors: NotFound, Refused."""
    with _one_at_a_time():
        undo_replay(store, key=key, actor=actor)


def _make_room(store: Store, past: PastWave, actor: str) -> None:
    try:
        undo_replay(store, key=past.key, actor=actor)
    except NotFound:
        return


def _new_units(store: Store, past: PastWave) -> list[Unit]:
    units = store.units()
    root = next((unit for unit in units.values() if unit.parent is None), ROOT)
    missing = [key for key in past.file.units if key not in units and key != root.key]
    made = [Unit(key, key, root.key) for key in missing]
    return made if root.key in units else [root, *made]


def _plan(past: PastWave) -> Plan:
    return Plan(
        key=past.key,
        name=past.name,
        instrument=past.asked,
        opens=datetime.combine(past.opened, time(), UTC),
        closes=_end(past.closed),
        k=past.k,
        replay=True,
    )


def _end(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC)


def _send_all(store: Store, past: PastWave, actor: str) -> None:
    rows, people, homes = list(past.file), list(_people(past)), _homes(past)
    opened = datetime.combine(past.opened, time(), UTC)
    open_wave(store, key=past.key, actor=actor, roster=Roster(store.units(), homes), at=opened)
    wave = store.wave(past.key)
    box, secret, public_key = store.box(wave.id), store.keys.read(wave.id).links, wave.public_key
    assert public_key is not None, "an open wave has its public key"

    def send(place: int) -> None:
        person, home = people[place]
        body = to_json(home, rows[place].answers)
        box.send(link_hash(secret, link_token(secret, wave.id, person)), seal(public_key, body))

    with ThreadPoolExecutor(SENDERS) as senders:
        for _ in senders.map(send, range(len(people))):
            pass


def _homes(past: PastWave) -> dict[str, str]:
    return dict(_people(past)) | dict(_silent(past))


def _people(past: PastWave) -> Iterator[tuple[str, str]]:
    """Each row's person, named by the file or else by a number, and home."""
    for place, row in enumerate(past.file):
        yield row.person_id or nobody(past.key, place), row.unit


def _silent(past: PastWave) -> Iterator[tuple[str, str]]:
    """Those who were invited and did not answer."""
    answered: dict[str, int] = {}
    for row in past.file:
        answered[row.unit] = answered.get(row.unit, 0) + 1
    for unit, invited in past.file.invited.items():
        for place in range(invited - answered.get(unit, 0)):
            yield nobody(past.key, unit, place), unit
