"""The one thing that is read first on a page, right below its title."""

import streamlit as st


def large(said: str, *, name: str = "big") -> None:
    """A sentence as Markdown; what is bold in it is the largest text after the title (look.css).

    `name` tells two of one page apart.
    """
    with st.container(key=f"big_{name}"):
        st.markdown(said)
