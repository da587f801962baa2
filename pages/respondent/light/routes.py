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
from pages.respondent.light.readers import language_for, page_for
from pages.respondent.model import Filled, Reply, answers_in, form_of, new_receipt
from pages.respondent.promise import promise
from pages.respondent.refusal import explained
from pages.respondent.sending import send
from pages.respondent.speaking import ASKED_FOR
from pages.respondent.thanks import results_entry, sent_by, thanks
from pages.ui.frame.brand import brand
from pages.ui.frame.cookies import remember
from pages.ui.frame.kept_links import FORM, UNKNOWN, cookie_name, in_excess, mark_of
from pages.ui.frame.session import store
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
    link = read_link(request.path_params["token"])
    spoken = await language_for(request, link)
    wished = page_for(request)
    if wished is AnswerPage.STREAMLIT:
        return _to_larger(request, link, spoken)
    if wished is AnswerPage.LIGHT or link is None:
        return await run_in_threadpool(_form, request, link, spoken)
    address, mark = _larger(request, link, spoken)
    response = await run_in_threadpool(_form, request, link, spoken, address)
    _keep(request, response, link, mark)
    return response


async def from_larger(request: Request) -> Response:
    """The light page for the link that a tab of the larger one was opened with."""
    link = request.cookies.get(cookie_name(request.query_params.get(FORM, "")))
    spoken = await language_for(request, link)
    return await run_in_threadpool(_form, request, link, spoken)


async def reopen(request: Request) -> Response:
    """An address without a link: the tab asks again with the link that it keeps."""
    spoken = await language_for(request, None)
    said = page.said_page(
        spoken, text("link.none", spoken), text("light.reopen", spoken), waits=True
    )
    return HTMLResponse(said, headers=NO_STORE)


async def _asked(request: Request) -> tuple[dict[str, str], str | None, str]:
    """What was sent, whose link is in it, and the language it is to be answered in."""
    given = await fields_of(request)
    link = read_link(given.get("link", ""))
    return given, link, await language_for(request, link, given.get(ASKED_FOR))


async def reopened(request: Request) -> Response:
    """The form of the link that a tab keeps, or in another language."""
    _, link, spoken = await _asked(request)
    return await run_in_threadpool(_form, request, link, spoken)


async def larger(request: Request) -> Response:
    """Go on to the Streamlit page with the link of a tab."""
    given = await fields_of(request)
    link = read_link(given.get("link", ""))
    return _to_larger(request, link, await language_for(request, link))


async def sent(request: Request) -> Response:
    """Send the answers, and say thank you or why they were not sent."""
    given, link, spoken = await _asked(request)
    return await run_in_threadpool(_send, link, spoken, given)


async def entry(request: Request) -> Response:
    """A calendar entry for when the results come."""
    _, link, spoken = await _asked(request)
    return await run_in_threadpool(_entry, link, spoken)


def _form(request: Request, link: str | None, wished: str, go: str = "") -> Response:
    try:
        asked = answering(store(), link)
    except SameBoatError as refusal:
        return _refused(refusal, wished, no_link=link is None)
    assert link is not None, "somebody was found by it"
    spoken = choose((wished,), _offered(asked))
    before, after = _shared(_alike(asked, spoken))
    own = page.own_part(page.Own(link, new_receipt()), spoken)
    pieces = put_together([before, page.script_tag(go), after, own])
    return _page(request, pieces)


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


@lru_cache(maxsize=512)
def _shared(of: _Alike) -> tuple[Piece, Piece]:
    """What people of one home read alike, compressed once while their wave is as it is."""
    others = tuple(tag for tag in _offered(of.asked) if tag != of.spoken)
    form = form_of(of.asked.instrument, of.spoken)
    before, after = page.form_page(form, promise(of.asked, of.spoken), others)
    return piece(before), piece(after)


def _refused(refusal: SameBoatError, spoken: str, *, no_link: bool = False) -> Response:
    if not isinstance(refusal, LinkRefused):
        title = text("link.not_open", spoken)
        return _said(page.said_page(spoken, title, text("router.failed", spoken)), 503)
    return _said(page.said_page(spoken, *explained(refusal, spoken, no_link=no_link)))


def _said(words: str, status: int = 200) -> Response:
    return HTMLResponse(words, status_code=status, headers=NO_STORE)


def _send(link: str | None, wished: str, given: Mapping[str, str]) -> Response:
    try:
        asked = answering(store(), link)
    except SameBoatError as refusal:
        return _refused(refusal, wished, no_link=link is None)
    assert link is not None, "somebody was found by it"
    spoken = choose((wished,), _offered(asked))
    form = form_of(asked.instrument, spoken)
    said = {n.removeprefix(page.ITEM): v for n, v in given.items() if n.startswith(page.ITEM)}
    filled = Filled(
        answers_in(form, said), True, set(given.get("warned", "").split()), given.get("receipt", "")
    )
    reply = send(asked, filled, language=spoken)
    if isinstance(reply, Reply):
        own = page.Own(link, filled.receipt, said, reply)
        others = tuple(tag for tag in _offered(asked) if tag != spoken)
        return _said(page.answered_page(form, promise(asked, spoken), others, own))
    thank = thanks(store(), sent_by(asked, reply), spoken, entry=page.entry_form(link, spoken))
    return _said(page.thanks_page(thank, link, spoken))


def _entry(link: str | None, spoken: str) -> Response:
    try:
        found = results_entry(store(), answering(store(), link).wave, spoken)
    except SameBoatError as refusal:
        return _refused(refusal, spoken, no_link=link is None)
    attached = {"Content-Disposition": 'attachment; filename="results.ics"'}
    return Response(found, media_type="text/calendar", headers=NO_STORE | attached)


def _larger(request: Request, link: str, spoken: str) -> tuple[str, str]:
    """The address of the larger page for a link, and the mark of its tab in this browser."""
    mark = mark_of(link, request.cookies)
    return f"/pulse?{urlencode({FORM: mark, ASKED_FOR: spoken})}", mark


def _to_larger(request: Request, link: str | None, spoken: str) -> Response:
    """To the pulse, marked as this link's tab; a form drawn anew is the form that was filled in."""
    address, mark = _larger(request, link or UNKNOWN, spoken)
    response = RedirectResponse(address, status_code=303, headers=NO_STORE)
    _keep(request, response, link or UNKNOWN, mark)
    return response


def _keep(request: Request, response: Response, link: str, mark: str) -> None:
    """Keep a link in a cookie of its own."""
    for name in in_excess(request.cookies, mark):
        response.delete_cookie(name, path="/")
    remember(request, response, cookie_name(mark), link)
