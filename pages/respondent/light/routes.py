"""The addresses of the light page: its form, sending, and the way to the larger page.

The link travels in the body of what is sent, so a tab can only ever answer for its own link.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from pages.respondent.answering import Answering, answering
from pages.respondent.light import page
from pages.respondent.light.fields import fields_of
from pages.respondent.light.pieces import Piece, gzipped, piece, plain, put_together
from pages.respondent.light.readers import language_for, language_now, page_for
from pages.respondent.model import Filled, Form, Reply, answers_in, form_of, new_receipt
from pages.respondent.promise import promise
from pages.respondent.refusal import explained
from pages.respondent.sending import send
from pages.respondent.thanks import results_entry, sent_by, thanks
from pages.ui.frame.brand import brand
from pages.ui.frame.cookies import remember
from pages.ui.frame.kept_links import FORM, UNKNOWN, cookie_name, in_excess, mark_of
from pages.ui.frame.session import ASKED_FOR, store
from survey.answering.links import read_link
from survey.errors import LinkRefused, SameBoatError
from survey.languages import choose, languages
from survey.organisation.brand import Brand
from survey.settings import AnswerPage
from survey.text import text

NO_STORE = {"Cache-Control": "no-store"}
LIGHT = "/light"


def light_pages() -> list[Route]:
    """The routes of personal links and of the light page."""
    return [
        Route("/i/{token:path}", follow),
        Route(LIGHT, from_larger),
        Route(page.SEND, reopen, methods=["GET"]),
        Route(page.SEND, sent, methods=["POST"]),
        Route(page.OPEN, reopened, methods=["POST"]),
        Route(page.LARGER, larger, methods=["POST"]),
        Route(page.ENTRY, entry, methods=["POST"]),
    ]


async def follow(request: Request) -> Response:
    """A personal link: the page that suits whoever opens it. Nothing is written or begun."""
    return await run_in_threadpool(_followed, request)


async def from_larger(request: Request) -> Response:
    """The light page for the link that a tab of the larger one was opened with."""
    link = request.cookies.get(cookie_name(request.query_params.get(FORM, "")))
    return await run_in_threadpool(_form, request, link)


async def reopen(request: Request) -> Response:
    """An address without a link: the tab asks again with the link that it keeps."""
    spoken = await language_for(request, None)
    said = page.said_page(
        spoken, text("link.none", spoken), text("light.reopen", spoken), waits=True
    )
    return HTMLResponse(said, headers=NO_STORE)


async def reopened(request: Request) -> Response:
    """The form of the link that a tab keeps, or in another language."""
    given = await fields_of(request)
    return await run_in_threadpool(_form, request, _link(given), given.get(ASKED_FOR))


async def larger(request: Request) -> Response:
    """Go on to the Streamlit page with the link of a tab."""
    return await run_in_threadpool(_to_larger, request, _link(await fields_of(request)))


async def sent(request: Request) -> Response:
    """Send the answers, and say thank you or why they were not sent."""
    return await run_in_threadpool(_send, request, await fields_of(request))


async def entry(request: Request) -> Response:
    """A calendar entry for when the results come."""
    return await run_in_threadpool(_entry, request, await fields_of(request))


def _link(given: Mapping[str, str]) -> str | None:
    """Whose link is in what was sent."""
    return read_link(given.get("link", ""))


def _followed(request: Request) -> Response:
    link = read_link(request.path_params["token"])
    wished = page_for(request)
    if wished is AnswerPage.STREAMLIT:
        return _to_larger(request, link)
    if wished is AnswerPage.LIGHT or link is None:
        return _form(request, link)
    address, mark = _larger(request, link)
    response = _form(request, link, go=address)
    _keep(request, response, link, mark)
    return response


def _form(
    request: Request, link: str | None, asked_for: str | None = None, *, go: str = ""
) -> Response:
    try:
        asked = answering(store(), link)
    except SameBoatError as refusal:
        return _refused(refusal, language_now(request, link, asked_for), no_link=link is None)
    assert link is not None, "somebody was found by it"
    spoken = choose((language_now(request, link, asked_for),), _offered(asked))
    shared, own = _shared(_alike(asked, spoken)), page.Own(link, new_receipt())
    begun, ended = page.script_tag(go), page.own_part(own, spoken)
    return _page(request, put_together([shared.before, begun, shared.after, ended]))


def _page(request: Request, pieces: Sequence[Piece]) -> Response:
    headers = NO_STORE | {"Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return HTMLResponse(gzipped(pieces), headers=headers | {"Content-Encoding": "gzip"})
    return HTMLResponse(plain(pieces), headers=headers)


def _offered(asked: Answering) -> list[str]:
    return [tag for tag in asked.instrument.languages if tag in languages()]


@dataclass(frozen=True, slots=True)
class _Alike:
    """By what a form's page is kept: all that people of one home and language read alike."""

    wave: int
    public_key: str | None
    home: str
    spoken: str
    closes: datetime
    printed: tuple[date, ...]
    brand: Brand
    asked: Answering = field(compare=False)


