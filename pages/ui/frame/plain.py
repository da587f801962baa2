"""Names that people chose and what they are told, as they are: nothing in them acts on the page."""

import re

from pages.ui.frame.session import told

_ACTS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~^])")
_ADDRESS = re.compile(r"(?i)\b(https?)(?=:)|\b(www)(?=\.)|(?<=\S)()(?=@\S)")
"""Where a bare address begins: it becomes a link even if every sign in it is escaped."""
_JOINER = "\u2060"


def plain(name: object) -> str:
    """A name, a number or a refusal for st.markdown, which would else read marks and images in it.

    What can be told in the reader's language is.
    """
    apart = _ADDRESS.sub(lambda found: f"{found[0]}{_JOINER}", told(name))
    return _ACTS.sub(r"\\\1", apart)
