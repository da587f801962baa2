"""What do the pages of one unit show as it stood at a wave, and which rows has the report then?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from analytics.figures.report_columns import Row
from analytics.published.cells import MeasureKind, Scope
from analytics.reports.conversation import Conversation, conversation
from analytics.reports.focus import focus_trend
from analytics.reports.maps import Maps, maps
from analytics.reports.sources import Sources, sources
from analytics.reports.trend import Line, Trend, line_of, trend
from analytics.reports.unit_view import Above, UnitView
from survey.organisation.structure import above
from tests.make_maps import NAMES
from tests.make_random_organisations import Organisation


@dataclass(frozen=True, eq=False)
class Stand:
    """A unit in a scope as it stood at a wave: the report's rows about it, and its pages."""

    of: Organisation
    view: UnitView
    scope: Scope

    def row(self, measure: str, at: int = -1) -> Row | None:
        """What the report says of a measure in one of its waves."""
        figures = self.view.figures
        return self.of.rows.get((figures.waves[at].key, figures.units[at], self.scope, measure))

    @cached_property
    def trend(self) -> Trend:
        """The trend page."""
        return trend(self.view)

    @cached_property
    def sources(self) -> Sources:
        """The page of sources."""
        return sources(self.view)

    @cached_property
    def maps(self) -> Maps:
        """The page of maps."""
        return maps(self.view, NAMES)

    @cached_property
    def focus(self) -> Trend | None:
        """What stands below the sources."""
        return focus_trend(self.view, name="Asking how to help")

    @cached_property
    def talk(self) -> Conversation:
        """The page of the conversation."""
        return conversation(self.view.figures)

    @property
    def tables(self) -> Mapping[str, Trend]:
        """All that has a table of its numbers."""
        there = {"trend": self.trend, "maps": self.maps.table, "focus": self.focus}
        return {name: one for name, one in there.items() if one}

    @cached_property
    def lines(self) -> Sequence[Line]:
        """Every line there is: of the pages, and of what has no line on a page, as it would be."""
        drawn = [line for table in self.tables.values() for line in table.lines]
        there = {line.id for line in drawn}
        asked = self.view.figures.waves[-1].measures.values()
        return [
            *drawn,
            *(
                line_of(self.view, one.id)
                for one in asked
                if one.id not in there and one.kind is not MeasureKind.PARTICIPATION
            ),
        ]


def stand(of: Organisation, unit: str, scope: Scope, wave: str) -> Stand | None:
    """A unit as it stood at a wave; None where that wave has nothing of it."""
    trees = {one.wave.key: one.units for one in of.waves}
    read = of.read.until(wave)
    if unit not in trees[wave] or not read.cells[-1].places[read.places[unit, scope]]:
        return None
    found = read.unit(unit, scope=scope, name=trees[wave][unit].name)
    assert found is not None, "it has a figure in this wave"
    stood = [trees[one.key] for one in found.waves]
    if not all(key in tree for key, tree in zip(found.units, stood, strict=True)):
        return None
    chains = [above(key, tree) for key, tree in zip(found.units, stood, strict=True)]
    around = (
        Above(tuple(one[1] if one[1:] else None for one in chains), ("Above",) * len(chains)),
    )
    names = tuple(tree[key].name for key, tree in zip(found.units, stood, strict=True))
    there = around if any(one[1:] for one in chains) else ()
    return Stand(of, UnitView(found, read, there, names), scope)
