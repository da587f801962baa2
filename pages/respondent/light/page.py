"""The light page as HTML: the form, what is said of a link, and the thank-you."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import sha256
from html import escape
from pathlib import Path

from pages.respondent.model import CANNOT_SAY, Form, Question, Reply, Section, direction
from pages.respondent.thanks import TICK
from pages.respondent.thanks import style as thanks_style
from pages.ui.frame.brand import banner, brand, own_colours
from survey.languages import languages, name_of
from survey.questionnaire.instrument import Kind
from survey.text import text

HERE = Path(__file__).parent
SEND, OPEN, LARGER, ENTRY = "/answer", "/answer/open", "/answer/larger", "/answer/results.ics"
ITEM = "i."
SCRIPT = "<script>"


@dataclass(frozen=True, slots=True)
class Own:
    """What only one tab has in its form: link, receipt, and what was typed and warned of."""

    link: str
    receipt: str
    given: Mapping[str, str] = field(default_factory=dict)
    told: Reply | None = None


def form_page(form: Form, promise: str, others: tuple[str, ...]) -> tuple[str, str]:
    """What of the form's page does not depend on who reads it; `promise` is HTML.

    In two parts: between them stands the tag of the script, after them what is a tab's own.
    """
    page = (
        f"{head(text('menu.pulse', form.language), form.language, others)}<main>{promise}"
        f"{_modes(form.language)}{_form(form, {}, None)}</main>"
    )
    before, after = page.split(SCRIPT, 1)
    return before, after


def script_tag(address: str = "") -> str:
    """The tag of the script, which goes on to an address where the browser can."""
    return f"<script data-go='{escape(address)}'>" if address else SCRIPT


def own_part(own: Own, language: str) -> str:
    """The end of the form's page: what only this tab has, and the ways from here."""
    hidden = {"link": own.link, "receipt": own.receipt, "warned": warned(own.told)}
    inputs = "".join(_hidden(name, value, "pulse") for name, value in hidden.items())
    return f"{inputs}{_ways(own.link, language)}</body></html>"


def answered_page(form: Form, promise: str, others: tuple[str, ...], own: Own) -> str:
    """The form as it was sent, with why it was not taken: for browsers without script."""
    return (
        f"{head(text('menu.pulse', form.language), form.language, others)}<main>{promise}"
        f"{_form(form, own.given, own.told)}</main>{own_part(own, form.language)}"
    )


def said_page(language: str, title: str, *sentences: str, waits: bool = False) -> str:
    """A page with a few sentences; one that `waits` asks its tab for the link it knows."""
    told = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    kept = " data-shell" if waits else ""
    return f"{head(title, language)}<main{kept}><h1>{escape(title)}</h1>{told}</main></body></html>"


def thanks_head(language: str) -> str:
    """What of the thank-you does not depend on who reads it."""
    return f"{head(text('menu.sent', language), language)}<style>{_small(thanks_style())}</style>"


def thanks_main(thanks: tuple[str, str], link: str, language: str) -> str:
    """The rest of it, which `thanks` is as HTML, with the calendar entry between its parts."""
    title = f"{TICK}<h1>{text('sent.title', language)}</h1>"
    arrived, rest = thanks
    return (
        f"<main data-sent='{draft_key(link)}'>{title}"
        f"{arrived}{_entry_form(link, language)}{rest}</main></body></html>"
    )


def _entry_form(link: str, language: str) -> str:
    """A button that gives the calendar entry, its link in the body of what it sends."""
    inputs = f"{_hidden('link', link)}{_hidden('lang', language)}"
    button = f"<button class='link'>{text('sent.calendar', language)}</button>"
    return f"<form method='post' action='{ENTRY}'>{inputs}{button}</form>"


def head(title: str, language: str, others: tuple[str, ...] = (), *, pressed: bool = False) -> str:
    """Everything up to the main part, the one script and the one stylesheet in it.

    Of a page that is `pressed` we ask where the press came from; without https a browser says so
    only where it may name the site before: the site, and not the token in the page's address.
    """
    of = brand()
    title = escape(text("router.tab", language, page=title, name=of.name))
    came_from = "<meta name='referrer' content='origin'>" if pressed else ""
    return (
        f"<!doctype html><html lang='{language}' dir='{direction(language)}'><head>"
        "<meta charset='utf-8'><meta name='viewport' content='width=device-width,initial-scale=1'>"
        "<meta name='color-scheme' content='light dark'><meta name='robots' content='noindex'>"
        f"{came_from}"
        f"<title>{title}</title><link rel='icon' href='data:,'>"
        f"<style>{style()}</style>{own_colours(of)}"
        f"<script>{script()}</script></head><body><header>{banner(of)}{_languages(others)}"
        "</header>"
    )


@cache
def style() -> str:
    """The stylesheet."""
    return _small((HERE / "page.css").read_text("utf-8"))


@cache
def script() -> str:
    """The script; the content policy knows it by `script_hash`."""
    return re.sub(r"\n\s*(//.*)?", "\n", (HERE / "page.js").read_text("utf-8"))


def script_hash() -> str:
    """What the content policy has to allow."""
    return f"'sha256-{b64encode(sha256(script().encode()).digest()).decode()}'"


def draft_key(link: str) -> str:
    """By which a browser knows the draft of a link, without holding the link longer than that."""
    return sha256(f"draft:{link}".encode()).hexdigest()[:16]


def warned(told: Reply | None) -> str:
    """The warnings a tab keeps until it sends again."""
    return " ".join(sorted(told.warned)) if told else ""


