"""A line as small as a word: how a figure went over the waves, to stand in a row of a table."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analytics.colours import theme

WIDTH, HEIGHT, ROOM = 132, 32, 5
Spot = tuple[float, float]


class Drawn(NamedTuple):
    """Pieces of the line, each broken off where a wave shows nothing, and where it ends now."""

    pieces: list[list[Spot]]
    last: Spot | None


def drawn(scores: Sequence[float | None]) -> Drawn:
    """Where the line runs, 0 to 100 from the bottom; the newest wave at the right."""
    step = (WIDTH - 2 * ROOM) / max(1, len(scores) - 1)
    spots = [
        None if score is None else (ROOM + at * step, _height(score))
        for at, score in enumerate(scores)
    ]
    return Drawn(list(_pieces(spots)), spots[-1] if spots else None)


def _height(score: float) -> float:
    return HEIGHT - ROOM - score / 100 * (HEIGHT - 2 * ROOM)


def _pieces(spots: Sequence[Spot | None]) -> Iterator[list[Spot]]:
    piece: list[Spot] = []
    for spot in (*spots, None):
        if spot is not None:
            piece.append(spot)
        elif piece:
            yield piece
            piece = []


def small_line(scores: Sequence[float | None], *, dark: bool = False) -> str:
    """The line as an SVG of one colour; a single wave is a dot."""
    colour, line = theme(dark=dark).accent, drawn(scores)
    parts = [
        f'<polyline points="{_points(piece)}" fill="none" stroke="{colour}" stroke-width="2.5"'
        ' stroke-linejoin="round" stroke-linecap="round"/>'
        for piece in line.pieces
    ]
    if line.last is not None:
        parts.append(
            f'<circle cx="{line.last[0]:.0f}" cy="{line.last[1]:.1f}" r="4" fill="{colour}"/>'
        )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
    return f"{head}{''.join(parts)}</svg>"


def _points(piece: Sequence[Spot]) -> str:
    return " ".join(f"{x:.0f},{y:.1f}" for x, y in piece)
