"""Bringing people by command: what would change, and then that; and undoing it."""

from collections.abc import Iterator

from commands.desk import OPERATOR, Reply, Request
from survey.actions.people import carry_out as carry_out_plan
from survey.actions.staying import check_count, check_may_go
from survey.actions.undoing import undo
from survey.errors import Refused
from survey.imports.changes import Mode, PeoplePlan, plan
from survey.imports.people import summary
from survey.imports.people_mapping import columns_toml, people_columns, read_columns
from survey.imports.requested_people import read_people
from survey.organisation.permissions import why_not
from survey.store import Store
from survey.text import sentence as text
from survey.waves.calendar import calendar_of


def import_people(store: Store, request: Request) -> Reply:
    """Say what a file of people would change, and do it. Errors: SameBoatError."""
    file, units = request.files["file"], request.files.get("units")
    sheet = request.options.get("sheet") or None
    if request.options.get("write_mapping"):
        found = people_columns(file, sheet=sheet).meanings
        files = {"write_mapping": columns_toml(found).encode()}
        return Reply((text("history.mapping_written"),), files)
    said = request.files.get("mapping")
    wanted = read_people(
        file,
        units,
        today=calendar_of(store.preferences()).day(store.now()),
        columns=None if said is None else read_columns(said),
        sheet=sheet,
    )
    planned = plan(wanted, store.organisation(), mode=Mode(request.options["mode"]))
    lines = tuple(summary(planned))
    reasons = tuple(_not_like_this(store, planned, request))
    if request.options["dry_run"]:
        return Reply((*lines, *reasons, text("told.command.dry")))
    if reasons:
        raise Refused(" ".join(reasons))
    carry_out_plan(store, planned, actor=OPERATOR, leaving=request.options.get("leaving"))
    return Reply((*lines, text("told.command.done")))


def _not_like_this(store: Store, planned: PeoplePlan, request: Request) -> Iterator[str]:
    """Why the people will not be imported, with the option that says that it is meant."""
    going = [person.key for person in planned.leaving]
    typed = request.options.get("leaving")
    if reason := why_not(check_may_go, store, going, actor=OPERATOR):
        yield reason
    if reason := why_not(check_count, going=len(going), here=planned.here, typed=typed):
        yield f"{reason} {text('staying.by_command', going=len(going))}"


def undo_people(store: Store, request: Request) -> Reply:
    """Undo an import of people by its number, or list those that can be. Errors: SameBoatError."""
    if request.options["number"] is not None:
        undo(store, number=request.options["number"], actor=OPERATOR)
        return Reply((text("undo_people.done"),))
    lines = [
        text(
            "undo_people.numbered",
            number=one.number,
            day=store.day_of(one.moment).isoformat(),
            people=one.people,
        )
        for one in store.imports_of_people()
    ]
    return Reply(tuple(lines) or (text("undo_people.none"),))
