"""Who asks for a page: in which language do they read, and which of the two pages suits them?"""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from pages.ui.frame.session import ASKED_FOR, SEAT, language_behind, store
from survey.languages import choose, languages
from survey.settings import AnswerPage

PAGE = "page"


async def language_for(request: Request, link: str | None) -> str:
    """The language of a tab with this personal link, or with none, as it settles on it itself."""
    return await run_in_threadpool(language_now, request, link)


def language_now(request: Request, link: str | None, asked_for: str | None = None) -> str:
    """The same, read at once; `asked_for` is the language that a form was sent with."""
    own = language_behind(link, request.cookies.get(SEAT))
    # The browser's first language, as its scripts give it to Streamlit too.
    browsers = request.headers.get("accept-language", "").split(",")[0].split(";")[0].strip()
    wished = asked_for or request.query_params.get(ASKED_FOR)
    return choose((wished, own, browsers), languages())


def page_for(request: Request) -> AnswerPage:
    """Which page a link opens: as asked for in its address, else as set.

    Auto stands for the Streamlit page wherever the browser turns out to be up to it.
    """
    wished = request.query_params.get(PAGE)
    if wished in {AnswerPage.STREAMLIT, AnswerPage.LIGHT}:
        return AnswerPage(wished)
    setting = store().settings.answer_page
    light = setting is AnswerPage.AUTO and (_is_phone(request) or _saves_data(request))
    return AnswerPage.LIGHT if light else setting


def _is_phone(request: Request) -> bool:
    hint = request.headers.get("sec-ch-ua-mobile")
    return hint == "?1" if hint else "Mobi" in request.headers.get("user-agent", "")


def _saves_data(request: Request) -> bool:
    return request.headers.get("save-data", "").lower() == "on"
