"""A wave before it opens: its rules in sentences, its questions, the words of its invitation."""

from dataclasses import replace

import streamlit as st

from pages.ui.frame.moments import moment_said
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, text
from survey.languages import name_of
from survey.mail.deliveries import Occasion
from survey.mailing.letters import Enclosed, letter
from survey.organisation.structure import Person
from survey.questionnaire.instrument import Item, Kind
from survey.questionnaire.spoken import spoken
from survey.store import Store
from survey.waves.calendar import calendar_of
from survey.waves.wave import State, Wave


def show_rules(store: Store, wave: Wave) -> None:
    """Days, who is asked, the smallest group, and what is kept, a sentence each."""
    st.header(text("seat.rules"), anchor=False)
    st.markdown("\n".join(f"- {plain(rule)}" for rule in _rules(store, wave)))


def _rules(store: Store, wave: Wave) -> list[str]:
    calendar, units = calendar_of(store.preferences()), store.units()
    opens, closes = (moment_said(moment, calendar) for moment in (wave.opens, wave.closes))
    names = ", ".join(units[key].name for key in wave.audience if key in units)
    kept = text("seat.rule_kept", days=wave.keep_days) if wave.keep_days else ""
    spoken = ", ".join(map(name_of, wave.instrument.languages))
    return [
        text("seat.rule_days", opens=opens, closes=closes, zone=calendar.zone),
        *([text("seat.rule_draft")] if wave.state is State.DRAFT else []),
        text("seat.rule_asked", units=names or text("seat.rule_everybody")),
        text("seat.rule_k", k=wave.k),
        kept or text("seat.rule_not_kept"),
        text("seat.rule_languages", languages=spoken),
    ]


def show_questions(wave: Wave) -> None:
    """Every question in the order of the form, with why it is asked."""
    # In the words of the wave alone, and no others: what is read here is what will be asked.
    asks = wave.instrument.in_language(language())
    st.header(text("seat.questions"), anchor=False)
    st.markdown(f"**{plain(asks.stem)}**  \n:small[{plain(' · '.join(asks.scale))}]")
    whys = {item.id: item.why for item in spoken(wave.instrument, language()).items}
    asked = [replace(i, why=whys[i.id]) for kind in Kind for i in asks.items if i.kind is kind]
    st.markdown("\n".join(_question(item) for item in asked))


def _question(item: Item) -> str:
    return f"- {plain(item.text)}  \n  :small[{plain(text('seat.reason', why=item.why))}]"


def show_words(store: Store, wave: Wave) -> None:
    """The invitation as it is written to people; dots stand for the name and link of each."""
    closes = calendar_of(store.preferences()).local(wave.closes)
    somebody = Person("", "…", "", language(), "")
    enclosed = Enclosed(Occasion.INVITATION, "…", "", "", wave=wave, closes=closes)
    mail = letter(somebody, enclosed, store.brand())
    with st.expander(text("seat.words"), icon=":material/mail:"):
        st.text(mail.subject)
        st.text(mail.body.strip())
