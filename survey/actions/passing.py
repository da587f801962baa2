"""Passing up what a team cannot change, answering it, and saying to everybody what was heard."""

import secrets
from dataclasses import replace
from datetime import date

from sqlalchemy import delete, update
from sqlmodel import Session, col

from survey.audit import AuditVerb
from survey.errors import NotFound, Refused
from survey.experiments.kept import as_text
from survey.experiments.passing import NEEDS_A_REASON, Answer, Heard, Passed, Reply
from survey.experiments.writing import written
from survey.organisation.permissions import (
    Viewer,
    check_may_answer,
    check_may_write,
    check_speaks_for_all,
)
from survey.storage.experiment_tables import HeardRow, MatchRow, PassedUpRow
from survey.store import Store
from survey.text import sentence
from survey.waves.wave import State


class SavedMeanwhile(Refused):
    """Somebody else has written meanwhile; `now` is what stands there."""

    def __init__(self, now: Heard | Passed) -> None:
        super().__init__(sentence("refused.experiment.changed"))
        self.now = now


def pass_up(store: Store, key: str, why: int, *, to: str, viewer: Viewer) -> Passed:
    """Pass a why with the chain above it, and nothing else, to whoever leads another unit.

    Errors: NotAllowed, NotFound, Refused.
    """
    experiment, units = store.experiment(key), store.units()
    check_may_write(viewer, experiment.unit, units)
    if to not in units or units[to].closed:
        raise NotFound(sentence("refused.missing.unit"))
    if to == experiment.unit:
        raise Refused(sentence("refused.experiment.to_itself"))
    chain = experiment.chain(why)
    if not chain:
        raise Refused(sentence("refused.experiment.gone"))
    there = store.passed_up(units=[experiment.unit])
    if any((one.experiment, one.why, one.to) == (key, why, to) for one in there):
        raise Refused(sentence("refused.experiment.passed"))
    passed = Passed(
        secrets.token_hex(8), key, why, experiment.unit, to, chain, viewer.person, store.now()
    )
    with store.change(
        AuditVerb.PASS_UP, actor=viewer.person, subject=experiment.unit, detail=passed.key
    ) as session:
        session.add(_row(passed))
    return passed


def _row(one: Passed) -> PassedUpRow:
    return PassedUpRow(
        key=one.key,
        unit=one.unit,
        passed_to=one.to,
        answered=one.reply is not None,
        version=one.version,
        content=as_text(one),
    )


def answer_passed_up(  # noqa: PLR0913
    store: Store,
    key: str,
    answer: Answer,
    *,
    because: str,
    day: date | None,
    seen: int,
    viewer: Viewer,
) -> Passed:
    """Answer what was passed up, or add to its answer; the team reads it at once.

    `seen` is the version it was written over. Errors: SavedMeanwhile, NotAllowed, Refused.
    """
    passed = store.passed(key)
    check_may_answer(viewer, passed.to)
    if passed.version != seen:
        raise SavedMeanwhile(passed)
    if answer is not Answer.NO and day is None:
        raise Refused(sentence("refused.experiment.day"))
    said = written(because, required=answer in NEEDS_A_REASON)
    reply = Reply(answer, said, day, viewer.person, store.now())
    first, *added = (*passed.replies, reply)
    after = replace(passed, reply=first, added=tuple(added), version=seen + 1)
    with store.change(
        AuditVerb.ANSWER_PASSED_UP, actor=viewer.person, subject=passed.to, detail=key
    ) as session:
        as_seen = (col(PassedUpRow.key) == key) & (col(PassedUpRow.version) == seen)
        row = _row(after).model_dump(exclude={"key"})
        done = session.execute(update(PassedUpRow).where(as_seen).values(row))
        if done.rowcount != 1:  # type: ignore[attr-defined]
            raise SavedMeanwhile(store.passed(key))
    return after


def write_heard(  # noqa: PLR0913
    store: Store, wave: str, *, heard: str, doing: str, based_on: int, viewer: Viewer
) -> Heard:
    """Say to everybody what was heard in a published wave and what is done.

    `based_on` is the version it was written over, 0 for none. Errors: SavedMeanwhile, NotAllowed,
    NotFound, Refused.
    """
    check_speaks_for_all(viewer, store.units())
    if store.wave(wave).state is not State.PUBLISHED:
        raise NotFound(sentence("refused.missing.wave"))
    new = Heard(wave, written(heard), written(doing), viewer.person, store.now(), based_on + 1)
    with store.change(AuditVerb.WRITE_HEARD, actor=viewer.person, subject=wave) as session:
        before = store.heard().get(wave)
        if (before.version if before else 0) != based_on:
            assert before is not None, "what was heard is never deleted"
            raise SavedMeanwhile(before)
        session.execute(delete(HeardRow).where(col(HeardRow.wave) == wave))
        session.flush()
        session.add(HeardRow(wave=wave, version=new.version, content=as_text(new)))
    return new


def match_need(  # noqa: PLR0913
    store: Store, *, need: str, offer: str, unit: str, wave: str, together: bool, viewer: Viewer
) -> None:
    """Bring a need and an offer together, or take them apart again. Errors: NotAllowed, NotFound.

    Both are comments that stand with the unit in that wave; who wrote them nobody knows.
    """
    check_may_write(viewer, unit, store.units())
    standing = {one.key for one in store.comments(store.wave(wave).id) if one.unit == unit}
    if not {need, offer} <= standing:
        raise NotFound(sentence("refused.missing.comment"))
    with store.change(
        AuditVerb.MATCH_NEED, actor=viewer.person, subject=unit, detail=wave
    ) as session:
        _take_apart(session, need, offer)
        if together:
            session.add(MatchRow(need=need, offer=offer, unit=unit, wave=wave, by=viewer.person))


def _take_apart(session: Session, need: str, offer: str) -> None:
    same = (col(MatchRow.need) == need) & (col(MatchRow.offer) == offer)
    session.execute(delete(MatchRow).where(same))
    session.flush()
