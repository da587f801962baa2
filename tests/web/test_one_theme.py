"""Promises of the theme: told once is told the same, and another colour is told anew."""

from collections.abc import Iterator

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from pages.ui.frame.brand import PAINTED, paint
from pages.web.one_theme import Tell, remembering
from survey.organisation.brand import OURS, shades

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar")
STREAMLITS: Tell = app_session._populate_theme_msg


@pytest.fixture(autouse=True)
def _colours_as_before() -> Iterator[None]:
    before = {option: config.get_option(option) for option in PAINTED}
    yield
    for option, colour in before.items():
        config.set_option(option, colour)


def whole(tell: Tell) -> CustomThemeConfig:
    """The theme as a session is told it, section by section."""
    msg = CustomThemeConfig()
    parts = (msg, msg.light, msg.dark, msg.sidebar, msg.light.sidebar)
    for part, section in zip(parts, SECTIONS, strict=True):
        tell(part, section)
    return msg


def test_it_is_told_as_streamlit_tells_it_in_each_colour() -> None:
    """Also the second time, after a colour changed, and after it changed back."""
    ours = remembering(STREAMLITS)
    for colour in (OURS, OURS, shades("#7a1f5c"), OURS):
        paint(colour)

        assert whole(ours) == whole(STREAMLITS)
        assert whole(ours).light.primary_color == colour.light


def test_it_is_worked_out_once_for_each_section_and_colours() -> None:
    """Ten sessions that begin ask the settings as often as one."""
    asked: list[str] = []

    def counting(msg: CustomThemeConfig, section: str) -> None:
        asked.append(section)
        STREAMLITS(msg, section)

    ours = remembering(counting)
    for _ in range(10):
        whole(ours)

    assert sorted(asked) == sorted(SECTIONS)
