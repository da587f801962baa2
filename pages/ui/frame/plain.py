"""Names that people chose and what they are told, as they are: nothing in them acts on the page."""

import re

from pages.ui.frame.session import told

_ACTS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~^])")


def plain(name: object) -> str:
    """A name, a number or a refusal for st.markdown, which would else read marks and images in it.

    What can be told in the reader's language is.
    """
    return _ACTS.sub(r"\\\1", told(name))
