"""The command line: words and files in, sentences and files out; exit code 0 only when all is well.

Commands work whether or not the app is running. What carries one out is imported when it is given.
"""

import os
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from survey.errors import SameBoatError
from survey.private_files import write_private

ROOT = Path(__file__).resolve().parent.parent
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OUT = click.Path(dir_okay=False, writable=True, path_type=Path)
DAY = click.DateTime(["%Y-%m-%d"])
dry_run = click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")


def run(
    verb: str,
    options: Mapping[str, Any] | None = None,
    files: Mapping[str, bytes] | None = None,
    *,
    out: dict[str, Path | None] | None = None,
) -> None:
    """Carry out a request, write the files it gives, say what it says."""
    from commands.desk import Request, ask
    from commands.verbs import carry_out
    from survey.settings import read_settings

    reply = ask(read_settings(), Request(verb, options or {}, files or {}), carry_out)
    for name, content in reply.files.items():
        place = (out or {}).get(name)
        if place is not None:
            _write(place, content, private=name == "links")
    for line in reply.lines:
        click.echo(line)
    if not reply.ok:
        raise SystemExit(1)


def _write(place: Path, content: bytes, *, private: bool) -> None:
    try:
        if private:
            place.unlink(missing_ok=True)
            write_private(place, content)
        else:
            place.write_bytes(content)
    except OSError as error:
        from survey.text import sentence

        raise SameBoatError(
            sentence("refused.file.not_written", place=place, why=os.strerror(error.errno or 0))
        ) from error


def _contents(**places: Path | None) -> dict[str, bytes]:
    from survey.imports.table import check_size

    for name, place in places.items():
        if place is not None:
            check_size(place.stat().st_size, called=f"{name} file" if name != "file" else "file")
    return {name: place.read_bytes() for name, place in places.items() if place is not None}


def _say_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        click.echo(f"Same Boat {project['version']}")
        context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_say_version,
    help="Show the version and exit.",
)
def admin() -> None:
    """The operator's commands for Same Boat. They work whether or not the app is running."""


@admin.command()
@click.option("--people", default=140, show_default=True, type=click.IntRange(20, 20_000))
@click.option("--teams", default=14, show_default=True, type=click.IntRange(3, 2_000))
@click.option("--waves", default=8, show_default=True, type=click.IntRange(1, 60))
@click.option("--seed", default=1, show_default=True, help="The same seed, the same organisation.")
def demo(**options: Any) -> None:
    """Fill an empty database with a fictional organisation and its waves."""
    run("demo", options)


@admin.command(hidden=True)
@click.option("--demo", default="no", type=click.Choice(["yes", "no"]))
def welcome(demo: str) -> None:
    """Prepare the database and print where to begin; `make run` calls this."""
    run("welcome", {"demo": demo})


@admin.group(name="import")
def import_() -> None:
    """Bring in people or past waves from CSV files or workbooks."""


@import_.command()
@click.argument("file", type=FILE)
@click.option("--units", type=FILE, help="The units file: unit, name, parent.")
@click.option(
    "--mode",
    type=click.Choice(["full", "partial"]),
    default="partial",
    show_default=True,
    help="partial: only these people; full: whoever is not in the file becomes inactive.",
)
@click.option("--leaving", type=int, help="How many become inactive; asked above a tenth.")
@click.option("--sheet", default="", help="The sheet of a workbook with several.")
@click.option("--mapping", type=FILE, help="What the columns mean, as --write-mapping writes it.")
@click.option("--write-mapping", type=OUT, help="Write here what is understood, and stop.")
@dry_run
def people(
    file: Path,
    units: Path | None,
    mapping: Path | None,
    write_mapping: Path | None,
    **options: Any,
) -> None:
    """Import people and units (columns: docs/file-formats.md)."""
    run(
        "import people",
        {**options, "write_mapping": write_mapping is not None},
        _contents(file=file, units=units, mapping=mapping),
        out={"write_mapping": write_mapping},
    )


@import_.command(name="wave")
@click.argument("file", type=FILE)
@click.option("--key", required=True, help="A short name for the wave, such as 2024-spring.")
@click.option("--name", required=True, help="The name people see.")
@click.option("--opened", required=True, type=DAY, help="The day it opened, YYYY-MM-DD.")
@click.option("--closed", required=True, type=DAY, help="The day it closed, YYYY-MM-DD.")
@click.option("--instrument", default="standard", show_default=True)
@click.option("--invited", type=FILE, help="How many were invited: unit, invited.")
@click.option("--k", default=5, show_default=True, help="The smallest group that is shown.")
@dry_run
def import_wave(
    file: Path, invited: Path | None, opened: datetime, closed: datetime, **options: Any
) -> None:
    """Import past answers as a wave, through sealing, closing and the gate."""
    days = {"opened": opened.date().isoformat(), "closed": closed.date().isoformat()}
    run("import wave", options | days, _contents(file=file, invited=invited))