def _small(css: str) -> str:
    return re.sub(r"\s*\n\s*|\s*/\*.*?\*/\s*", " ", css)


def _languages(others: tuple[str, ...]) -> str:
    buttons = "".join(
        f"<button class='link' form='other' name='lang' value='{tag}' lang='{tag}'>"
        f"{escape(name_of(tag))}</button>"
        for tag in others
        if tag in languages()
    )
    return f"<nav class='languages'>{buttons}</nav>" if buttons else ""


def _modes(language: str) -> str:
    one, every = text("light.one", language), text("light.all", language)
    where = text("light.where", language, at="{at}", of="{of}")
    return (
        f"<button type='button' class='mode link with-script'>{one}</button>"
        f"<div class='top'><span id='where' data-said='{where}'></span>"
        f"<button type='button' class='mode link'>{every}</button></div>"
    )


def _form(form: Form, given: Mapping[str, str], told: Reply | None) -> str:
    draw = {Kind.AGREE5: _statements, Kind.SIGN: _signs, Kind.OPEN: _comments}
    sections = "".join(draw[one.kind](form, one, given) for one in form.sections)
    said = partial(_said, form.language)
    lost = f"data-offline='{said('offline')}' data-failed='{said('failed')}'"
    keep = (
        f"<div class='keep with-script'><label><input type='checkbox' id='keep'> "
        f"{said('keep')}</label><button type='button' class='link' id='forget'>"
        f"{said('forget')}</button></div>"
    )
    return (
        f"<form id='pulse' method='post' action='{SEND}' autocomplete='off' {lost}>"
        f"{_hidden('lang', form.language)}{sections}{keep}{_bar(form, told)}</form>"
    )


def _said(language: str, key: str) -> str:
    return escape(text(f"light.{key}", language))


def _statements(form: Form, section: Section, given: Mapping[str, str]) -> str:
    return "".join(_statement(form, question, given) for question in section.questions)


def _statement(form: Form, question: Question, given: Mapping[str, str]) -> str:
    name, chosen = escape(ITEM + question.id), given.get(question.id)
    choices = "".join(
        f"<label{' class=cannot' if value == CANNOT_SAY else ''}><input type='radio' name='{name}' "
        f"value='{value}'{' checked' if chosen == str(value) else ''}>{escape(label)}</label>"
        for value, label in form.choices
    )
    words = escape(question.words)
    return f"<fieldset class='q step'><legend>{words}</legend><div>{choices}</div></fieldset>"


def _part(section: Section, inside: str) -> str:
    hints = "".join(f"<p>{escape(hint)}</p>" for hint in section.hints)
    return f"<section class='part step'><h2>{escape(section.heading)}</h2>{hints}{inside}</section>"


def _signs(_: Form, section: Section, given: Mapping[str, str]) -> str:
    ticks = (
        f"<label class='sign'><input type='checkbox' name='{escape(ITEM + one.id)}' value='1'"
        f"{' checked' if one.id in given else ''}>{escape(one.words)}</label>"
        for one in section.questions
    )
    return _part(section, "".join(ticks))


def _comments(form: Form, section: Section, given: Mapping[str, str]) -> str:
    optional = _plain("form.comment_optional", form.language)
    over = escape(text("light.over", form.language, over="{over}"))
    boxes = (
        f"<label class='ask' for='{escape(ITEM + one.id)}'>{escape(one.words)}</label>"
        f"<textarea id='{escape(ITEM + one.id)}' name='{escape(ITEM + one.id)}' dir='auto' "
        f"data-room='{form.room}' placeholder='{optional}'>\n{escape(given.get(one.id, ''))}"
        f"</textarea><output class='over' data-said='{over}'></output>"
        for one in section.questions
    )
    return _part(section, "".join(boxes))


def _plain(key: str, language: str) -> str:
    return escape(text(key, language))


def _bar(form: Form, told: Reply | None) -> str:
    total, language = len(form.statements.questions), form.language
    counted = text("form.answered", language, count="<b id='count'></b>", total=total)
    cannot = escape(text("form.cannot_say", language, count="{count}"))
    jump = f"<button type='button' class='link' id='jump' title='{_said(language, 'jump')}'>"
    return (
        f"<div class='bar'><div class='track with-script'>{'<i></i>' * total}</div>"
        f"<p role='alert'>{escape(told.sentence) if told else ''}</p>"
        f"<button type='button' class='link back' id='back' hidden>{_said(language, 'back')}"
        f"</button><p class='answered'><span class='with-script'>{jump}{counted}</button>"
        f"<small id='cannot' data-said='{cannot}' hidden></small></span></p>"
        f"<button type='button' class='go' id='next' hidden>{_said(language, 'next')}</button>"
        f"<button class='go' id='send'>{_plain('form.send', language)}</button></div>"
    )


def _hidden(name: str, value: str, form: str = "") -> str:
    of = f" form='{form}'" if form else ""
    return f"<input type='hidden' name='{name}' value='{escape(value)}'{of}>"


def _ways(link: str, language: str) -> str:
    """The note on the address, and the form behind the buttons that lead elsewhere."""
    return (
        f"<footer><p class='without-script'>{_said(language, 'in_address')}</p>"
        f"<form id='other' method='post' action='{OPEN}' data-draft='{draft_key(link)}'>"
        f"{_hidden('link', link)}"
        f"<button class='link' formaction='{LARGER}'>{_said(language, 'larger')}</button></form>"
        "</footer>"
    )
