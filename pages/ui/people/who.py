"""The organisation as tables: units with how many count there, people with their home."""

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from pages.ui.frame.plain import plain
from pages.ui.frame.session import text
from survey.organisation.structure import (
    Organisation,
    Person,
    Unit,
    home,
    people_by_home,
)

TALL = 11
"""From so many rows on a table scrolls, so it is as high as it gets (look.css)."""


def units_table(organisation: Organisation, shown: Iterable[Unit]) -> list[dict[str, object]]:
    """A row for each unit: name, how many count in it, unit above, who leads it."""
    at_home = people_by_home(organisation.people.values(), organisation.units)
    leaders = {p.leads: p.name for p in organisation.people.values() if p.leads and p.active}
    return [
        {
            text("people.unit"): unit.name,
            text("people.at_home"): len(at_home.get(unit.key, [])),
            text("people.above"): organisation.units[unit.parent].name if unit.parent else "",
            text("people.leader"): leaders.get(unit.key, ""),
        }
        for unit in shown
    ]


def people_table(people: Iterable[Person], units: Mapping[str, Unit]) -> list[dict[str, object]]:
    """A row for each person: name, address, unit, what they lead, and where they count."""
    return [
        {
            text("people.name"): person.name,
            text("people.email"): person.email,
            text("people.unit"): units[person.unit].name,
            text("people.leads"): units[person.leads].name if person.leads else "",
            text("people.counts_in"): units[home(person, units)].name if person.active else "",
            text("people.active"): person.active,
        }
        for person in people
    ]


def show_table(rows: Sequence[Mapping[str, object]], name: str, *, alt: str) -> None:
    """A table whose place on the page is as high as it will be, before it is drawn."""
    tall = "tall" if len(rows) >= TALL else "short"
    with st.container(key=f"{tall}_{name}"):
        st.dataframe(rows, hide_index=True, alt=alt)


def leaders_said(organisation: Organisation) -> str:
    """A sentence for each leader: what they lead, and where their own answers count."""
    units = organisation.units
    leaders = [p for p in organisation.people.values() if p.active and p.leads]
    lines = [
        text(
            "people_change.leads_said",
            name=plain(p.name),
            leads=plain(units[p.leads].name),
            home=plain(units[home(p, units)].name),
        )
        for p in sorted(leaders, key=lambda person: (person.name, person.key))
        if p.leads
    ]
    return "\n".join(f"- {line}" for line in lines) or text("people_change.nobody_leads")


def take_files() -> None:
    """The list as files to keep; brought in again, they change nothing."""
    for name in ("people.xlsx", "people.csv", "units.csv"):
        label = text(f"people_change.take_{name.replace('.', '_')}")
        st.link_button(label, f"/{name}", icon=":material/download:", type="tertiary")