def _alike(asked: Answering, spoken: str) -> _Alike:
    wave = asked.who.wave
    days = asked.closes, asked.printed
    return _Alike(wave.id, wave.public_key, asked.home, spoken, *days, brand(), asked)


@dataclass(frozen=True, slots=True)
class _Shared:
    """What people of one home read alike: the form, and its page up to what is a tab's own."""

    form: Form
    before: Piece
    after: Piece


@lru_cache(maxsize=512)
def _shared(of: _Alike) -> _Shared:
    """Drawn and compressed once while their wave is as it is."""
    others = tuple(tag for tag in _offered(of.asked) if tag != of.spoken)
    form = form_of(of.asked.instrument, of.spoken)
    before, after = page.form_page(form, promise(of.asked, of.spoken), others)
    return _Shared(form, piece(before), piece(after))


@lru_cache(maxsize=32)
def _thanks_head(language: str, _: Brand) -> Piece:
    return piece(page.thanks_head(language))


def _refused(refusal: SameBoatError, spoken: str, *, no_link: bool = False) -> Response:
    if not isinstance(refusal, LinkRefused):
        title = text("link.not_open", spoken)
        return _said(page.said_page(spoken, title, text("router.failed", spoken)), 503)
    return _said(page.said_page(spoken, *explained(refusal, spoken, no_link=no_link)))


def _said(words: str, status: int = 200) -> Response:
    return HTMLResponse(words, status_code=status, headers=NO_STORE)


def _send(request: Request, given: Mapping[str, str]) -> Response:
    link, asked_for = _link(given), given.get(ASKED_FOR)
    try:
        asked = answering(store(), link)
    except SameBoatError as refusal:
        return _refused(refusal, language_now(request, link, asked_for), no_link=link is None)
    assert link is not None, "somebody was found by it"
    spoken = choose((language_now(request, link, asked_for),), _offered(asked))
    form = _shared(_alike(asked, spoken)).form
    said = {n.removeprefix(page.ITEM): v for n, v in given.items() if n.startswith(page.ITEM)}
    filled = Filled(
        answers_in(form, said), True, set(given.get("warned", "").split()), given.get("receipt", "")
    )
    reply = send(asked, filled, language=spoken)
    if isinstance(reply, Reply):
        own = page.Own(link, filled.receipt, said, reply)
        others = tuple(tag for tag in _offered(asked) if tag != spoken)
        return _said(page.answered_page(form, promise(asked, spoken), others, own))
    main = page.thanks_main(thanks(store(), sent_by(asked, reply), spoken), link, spoken)
    return _page(request, put_together([_thanks_head(spoken, brand()), main]))


def _entry(request: Request, given: Mapping[str, str]) -> Response:
    link = _link(given)
    spoken = language_now(request, link, given.get(ASKED_FOR))
    try:
        found = results_entry(store(), answering(store(), link).wave, spoken)
    except SameBoatError as refusal:
        return _refused(refusal, spoken, no_link=link is None)
    attached = {"Content-Disposition": 'attachment; filename="results.ics"'}
    return Response(found, media_type="text/calendar", headers=NO_STORE | attached)


def _larger(request: Request, link: str) -> tuple[str, str]:
    """The address of the larger page for a link, and the mark of its tab in this browser."""
    mark, spoken = mark_of(link, request.cookies), language_now(request, link)
    return f"/pulse?{urlencode({FORM: mark, ASKED_FOR: spoken})}", mark


def _to_larger(request: Request, link: str | None) -> Response:
    """To the pulse, marked as this link's tab; a form drawn anew is the form that was filled in."""
    address, mark = _larger(request, link or UNKNOWN)
    response = RedirectResponse(address, status_code=303, headers=NO_STORE)
    _keep(request, response, link or UNKNOWN, mark)
    return response


def _keep(request: Request, response: Response, link: str, mark: str) -> None:
    """Keep a link in a cookie of its own."""
    for name in in_excess(request.cookies, mark):
        response.delete_cookie(name, path="/")
    remember(request, response, cookie_name(mark), link)
