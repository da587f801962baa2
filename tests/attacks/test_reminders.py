"""Attack 23: write to one person only, and learn from it who has not answered."""

import ast
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from analytics.jobs.schedule import make_rounds
from commands import operating_line as line
from commands.desk import Request
from commands.verbs import VERBS, carry_out
from survey.errors import SameBoatError
from survey.settings import ROOT
from survey.store import Store
from tests import make
from tests.attacks.looking import A_WAVE, PAGES
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor

WAVE = shipyard.OPEN_WAVE
SOMEBODY = {"person", "people", "person_id", "who", "to", "email", "emails", "recipient", "only"}
# What may be about one person, and sends no mail about a wave.
TO_ONE = re.compile(r"--(to|only|person|email)\b|remind (some|one)")
SIGNS_OUT = "everyone/sessions.py"
SIGNS_IN = {"make_link", "mail_sign_in", "queue_sign_in", "make_reading_links", "begin_session"}
KEEPS_PEOPLE = {
    "apply_people",
    "write_changes",
    "add_person",
    "edit_person",
    "erase_person",
    "erase",
}
ASKS_FOR_FILES = {"ask"}
NOTES_ADDRESSES = {"note_bounce", "note_bounces", "forget_bounces", "clear_bounces"}
ASKS_WHO_STAYS = {"check_is_here", "check_may_be_erased"}
GIVES_ROLES = {"grant", "revoke", "grant_by", "revoke_by"}
FORGETS_IMPORTS = {"forget_somebody"}
PASSES_ON = {"pass_up"}
# To a unit; and the parts of a mail that goes to everybody.
WRITES_A_LINE = {"row_of", "since_for"}


def mailed(store: Store) -> list[str]:
    """To whom the mails of the open wave went."""
    folder = store.settings.outbox / f"wave-{store.wave(WAVE).id}"
    mails = [
        message_from_bytes(mail.read_bytes(), policy=policy.default)
        for mail in folder.glob("*.eml")
    ]
    return sorted(mail["To"].addresses[0].addr_spec for mail in mails)


def everybody(store: Store) -> list[str]:
    """The addresses of all who are asked."""
    people = store.people()
    return sorted(people[who].email for who in store.roster(store.wave(WAVE).id))


@pytest.fixture
def some_answered(yard: Visitor) -> Visitor:
    """Half of the organisation has answered."""
    links = make.tokens(yard.store, WAVE)
    shipyard.answer_all(yard.store, WAVE, links, leave_out=sorted(links)[::2])
    return yard


def test_no_button_writes_to_some_only(some_answered: Visitor) -> None:
    """Every button of every page of HR is pressed, the last first: mails go to all or to none."""
    run, store = some_answered.sign_in(shipyard.HR).open(), some_answered.store
    assert mailed(store) == everybody(store)
    pressed = []
    for page in sorted(PAGES, key=SIGNS_OUT.__eq__):
        for at in reversed(range(buttons(run, page))):
            if at >= len(run.button):
                continue
            pressed.append(run.button[at].label)
            if not run.button[at].disabled:
                run.button[at].click().run()
            assert mailed(store) in ([], everybody(store)), page
            buttons(run, page)

    assert {text("waves.close_yes"), text("waves.cancel_yes")} <= {*pressed}


def buttons(run: AppTest, page: str) -> int:
    """How many buttons a page has, once it is open; none where there is no such page."""
    try:
        run.switch_page(page)
    except ValueError:
        return 0
    run.query_params["wave"] = [WAVE] if page == A_WAVE else []
    return len(run.run().button)


def test_no_round_and_no_command_writes_to_some_only(some_answered: Visitor) -> None:
    """Whatever a command is told about a person it does not know, or knows."""
    store = some_answered.store
    files = {"import people", "import wave", "import history"}
    for verb in VERBS.keys() - files - {"welcome", "demo"}:
        for key in (WAVE, "keel-1"):
            options = {"key": key, "wave": key, "person": key, "role": "hr", "links": True}
            options |= {"number": 1, "reason": "It is no longer needed.", "texts": False}
            options["folder"] = str(store.settings.data.parent / "apart" / verb)
            try:
                carry_out(store, Request(verb, options | {"anonymity": False}))
            except SameBoatError:
                continue
            finally:
                make_rounds(store)
                assert mailed(store) in ([], everybody(store)), verb


def commands(group: click.Group, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command by its words."""
    for word, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{name}{word} ")
        else:
            yield f"{name}{word}", command


def test_no_command_takes_a_person_to_write_to() -> None:
    """By the parameters of each, and by what its help says."""
    taking = {
        name
        for name, command in commands(line.admin)
        if {parameter.name for parameter in command.params} & SOMEBODY
    }
    helps = {
        name: CliRunner().invoke(line.admin, [*name.split(), "--help"]).output.lower()
        for name, _ in commands(line.admin)
    }

    # Of the demo it is a number of people, of a past wave what may identify them.
    assert taking == {"link", "grant", "revoke", "demo", "import history"}
    assert all(said.startswith("usage:") for said in helps.values())
    # There --person names a column of a file.
    assert [name for name, said in helps.items() if TO_ONE.search(said)] == ["import history"]


def functions(*rooms: str) -> Iterator[tuple[Path, ast.FunctionDef]]:
    """Every function of these modules."""
    for room in rooms:
        for file in sorted(ROOT.glob(room)):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    yield file, node


def test_no_function_sends_to_one_of_them() -> None:
    """Of those that write mails or change state, the few about one person are about signing in."""
    found = set()
    for _, function in functions(
        *(
            "survey/mailing/inviting.py",
            "survey/mailing/sign_in.py",
            "survey/mailing/delivering.py",
        ),
        *("survey/mailing/queues.py",),
        *("survey/actions/*.py", "analytics/jobs/schedule.py"),
    ):
        arguments = (*function.args.args, *function.args.kwonlyargs)
        if {argument.arg for argument in arguments} & SOMEBODY and function.name[0] != "_":
            found.add(function.name)

    known = SIGNS_IN | GIVES_ROLES | KEEPS_PEOPLE | ASKS_FOR_FILES | NOTES_ADDRESSES
    known |= FORGETS_IMPORTS | PASSES_ON | WRITES_A_LINE
    assert found <= known | ASKS_WHO_STAYS


def test_only_mailing_hands_mails_over() -> None:
    """And it takes them from the queue, where everybody is put together."""
    writing = {
        str(file.relative_to(ROOT))
        for file, function in functions(
            "survey/**/*.py", "analytics/**/*.py", "commands/*.py", "pages/**/*.py"
        )
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and node.attr == "carry"
    }

    assert writing == {"survey/mailing/delivering.py"}
