"""Tables with decimals in the manner of the reader's language: 12.5, 12,5."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui.frame.session import language, text
from survey.languages import decimal

Rows = Sequence[Mapping[str, object]] | Mapping[str, Sequence[object]]
ENGLISH = "{whole}.{part}"


def table(rows: Rows, *, alt: str, decimals: Collection[str], places: int = 1) -> None:
    """Rows to read, each by its column names; those of `decimals` are numbers with so many places.

    A figure that is not shown is an empty cell.
    """
    number = st.column_config.NumberColumn(format=f"%.{places}f")
    looks = dict.fromkeys(decimals, number) if text("language.decimal") == ENGLISH else None
    shown = rows if looks else _written(rows, decimals, places)
    st.dataframe(shown, hide_index=True, placeholder="", column_config=looks, alt=alt)


def _written(rows: Rows, decimals: Collection[str], places: int) -> object:
    """The same with each number written here: what the browser writes follows its own settings."""
    found, spoken = pd.DataFrame(rows), language()

    def written(value: object) -> str:
        assert isinstance(value, float), "these columns are numbers"
        return decimal(value, spoken, places=places)

    there: dict[Any, Any] = dict.fromkeys((c for c in decimals if c in found.columns), written)
    return found.astype(dict.fromkeys(there, float)).style.format(there, na_rep="")
