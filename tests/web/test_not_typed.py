"""Promises of the first page of a process: what Streamlit looks for once costs nothing."""

import inspect

import pytest
from streamlit import delta_generator, env_util

from pages.web.not_typed import never_typed


def _looked() -> None:
    pytest.fail("looks at every file that is loaded")


def test_streamlit_does_not_look_whether_it_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(env_util, "is_repl", env_util.is_repl)
    monkeypatch.setattr(delta_generator, "_use_warning_has_been_displayed", False)
    monkeypatch.setattr(inspect, "stack", _looked)
    never_typed()

    delta_generator._maybe_print_use_warning()
    assert delta_generator._use_warning_has_been_displayed
