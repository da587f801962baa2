"""The day to object: a wave waits for the council, and for HR's answer to what the council said.

Objections and answers are lines of the record, and nothing else keeps them: they are seen by
whoever reads it, and nobody can take one back or change a word of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from survey.actions.wave_state import lock
from survey.audit import AuditVerb
from survey.errors import Refused
from survey.organisation.permissions import Viewer, check_is_hr, check_may_watch
from survey.organisation.permissions import check_sits_in_council as check_may_object
from survey.store import AuditLine, Store
from survey.text import Sentence, sentence
from survey.waves.calendar import calendar_of
from survey.waves.wave import NOT_OPENED, Wave

MOST = 2000
PLANNED = (AuditVerb.PLAN_WAVE, AuditVerb.CHANGE_WAVE)


@dataclass(frozen=True, slots=True)
class Said:
    """An objection, or HR's answer to what stood then: who said it, when, and in which words."""

    by: str
    moment: datetime
    words: str
    answers: bool


def said_about(store: Store, wave: Wave, *, viewer: Viewer) -> list[Said]:
    """Every objection to a wave and every answer, in order. Errors: NotAllowed."""
    check_may_watch(viewer)
    lines = sorted(_lines(store, wave), key=lambda line: line.number)
    names = store.names_of({line.actor for line in lines})
    answer = AuditVerb.ANSWER_OBJECTION.value
    return [
        Said(names.get(line.actor, ""), line.moment, line.detail, line.verb == answer)
        for line in lines
    ]


def there_is_a_day(store: Store) -> bool:
    """Whether the council has time to object here."""
    return store.settings.days_to_object > 0


def why_held(store: Store, wave: Wave) -> list[Sentence]:
    """Why a wave does not open yet: the council's time runs, or an objection is not answered."""
    if not there_is_a_day(store) or wave.replay:
        return []
    held, until = [], open_to_objections(store, wave)
    if until is not None and until > store.now():
        said = calendar_of(store.preferences()).said(until)
        held.append(sentence("refused.objection.time", wave=wave.name, until=said))
    if standing(store, wave) is not None:
        held.append(sentence("refused.objection.stands", wave=wave.name))
    return held


def open_to_objections(store: Store, wave: Wave) -> datetime | None:
    """Until when the council has time: some days from when it was planned or changed last."""
    lines = [store.last_audit(verb=verb, subject=wave.key) for verb in PLANNED]
    if wave.series is not None:
        lines.append(store.last_audit(verb=AuditVerb.PLAN_SERIES, subject=wave.series))
    moments = [line.moment for line in lines if line is not None]
    return max(moments) + timedelta(days=store.settings.days_to_object) if moments else None


def standing(store: Store, wave: Wave) -> AuditLine | None:
    """The latest objection to a wave that has no answer yet."""
    objected = store.last_audit(verb=AuditVerb.OBJECT_TO_WAVE, subject=wave.key)
    answered = store.last_audit(verb=AuditVerb.ANSWER_OBJECTION, subject=wave.key)
    over = objected is None or (answered is not None and answered.number > objected.number)
    return None if over else objected


def check_may_open(store: Store, wave: Wave) -> None:
    """Refuse to open a wave before the council had its time and its answer. Errors: Refused."""
    for why in why_held(store, wave):
        raise Refused(why)


def object_to(store: Store, *, key: str, words: str, viewer: Viewer) -> None:
    """Put an objection to a planned wave on the record. Errors: NotAllowed, NotFound, Refused."""
    check_may_object(viewer)
    wave = store.wave(key)
    if wave.state not in NOT_OPENED or wave.replay or not there_is_a_day(store):
        raise Refused(sentence("refused.objection.too_late", wave=wave.name))
    said = _checked(words)
    with store.change(
        AuditVerb.OBJECT_TO_WAVE, actor=viewer.person, subject=key, detail=said
    ) as session:
        lock(session, wave)


def answer_objection(store: Store, *, key: str, words: str, viewer: Viewer) -> None:
    """Answer what stands against a wave, on the record; then it may open.

    Errors: NotAllowed, NotFound, Refused.
    """
    check_is_hr(viewer)
    wave = store.wave(key)
    stands = standing(store, wave)
    if stands is None:
        raise Refused(sentence("refused.objection.none", wave=wave.name))
    if stands.actor == viewer.person:
        raise Refused(sentence("refused.objection.own"))
    said = _checked(words)
    with store.change(
        AuditVerb.ANSWER_OBJECTION, actor=viewer.person, subject=key, detail=said
    ) as session:
        lock(session, wave)


def _checked(words: str) -> str:
    said = words.strip()
    if not said or len(said) > MOST:
        raise Refused(sentence("refused.objection.words", most=MOST))
    return said


def _lines(store: Store, wave: Wave) -> Sequence[AuditLine]:
    verbs = (AuditVerb.OBJECT_TO_WAVE, AuditVerb.ANSWER_OBJECTION)
    return [line for verb in verbs for line in store.lines_about(verb=verb, subject=wave.key)]
