"""Keeping a version of an instrument composed here, and retiring one; nothing else changes them."""

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from survey.audit import AuditVerb
from survey.errors import BadInput, NotFound, Problem, Refused
from survey.organisation.permissions import Viewer, check_is_hr
from survey.questionnaire.compose import compose
from survey.questionnaire.draft import Draft
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import freeze, thaw
from survey.questionnaire.lint import lint, must_change
from survey.questionnaire.shipped import bank, core, taken_keys
from survey.storage.tables import InstrumentRow
from survey.store import Store
from survey.text import sentence


def keep_version(store: Store, draft: Draft, *, after: int, viewer: Viewer) -> Instrument:
    """Keep what was composed as the version that follows `after`, which is 0 for a new key.

    Errors: BadInput with what must change, Refused, NotAllowed.
    """
    check_is_hr(viewer)
    made = _checked(draft, after + 1)
    definition = freeze(made)
    newest = store.newest_composed().get(made.key)
    if newest and after and _asks_the_same(newest.instrument, made):
        raise Refused(sentence("refused.questions.unchanged"))
    said = f"version {made.version}"
    with store.change(
        AuditVerb.KEEP_INSTRUMENT, actor=viewer.person, subject=made.key, detail=said
    ) as session:
        _check_follows(session, made.key, after)
        row = InstrumentRow(
            key=made.key, version=made.version, definition=definition, made=store.now()
        )
        session.add(row)
    return thaw(definition)


def retire_instrument(store: Store, *, key: str, viewer: Viewer) -> None:
    """Offer an instrument no more; its versions and waves stay. Errors: NotFound, NotAllowed."""
    _set_retired(store, key, viewer, retired=True, verb=AuditVerb.RETIRE_INSTRUMENT)


def offer_instrument(store: Store, *, key: str, viewer: Viewer) -> None:
    """Offer a retired instrument again. Errors: NotFound, NotAllowed."""
    _set_retired(store, key, viewer, retired=False, verb=AuditVerb.OFFER_INSTRUMENT)


def _set_retired(store: Store, key: str, viewer: Viewer, *, retired: bool, verb: AuditVerb) -> None:
    check_is_hr(viewer)
    newest = store.newest_composed().get(key)
    if newest is None:
        raise NotFound(sentence("refused.missing.composed", key=key))
    if newest.retired is retired:
        return
    with store.change(verb, actor=viewer.person, subject=key) as session:
        rows = update(InstrumentRow).where(col(InstrumentRow.key) == key)
        session.execute(rows.values(retired=retired))


def _checked(draft: Draft, version: int) -> Instrument:
    made = compose(draft, bank(), version=version)
    problems = [Problem(f.sentence) for f in must_change(lint(made, core=core(), bank=bank()))]
    if made.key in taken_keys():
        message = sentence("refused.questions.ours")
        problems.append(Problem(message, column="key"))
    if problems:
        raise BadInput(sentence("refused.questions.not_kept"), problems)
    return made


def _check_follows(session: Session, key: str, after: int) -> None:
    version = func.coalesce(func.max(col(InstrumentRow.version)), 0)
    newest = session.scalar(select(version).where(col(InstrumentRow.key) == key)) or 0
    if newest == after:
        return
    if after == 0:
        raise Refused(sentence("refused.questions.key_taken", key=key))
    raise Refused(sentence("refused.questions.newer", newest=newest, key=key))


def _asks_the_same(one: Instrument, other: Instrument) -> bool:
    return (one.name, one.items, one.constructs) == (other.name, other.items, other.constructs)
