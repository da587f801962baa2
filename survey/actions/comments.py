"""Withdrawing a comment that names somebody: its text is gone, the reason stays on the record."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from survey.actions.wave_state import lock
from survey.audit import AuditVerb
from survey.errors import NotFound, Refused
from survey.store import Store
from survey.text import sentence
from survey.waves.comments import Comment
from survey.waves.wave import State, Wave

LONGEST_REASON = 300


def keep_comments(store: Store, wave: Wave, comments: Sequence[Comment]) -> None:
    """Keep these comments of a wave and no others."""
    numbers = store.unit_numbers()
    store.comment_rows.put(
        wave.id, [asdict(c) | {"wave": wave.id, "unit": numbers[c.unit]} for c in comments]
    )


def withdraw_comment(store: Store, *, wave: str, key: str, actor: str, reason: str) -> None:
    """Take the text of a comment away for good. Errors: NotFound, Refused."""
    said, found = reason.strip(), store.wave(wave)
    if not said:
        raise Refused(sentence("refused.reason.comment"))
    if len(said) > LONGEST_REASON:
        raise Refused(sentence("refused.reason.too_long", most=LONGEST_REASON))
    with store.change(
        AuditVerb.WITHDRAW_COMMENT, actor=actor, subject=wave, detail=said
    ) as session:
        # Two who withdraw at once do it one after the other, or one would put back the other's.
        lock(session, found)
        # Before the audit line is committed: rather gone without a line than on record and there.
        keep_comments(store, found, _without(store, found, key, said))
    store.comment_rows.tidy()


def _without(store: Store, wave: Wave, key: str, reason: str) -> list[Comment]:
    """The comments of a published wave, one of them withdrawn. Errors: NotFound."""
    comments = store.comments(wave.id) if wave.state is State.PUBLISHED else []
    if key not in {c.key for c in comments if c.withdrawn is None}:
        raise NotFound(sentence("refused.missing.comment"))
    return [replace(c, text="", withdrawn=reason) if c.key == key else c for c in comments]
