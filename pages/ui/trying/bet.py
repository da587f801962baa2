"""The bet: what would come anyway, what would show, when to look again, and what came of it."""

from functools import partial
from html import escape

import streamlit as st

from analytics.charts.effect import effect_alt, effect_chart
from analytics.figures.trials import Anyway
from analytics.reports.effects import before_a_bet, effect_report
from analytics.reports.phrasing import whole
from analytics.reports.trying import look_again_on, waves_before_it_pays, waves_that_show
from pages.ui.frame.look import show_chart
from pages.ui.frame.plain import plain
from pages.ui.frame.session import is_dark, language
from pages.ui.frame.session import text as said
from pages.ui.trying import drafts
from pages.ui.trying.ideas import Desk
from pages.ui.trying.pieces import show, words
from pages.ui.trying.words import attempt, day_said, name_of, told
from survey.actions.experiments import change_experiment, decide_experiment
from survey.audit import AuditVerb
from survey.experiments import steps
from survey.experiments.experiment import DECISIONS, Candidate, Experiment, Lesson, State
from survey.experiments.steps import asks_still_so, pays_on
from survey.experiments.writing import LONGEST_TEXT

CALENDAR = "/look-again.ics"


def show_bet(desk: Desk) -> None:
    """Before the bet: the forecast, what would show, and the day; after it, since when."""
    experiment = desk.experiment
    if experiment.state is State.THINKING:
        ready = [one for one in experiment.candidates if one.measure]
        if ready:
            _before(desk, _which(ready))
    elif experiment.state is State.TRYING:
        _being_tried(desk)


def _which(ready: list[Candidate]) -> Candidate:
    if len(ready) == 1:
        return ready[0]
    titles = {one.number: one.title for one in ready}
    number: int = st.selectbox(
        said("try.bet.choose"), list(titles), format_func=titles.__getitem__, key="try_which"
    )
    return next(one for one in ready if one.number == number)


def _before(desk: Desk, one: Candidate) -> None:
    today = desk.store.today()
    pays = pays_on(today, one)
    if desk.view and one.measure:
        early = waves_before_it_pays(desk.store, pays)
        _forecast(before_a_bet(desk.view, one.measure.measure, skipped=early))
    with st.container(border=True, key="try_due"):
        _label("try.bet.look")
        usual = look_again_on(desk.store, desk.experiment, one.number)
        st.caption(said("try.bet.look_how", pays=day_said(pays)))
        if shows := ", ".join(plain(wave.name) for wave in waves_that_show(desk.store, pays)):
            st.caption(said("try.bet.by", waves=shows))
        day = st.date_input(
            said("try.bet.look"),
            usual,
            min_value=pays,
            label_visibility="collapsed",
            format=said("language.date_field"),
            key=f"try_look_{one.number}_{one.version}",
        )
        if desk.open and st.button(said("try.bet.make"), type="primary"):
            step = partial(
                steps.make_bet, number=one.number, today=today, look_again=day, by=_by(desk)
            )
            _take(desk, step, AuditVerb.MAKE_BET)


def _by(desk: Desk) -> str:
    return desk.viewer.person


def _take(desk: Desk, step: steps.Step, verb: AuditVerb = AuditVerb.EDIT_EXPERIMENT) -> None:
    key = desk.experiment.key
    if attempt(lambda: change_experiment(desk.store, key, step, viewer=desk.viewer, verb=verb)):
        st.rerun()


def _forecast(found: Anyway | None) -> None:
    with st.container(border=True):
        _label("try.bet.anyway")
        if found is None:
            st.caption(said("try.bet.unknown"))
            return
        ends = dict.fromkeys((whole(found.low), whole(found.high)))
        _figure(said("try.bet.by_itself"), " – ".join(ends))
        st.caption(said("try.bet.by_itself_how"))
        _label("try.bet.shows")
        _figure(said("try.bet.two"), f"+{whole(found.most - found.high)}")
        beyond = {"least": whole(found.least), "most": whole(found.most)}
        st.caption(said("try.bet.shows_how", **beyond))


def _label(key: str) -> None:
    st.html(f'<p class="try-label">{escape(said(key))}</p>')


def _figure(name: str, value: str) -> None:
    st.html(f'<p class="try-figure"><span>{escape(name)}</span><span>{value}</span></p>')


