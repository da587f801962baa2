"""Which tables and columns may there be, and in which file? The list that the proof compares with.

It is written down here and not taken from survey.storage.tables, so that a new table or column does
not allow itself. Whoever adds one adds it here too, and says so that it joins no person and answer.
"""

from collections.abc import Iterable

COLUMNS: dict[str, str] = {
    "asked_address": "wave person address",
    "ballot": "key wave sealed",
    "bounce": "person noted",
    "cell_by_unit": "wave unit scope measure kind shown tenths people_low people_high step shares"
    " invited answered_low answered_high",
    "comment": "key wave unit scope prompt text withdrawn",
    "delivery": "wave occasion person state tries due",
    "diagnostic": "wave figure value",
    "experiment": "key unit state version changed content",
    "event": "id moment actor verb subject detail",
    "heard": "wave version content",
    "import_undo": "number kind key moment before after",
    "instrument": "key version definition made retired",
    "invitation": "hash wave answered",
    "job": "key person kind asked state done total made ends",
    "kept_answer": "key wave unit own answers",
    "match": "need offer unit wave by",
    "other_people": "wave other unit area was",
    "passed_up": "key unit passed_to answered version content",
    "person": "key name email language unit leads active gone_since",
    "preference": "name value",
    "published_cell": "wave unit scope measure kind shown tenths people_low people_high step shares"
    " invited answered_low answered_high",
    "receipt": "wave hash",
    "role_grant": "person role",
    "roster": "wave person home",
    "schema_version": "version",
    "sign_in": "hash person kind once expires idle browser",
    "unit": "id key name parent closed",
    "unread": "wave",
    "wave": "id key name state opens closes k instrument instrument_version definition rules"
    " keep_days audience series replay public_key invited opened invited_at closed published seal"
    " participation_from participation_at reason",
    "withdrawn": "wave moment",
    "wave_unit": "wave unit key name parent position invited",
}
APART: dict[str, frozenset[str]] = {
    "boxes": frozenset({"ballot", "delivery", "invitation"}),
    "comments": frozenset({"comment"}),
    "kept": frozenset({"kept_answer"}),
}
"""The tables in files of their own, by folder; of these the main file has the mails only."""

EMBEDDED_ONLY = frozenset({"cell_by_unit"})
"""A copy of published cells in another order; PostgreSQL has an index in its place."""

MAIN = frozenset(COLUMNS) - {"ballot", "invitation", "comment", "kept_answer"}


def not_listed(place: str, table: str, columns: Iterable[str], *, embedded: bool) -> list[str]:
    """What of a table is not on the list: the table, or some of its columns; none when all is.

    `place` is the database, or a folder and a file in it. Embedded, answers lie in files apart; on
    PostgreSQL all tables are in the one database.
    """
    folder = place.split("/", maxsplit=1)[0]
    there = APART.get(folder, MAIN) if embedded else frozenset(COLUMNS) - EMBEDDED_ONLY
    if table not in there:
        return [f"{place}: {table}"]
    known = COLUMNS[table].split()
    return [f"{place}: {table}.{column}" for column in columns if column not in known]
