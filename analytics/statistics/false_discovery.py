"""Of many tests that stand together, which are found, when so few findings may be chance?"""

import numpy as np

from analytics.arrays import Floats

FALSE_DISCOVERIES = 0.10
"""Among what is said to be more than chance, the share that may be chance (q)."""


def benjamini_hochberg(p_values: Floats, *, axis: int | None = None) -> Floats:
    """The smallest q at which each test would be found, in the shape given.

    Tests along `axis` are one family, with None all of them; NaN is no test, in and out. Benjamini
    & Hochberg (1995), J. R. Statist. Soc. B 57, 289-300; equals R's p.adjust(p, "BH").
    """
    if axis is None:
        return benjamini_hochberg(p_values.ravel(), axis=0).reshape(p_values.shape)
    p = np.moveaxis(p_values, axis, -1)
    order = np.argsort(p, axis=-1)  # NaN comes last
    family = (~np.isnan(p)).sum(axis=-1, keepdims=True)
    raised = np.take_along_axis(p, order, axis=-1) * family / np.arange(1, p.shape[-1] + 1)
    least = np.fmin.accumulate(raised[..., ::-1], axis=-1)[..., ::-1]
    adjusted = np.empty_like(p)
    np.put_along_axis(adjusted, order, np.minimum(least, 1.0), axis=-1)
    adjusted[np.isnan(p)] = np.nan
    return np.moveaxis(adjusted, -1, axis)
