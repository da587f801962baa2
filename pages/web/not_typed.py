"""Was the app typed at a Python prompt? Never, so Streamlit need not look.

On the first page of a process it looks at every file that is loaded to find out, which takes most
of what that page costs.
"""

from streamlit import env_util


def never_typed() -> None:
    """Have Streamlit know."""
    env_util.is_repl = lambda: False