@import_.command(name="history")
@click.argument("file", type=FILE)
@click.option("--key", default="", help="A short name for the wave, such as 2024-spring.")
@click.option("--name", default="", help="The name people see.")
@click.option("--opened", type=DAY, help="The day it opened; else the first day of an answer.")
@click.option("--closed", type=DAY, help="The day it closed; else the last day of an answer.")
@click.option("--mapping", type=FILE, help="Which column is what, as --write-mapping writes it.")
@click.option("--write-mapping", type=OUT, help="Write here what is understood, and stop.")
@click.option("--instrument", help="The questions; else those of the mapping, or standard.")
@click.option("--invited", type=FILE, help="How many were invited: unit, invited.")
@click.option("--k", default=5, show_default=True, help="The smallest group that is shown.")
@click.option("--leave-out", is_flag=True, help="Leave out rows with a value that is no answer.")
@click.option("--sheet", default="", help="The sheet of a workbook with several.")
@click.option("--only", multiple=True, help="Only rows with this: COLUMN=VALUE, or days A..B.")
@click.option("--yes", is_flag=True, help="What is understood without a mapping is right: do it.")
@dry_run
def import_history(  # noqa: PLR0913
    *,
    file: Path,
    mapping: Path | None,
    invited: Path | None,
    opened: datetime | None,
    closed: datetime | None,
    write_mapping: Path | None,
    **options: Any,
) -> None:
    """Make a past wave of an export of LimeSurvey, Qualtrics, Google, Formbricks or Microsoft."""
    days = {"opened": opened, "closed": closed}
    wishes = {name: day and day.date().isoformat() for name, day in days.items()}
    run(
        "import history",
        {**options, **wishes, "write_mapping": write_mapping is not None},
        _contents(file=file, mapping=mapping, invited=invited),
        out={"write_mapping": write_mapping},
    )


@import_.command(name="undo")
@click.argument("key")
@click.option("--reason", default="", help="Take back a past wave that is published; why.")
def import_undo(key: str, reason: str) -> None:
    """Remove a past wave whose import was cut off, or with --reason take back one that was not.

    It is removed whole as long as nobody but HR has read it, else withdrawn: nothing shows it.
    """
    run("import undo", {"key": key, "reason": reason})


@import_.command(name="undo-people")
@click.argument("number", type=int, required=False)
def import_undo_people(number: int | None) -> None:
    """Undo an import of people of the last 30 days by its number, or list them."""
    run("import undo-people", {"number": number})


@admin.group()
def wave() -> None:
    """List, open and close waves."""


@wave.command(name="list")
def wave_list() -> None:
    """Every wave, its state and its days."""
    run("wave list")


@wave.command(name="open")
@click.argument("key")
@click.option("--links", type=OUT, help="Write person_id,link here, once, readable by you only.")
def wave_open(key: str, links: Path | None) -> None:
    """Open a planned wave now and write the invitations to the outbox."""
    run("wave open", {"key": key, "links": links is not None}, out={"links": links})


@wave.command(name="close")
@click.argument("key")
def wave_close(key: str) -> None:
    """Close a wave, publish its figures and destroy its ballots."""
    run("wave close", {"key": key})


@admin.command()
@click.option("--wave", "key", help="The wave to report.")
@click.option("--all", "every", is_flag=True, help="All waves.")
@click.option("--format", "form", type=click.Choice(["csv", "xlsx", "parquet"]), default="csv")
@click.option(
    "--decimal",
    type=click.Choice(["point", "comma"]),
    help="CSV with 12.5 and commas, or with 12,5 and semicolons; else as chosen on Settings.",
)
@click.option("--out", type=OUT, required=True, help="The file to write.")
@click.option("--columns", type=OUT, help="Write here as CSV what each column means.")
def report(
    key: str | None, every: bool, form: str, decimal: str | None, **out: Path | None
) -> None:
    """Write the report of one wave or of all, as CSV, XLSX or Parquet."""
    if bool(key) == every:
        raise click.UsageError("Give either --wave KEY or --all.")
    run("report", {"wave": key, "format": form, "decimal": decimal}, out=out)


@admin.command()
@click.option("--wave", "key", required=True, help="The wave whose comments are written.")
@click.option("--out", type=OUT, required=True, help="The CSV file to write.")
def comments(key: str, out: Path) -> None:
    """Write the comments of one wave, each where it stands; taking them is put on the record."""
    run("comments", {"wave": key}, out={"out": out})


@admin.command()
@click.option("--out", type=OUT, required=True, help="The CSV file to write.")
@click.option("--text", "texts", is_flag=True, help="With what people wrote.")
@click.option("--evidence", type=OUT, help="Write here what was found, naming no unit.")
def experiments(texts: bool, **out: Path | None) -> None:
    """Write what all units try and what came of it; taking it is put on the record."""
    run("experiments", {"texts": texts}, out=out)


@admin.command()
@click.argument("person")
def link(person: str) -> None:
    """Print a sign-in link for somebody, good for a day."""
    run("link", {"person": person})
