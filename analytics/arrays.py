"""What are our arrays called? The kinds of numpy arrays that formulas and figures pass around."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NOWHERE = -1
"""In an index: in no group, and at no unit."""
