"""What the teams of the fictional organisation try, written by the actions of real use."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from analytics.reports.trying import signals, watchable
from analytics.reports.unit_view import UnitView, view_of
from commands.demo_content import Chain, Said, trials
from commands.demo_organisation import key_of
from survey.actions.experiments import begin_experiment, change_experiment, decide_experiment
from survey.actions.passing import answer_passed_up, pass_up, write_heard
from survey.audit import AuditVerb
from survey.experiments import steps
from survey.experiments.experiment import Candidate, Experiment, State
from survey.experiments.library import library
from survey.experiments.passing import Answer
from survey.organisation.permissions import Viewer
from survey.store import Store
from survey.store.viewers import viewer
from survey.text import FALLBACK

LOOK_AGAIN = timedelta(weeks=8)
BEGUN, ANSWERED, DECIDED = timedelta(days=3), timedelta(days=7), timedelta(days=8)


def play(store: Store, *, ago: int, closed: datetime, wave: str, hr: str) -> None:
    """What happens after a wave closed: what is taken up, decided, and said to everybody."""
    for chain in trials().tried:
        if key_of(chain.unit) not in store.units():
            continue
        if chain.decided_ago == ago:
            with _at(store, closed + DECIDED):
                _decide(store, chain)
        if chain.ago == ago:
            _take_up(store, chain, closed)
    for said in trials().heard:
        if said.ago == ago:
            with _at(store, closed + DECIDED):
                _say(store, said, wave, hr)


@contextmanager
def _at(store: Store, moment: datetime) -> Iterator[None]:
    """As if it were a moment of the past: what people write carries its day."""
    now, store.now = store.now, lambda: moment
    try:
        yield
    finally:
        store.now = now


def _people(store: Store, unit: str) -> tuple[Viewer, Viewer]:
    """A member of a unit and its leader."""
    people = sorted(store.people().values(), key=lambda one: one.key)
    member = next(p.key for p in people if p.unit == unit and p.active and not p.leads)
    leader = next(p.key for p in people if p.leads == unit and p.active)
    found = viewer(store, member), viewer(store, leader)
    assert found[0] is not None, "a member is here"
    assert found[1] is not None, "and so is the leader"
    return found[0], found[1]


def _take_up(store: Store, chain: Chain, closed: datetime) -> None:
    unit = key_of(chain.unit)
    member, leader = _people(store, unit)
    view = view_of(store, unit=unit, viewer=member)
    shown = {one.measure: one for one in signals(view.figures)} if view else {}
    if view is None or chain.measure not in shown:
        return
    with _at(store, closed + BEGUN):
        one = begin_experiment(store, shown[chain.measure], unit=unit, viewer=member)
        for step in _whys(chain, member, leader):
            change_experiment(store, one.key, step, viewer=member)
        if chain.idea:
            for step in _bet(chain, view, member, leader, store.day_of(closed + BEGUN)):
                verb = AuditVerb.MAKE_BET if step.func is steps.make_bet else None
                change_experiment(
                    store, one.key, step, viewer=leader, verb=verb or AuditVerb.EDIT_EXPERIMENT
                )
    _pass_up(store, chain, one, member, closed)


Step = partial[Experiment]


def _whys(chain: Chain, member: Viewer, leader: Viewer) -> Iterator[Step]:
    for number, why in enumerate(chain.whys, start=1):
        by = (member, leader)[number % 2].person
        yield partial(steps.add_why, text=why.text, by=by, under=number - 1 or None)
        change = partial(steps.edit_why, number=number, text=why.text, whose=why.whose)
        yield partial(change, by=by, seen=1)


def _bet(chain: Chain, view: UnitView, member: Viewer, leader: Viewer, day: date) -> Iterator[Step]:
    known = {one.measure: one for one in watchable(view.figures)}
    for at, key in enumerate((chain.idea, *chain.others)):
        idea = library()[key]
        said = idea.words[FALLBACK]
        first = at == 0
        blank = Candidate(0, said.title, said.how, idea.size, member.person, idea=key)
        wanted = replace(
            blank,
            size=chain.size if first else idea.size,
            measure=known[chain.measure],
            guard=known.get(chain.guard) if first else None,
            owner=leader.person,
        )
        yield partial(steps.put_candidate, wanted=wanted)
    yield partial(
        steps.make_bet, number=1, today=day, look_again=day + LOOK_AGAIN, by=member.person
    )


def _pass_up(store: Store, chain: Chain, one: Experiment, member: Viewer, closed: datetime) -> None:
    parent = store.units()[key_of(chain.unit)].parent
    if chain.passed is None or parent is None:
        return
    with _at(store, closed + BEGUN):
        passed = pass_up(store, one.key, chain.passed.why, to=parent, viewer=member)
    over = next(p.key for p in store.people().values() if p.leads == parent and p.active)
    leader = viewer(store, over)
    assert leader is not None, "who leads an area is here"
    with _at(store, closed + ANSWERED):
        day = store.day_of(closed + LOOK_AGAIN)
        answer = Answer(chain.passed.answer)
        because = chain.passed.because
        said = partial(answer_passed_up, store, passed.key, answer, because=because, day=day)
        said(seen=passed.version, viewer=leader)


def _decide(store: Store, chain: Chain) -> None:
    unit = key_of(chain.unit)
    _, leader = _people(store, unit)
    for one in store.experiments([unit], states=[State.TRYING]):
        assert chain.decision is not None, "what is decided has a decision"
        decided = partial(decide_experiment, store, one.key, chain.decision, viewer=leader)
        decided(learned=chain.learned)
        if chain.shared:
            share = partial(steps.share, shared=True)
            verb = AuditVerb.SHARE_EXPERIMENT
            change_experiment(store, one.key, share, viewer=leader, verb=verb)


def _say(store: Store, said: Said, wave: str, hr: str) -> None:
    who = viewer(store, hr)
    assert who is not None, "HR is here"
    write_heard(store, wave, heard=said.heard, doing=said.doing, based_on=0, viewer=who)
