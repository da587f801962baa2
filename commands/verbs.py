"""Carrying out what the operator asks for; each verb takes a request and gives a reply."""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO
from textwrap import indent

from analytics.exports.comments import comments_csv
from analytics.exports.dictionary import dictionary_csv
from analytics.exports.formats import Format, Manner, as_file
from analytics.jobs.past_waves import PastWave, bring, cut_off, preview
from analytics.jobs.schedule import close_now, open_now
from analytics.promise.checks import check
from analytics.promise.privacy_proof import prove_anew
from analytics.reports.evidence import evidence_csv
from analytics.reports.experiments_file import experiments_csv
from commands.demo import build_demo
from commands.desk import OPERATOR, Reply, Request
from commands.history import import_history, undo
from commands.operating import OPERATING
from commands.people import import_people, undo_people
from commands.repairing import repair_boxes
from commands.welcome import welcome
from survey.actions import sign_in
from survey.actions.cards import write_out_links
from survey.actions.readers import note_reader
from survey.actions.staying import check_is_here
from survey.errors import BadInput
from survey.imports.wave import read_wave
from survey.mailing.delivering import deliver_here
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments
from survey.settings import CONTENT
from survey.store import Store
from survey.store.decimals import DecimalSign, decimal_sign
from survey.text import sentence
from survey.waves.calendar import calendar_of


def carry_out(store: Store, request: Request) -> Reply:
    """Do what a request asks for. Errors: SameBoatError."""
    return VERBS[request.verb](store, request)


def _demo(store: Store, request: Request) -> Reply:
    return Reply(tuple(build_demo(store, **request.options)))


def _welcome(store: Store, request: Request) -> Reply:
    return Reply(tuple(welcome(store, demo=request.options["demo"] == "yes")))


def _import_wave(store: Store, request: Request) -> Reply:
    options = request.options
    instrument = instrument_named(options["instrument"])
    past = PastWave(
        key=options["key"],
        name=options["name"],
        opened=date.fromisoformat(options["opened"]),
        closed=date.fromisoformat(options["closed"]),
        k=options["k"],
        instrument=instrument,
        file=read_wave(request.files["file"], instrument, request.files.get("invited")),
    )
    lines = tuple(preview(store, past))
    if options["dry_run"]:
        return Reply((*lines, sentence("told.command.dry")))
    bring(store, past, actor=OPERATOR)
    return Reply((*lines, sentence("told.command.published", wave=past.key)))


def instrument_named(key: str) -> Instrument:
    """An instrument of the bank. Errors: BadInput with the keys there are."""
    known = load_instruments(CONTENT / "instruments")
    if key not in known:
        raise BadInput(
            sentence("refused.missing.instrument", key=key, known=", ".join(sorted(known)))
        )
    return known[key]


def _wave_list(store: Store, _: Request) -> Reply:
    zone = calendar_of(store.preferences()).zone
    lines = [
        sentence(
            "told.command.wave",
            key=wave.key,
            state=f"{wave.state:<9}",
            opened=wave.opened_on(zone),
            closed=wave.closed_on(zone),
            name=wave.name,
        )
        for wave in store.waves()
    ]
    return Reply(tuple(lines) or (sentence("told.command.no_waves"),))


def _wave_open(store: Store, request: Request) -> Reply:
    key = request.options["key"]
    mails = open_now(store, key=key, actor=OPERATOR)
    # Nobody goes on writing them when this process ends.
    deliver_here(store, most=max(1, mails))
    wave = store.wave(key)
    # With a mail server mails wait until the app runs; without one they are in the outbox.
    how = "told.command.open_waiting" if store.settings.smtp_host else "told.command.open_written"
    line = sentence(how, wave=key, invited=wave.invited, mails=mails)
    if not request.options["links"]:
        return Reply((line,))
    found = write_out_links(store, key=key, actor=OPERATOR)
    return Reply((line,), {"links": _links_csv(found)})


def _links_csv(found: dict[str, str]) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["person_id", "link"])
    writer.writerows(found.items())
    return text.getvalue().encode()


def _wave_close(store: Store, request: Request) -> Reply:
    key = request.options["key"]
    close_now(store, key=key, actor=OPERATOR)
    cells = store.cells(waves=[store.wave(key).id])
    shown = sum(cell.shown for cell in cells)
    return Reply(
        (sentence("told.command.closed", wave=key, shown=shown, withheld=len(cells) - shown),)
    )


def _report(store: Store, request: Request) -> Reply:
    note_reader(store, None)
    options, form = request.options, Format(request.options.get("format", Format.CSV))
    sign = DecimalSign(options.get("decimal") or decimal_sign(store))
    manner = Manner(separator=sign.separator)
    content = b"".join(as_file(store, wave=options["wave"], form=form, manner=manner))
    columns = dictionary_csv(separator=sign.separator)
    how = (
        (sentence("reports.command_comma"),) if sign is DecimalSign.COMMA and form == "csv" else ()
    )
    return Reply((sentence("told.command.report"), *how), {"out": content, "columns": columns})


def _check(store: Store, request: Request) -> Reply:
    if request.options["anonymity"]:
        return _anonymity(store)
    lines = repair_boxes(store) if request.options.get("repair") else []
    findings = check(store, cut_off=cut_off(store))
    lines += [f"{'ok ' if one.holds else 'BAD'}  {one.sentence}" for one in findings]
    well = all(finding.holds for finding in findings)
    verdict = sentence("told.check.in_order" if well else "told.check.wrong")
    return Reply((*lines, verdict), ok=well)


def _anonymity(store: Store) -> Reply:
    """The proof of the promise page, of all waves, with every query and what it found."""
    lines: list[str] = []
    well = True
    for proof in prove_anew(store):
        well = well and proof.holds
        lines += [f"{'ok ' if proof.holds else 'BAD'}  {proof.claim}"]
        lines += [indent(part, "     ") for part in (proof.query, proof.answer) if part]
    verdict = sentence("told.check.promise_holds" if well else "told.check.promise_broken")
    return Reply((*lines, verdict), ok=well)


def _comments(store: Store, request: Request) -> Reply:
    note_reader(store, None)
    wave = request.options["wave"]
    content = b"".join(comments_csv(store, wave=wave, actor=OPERATOR))
    return Reply((sentence("told.command.comments", wave=wave),), {"out": content})


def _experiments(store: Store, request: Request) -> Reply:
    """What all units try, and what was found over those that share."""
    note_reader(store, None)
    content = b"".join(experiments_csv(store, texts=request.options["texts"], actor=OPERATOR))
    files = {"out": content, "evidence": evidence_csv(store)}
    return Reply((sentence("try.files.command"),), files)


def _link(store: Store, request: Request) -> Reply:
    person = request.options["person"]
    if found := store.person(person):
        check_is_here(found)
    token = sign_in.make_link(
        store, person=person, lasts=sign_in.CONSOLE, once=False, actor=OPERATOR
    )
    return Reply((f"{store.settings.base_url}/enter/{token}",))


VERBS: dict[str, Callable[[Store, Request], Reply]] = {
    "demo": _demo,
    "welcome": _welcome,
    "import people": import_people,
    "import wave": _import_wave,
    "import history": import_history,
    "import undo": undo,
    "import undo-people": undo_people,
    "wave list": _wave_list,
    "wave open": _wave_open,
    "wave close": _wave_close,
    "report": _report,
    "comments": _comments,
    "experiments": _experiments,
    "check": _check,
    "link": _link,
    **OPERATING,
}
