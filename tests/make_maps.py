"""Builders of published waves for the maps: the statements behind both axes, and their figures."""

from collections.abc import Mapping
from dataclasses import replace

from analytics.published.cells import Band, Figure, Hidden, Participation, Scope
from analytics.reports.map_sentence import CORNERS, MapNames
from analytics.reports.maps import Names
from analytics.reports.unit_view import UnitView
from survey.questionnaire.instrument import Instrument, Item, Kind, Named
from tests import make_waves
from tests.make_waves import EIGHT_OR_NINE, WaveCells, closed_wave, instrument, score

CONSTRUCTS = {"PUR": "alignment", "INC": "alignment", "OWN": "alignment", "RES": "belonging"}
STANDARD = ("PUR1", "PUR2", "INC1", "INC3", "RES1", "RES2", "OWN1", "OWN2")
NAMES = Names(
    trust=MapNames("Purpose", "Respect", {c: f"{c[0]} purpose, {c[1]} respect" for c in CORNERS}),
    ownership=MapNames("Account", "Power", {c: f"{c[0]} account, {c[1]} power" for c in CORNERS}),
    leaders="Going on",
)
Points = Mapping[str, float | None]


def asking(*items: str) -> Instrument:
    """An instrument of these statements."""
    asked = tuple(
        Item(key, Kind.AGREE5, key[:3], CONSTRUCTS[key[:3]], "we", False, f"Text of {key}.", "")
        for key in items
    )
    constructs = tuple(Named(key, f"Name of {key}") for key in CONSTRUCTS)
    return replace(instrument(), items=asked, constructs=constructs)


def wave(
    at: int = 0,
    points: Points | None = None,
    *,
    asks: tuple[str, ...] = STANDARD,
    people: Band = EIGHT_OR_NINE,
    step: int = 5,
) -> WaveCells:
    """Wave number `at`: each statement at 60 unless `points` has it, or all of its construct."""
    said, cells = points or {}, dict[str, Figure]()
    for key in asks:
        value = said.get(key, said.get(key[:3], 60))
        cells[key] = Hidden() if value is None else score(value, people=people, step=step)
    cells["participation"] = Participation(11, Band(75, 100))
    return WaveCells(closed_wave(at, asked=asking(*asks)), Scope.TEAM, cells)


def view(*waves: WaveCells, area: WaveCells | None = None) -> UnitView:
    """The harbour team over these waves; its area in one of them."""
    above = [area._replace(scope=Scope.AREA)] if area else []
    return make_waves.view(waves, area=above, area_name="Operations")
