"""What the drawing of a small team's way shows, as plain values: boxes, dots, arrows and labels.

x runs from 0 to 100, the width of the drawing; y in pixels from the top, so that dots and lines of
text keep their room on a phone and on a desk.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from analytics.promise.example import Example, ExampleTeam

COLUMNS = ((0, 35), (38, 67), (71, 100))
DOTS_ACROSS = (4, 3, 3)
DOT, LINE, ROOM, CLIMB = 22, 26, 10, 64


class Words(NamedTuple):
    """The words of the drawing, in the reader's language; {places} as in the text catalogue."""

    area: str
    together: str
    team: str
    own: str
    joins: str
    climbs: str
    alt: str
    alt_own: str
    alt_joins: str
    alt_climbs: str


class Kind(StrEnum):
    """What a box, its dots and its arrow are about."""

    AREA = "area"
    OWN = "own"
    JOINS = "joins"
    CLIMBS = "climbs"


class Box(NamedTuple):
    """A frame around people who are in a figure together, or who have none (not `counts`)."""

    kind: Kind
    left: float
    top: float
    right: float
    bottom: float
    counts: bool = True


class Dots(NamedTuple):
    """People: filled where a figure counts them, hollow where they have left for another one."""

    kind: Kind
    x: list[float]
    y: list[float]
    filled: bool


class Label(NamedTuple):
    """Words, their middle at x and their top at y."""

    x: float
    y: float
    text: str
    strong: bool = False


class Arrow(NamedTuple):
    """From a team straight up to where its people count."""

    kind: Kind
    x: float
    start: float
    end: float


class Drawing(NamedTuple):
    """Everything there is to draw."""

    height: int
    boxes: list[Box]
    dots: list[Dots]
    arrows: list[Arrow]
    labels: list[Label]


class _Levels(NamedTuple):
    """Where the area's people begin, where the area ends, and where the teams begin and end."""

    people: int
    area: int
    teams: int
    height: int


def drawing(example: Example, words: Words) -> Drawing:
    """The area above, its teams below, and each team's people straight above it in the area."""
    deepest = max(
        -(-team.people // across) for team, across in zip(example.teams, DOTS_ACROSS, strict=False)
    )
    people = ROOM + LINE + ROOM + LINE
    area = people + deepest * DOT + 2 * ROOM
    teams = area + CLIMB
    at = _Levels(people, area, teams, teams + ROOM + LINE + deepest * DOT + LINE + ROOM)
    return Drawing(
        height=at.height,
        boxes=list(_boxes(example, at)),
        dots=list(_dots(example, at)),
        arrows=list(_arrows(example, at)),
        labels=list(_labels(example, words, at)),
    )


def kind(team: ExampleTeam) -> Kind:
    """Where the people of a team count."""
    return Kind.OWN if team.own else Kind.JOINS if team.joins else Kind.CLIMBS


def _middle(column: tuple[float, float]) -> float:
    return sum(column) / 2


def _joined(example: Example) -> tuple[float, float] | None:
    """From where to where those who stand together are drawn."""
    ends = [column for team, column in zip(example.teams, COLUMNS, strict=False) if team.joins]
    return (ends[0][0], ends[-1][1] - 2) if ends else None


def _boxes(example: Example, at: _Levels) -> Iterator[Box]:
    yield Box(Kind.AREA, 0, 0, 100, at.area)
    joined = _joined(example)
    if joined:
        yield Box(Kind.JOINS, joined[0], at.people - LINE - 2, joined[1], at.area - ROOM)
    for team, (left, right) in zip(example.teams, COLUMNS, strict=False):
        yield Box(kind(team), left, at.teams, right, at.height, counts=team.own)


def _dots(example: Example, at: _Levels) -> Iterator[Dots]:
    """Each team's people, in the area if they count there, and in the team."""
    for team, column, across in zip(example.teams, COLUMNS, DOTS_ACROSS, strict=False):
        if team.own or team.joins:
            yield _grid(team, _middle(column), across, top=at.people, filled=True)
        below = at.teams + ROOM + LINE
        yield _grid(team, _middle(column), across, top=below, filled=team.own)


def _grid(team: ExampleTeam, middle: float, across: int, *, top: float, filled: bool) -> Dots:
    pitch = (COLUMNS[0][1] - COLUMNS[0][0]) / (DOTS_ACROSS[0] + 1)
    wide = min(across, team.people)
    places = [divmod(number, across) for number in range(team.people)]
    return Dots(
        kind(team),
        [middle + pitch * (column - (wide - 1) / 2) for _, column in places],
        [top + DOT * (row + 0.5) for row, _ in places],
        filled,
    )


def _arrows(example: Example, at: _Levels) -> Iterator[Arrow]:
    for team, column in zip(example.teams, COLUMNS, strict=False):
        if team.own or team.joins:
            end = at.area - ROOM if team.joins else at.area
            yield Arrow(kind(team), _middle(column), at.teams - 4, end + 4)


def _labels(example: Example, words: Words, at: _Levels) -> Iterator[Label]:
    yield Label(50, ROOM, words.area.format(area=example.area), strong=True)
    joined = _joined(example)
    if joined:
        said = " + ".join(str(team.people) for team in example.teams if team.joins)
        together = words.together.format(sum=said, together=example.together)
        yield Label(_middle(joined), at.people - LINE + 2, together)
    below = {Kind.OWN: words.own, Kind.JOINS: words.joins, Kind.CLIMBS: words.climbs}
    for team, column in zip(example.teams, COLUMNS, strict=False):
        yield Label(
            _middle(column), at.teams + 8, words.team.format(people=team.people), strong=True
        )
        yield Label(_middle(column), at.height - LINE - 4, below[kind(team)])


def alt_text(example: Example, words: Words) -> str:
    """The finding in words, for readers who do not see the drawing."""
    said = {Kind.OWN: words.alt_own, Kind.JOINS: words.alt_joins, Kind.CLIMBS: words.alt_climbs}
    teams = [said[kind(team)].format(people=team.people) for team in example.teams]
    end = words.alt.format(together=example.together, area=example.area)
    return " ".join([*teams, end])
