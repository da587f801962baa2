"""Questions for whoever doubts: each is one constant query, shown with what it found.

None of them counts what lies in an open box: while a wave is open nobody sees how many answered.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, text

from survey.shelf import Shelf
from survey.store.boxes import Boxes
from survey.store.shelves import Shelves

COLUMNS = """
SELECT CAST(table_name AS VARCHAR) AS name,
  string_agg(CAST(column_name AS VARCHAR), ' ' ORDER BY ordinal_position) AS columns
FROM information_schema.columns
WHERE table_schema = current_schema()
GROUP BY table_name ORDER BY table_name
"""
LINKED = """
SELECT count(*) AS ballots_beside_a_person
FROM ballot JOIN invitation ON ballot.key IN (invitation.hash, invitation.person)
"""
OVER = """
SELECT key AS wave, state, id
FROM wave WHERE state IN ('published', 'cancelled')
ORDER BY id
"""
LEFT = """
SELECT w.key AS wave, w.state, w.id,
  (SELECT count(*) FROM ballot b WHERE b.wave = w.id) AS ballots,
  (SELECT count(*) FROM invitation i WHERE i.wave = w.id) AS links
FROM wave w WHERE w.state IN ('published', 'cancelled')
ORDER BY w.id
"""
SMALLEST = """
SELECT w.key AS wave, w.k, min(c.people_low) AS fewest_answers, min(c.invited) AS fewest_asked
FROM wave w JOIN published_cell c ON c.wave = w.id
WHERE w.state = 'published'
GROUP BY w.id, w.key, w.k ORDER BY w.id
"""
RECORDED = """
SELECT d.figure AS grouping, count(*) AS waves, min(d.value) AS fewest,
  sum(CASE WHEN d.value < w.k THEN 1 ELSE 0 END) AS under_k
FROM wave w JOIN diagnostic d ON d.wave = w.id
WHERE w.state = 'published' AND d.figure LIKE 'smallest:%'
GROUP BY d.figure ORDER BY d.figure
"""
SUBTRACTED = """
WITH shown AS (
  SELECT wave, unit, scope, invited FROM published_cell
  WHERE measure = 'participation' AND shown
), areas AS (
  SELECT wave, unit, invited FROM shown WHERE scope = 'area'
), parts AS (
  SELECT t.wave, t.unit AS area, t.invited FROM shown t
  JOIN areas a ON a.wave = t.wave AND a.unit = t.unit WHERE t.scope = 'team'
  UNION ALL
  SELECT s.wave, above.unit AS area, s.invited FROM shown s
  JOIN wave_unit u ON u.wave = s.wave AND u.unit = s.unit
  JOIN wave_unit above ON above.wave = u.wave AND above.key = u.parent
  LEFT JOIN areas a ON a.wave = s.wave AND a.unit = s.unit
  WHERE s.scope = 'area' OR a.unit IS NULL
), rests AS (
  SELECT a.wave, a.unit, a.invited - coalesce(sum(p.invited), 0) AS rest
  FROM areas a LEFT JOIN parts p ON p.wave = a.wave AND p.area = a.unit
  GROUP BY a.wave, a.unit, a.invited
)
SELECT w.key AS wave, w.k, count(*) AS areas,
  sum(CASE WHEN r.rest = 0 THEN 0 WHEN r.rest >= w.k THEN 0 ELSE 1 END) AS too_few_left
FROM rests r JOIN wave w ON w.id = r.wave
GROUP BY w.id, w.key, w.k ORDER BY w.id
"""
OUT_OF_ORDER = """
SELECT count(*) AS rows_out_of_order FROM (
  SELECT key, lag(key) OVER (ORDER BY {lies}) AS before FROM {table}
) AS lying WHERE before > key
"""


FILES = ("boxes", "keys", "outbox")
LEFT_IN_FILES = "-- files of these waves in " + ", ".join(f"{name}/" for name in FILES)


@dataclass(frozen=True, slots=True)
class Look:
    """One query, where it was asked, and what it found."""

    where: str
    query: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


class Evidence(Boxes, Shelves):
    """The part of the store that shows itself. Errors: BoxTrouble when a box is missing."""

    def columns_everywhere(self) -> list[Look]:
        """Every column of every table, of the boxes and of the files beside the database."""
        return [self._look(COLUMNS), *self._in_boxes(COLUMNS), *self._on_shelves(COLUMNS)]

    def ballots_beside_people(self) -> list[Look]:
        """How many ballots of open waves have a key that an invitation knows."""
        return self._in_boxes(LINKED) if self.embedded else [self._look(LINKED)]

    def left_of_what_is_over(self) -> Look:
        """Each wave that is over, with what is left of its ballots, links, keys and mails."""
        found, left = self._look(OVER if self.embedded else LEFT), self.leftovers()
        rows = tuple((*row[:2], *row[3:], int(row[2] in left)) for row in found.rows)
        columns = (*found.columns[:2], *found.columns[3:], "files")
        return Look(found.where, f"{found.query}\n{LEFT_IN_FILES}", columns, rows)

    def smallest_shown(self) -> Look:
        """The fewest answers, and the fewest people asked, of any figure of each wave."""
        return self._look(SMALLEST)

    def smallest_recorded(self) -> Look:
        """The smallest group of each plan over all waves, as closings recorded and sealed them."""
        return self._look(RECORDED)

    def left_by_subtracting(self) -> Look:
        """Every area less all shown figures inside it: how often a few people are left over."""
        return self._look(SUBTRACTED)

    def rows_out_of_order(self) -> list[Look]:
        """How many comments and kept rows do not lie in the order of their random keys."""
        lies = "rowid" if self.embedded else "ctid"
        tables = (self.comment_shelf, self.kept_shelf)
        query = {shelf: OUT_OF_ORDER.format(lies=lies, table=shelf.table) for shelf in tables}
        if self.embedded:
            return [look for shelf in tables for look in self._on_shelf(shelf, query[shelf])]
        return [self._look(query[shelf]) for shelf in tables]

    @property
    def embedded(self) -> bool:
        """Whether boxes and shelves are files of their own."""
        return self.engine.dialect.name == "duckdb"

    def _look(self, query: str) -> Look:
        with self.reading() as connection:
            return look_at(connection, query, where="database")

    def _in_boxes(self, query: str) -> list[Look]:
        if not self.embedded:
            return []
        open_ = "SELECT id FROM wave WHERE state IN ('open', 'closed') ORDER BY id"
        with self.reading() as connection:
            waves = connection.execute(text(open_)).scalars().all()
        return [
            self.box(wave).look(partial(look_at, query=query, where=f"boxes/wave-{wave}"))
            for wave in waves
        ]

    def _on_shelves(self, query: str) -> list[Look]:
        return [*self._on_shelf(self.comment_shelf, query), *self._on_shelf(self.kept_shelf, query)]

    def _on_shelf(self, shelf: Shelf, query: str) -> list[Look]:
        if not self.embedded:
            return []
        return [
            shelf.look(wave, partial(look_at, query=query, where=f"{shelf.name}/wave-{wave}"))
            for wave in sorted(shelf.waves())
        ]


def look_at(connection: Connection, query: str, *, where: str) -> Look:
    """Ask one query of one database."""
    result = connection.execute(text(query))
    return Look(where, query.strip(), tuple(result.keys()), tuple(map(tuple, result.all())))