def _being_tried(desk: Desk) -> None:
    bet = desk.experiment.bet
    assert bet is not None, "what is tried is a bet"
    due = desk.store.today() >= bet.look_again
    with st.container(border=True, key="try_due"):
        _label("try.bet.look")
        line = said("try.bet.due") if due else said("try.bet.look_on", day=day_said(bet.look_again))
        since = said("try.bet.since", day=day_said(bet.started))
        show(words(line, "strong"), words(since, "quiet"))
        if not due:
            link = f"{CALENDAR}?experiment={desk.experiment.key}"
            st.html(f'<a href="{escape(link)}" download>{escape(said("try.bet.calendar"))}</a>')
        if desk.open and st.button(said("try.bet.take_back")):
            _take(desk, steps.take_back)


def show_effect(desk: Desk) -> None:
    """One sentence and one picture of what came of it, then the rest behind them."""
    report, bet = effect_report(desk.view, desk.experiment), desk.experiment.bet
    if report is None or bet is None:
        return
    with st.container(border=True):
        st.subheader(said("effect.title"), anchor=False)
        first, *rest = report.sentences
        st.markdown(f"**{told(first)}**")
        if any(score is not None for score in report.scores):
            spoken = language()
            chart = effect_chart(report, bet.started, language=spoken, dark=is_dark())
            alt = effect_alt(report, bet.started, language=spoken)
            show_chart(chart, key="effect", alt=alt)
        if rest:
            st.caption(" ".join(map(told, rest)))


def show_lesson(desk: Desk) -> None:
    """What was learned and decided; or the form that asks for it, once it may be looked at."""
    experiment = desk.experiment
    if experiment.lesson:
        with st.container(border=True):
            st.subheader(said("try.decide.title"), anchor=False)
            by = name_of(desk.store, experiment.lesson.by)
            day = day_said(experiment.lesson.day)
            show(words(experiment.lesson.text), words(f"{by}, {day}", "quiet"))
            _mine(desk, experiment.lesson)
            _after(desk)
    elif experiment.bet and experiment.state is State.TRYING and desk.open:
        due = desk.store.today() >= experiment.bet.look_again
        with st.expander(said("try.decide.title"), expanded=due, icon=":material/school:"):
            _decide(desk)


def _mine(desk: Desk, lesson: Lesson) -> None:
    """What somebody wrote while somebody else decided stands below it, and they choose."""
    widget = _learned(desk)
    mine = drafts.left_behind(widget)
    if not desk.writes or mine in {"", lesson.text}:
        drafts.let_go(widget)
        return
    st.warning(said("try.decide.meanwhile", name=plain(name_of(desk.store, lesson.by))))
    show(words(mine, "strong"))
    with st.container(horizontal=True):
        if st.button(said("try.decide.mine")):
            _take(desk, partial(steps.learn_anew, text=mine, by=_by(desk)))
        if st.button(said("try.take_theirs")):
            drafts.let_go(widget)
            st.rerun()


def _learned(desk: Desk) -> str:
    return f"try_learned_{desk.experiment.key}"


def _decide(desk: Desk) -> None:
    with st.form("try_decide", border=False, enter_to_submit=False):
        learned = st.text_area(said("try.decide.text"), max_chars=LONGEST_TEXT, key=_learned(desk))
        st.caption(said("try.decide.how"))
        with st.container(horizontal=True):
            pressed = {
                decision: st.form_submit_button(said(f"try.decide.{decision}"))
                for decision in DECISIONS
            }
    for decision in (one for one, yes in pressed.items() if yes):
        _decided(desk, decision, learned)


def _decided(desk: Desk, decision: State, learned: str) -> None:
    """Decide, and go on with what follows: the same, or the one that adapts it."""
    found: list[Experiment] = []
    store, key = desk.store, desk.experiment.key
    if attempt(
        lambda: found.append(
            decide_experiment(store, key, decision, learned=learned, viewer=desk.viewer)
        )
    ):
        st.query_params["experiment"] = found[0].key
        st.rerun()


def _after(desk: Desk) -> None:
    """A habit is asked after a year; any idea may be shared."""
    if not desk.writes:
        return
    today = desk.store.today()
    if asks_still_so(desk.experiment, today=today):
        st.markdown(said("try.decide.still"))
        with st.container(horizontal=True):
            if st.button(said("try.decide.yes")):
                _take(desk, partial(steps.still_so, today=today))
            if st.button(said("try.decide.no")):
                _take(desk, steps.drop_habit, AuditVerb.DECIDE_EXPERIMENT)
    shared = st.toggle(said("try.decide.share"), desk.experiment.shared)
    if shared is not desk.experiment.shared:
        _take(desk, partial(steps.share, shared=shared), AuditVerb.SHARE_EXPERIMENT)
