"""Names that people chose, as they are: nothing in them acts on the page."""

import re

_ACTS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$:~^])")


def plain(name: object) -> str:
    """A name or number for st.markdown, which would else read marks, images and formulas in it."""
    return _ACTS.sub(r"\\\1", str(name))
