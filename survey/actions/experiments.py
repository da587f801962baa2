"""Writing down what a team tries: each change with its line on the record, and none lost.

A step on a piece says which version of it was read; where somebody else has saved that meanwhile it
is refused with `steps.Changed`, which brings what stands there, so that the second one chooses.
Steps on different pieces are both taken, whoever was first.
"""

import secrets
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import delete, update
from sqlmodel import Session, col

from survey.audit import AuditVerb
from survey.experiments import steps
from survey.experiments.experiment import IN_OWN_WORDS, Experiment, Signal, State
from survey.experiments.kept import as_text
from survey.experiments.writing import title
from survey.organisation.permissions import Viewer, check_may_write
from survey.storage.experiment_tables import ExperimentRow, PassedUpRow
from survey.store import Store


def begin_experiment(store: Store, signal: Signal, *, unit: str, viewer: Viewer) -> Experiment:
    """Take up a signal of a unit. Errors: NotAllowed, NotFound, Refused (nothing is named)."""
    check_may_write(viewer, unit, store.units())
    if signal.of in IN_OWN_WORDS:
        signal = replace(signal, name=title(signal.name))
    return _begin(store, _new(store, signal, unit=unit, viewer=viewer), viewer)


def _new(store: Store, signal: Signal, *, unit: str, viewer: Viewer) -> Experiment:
    now, key = store.now(), secrets.token_hex(8)
    return Experiment(key, unit, signal, viewer.person, now, viewer.person, now)


def _begin(store: Store, experiment: Experiment, viewer: Viewer) -> Experiment:
    with store.change(
        AuditVerb.BEGIN_EXPERIMENT,
        actor=viewer.person,
        subject=experiment.unit,
        detail=experiment.key,
    ) as session:
        session.add(_row(experiment))
    return experiment


def change_experiment(
    store: Store,
    key: str,
    step: steps.Step,
    *,
    viewer: Viewer,
    verb: AuditVerb = AuditVerb.EDIT_EXPERIMENT,
) -> Experiment:
    """Take a step (survey.experiments.steps) on an experiment of the viewer's unit.

    Errors: Changed, NotAllowed, NotFound, Refused.
    """
    check_may_write(viewer, store.experiment(key).unit, store.units())
    while True:
        before = store.experiment(key)
        after = step(before)
        if after == before:
            return before
        after = replace(
            after, version=before.version + 1, changed_by=viewer.person, changed=store.now()
        )
        if _saved(store, before, after, viewer, verb):
            return after


class _NotSaved(Exception):
    """Somebody else was faster."""


def _saved(
    store: Store, before: Experiment, after: Experiment, viewer: Viewer, verb: AuditVerb
) -> bool:
    """Whether it could be written over that very version; else nothing is, and no line either."""
    try:
        with store.change(
            verb, actor=viewer.person, subject=after.unit, detail=after.key
        ) as session:
            write(session, after, over=before.version)
    except _NotSaved:
        return False
    return True


def write(session: Session, after: Experiment, *, over: int) -> None:
    """Write an experiment over one version of it, and over no other."""
    same = (col(ExperimentRow.key) == after.key) & (col(ExperimentRow.version) == over)
    row = _row(after).model_dump(exclude={"key"})
    done = session.execute(update(ExperimentRow).where(same).values(row))
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise _NotSaved


def _row(one: Experiment) -> ExperimentRow:
    return ExperimentRow(
        key=one.key,
        unit=one.unit,
        state=one.state.value,
        version=one.version,
        changed=one.changed,
        content=as_text(one),
    )


def decide_experiment(
    store: Store, key: str, decision: State, *, learned: str, viewer: Viewer
) -> Experiment:
    """Keep, adapt or drop what was tried; adapting begins another with the same chain, returned.

    Errors: NotAllowed, NotFound, Refused.
    """
    today = store.today()
    decided = change_experiment(
        store,
        key,
        lambda one: steps.decide(one, decision, learned=learned, today=today, by=viewer.person),
        viewer=viewer,
        verb=AuditVerb.DECIDE_EXPERIMENT,
    )
    if decision is not State.ADAPTED:
        return decided
    new = _new(store, decided.signal, unit=decided.unit, viewer=viewer)
    chain = replace(new, whys=decided.whys, candidates=decided.candidates, follows=decided.key)
    return _begin(store, chain, viewer)


def delete_experiments(store: Store, keys: Iterable[str], *, actor: str) -> None:
    """Delete experiments whose time is over, with what of their whys was passed up."""
    for key in keys:
        unit = store.experiment(key).unit
        passed = [p.key for p in store.passed_up(units=[unit]) if p.experiment == key]
        with store.change(
            AuditVerb.DELETE_EXPERIMENT, actor=actor, subject=unit, detail=key
        ) as session:
            session.execute(delete(PassedUpRow).where(col(PassedUpRow.key).in_(passed)))
            session.execute(delete(ExperimentRow).where(col(ExperimentRow.key) == key))


def note_experiments_taken(store: Store, *, count: int, texts: bool, actor: str) -> None:
    """Put on the record that somebody took what units try as a file."""
    detail = f"{count} experiments, {'with' if texts else 'without'} what people wrote"
    store.note(AuditVerb.TAKE_EXPERIMENTS, actor=actor, subject="experiments", detail=detail)
