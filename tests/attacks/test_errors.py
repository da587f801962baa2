"""Attack 18 on every class of error: raised with canaries at hand, none of them repeats one."""

import ast
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from analytics.exports.formats import Format, Manner, report_file
from survey import errors
from survey.actions import sign_in
from survey.actions.opening import open_wave
from survey.actions.waves import close_wave
from survey.answering.respondent import respondent
from survey.answering.sending import send
from survey.errors import SameBoatError
from survey.mail import Mail
from survey.mail.smtp import Smtp
from survey.organisation.permissions import Viewer
from survey.settings import ROOT, Security, Settings
from survey.store import Store
from tests.attacks.test_sealing import CANARY, FEW, found, no_ballots, raw_of, secrets_of, told
from tests.closing.test_broken_gate import least_one_lifted
from tests.journeys.server import free_port
from tests.make import ACTOR, answer, close, populate, start
from tests.processes import Line, Other

TOKEN = f"1-{CANARY}AAAAAAAA"
Links = dict[str, str]
Deed = Callable[[Store, Links], object]


def not_allowed(store: Store, links: Links) -> None:
    """Somebody whose every word is a canary asks for the report."""
    nosy = Viewer(CANARY, CANARY, CANARY, None, frozenset())
    list(report_file(store, viewer=nosy, wave=CANARY, form=Format.CSV, manner=Manner()))


def not_found(store: Store, links: Links) -> None:
    """A sign-in link that never was."""
    sign_in.enter(store, CANARY)


def link_unknown(store: Store, links: Links) -> None:
    """A personal link that never was."""
    respondent(store, TOKEN)


def wave_not_open(store: Store, links: Links) -> None:
    """A send after closing."""
    form = respondent(store, links["ant-1"])
    close_wave(store, key="w1", actor=ACTOR)
    send(store, form, raw_of("ant-1"))


def none_now(store: Store, links: Links) -> None:
    """A form that is opened while the wave's key file holds a canary."""
    store.keys.file(1).write_text(f'{{"private": "{CANARY}", "links": "{CANARY}"}}')
    respondent(store, links["ant-1"])


def refused(store: Store, links: Links) -> None:
    """Opening again what is open and holds ballots."""
    answer(store, links["ant-1"], raw_of("ant-1"))
    open_wave(store, key="w1", actor=ACTOR)


def bad_values(store: Store, links: Links) -> None:
    """Values outside the scale."""
    answer(store, links["ant-1"], {"B1": CANARY, "S1": CANARY, "O1": [CANARY]})


def bad_length(store: Store, links: Links) -> None:
    """A comment that fits into no envelope."""
    answer(store, links["ant-1"], {"B1": 1, "O1": CANARY * 1000})


def trouble(store: Store, links: Links) -> None:
    """The table of ballots is gone at the moment of sending."""
    form = respondent(store, links["ant-1"])
    no_ballots(store)
    send(store, form, raw_of("ant-1"))


def unfit(store: Store, links: Links) -> None:
    """A box that was written over with canaries."""
    file = box_of(store)
    store.close()
    file.write_bytes(CANARY.encode() * 1000)
    with closing(Store(store.settings)) as again:
        again.box(1)


def box_trouble(store: Store, links: Links) -> None:
    """A box that is gone."""
    file = box_of(store)
    store.close()
    file.unlink()
    with closing(Store(store.settings)) as again:
        again.box(1)


def box_of(store: Store) -> Path:
    """The file of the box."""
    return next(store.settings.boxes.glob("*.duckdb"))


def key_trouble(store: Store, links: Links) -> None:
    """A key file that holds canaries."""
    store.keys.file(1).write_text(f'{{"private": "{CANARY}", "links": "{CANARY}"}}')
    store.keys.read(1)


def missing(store: Store, links: Links) -> None:
    """The database is gone; the key beside it holds a canary."""
    store.close()
    store.keys.file(1).write_text(CANARY)
    store.settings.database_file.unlink()
    Store(store.settings)


def busy(store: Store, links: Links) -> None:
    """Another process opens the same files; its error comes back as text."""
    with Other(open_too, store.settings) as other:
        raise errors.DatabaseBusy(other.line.recv())


def open_too(line: Line, settings: Settings) -> None:
    """Open a store that is in use, and say how that ended."""
    try:
        Store(settings)
    except errors.DatabaseBusy as error:
        line.send(told(error))


def mail_trouble(store: Store, links: Links) -> None:
    """A mail that carries a link, and no mail server where one should be."""
    nowhere = Settings(data=store.settings.data, smtp_host="localhost", smtp_port=free_port(),
                       smtp_security=Security.PLAIN, smtp_from="boat@boat.example")  # fmt: skip
    mail = Mail("ant-1@boat.example", CANARY, CANARY, links["ant-1"], CANARY, CANARY, CANARY)
    Smtp(nowhere).carry([mail])


