"""Letters: the words of each mail, in the language of whoever it goes to, plain and as HTML.

The HTML is made of the same words: each paragraph one of its own, the link a button. Nothing in it
comes from outside, and nothing in it tells whether it was opened.
"""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from survey.languages import choose, languages, moment
from survey.mail import Mail
from survey.mail.deliveries import Occasion
from survey.mail.letter import one_line
from survey.organisation.brand import OUR_NAME, Brand
from survey.organisation.structure import Person
from survey.text import text
from survey.waves.wave import Wave

BUTTON = (
    "display:inline-block;padding:12px 20px;border-radius:8px;color:#ffffff;"
    "font-weight:bold;text-decoration:none"
)
SHEET = "font:16px/1.5 system-ui,sans-serif;color:#14262b;max-width:36em;margin:0 auto;padding:16px"
KEYS = {
    Occasion.INVITATION: "invitation",
    Occasion.REMINDER: "reminder",
    Occasion.CLOSES_LATER: "closes_later",
    Occasion.RESULTS: "results",
    Occasion.SIGN_IN: "sign_in",
    Occasion.LOOK_AGAIN: "look_again",
}


@dataclass(frozen=True, slots=True, repr=False)
class Enclosed:
    """What a mail carries; `folder` is its place in the outbox, `delivery` its lasting name.

    `closes` is when an open wave closes, on the organisation's clocks, `days` how long a link to
    read lasts, `since` what became of the last wave, in the language of whoever gets it; `titles`
    are bets to look at again.
    """

    occasion: Occasion
    link: str
    folder: str
    delivery: str
    wave: Wave | None = None
    closes: datetime | None = None
    days: int = 0
    since: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


def letter(person: Person, enclosed: Enclosed, brand: Brand) -> Mail:
    """The mail that brings somebody what is enclosed, in their language.

    An organisation that has a name of its own signs with it; its mark is a picture, and no mail
    holds one.
    """
    key, language = f"mail.{KEYS[enclosed.occasion]}", choose((person.language,), languages())
    values = _values(person, enclosed, language)
    subject = text(f"{key}.subject", language, **values)
    body = text(f"{key}.body", language, **values).strip() + "\n"
    style = f"{BUTTON};background:{brand.shades.light}"
    inside = _html(body, enclosed.link, text(f"{key}.button", language), style)
    if brand.name != OUR_NAME:
        body = f"{body}\n{brand.name}\n"
        head = f'<p style="font-weight:bold;color:{brand.shades.light}">{escape(brand.name)}</p>'
        inside = f"{head}\n{inside}"
    html = _page(inside, subject, language)
    return Mail(person.email, person.name, subject, body, html, enclosed.folder, enclosed.delivery)


def _values(person: Person, enclosed: Enclosed, language: str) -> dict[str, object]:
    values: dict[str, object] = {
        "name": one_line(person.name),
        "link": enclosed.link,
        "days": enclosed.days,
        "since": _since(enclosed.since, language),
        "titles": "\n\n".join(f"– {one_line(title)}" for title in enclosed.titles),
    }
    if enclosed.wave is not None:
        values |= {"wave": one_line(enclosed.wave.name), "k": enclosed.wave.k}
    if enclosed.closes is not None:
        values["closes"] = moment(enclosed.closes, language)
    return values


def _since(lines: tuple[str, ...], language: str) -> str:
    """Paragraphs between two others, or nothing between them."""
    if not lines:
        return ""
    said = [text("since.title", language), *(f"– {one_line(line)}" for line in lines)]
    return "\n" + "\n\n".join(said) + "\n"


def _html(body: str, link: str, button: str, style: str) -> str:
    paragraphs = (part.strip() for part in body.split("\n\n"))
    return "\n".join(
        f'<p><a href="{escape(link)}" style="{style}">{escape(button)}</a></p>'
        if part == link
        else f"<p>{escape(part)}</p>"
        for part in paragraphs
    )


def _page(inside: str, title: str, language: str) -> str:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title>'
    body = f'<body><div style="{SHEET}">\n{inside}\n</div></body>'
    return f'<!doctype html>\n<html lang="{escape(language)}"><head>{head}</head>{body}</html>\n'
