"""How often are units said to differ, or one coloured, where they do not differ at all?"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from analytics.published.cells import Scope
from analytics.reports.area import area
from bench.truth.path import Seen, composites_of
from bench.truth.shares import Share


@dataclass(slots=True)
class Differing:
    """Composites of which units are said to differ, and pages with any colour."""

    differ: Share = field(default_factory=Share)
    coloured: Share = field(default_factory=Share)


def false_differences(found: Iterable[Seen]) -> Differing:
    """Of the teams of each organisation in its last wave."""
    told = Differing()
    for seen in found:
        teams = [unit for key, unit in seen.shape.structure.items() if key.startswith("t")]
        page = area("all", [(unit, Scope.TEAM) for unit in teams], seen.read)
        said = [page.column(one).differ for one in composites_of(seen)]
        told.differ.add([one.differ for one in said if one is not None])
        told.coloured.add(any(np.any(column.apart != 0) for column in page.columns))
    return told
