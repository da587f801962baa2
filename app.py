"""The composition root: settings, store, schedule, desk and routes; `streamlit run app.py`."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from analytics.schedule import Rounds
from commands.desk import Desk
from commands.verbs import carry_out
from pages.ui.session import use_store
from pages.web.doors import doors
from pages.web.headers import Headers
from pages.web.reports import files
from survey.settings import read_settings
from survey.store import Store

logging.basicConfig(format="%(asctime)s %(name)s %(message)s")
settings = read_settings()


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[dict[str, Any]]:
    """Open the store, serve commands and keep the schedule while the app runs."""
    store = Store(settings)
    use_store(store)
    desk, rounds = Desk(store, carry_out), Rounds(store)
    try:
        yield {}
    finally:
        rounds.close()
        desk.close()
        store.close()


app = st.App(
    "pages/router.py",
    lifespan=lifespan,
    routes=[*doors(), *files()],
    middleware=[Middleware(Headers, https=settings.base_url.startswith("https"))],
)
