"""Series of waves: kept all together or not at all, and the rest of one cancelled together."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from survey.actions.distance import DAYS_APART, check_distance
from survey.actions.opening import check_time_left
from survey.actions.wave_state import set_state
from survey.actions.waves import Plan, check_plan, new_row, next_number, sweep
from survey.audit import AuditVerb
from survey.errors import BadInput, Problem, Refused
from survey.organisation.permissions import Viewer, check_is_hr
from survey.store import Store, wave_of
from survey.store.asked import roster_now
from survey.text import sentence
from survey.waves.calendar import calendar_of
from survey.waves.wave import NOT_OPENED, State, Wave, check_k, check_keep


def plan_series(store: Store, plans: Sequence[Plan], *, viewer: Viewer) -> list[Wave]:
    """Schedule every wave of a series, or none of them; it goes by the key of its first wave.

    Errors: NotAllowed, BadInput, Refused.
    """
    check_is_hr(viewer)
    if not plans:
        raise Refused(sentence("refused.plan.no_waves"))
    series = plans[0].key
    wanted = [replace(plan, series=series) for plan in plans]
    _check(store, wanted)
    keys = ", ".join(plan.key for plan in wanted)
    with store.change(
        AuditVerb.PLAN_SERIES, actor=viewer.person, subject=series, detail=keys
    ) as session:
        for number, plan in enumerate(wanted, start=next_number(session, store)):
            session.add(new_row(plan, number, State.SCHEDULED))
    return of_series(store, series)


def _check(store: Store, plans: Sequence[Plan]) -> None:
    """Refuse a series when one of its waves is wrong, or two are in each other's way."""
    problems: list[Problem] = []
    for plan in plans:
        check_k(plan.k)
        check_keep(plan.keep_days)
        try:
            check_plan(store, plan)
        except BadInput as refusal:
            problems += [problem for problem in refusal.problems if problem not in problems]
    if len({plan.key for plan in plans}) < len(plans):
        problems.append(Problem(sentence("refused.plan.key_twice"), column="key"))
    if problems:
        raise BadInput(sentence("refused.plan.series"), problems)
    _check_times(store, [wave_of(new_row(plan, 0, State.SCHEDULED)) for plan in plans])


def _check_times(store: Store, waves: Sequence[Wave]) -> None:
    calendar, roster = calendar_of(store.preferences()), roster_now(store, waves[0])
    for before, after in pairwise(waves):
        if after.opens < before.closes:
            raise Refused(sentence("refused.plan.order", after=after.name, before=before.name))
        if (after.closed_on(calendar.zone) - before.closed_on(calendar.zone)).days < DAYS_APART:
            names = {"after": after.name, "before": before.name, "days": DAYS_APART}
            raise Refused(sentence("refused.plan.apart", **names))
    for wave in waves:
        check_time_left(wave, store.now(), calendar)
        check_distance(store, wave, roster, opens=wave.opens, planning=True)


def of_series(store: Store, series: str) -> list[Wave]:
    """The waves of a series, in order."""
    return [wave for wave in store.waves() if wave.series == series]


def cancel_rest(store: Store, *, series: str, reason: str, viewer: Viewer) -> list[Wave]:
    """Cancel what has not opened yet of a series, all of it or nothing; the waves that were.

    Errors: NotAllowed, Refused.
    """
    check_is_hr(viewer)
    rest = [wave for wave in of_series(store, series) if wave.state in NOT_OPENED]
    if not reason.strip():
        raise Refused(sentence("refused.reason.series"))
    if not rest:
        raise Refused(sentence("refused.plan.none_left"))
    detail = f"{', '.join(wave.key for wave in rest)}: {reason.strip()}"
    with store.change(
        AuditVerb.CANCEL_SERIES, actor=viewer.person, subject=series, detail=detail
    ) as session:
        for wave in rest:
            values = {"closed": store.now(), "reason": reason.strip()}
            set_state(session, wave, State.CANCELLED, **values)
    for wave in rest:
        sweep(store, wave)
    return rest
