"""The composition root: settings, store, schedule, desk and routes; `streamlit run app.py`."""

import gc

gc.disable()  # until all is loaded (survey.memory.settle): looking through it took a fifth of that

import logging
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit.runtime.secrets import SecretsValue

from analytics.jobs.nightly import Nights
from analytics.jobs.schedule import EVERY_SECONDS as ROUNDS
from analytics.jobs.schedule import Rounds
from analytics.jobs.worker import Worker
from commands.desk import Desk
from commands.verbs import carry_out
from pages.respondent.light.routes import light_pages
from pages.ui.frame.brand import brand, paint
from pages.ui.frame.session import use_store
from pages.web.bounds import Bounds, raise_descriptors
from pages.web.calendar import calendars
from pages.web.company_routes import company_routes, secrets_for
from pages.web.cookie_names import CookieNames
from pages.web.cookie_routes import doors
from pages.web.first_page import FirstPages, first_pages
from pages.web.headers import Headers
from pages.web.health import health, watch
from pages.web.not_found import NotFound
from pages.web.not_typed import never_typed
from pages.web.one_theme import told_once
from pages.web.own_pages import OwnPages
from pages.web.own_words import OwnWords
from pages.web.papers import paper_routes
from pages.web.patience import Heads, bound_heads
from pages.web.reports import files
from pages.web.small_files import SmallFiles
from pages.web.uploads import Uploads
from survey.errors import Trouble
from survey.logs import set_up_logging
from survey.mailing.mail_worker import MailWorker
from survey.memory import GivingBack, settle
from survey.private_files import keep_private
from survey.release import news
from survey.settings import ROOT, Settings, read_settings
from survey.store import Clock, Store, utc_now
from survey.text import sentence

log = logging.getLogger("same_boat.start")
ROUTER = str(ROOT / "pages" / "router.py")
Lifespan = Callable[[Any], AbstractAsyncContextManager[dict[str, Any]]]


def lifespan(settings: Settings, *, clock: Clock = utc_now, rounds: float = ROUNDS) -> Lifespan:
    """What opens the store, serves commands and keeps the schedule while the app runs.

    `rounds` is how many seconds the schedule rests between its rounds.
    """

    @asynccontextmanager
    async def living(_: Any) -> AsyncIterator[dict[str, Any]]:
        if settings.keys_lie_beside:
            log.warning(sentence("told.keys_beside", folder=settings.keys))
        store = Store(settings, clock=clock)
        use_store(store)
        paint(brand().shades)
        mail_worker, worker = MailWorker(store), Worker(store)
        rounds_ = Rounds(store, every=rounds)
        at_work = Desk(store, carry_out), rounds_, mail_worker, worker, Nights(store), GivingBack()
        watch(at_work)
        for line in news(settings):
            log.info(line)
        settle()
        try:
            yield {}
        finally:
            for one in reversed(at_work):
                one.close()
            store.close()

    return living


def routes() -> list[Route]:
    """Every address that is no page."""
    ways_in = (light_pages(), doors(), company_routes(), first_pages())
    ours = (*ways_in, files(), calendars(), paper_routes(), health())
    return [route for some in ours for route in some]


def middleware(settings: Settings) -> list[Middleware]:
    """What every request and answer passes through, the outermost first."""
    https = settings.base_url.startswith("https")
    tabs = settings.tabs_per_address
    return [
        Middleware(OwnWords),
        Middleware(Headers, https=https),
        *([Middleware(CookieNames)] if https else []),
        Middleware(Bounds, per_address=tabs, in_all=raise_descriptors()),
        Middleware(Uploads),
        Middleware(OwnPages, routes=light_pages()),
        Middleware(SmallFiles),
        Middleware(NotFound, routes=routes()),
        Middleware(FirstPages),
    ]


def settings_or_exit() -> tuple[Settings, dict[str, SecretsValue] | None]:
    """The settings, and what Streamlit gets of them; what is wrong is said without a traceback."""
    try:
        found = read_settings()
        return found, secrets_for(found)
    except Trouble as trouble:
        sys.exit(str(trouble))


keep_private()
bound_heads(Heads())
told_once()
never_typed()
settings, secrets = settings_or_exit()
set_up_logging(settings.log_format)
app = st.App(
    ROUTER,
    secrets=secrets,
    lifespan=lifespan(settings),
    routes=routes(),
    middleware=middleware(settings),
)
