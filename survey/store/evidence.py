"""Questions for whoever doubts: each is one constant query, shown with what it found.

None of them counts what lies in an open box: while a wave is open nobody sees how many answered.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, text

from survey.storage.published_tables import PublishedCellRow
from survey.storage.wave_rows import WaveRows
from survey.store.boxes import Boxes
from survey.store.wave_rows import WaveRowQuestions

COLUMNS = """
SELECT CASE WHEN table_schema = current_schema() THEN table_name
    ELSE table_schema || '.' || table_name END AS name,
  string_agg(column_name, ' ' ORDER BY ordinal_position) AS columns
FROM information_schema.columns
GROUP BY table_schema, table_name ORDER BY 1
"""
COLUMNS_OF_POSTGRESQL = """
SELECT CASE WHEN n.nspname = current_schema() THEN CAST(c.relname AS VARCHAR)
    ELSE n.nspname || '.' || c.relname END AS name,
  string_agg(CAST(a.attname AS VARCHAR), ' ' ORDER BY a.attnum) AS columns
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
GROUP BY n.nspname, c.relname ORDER BY 1
"""
LINKED = """
SELECT count(*) AS ballots_beside_a_link
FROM ballot JOIN invitation ON ballot.key = invitation.hash
"""
LENGTHS = """
SELECT count(*) AS ballots_of_another_length FROM ballot
WHERE octet_length(sealed) NOT IN (8240, 4144)
"""
"""The length of every ballot, and that of an earlier release, which a wave still open may have."""
OVER = """
SELECT w.key AS wave, w.state, w.id,
  (SELECT count(*) FROM asked_address a WHERE a.wave = w.id) AS addresses
FROM wave w WHERE w.state IN ('published', 'cancelled')
ORDER BY w.id
"""
LEFT = """
SELECT w.key AS wave, w.state, w.id,
  (SELECT count(*) FROM asked_address a WHERE a.wave = w.id) AS addresses,
  (SELECT count(*) FROM ballot b WHERE b.wave = w.id) AS ballots,
  (SELECT count(*) FROM invitation i WHERE i.wave = w.id) AS links
FROM wave w WHERE w.state IN ('published', 'cancelled')
ORDER BY w.id
"""
SMALLEST = """
SELECT w.key AS wave, w.k, min(c.people_low) AS fewest_answers, min(c.invited) AS fewest_asked,
  min(CASE WHEN c.shares LIKE '%,%,%' THEN c.people_low END) AS fewest_in_three_parts,
  min(CASE WHEN c.shares LIKE '%,%,%,%,%' THEN c.people_low END) AS fewest_in_five_parts
FROM wave w JOIN published_cell c ON c.wave = w.id
WHERE w.state = 'published'
GROUP BY w.id, w.key, w.k ORDER BY w.id
"""
RECORDED = """
SELECT substr(e.figure, 8) AS grouping, count(*) AS waves, min(l.value) AS least,
  min(s.value) AS fewest,
  sum(CASE WHEN e.value = 1 AND l.value >= w.k AND coalesce(s.value, l.value) >= l.value
    THEN 0 ELSE 1 END) AS too_few
