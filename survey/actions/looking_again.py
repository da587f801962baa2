"""One mail to whoever looks after a bet, on the day it is to be looked at again."""

from typing import NamedTuple

from sqlalchemy import delete
from sqlmodel import col, insert

from survey.actions.deliveries import of, row_of
from survey.audit import AuditVerb
from survey.experiments.experiment import State
from survey.mail.deliveries import SIGN_INS, Occasion
from survey.storage.tables import DeliveryRow
from survey.store import Store


class Due(NamedTuple):
    """A bet that is to be looked at: who looks after it, its experiment, and what it is called."""

    owner: str
    experiment: str
    title: str


def bets_to_look_at(store: Store) -> list[Due]:
    """The bets whose day has come, and that nobody has decided about."""
    today = store.now().date()
    return [
        Due(one.chosen.owner, one.key, one.chosen.title)
        for one in store.experiments(states=[State.TRYING])
        if one.bet and one.chosen and one.chosen.owner and one.bet.look_again <= today
    ]


def queue_look_again(store: Store, *, actor: str) -> None:
    """Have one mail go to whoever looks after a bet whose day has come, once for each bet.

    Two bets of one person on one day are one mail.
    """
    reachable = store.reachable()
    for due in bets_to_look_at(store):
        told = store.lines_of(AuditVerb.SEND_LOOK_AGAIN, detail=due.experiment)
        if told or due.owner not in reachable:
            continue
        unit = store.experiment(due.experiment).unit
        with store.change(
            AuditVerb.SEND_LOOK_AGAIN, actor=actor, subject=unit, detail=due.experiment
        ) as session:
            mine = of(SIGN_INS, {Occasion.LOOK_AGAIN}) & (col(DeliveryRow.person) == due.owner)
            session.execute(delete(DeliveryRow).where(mine))
            session.execute(
                insert(DeliveryRow),
                [row_of(SIGN_INS, Occasion.LOOK_AGAIN, due.owner, store.now())],
            )
