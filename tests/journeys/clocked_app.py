"""The real app with a clock that a test moves, and a schedule that makes its rounds often."""

import os
from datetime import datetime
from pathlib import Path

import streamlit as st

from app import ROUTER, lifespan, middleware, routes
from survey.settings import read_settings

CLOCK = "CLOCK_OF_A_TEST"
ROUNDS = 0.5


def clock() -> datetime:
    """The moment that stands in the test's file."""
    return datetime.fromisoformat(Path(os.environ[CLOCK]).read_text("utf-8"))


settings = read_settings()
app = st.App(
    ROUTER,
    lifespan=lifespan(settings, clock=clock, rounds=ROUNDS),
    routes=routes(),
    middleware=middleware(settings),
)