def unsafe(store: Store, links: Links) -> None:
    """A gate that would publish the one answer there is, comment and all."""
    answer(store, links["ant-1"], raw_of("ant-1"))
    with pytest.MonkeyPatch.context() as patch:
        least_one_lifted(patch)
        close(store)


RAISED: dict[Deed, type[SameBoatError]] = {
    not_allowed: errors.NotAllowed,
    not_found: errors.NotFound,
    link_unknown: errors.LinkUnknown,
    wave_not_open: errors.WaveNotOpen,
    none_now: errors.TakesNoneNow,
    refused: errors.Refused,
    bad_values: errors.BadInput,
    bad_length: errors.BadInput,
    trouble: errors.Trouble,
    mail_trouble: errors.MailTrouble,
    unfit: errors.DatabaseUnfit,
    box_trouble: errors.BoxTrouble,
    key_trouble: errors.KeyTrouble,
    unsafe: errors.UnsafeFigure,
    busy: errors.DatabaseBusy,
    missing: errors.DatabaseMissing,
}
NEVER_RAISED = {errors.LinkRefused}
"""The common name of three others."""


def below(kind: type[SameBoatError]) -> Iterator[type[SameBoatError]]:
    """Every class of error under one."""
    for one in kind.__subclasses__():
        if one.__module__ == errors.__name__:
            yield one
            yield from below(one)


def test_every_class_of_error_is_raised_here() -> None:
    """A new one is added above."""
    assert {*below(SameBoatError)} - NEVER_RAISED == {*RAISED.values()}


@pytest.mark.parametrize("deed", RAISED, ids=[kind.__name__ for kind in RAISED.values()])
def test_no_error_repeats_an_answer_or_a_link(duckdb_store: Store, deed: Deed) -> None:
    """Not in its sentence, its problems, its causes or their lines of code."""
    populate(duckdb_store, FEW)
    links = start(duckdb_store)
    secrets = [*secrets_of(duckdb_store, links), TOKEN.encode()]

    with pytest.raises(RAISED[deed]) as raised:
        deed(duckdb_store, links)

    assert type(raised.value) is RAISED[deed]
    problems = getattr(raised.value, "problems", ())
    said = f"{told(raised.value)} {raised.value!r} {[str(problem) for problem in problems]}"
    assert found(secrets, said.encode()) == []


PRIVATE = {
    *("token", "link", "links", "hash", "link_hash", "hashed", "secret", "seat", "session_token"),
    *("raw", "answers", "scores", "signs", "comments", "comment", "texts", "body", "sealed"),
    *("ballot", "ballots", "given", "cookie", "cookies", "keys", "private", "written"),
}


def told_values(file: Path) -> Iterator[tuple[int, str]]:
    """Everything that is put into the sentence of an error or into a log, with its line."""
    classes: list[type] = [SameBoatError, *below(SameBoatError), errors.Problem]
    kinds = {kind.__name__ for kind in classes}
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and (name_of(node) in kinds or logs(node)):
            for part in ast.walk(node):
                if isinstance(part, ast.FormattedValue):
                    yield from named(node.lineno, part.value)
            if logs(node):
                for argument in node.args:
                    yield from named(node.lineno, argument)


def name_of(node: ast.Call) -> str:
    """The plain name of what is called."""
    return node.func.id if isinstance(node.func, ast.Name) else ""


def logs(node: ast.Call) -> bool:
    """Whether a call writes to a log."""
    function = node.func
    return isinstance(function, ast.Attribute) and ast.unparse(function.value) in {"log", "logging"}


def named(line: int, value: ast.expr) -> Iterator[tuple[int, str]]:
    """The names in an expression."""
    for part in ast.walk(value):
        if isinstance(part, ast.Name):
            yield line, part.id
        elif isinstance(part, ast.Attribute):
            yield line, part.attr


ROOMS = ("survey", "analytics", "commands", "pages")


def test_no_sentence_and_no_log_is_made_of_what_people_said() -> None:
    """By the code itself: what errors and logs are filled with has other names."""
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    filled = [(file, line, name) for file in files for line, name in told_values(file)]

    assert len(filled) > 60
    assert [(f"{file.name}:{line}", name) for file, line, name in filled if name in PRIVATE] == []


def test_no_log_is_given_an_exception() -> None:
    """Its values may be what people wrote: only the name of its class is logged."""
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            code = file.read_text("utf-8")
            assert "log.exception(" not in code, file
            assert "exc_info" not in code, file
            assert "print_exc" not in code, file
