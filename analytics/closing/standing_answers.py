"""Which answers stand in a figure? Those to a statement that are in a group of its own plan.

What is worked out over the whole organisation (spread, reliability, agreement, what goes with what)
takes these and no others: an answer that is in no figure moves none of them either.
"""

import numpy as np

from analytics.arrays import NOWHERE
from analytics.closing.counting import Bytes, Opened
from analytics.disclosure.control import Plans
from survey.questionnaire.instrument import Instrument


def standing_answers(opened: Opened, plans: Plans, *, instrument: Instrument) -> Bytes:
    """`opened.scores` with 0 for every answer that no figure of its statement is about."""
    groups = [plans.items[item.id].score.of for item in instrument.statements]
    stands = np.array([of[opened.home] != NOWHERE for of in groups], dtype=np.bool_)
    return np.where(stands.reshape(opened.scores.shape[::-1]).T, opened.scores, 0)
