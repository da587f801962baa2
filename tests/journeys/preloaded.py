"""All that the app imports, so that servers of tests can be forked from a process that has it."""

import gc
from importlib import import_module

import streamlit.web.bootstrap
import streamlit.web.cli  # noqa: F401

from survey.settings import ROOT
from tests.house.code import imports, modules

FILES = (ROOT / "app.py", *(ROOT / "pages").rglob("*.py"))

for module in sorted({name for file in FILES for name in imports(file)} & set(modules())):
    import_module(module)
gc.freeze()
