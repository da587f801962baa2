"""What does each run tell a browser of the theme? The same each time, so it is worked out once.

Streamlit reads some 150 settings anew for it in every run of every page: an eighth of what a
respondent's visit costs (decision record 0043). Its function is led through here once, at the
start; what it made for a section of the theme is kept while the colours are the same.
"""

from collections.abc import Callable
from functools import lru_cache, wraps

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from pages.ui.frame.brand import PAINTED

Tell = Callable[[CustomThemeConfig, str], None]


def told_once() -> None:
    """Have Streamlit tell the theme as it was told before, where no colour changed since."""
    app_session._populate_theme_msg = remembering(  # type: ignore[assignment]
        app_session._populate_theme_msg
    )


def remembering(tell: Tell) -> Tell:
    """The same, from what it told of this section in these colours."""

    @lru_cache(maxsize=64)
    def told(section: str, _: tuple[object, ...]) -> CustomThemeConfig:
        of_section = CustomThemeConfig()
        tell(of_section, section)
        return of_section

    @wraps(tell)
    def telling(msg: CustomThemeConfig, section: str = "theme") -> None:
        known = told(section, tuple(map(config.get_option, PAINTED)))
        if known.ByteSize():
            msg.MergeFrom(known)

    return telling
