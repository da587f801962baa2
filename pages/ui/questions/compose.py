"""Composing on screen: begin, choose and order, see what speaks against it, and keep it."""

from dataclasses import replace

import streamlit as st

from pages.ui.frame.pieces import refused
from pages.ui.frame.plain import plain
from pages.ui.frame.session import language, text
from pages.ui.questions import draft as session
from pages.ui.questions.bank import key_of
from pages.ui.questions.compose_own import own_form
from pages.ui.questions.from_file import begin_from_file
from survey.actions.instruments import keep_version
from survey.errors import BadInput, SameBoatError
from survey.organisation.permissions import Viewer
from survey.questionnaire.compose import compose, own_item
from survey.questionnaire.draft import Choice, Draft, may_move
from survey.questionnaire.instrument import Instrument, Item, Kind
from survey.questionnaire.lint import Finding, lint
from survey.questionnaire.shipped import bank, core
from survey.questionnaire.spoken import spoken
from survey.store import Store
from survey.store.choices import choices


def show_composing(store: Store, viewer: Viewer) -> None:
    """From where to begin to the version that is kept."""
    st.caption(text("questions.compose_how"))
    _begin(store)
    begin_from_file()
    _asked()
    _from_bank()
    own_form()
    _findings()
    _keep(store, viewer)


def _begin(store: Store) -> None:
    offered, composed = choices(store), store.newest_composed()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            text("questions.begin"),
            ["", *offered],
            format_func=lambda key: (
                spoken(offered[key], language()).name if key else text("questions.from_nothing")
            ),
            key="compose_from",
        )
        st.button(
            text("questions.begin_yes"),
            key="compose_begin",
            on_click=session.begin,
            args=(offered.get(chosen),),
            kwargs={"composed": chosen in composed},
        )
    if session.draft().chosen:
        st.caption(text("questions.begin_replaces"))


def _asked() -> None:
    """What is chosen, in the order asked, each with the ways to move it."""
    now = session.draft()
    items = [_item(choice) for choice in now.chosen]
    st.subheader(text("questions.asked"), anchor=False)
    if not items:
        st.info(text("questions.asked_nothing"), icon=":material/playlist_add:")
        return
    counts = {kind: sum(item.kind is kind for item in items) for kind in Kind}
    st.caption(
        text(
            "questions.counts",
            statements=counts[Kind.AGREE5],
            signs=counts[Kind.SIGN],
            prompts=counts[Kind.OPEN],
        )
    )
    for place, item in enumerate(items):
        if place == 0 or items[place - 1].kind is not item.kind:
            st.markdown(f"**{text(f'questions.kind_{item.kind}')}**")
        _row(now, place, item)


def _item(choice: Choice) -> Item:
    if not isinstance(choice, str):
        return own_item(choice, bank())
    gone = Item(choice, Kind.AGREE5, "", None, "", False, choice, "")
    return next((item for item in spoken(bank(), language()).items if item.id == choice), gone)


def _row(now: Draft, place: int, item: Item) -> None:
    own = not isinstance(now.chosen[place], str)
    with st.container(
        horizontal=True, wrap=False, vertical_alignment="center", key=f"asked_{place}"
    ):
        key = f" :small[{key_of(item)}]" if item.reverse else ""
        pen = ":material/edit_note: " if own else ""
        st.markdown(f"{pen}{plain(item.text)}{key}", width="stretch")
        with st.container(horizontal=True, wrap=False, gap="xsmall", width="content"):
            _move(now, place, -1)
            _move(now, place, 1)
            if own:
                _button("edit", "change", place)
            _button("close", "take_out", place)


def _move(now: Draft, place: int, by: int) -> None:
    said = "up" if by < 0 else "down"
    st.button(
        f":material/arrow_{said}ward:",
        key=f"move_{said}_{place}",
        help=text(f"questions.{said}"),
        type="tertiary",
        disabled=not may_move(now, place, by, bank()),
        on_click=session.move,
        args=(place, by),
    )


def _button(icon: str, said: str, place: int) -> None:
    st.button(
        f":material/{icon}:",
        key=f"{said}_{place}",
        help=text(f"questions.{said}"),
        type="tertiary",
        on_click=session.change_wording if said == "change" else session.take_out,
        args=(place,),
    )


def _from_bank() -> None:
    """A box to tick for each question of the bank, by construct."""
    st.subheader(text("questions.choose"), anchor=False)
    chosen = set(filter(lambda choice: isinstance(choice, str), session.draft().chosen))
    there = spoken(bank(), language())
    for construct in there.constructs:
        items = [item for item in there.items if item.construct == construct.id]
        count = sum(item.id in chosen for item in items)
        label = text("questions.chosen_of", name=construct.name, count=count, total=len(items))
        with st.expander(label, key=f"choose_of_{construct.id}"):
            for item in items:
                key = f"choose_{item.id}"
                st.session_state[key] = item.id in chosen
                turned = f" :small[{key_of(item)}]" if item.reverse else ""
                st.checkbox(
                    f"{plain(item.text)}{turned}",
                    key=key,
                    on_change=session.toggle,
                    args=(item.id,),
                )


def _findings() -> None:
    now = session.draft()
    if not now.chosen:
        return
    st.subheader(text("questions.findings"), anchor=False)
    try:
        made = compose(replace(now, key="draft", name="Draft"), bank())
    except BadInput as refusal:
        refused("\n".join(f"- {plain(problem)}" for problem in refusal.problems))
        return
    found = lint(made, core=core(), bank=bank())
    if not found:
        st.success(text("questions.findings_none"), icon=":material/check_circle:")
    if must := [f for f in found if f.must]:
        refused(_list(must, "must"))
    if look := [f for f in found if not f.must]:
        st.info(_list(look, "look"))


def _list(found: list[Finding], said: str) -> str:
    lines = [f"**{text(f'questions.{said}')}**", "", *(f"- {plain(f.sentence)}" for f in found)]
    return "\n".join(lines)


def _keep(store: Store, viewer: Viewer) -> None:
    st.subheader(text("questions.keep_title"), anchor=False)
    now = session.draft()
    st.session_state.setdefault(session.KEY, now.key)
    st.session_state.setdefault(session.NAME, now.name)
    with st.form("compose_keep", border=False, enter_to_submit=False):
        name = st.text_input(text("questions.name"), key=session.NAME)
        key = st.text_input(text("questions.key"), key=session.KEY, help=text("questions.key_help"))
        pressed = st.form_submit_button(text("questions.keep"), type="primary")
    st.caption(text("questions.keep_how"))
    if pressed:
        _kept(store, viewer, replace(now, key=key, name=name))


def _kept(store: Store, viewer: Viewer, now: Draft) -> None:
    # Under another key it is an instrument of its own, wherever it was started from.
    version = session.after() if now.key.strip() == session.draft().key else 0
    try:
        made: Instrument = keep_version(store, now, after=version, viewer=viewer)
    except SameBoatError as refusal:
        problems = refusal.problems if isinstance(refusal, BadInput) else ()
        said = [plain(refusal), "", *(f"- {_named(p.column, p.message)}" for p in problems)]
        refused("\n".join(said))
        return
    session.put_away(replace(now, key=made.key, name=made.name), version=made.version)
    st.toast(text("questions.kept_now", name=plain(made.name), version=made.version))
    st.rerun()


def _named(column: str | None, message: str) -> str:
    """A problem under the name its field has on screen."""
    fields = {"key": text("questions.key"), "name": text("questions.name")}
    where = fields.get(column or "", column)
    return f"{plain(where)}: {plain(message)}" if where else plain(message)