FROM wave w
JOIN diagnostic e ON e.wave = w.id AND e.figure LIKE 'enough:%'
LEFT JOIN diagnostic l ON l.wave = w.id AND l.figure = 'least:' || substr(e.figure, 8)
LEFT JOIN diagnostic s ON s.wave = w.id AND s.figure = 'smallest:' || substr(e.figure, 8)
WHERE w.state = 'published'
GROUP BY e.figure ORDER BY e.figure
"""
UNRECORDED = """
SELECT count(*) AS waves_without_an_outcome FROM (
  SELECT w.id FROM wave w LEFT JOIN diagnostic e ON e.wave = w.id AND e.figure LIKE 'enough:%'
  WHERE w.state = 'published' AND w.rules >= 3
  GROUP BY w.id HAVING count(e.figure) < 7
) AS without
"""
NOT_KNOWN = """
SELECT key AS wave FROM wave WHERE state = 'published' AND rules < 3 ORDER BY id
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
COPIED = """
SELECT count(*) AS waves_copied_otherwise FROM (
  SELECT wave, count(*) AS cells, sum(hash({columns})) AS digest FROM published_cell GROUP BY wave
) o RIGHT JOIN (
  SELECT wave, count(*) AS cells, sum(hash({columns})) AS digest FROM cell_by_unit GROUP BY wave
) c USING (wave)
WHERE o.cells IS DISTINCT FROM c.cells OR o.digest IS DISTINCT FROM c.digest
"""
RECEIPTS = """
SELECT count(*) AS waves_whose_receipts_tell_a_number FROM (
  SELECT w.id FROM wave w JOIN receipt r ON r.wave = w.id
  GROUP BY w.id, w.invited HAVING count(*) <> w.invited
) AS telling
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


class Evidence(Boxes, WaveRowQuestions):
    """The part of the store that shows itself. Errors: BoxTrouble when a box is missing."""

    def columns_everywhere(self) -> list[Look]:
        """Every column of every table, of the boxes and of the files beside the database."""
        if not self.embedded:
            return [self._look(COLUMNS_OF_POSTGRESQL)]
        return [self._look(COLUMNS), *self._in_boxes(COLUMNS), *self._on_shelves(COLUMNS)]

    def ballots_beside_people(self) -> list[Look]:
        """How many ballots of open waves have a key that an invitation knows."""
        return self._in_boxes(LINKED) if self.embedded else [self._look(LINKED)]

    def ballots_of_another_length(self) -> list[Look]:
        """How many sealed ballots of open waves are not as long as all are promised to be."""
        return self._in_boxes(LENGTHS) if self.embedded else [self._look(LENGTHS)]

    def left_of_what_is_over(self) -> Look:
        """Each wave that is over, with what is left of its addresses, ballots, links, files."""
        found, left = self._look(OVER if self.embedded else LEFT), self.leftovers()
        rows = tuple((*row[:2], *row[3:], int(row[2] in left)) for row in found.rows)
        columns = (*found.columns[:2], *found.columns[3:], "files")
        return Look(found.where, f"{found.query}\n{LEFT_IN_FILES}", columns, rows)

    def smallest_shown(self) -> Look:
        """The fewest answers, and the fewest people asked, of any figure of each wave."""
        return self._look(SMALLEST)

    def groups_recorded(self) -> Look:
        """What closings found, plan by plan over all waves, as they recorded and sealed it."""
        return self._look(RECORDED)

    def groups_unrecorded(self) -> Look:
        """How many waves lack what their closing should have recorded."""
        return self._look(UNRECORDED)

    def groups_not_known(self) -> Look:
        """The waves that closed before closings recorded what they found."""
        return self._look(NOT_KNOWN)

    def left_by_subtracting(self) -> Look:
        """Every area less all shown figures inside it: how often a few people are left over."""
        return self._look(SUBTRACTED)

    def rows_out_of_order(self) -> list[Look]:
        """How many comments and kept rows do not lie in the order of their random keys."""
        lies = "rowid" if self.embedded else "ctid"
        tables = (self.comment_rows, self.kept_rows)
        query = {shelf: OUT_OF_ORDER.format(lies=lies, table=shelf.table) for shelf in tables}
        if self.embedded:
            return [look for shelf in tables for look in self._on_shelf(shelf, query[shelf])]
        return [self._look(query[shelf]) for shelf in tables]

    def receipts_that_tell(self) -> Look:
        """How many waves have other than as many receipts as people were asked."""
        return self._look(RECEIPTS)

    def copied_otherwise(self) -> list[Look]:
        """How many waves the copy by unit has other cells of than were published, if there is one.

        A wave that it does not have yet is read from where it was published (storage.cell_copy).
        """
        columns = ", ".join(PublishedCellRow.model_fields)
        return [self._look(COPIED.format(columns=columns))] if self.embedded else []

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
        return [*self._on_shelf(self.comment_rows, query), *self._on_shelf(self.kept_rows, query)]

    def _on_shelf(self, shelf: WaveRows, query: str) -> list[Look]:
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
