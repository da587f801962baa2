"""Many figures as whole tenths, rounded as Python rounds each: ties to the even one."""

import numpy as np
from numpy.typing import NDArray

from analytics.arrays import Floats

Tenths = NDArray[np.int16]
EMPTY = np.iinfo(np.int16).min
"""Stands for an empty cell."""

CLOSE = 1e-6


def tenths(points: Floats, *, mean: bool) -> Tenths:
    """Points as whole tenths; those of single statements are whole points. NaN is empty."""
    hidden = np.isnan(points)
    known = np.where(hidden, 0, points)
    found = np.rint(known * 10) if mean else np.rint(known) * 10
    if mean:
        # Ten times a number may land on a tie that the number itself is not on.
        close = np.abs(np.abs(known * 10 - np.floor(known * 10)) - 0.5) < CLOSE
        # Quarters are exact, and so are ten times as many: these ties are true ones.
        close &= known * 4 != np.rint(known * 4)
        found[close] = [round(round(one, 1) * 10) for one in known[close].tolist()]
    written: Tenths = np.where(hidden, EMPTY, found).astype(np.int16)
    return written
