"""What a page says, as a reader meets it."""

import json
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest


def elements(run: AppTest) -> list[tuple[str, str, str]]:
    """Everything on a page, from the top: what it is, its label and what it says."""
    return [
        (node.type, _plain(getattr(node, "label", "")), _plain(getattr(node, "value", "")))
        for node in leaves(run.main)
    ]


def errors(run: AppTest) -> list[str]:
    """What a page says went wrong."""
    return [_plain(error.value) for error in run.error]


def _plain(said: object) -> str:
    """Words without the marks that keep Markdown from reading them."""
    return str(said).replace("\\", "")


def words(run: AppTest) -> str:
    """All that a page says, as one text."""
    return "\n".join(f"{label}\n{value}" for _, label, value in elements(run))


def drawn(run: AppTest) -> str:
    """Every piece of HTML of ours on a page but its stylesheets."""
    bodies = [str(html.proto.body) for html in run.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style>"))


def charts(run: AppTest) -> list[dict[str, Any]]:
    """The specification of every chart: whatever is in it is in the browser."""
    return [json.loads(node.proto.spec) for node in run.get("plotly_chart")]


def leaves(node: Any) -> Iterator[Any]:
    """Every element below a part of a page, from the top."""
    children = getattr(node, "children", None)
    if children is None:
        yield node
        return
    for child in children.values():
        yield from leaves(child)
