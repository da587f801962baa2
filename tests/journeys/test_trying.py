"""Promises of the page of what a team tries: one way from a signal to what came of it."""

import json
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from analytics.figures.line import Point
from analytics.jobs.schedule import close_now
from analytics.reports.conversation import QUESTIONS
from analytics.reports.effects import effect_report
from analytics.reports.needs import NeedsAndOffers
from analytics.reports.trying import signals
from analytics.reports.unit_view import view_of
from pages.ui.frame.session import SEAT
from pages.ui.trying import needs
from survey.actions.experiments import begin_experiment, change_experiment, decide_experiment
from survey.actions.passing import answer_passed_up, pass_up, write_heard
from survey.actions.preferences import choose_heard_within
from survey.errors import BadInput, NotAllowed
from survey.experiments import steps
from survey.experiments.experiment import Experiment, SignalOf, State, Watched, Whose
from survey.experiments.passing import Answer
from survey.organisation.permissions import EVERYWHERE
from survey.questionnaire.parts import NEEDS, OFFERS
from survey.waves.comments import Comment
from tests import make
from tests.english import text
from tests.journeys import shipyard
from tests.journeys.conftest import Visitor
from tests.journeys.words import errors, words
from tests.make import ACTOR
from tests.make_experiments import idea, who
from tests.web.site import ask

PAGE = "team/try.py"
HTML = "<script>alert(1)</script> **x** ![](http://x) \u202eabc 🚤"


def opened(yard: Visitor, person: str = shipyard.MEMBER, **asked: str) -> AppTest:
    return yard.sit_down(person).open(PAGE, **asked)


def press(run: AppTest, label: str, form: str = "") -> AppTest:
    (button,) = [one for one in run.button if one.label == label and form in one.form_id]
    return button.click().run()


def all_words(run: AppTest) -> str:
    """All of it, with what stands in HTML of ours."""
    return words(run) + "\n".join(str(one.proto.body) for one in run.get("html"))


def begun(yard: Visitor, *, person: str = shipyard.MEMBER, unit: str = "keel") -> Experiment:
    viewer = who(yard.store, person)
    view = view_of(yard.store, unit=unit, viewer=viewer)
    assert view is not None
    signal = next(one for one in signals(view.figures) if one.measure == "alignment")
    return begin_experiment(yard.store, signal, unit=unit, viewer=viewer)


def with_idea(yard: Visitor, unit: str = "keel") -> Experiment:
    person = f"{unit}-1"
    one = begun(yard, person=person, unit=unit)
    put = partial(steps.put_candidate, wanted=idea(owner=person, by=person))
    return change_experiment(yard.store, one.key, put, viewer=who(yard.store, person))


def bet(yard: Visitor, unit: str = "keel") -> Experiment:
    person, today = f"{unit}-1", yard.store.now().date()
    one, later = with_idea(yard, unit), today + timedelta(days=40)
    make = partial(steps.make_bet, number=1, today=today, look_again=later, by=person)
    return change_experiment(yard.store, one.key, make, viewer=who(yard.store, person))


def test_a_member_goes_from_a_figure_to_a_bet_on_one_page(yard: Visitor) -> None:
    run = opened(yard, measure="alignment")
    assert not errors(run)
    run = press(run, text("try.begin"))
    (one,) = yard.store.experiments(["keel"])
    assert one.signal.measure == "alignment"
    assert one.signal.score is not None

    run.text_input[0].set_value("Four goals, none first")
    run = press(run, text("try.save"), "try_add_why")
    assert "Four goals, none first" in all_words(run)

    run.selectbox(key="try_starter").set_value("one-goal-on-the-board").run()
    run = press(run, text("try.save"), "new")
    (candidate,) = yard.store.experiment(one.key).candidates
    assert not errors(run)
    assert candidate.measure == Watched("alignment", "Alignment")
    assert candidate.owner == shipyard.MEMBER
    assert text("try.bet.shows") in all_words(run)

    run = press(run, text("try.bet.make"))
    found = yard.store.experiment(one.key)
    assert not errors(run)
    assert found.state is State.TRYING
    assert text("effect.too_early", measure="Alignment") in all_words(run).replace("\\", "")


def test_whatever_is_written_stays_text(yard: Visitor) -> None:
    one = begun(yard)
    step = partial(steps.add_why, text=HTML, by=shipyard.MEMBER)
    change_experiment(yard.store, one.key, step, viewer=who(yard.store, shipyard.MEMBER))
    run = opened(yard, experiment=one.key)

    assert not errors(run)
    assert "&lt;script&gt;" in all_words(run)
    assert not any("<script>" in str(html.proto.body) for html in run.get("html"))


def test_two_who_write_at_once_see_both_and_choose(yard: Visitor) -> None:
    one = begun(yard)
    member, leader = (who(yard.store, person) for person in (shipyard.MEMBER, shipyard.LEADER))
    add = partial(steps.add_why, text="First", by=member.person)
    change_experiment(yard.store, one.key, add, viewer=member)
    run = opened(yard, experiment=one.key)
    (area,) = [a for a in run.text_area if a.value == "First"]
    area.set_value("Mine")
    theirs = partial(
        steps.edit_why, number=1, text="Theirs", whose=Whose.OURS, by=leader.person, seen=1
    )
    change_experiment(yard.store, one.key, theirs, viewer=leader)
    run = press(run, text("try.save"), "why_1")

    assert "Theirs" in all_words(run)
    assert text("try.mine_how") in words(run)
    assert yard.store.experiment(one.key).whys[0].text == "Theirs"
    run = press(run, text("try.save"), "why_1")
    assert yard.store.experiment(one.key).whys[0].text == "Mine"
    assert text("try.mine_how") not in words(run)


def test_an_idea_that_two_write_at_once_stands_twice_until_one_chooses(yard: Visitor) -> None:
    one, leader = with_idea(yard), who(yard.store, shipyard.LEADER)
    run = opened(yard, experiment=one.key)
    name = f"try_{one.key}_idea_1_1"
    run.text_input(key=f"{name}_title").set_value("Mine")
    theirs = replace(one.candidates[0], title="Theirs", by=leader.person)
    change_experiment(
        yard.store, one.key, partial(steps.put_candidate, wanted=theirs), viewer=leader
    )
    run = press(run, text("try.save"), name)

    def saved() -> str:
        return yard.store.experiment(one.key).candidates[0].title

    assert "Theirs" in all_words(run)
    assert text("try.changed_by", name="Keel-Lead") in words(run)
    assert (run.text_input(key=f"{name}_title").value, saved()) == ("Mine", "Theirs")
    run = press(run, text("try.save"), name)
    assert saved() == "Mine"
    assert text("try.mine_how") not in words(run)


def test_what_was_heard_that_two_write_at_once_stands_twice_until_one_chooses(
    yard: Visitor,
) -> None:
    run, hr = yard.sit_down(shipyard.HR).open("everyone/heard.py"), who(yard.store, shipyard.HR)
    wave = shipyard.LAST_WAVE
    write = partial(write_heard, yard.store, wave, doing="So.", viewer=hr)
    run.text_area(key=f"heard_{wave}_0_heard").set_value("Mine")
    run.text_area(key=f"heard_{wave}_0_doing").set_value("Mine too")
    write(heard="Theirs", based_on=0)
    run = press(run, text("try.save"), f"heard_{wave}_0")

    assert "Theirs" in all_words(run)
    assert run.text_area(key=f"heard_{wave}_0_heard").value == "Mine"
    assert yard.store.heard()[wave].heard == "Theirs"
    press(run, text("try.take_theirs"))
    assert yard.store.heard()[wave].heard == "Theirs"


def test_what_two_learned_at_once_stands_twice_until_one_chooses(yard: Visitor) -> None:
    one, leader = bet(yard), who(yard.store, shipyard.LEADER)
    run = opened(yard, experiment=one.key)
    run.text_area(key=f"try_learned_{one.key}").set_value("Mine **too**")
    decide_experiment(yard.store, one.key, State.DROPPED, learned="Theirs", viewer=leader)
    run = press(run, text("try.decide.kept"))
    found = yard.store.experiment(one.key)

    assert (found.state, found.lesson and found.lesson.text) == (State.DROPPED, "Theirs")
    assert "Theirs" in all_words(run)
    assert "Mine **too**" in all_words(run)
    assert text("try.decide.meanwhile", name="Keel-Lead") in words(run)
    run = press(run, text("try.decide.mine"))
    found = yard.store.experiment(one.key)
    assert found.lesson is not None
    assert (found.lesson.text, found.lesson.by) == ("Mine **too**", shipyard.MEMBER)
    assert text("try.decide.meanwhile", name="Keel-Lead") not in words(run)


def test_what_is_passed_up_is_answered_there_and_read_here(yard: Visitor) -> None:
    one = begun(yard)
    viewer = who(yard.store, shipyard.MEMBER)
    add = partial(steps.add_why, text="Goals change", by=viewer.person)
    change_experiment(yard.store, one.key, add, viewer=viewer)
    pass_up(yard.store, one.key, 1, to="hulls", viewer=viewer)
    assert text("try.whys.waits") in all_words(opened(yard, experiment=one.key))
    run = opened(yard, shipyard.OVER_LEADERS, unit="hulls")
    assert "Goals change" in all_words(run)
    run.radio[0].set_value(str(Answer.NO))
    run.text_area[0].set_value("The plan stands until summer.")
    run = press(run, text("try.passed.send"))

    assert not errors(run)
    assert "The plan stands until summer." in all_words(opened(yard, experiment=one.key))
    assert text("try.passed.title", unit="Hulls") not in words(opened(yard, unit="hulls"))


def test_who_answers_second_keeps_their_words_and_the_team_reads_both(yard: Visitor) -> None:
    one, member = begun(yard), who(yard.store, shipyard.MEMBER)
    add = partial(steps.add_why, text="Goals change", by=member.person)
    change_experiment(yard.store, one.key, add, viewer=member)
    passed = pass_up(yard.store, one.key, 1, to="hulls", viewer=member)
    run = opened(yard, shipyard.OVER_LEADERS, unit="hulls")
    run.radio[0].set_value(str(Answer.NO))
    run.text_area[0].set_value("The plan stands.")
    first = partial(answer_passed_up, yard.store, passed.key, Answer.WE_DO, because="From May on.")
    first(day=yard.store.today(), seen=1, viewer=who(yard.store, shipyard.HR))
    run = press(run, text("try.passed.send"))
    assert "From May on." in all_words(run)
    assert run.text_area[0].value == "The plan stands."
    assert len(yard.store.passed(passed.key).replies) == 1

    run = press(run, text("try.passed.send"))
    assert not errors(run)
    assert not run.text_area[0].value
    said = all_words(opened(yard, experiment=one.key))
    assert said.index("From May on.") < said.index("The plan stands.")


@pytest.mark.parametrize("person", ["deck-1", "flags-1", "office-2"])
def test_what_another_team_tries_is_as_if_it_did_not_exist(yard: Visitor, person: str) -> None:
    one = bet(yard)
    theirs = opened(yard, person, experiment=one.key)
    nothing = opened(yard, person, experiment="nowhere")

    assert errors(theirs) == errors(nothing) != []
    assert words(theirs) == words(nothing)
    assert "One goal" not in all_words(theirs)


def test_who_reads_from_above_writes_nothing(yard: Visitor) -> None:
    one = bet(yard)
    for person in (shipyard.OVER_LEADERS, shipyard.HR):
        run = opened(yard, person, experiment=one.key)
        assert not errors(run)
        assert not run.text_area
        assert text("try.reads_only") in words(run)


def test_a_decision_is_written_with_what_was_learned(yard: Visitor) -> None:
    one = bet(yard)
    run = opened(yard, experiment=one.key)
    run = press(run, text("try.decide.dropped"))
    assert errors(run) == [text("refused.experiment.empty")]
    run.text_area(key=f"try_learned_{one.key}").set_value("It was too much at once.")
    run = press(run, text("try.decide.dropped"))

    assert not errors(run)
    assert yard.store.experiment(one.key).state is State.DROPPED
    assert "It was too much at once." in all_words(opened(yard, unit="keel")).replace("\\", "")


def test_no_figure_that_is_withheld_can_be_taken_up(yard: Visitor) -> None:
    """A unit that shows nothing begins with what came up when it talked, and with no number."""
    viewer = who(yard.store, shipyard.HR)
    view = view_of(yard.store, unit="flags", viewer=viewer)

    assert view is None or signals(view.figures) == ()
    run = opened(yard, "flags-1", unit="flags", question="me")
    offered = run.selectbox(key="try_signal").options
    assert offered == [
        text("try.talk", question=text(f"conversation.four.{one}")) for one in QUESTIONS
    ]
    run.text_input(key="try_words_conversation").set_value("A  quiet hour")
    press(run, text("try.begin"))
    (one,) = yard.store.experiments(["flags"])
    assert (one.signal.name, one.signal.measure, one.signal.score) == ("A quiet hour", None, None)
    assert text("try.talked", measure="A quiet hour") in words(
        opened(yard, "flags-1", unit="flags")
    )


@pytest.mark.parametrize(
    ("page", "measure", "of"),
    [
        ("trends", "alignment", SignalOf.FIGURE),
        ("trends", "followup", SignalOf.FIGURE),
        ("trends", "SGN5", SignalOf.SIGN),
        ("sources", "PUR1", SignalOf.FIGURE),
        ("sources", "PUR", SignalOf.FIGURE),
        ("maps", "RES", SignalOf.FIGURE),
    ],
)
def test_what_a_page_shows_is_taken_up_there_with_its_figure(
    yard: Visitor, page: str, measure: str, of: SignalOf
) -> None:
    """As it stands in the wave that is looked at, which need not be the newest."""
    asked = {"unit": "deck", "wave": "2026-02"}
    run = yard.sit_down("deck-1").open(f"team/{page}.py", **asked)
    run.selectbox(key="try_signal").set_value(f"{of}:{measure}").run()
    press(run, text("try.begin"))

    (one,) = yard.store.experiments(["deck"])
    viewer = who(yard.store, "deck-1")
    view = view_of(yard.store, unit="deck", viewer=viewer)
    assert view is not None
    point = view.until("2026-02").figures.latest_point(measure)
    assert isinstance(point, Point)
    assert (one.signal.of, one.signal.wave) == (of, "2026-02")
    assert (one.signal.measure, one.signal.score) == (measure, point.score)


def test_an_area_and_a_level_are_taken_up_too(yard: Visitor) -> None:
    run = yard.sit_down(shipyard.OVER_LEADERS).open("leader/area.py", unit="hulls")
    run.selectbox(key="try_signal").set_value("figure:RSP").run()
    press(run, text("try.begin"))
    assert yard.store.experiments(["hulls"])[0].signal.measure == "RSP"

    run = yard.sit_down(shipyard.MEMBER).open("team/trends.py")
    run.selectbox(key="try_signal").set_value("level:alignment").run()
    press(run, text("try.begin"))
    (level,) = yard.store.experiments(["keel"])
    assert level.signal.of is SignalOf.LEVEL


def commented(yard: Visitor) -> None:
    """The open wave closes; everybody wrote something."""
    links = make.tokens(yard.store, shipyard.OPEN_WAVE)
    asks = yard.store.wave(shipyard.OPEN_WAVE).instrument
    for person, token in links.items():
        wrote = {prompt.id: f"{person} would like fewer meetings." for prompt in asks.prompts}
        make.answer(yard.store, token, shipyard.said(asks, 3.5, seed=person) | wrote)
    close_now(yard.store, key=shipyard.OPEN_WAVE, actor=ACTOR)


def test_a_theme_of_the_comments_is_taken_up_where_they_are_read(yard: Visitor) -> None:
    """In the words of whoever takes it up, with no figure; where none are read, nothing is."""
    commented(yard)
    deck = {"unit": "deck", "wave": shipyard.OPEN_WAVE}
    run = yard.sit_down("deck-1").open("team/comments.py", **deck)
    run = press(run, text("try.begin"))
    assert errors(run) == [text("refused.experiment.empty")]
    run.text_input(key="try_words_comments").set_value("Too many **meetings**")
    press(run, text("try.begin"))
    (one,) = yard.store.experiments(["deck"])

    kept = one.signal.of, one.signal.wave, one.signal.name, one.signal.measure, one.signal.score
    said = text("try.commented", measure="Too many **meetings**")
    assert kept == (SignalOf.COMMENTS, shipyard.OPEN_WAVE, "Too many **meetings**", None, None)
    assert said in all_words(opened(yard, "deck-1", experiment=one.key))
    for person, unit in (("flags-1", "flags"), (shipyard.HR, "deck")):
        asked = deck | {"unit": unit}
        run = yard.sit_down(person).open("team/comments.py", **asked)
        assert not errors(run)
        assert text("try.take_up_here") not in [one.label for one in run.expander]
    here = text("try.comments", wave=f"Wave {shipyard.OPEN_WAVE}")
    assert here in opened(yard, "deck-1", unit="deck").selectbox(key="try_signal").options
    assert here not in opened(yard, "flags-1", unit="flags").selectbox(key="try_signal").options


def test_whoever_may_not_write_is_offered_nothing_to_take_up(yard: Visitor) -> None:
    for page in ("trends", "sources", "maps"):
        run = yard.sit_down(shipyard.HR).open(f"team/{page}.py", unit="keel")
        assert not errors(run)
        assert text("try.take_up_here") not in [one.label for one in run.expander]


def test_the_sheet_of_a_conversation_says_what_is_tried_and_what_became_of_it(
    yard: Visitor,
) -> None:
    """Once, with the way to it; and its questions lead to a beginning, for those who may write."""
    tried = bet(yard)
    run = yard.sit_down(shipyard.MEMBER).open("team/conversation.py")
    said, links = all_words(run), {str(one.proto.label) for one in run.get("page_link")}

    assert text("try.around") in said
    assert text("effect.too_early", measure="Alignment") in said
    assert not [one for one in links if "One goal on the board" in one]
    assert f'href="/try?experiment={tried.key}"' in said
    for question in QUESTIONS:
        assert text("try.talk", question=text(f"conversation.four.{question}")) in links
    earlier = yard.sit_down(shipyard.MEMBER).open("team/conversation.py", wave="2026-02")
    assert text("try.around") not in all_words(earlier)


def test_what_waits_stands_on_home_until_it_is_done(yard: Visitor) -> None:
    """The bet on its day, for the team; what was passed up, for who leads there."""
    one = bet(yard)
    viewer = who(yard.store, shipyard.MEMBER)
    add = partial(steps.add_why, text="Goals change", by=viewer.person)
    change_experiment(yard.store, one.key, add, viewer=viewer)
    pass_up(yard.store, one.key, 1, to="hulls", viewer=viewer)
    due, waits = text("try.bet.due"), text("try.passed.open", count=1)

    def links(person: str) -> list[str]:
        return [str(link.proto.label) for link in yard.sit_down(person).open().get("page_link")]

    assert not [label for label in links(shipyard.MEMBER) if due in label]
    assert waits in links(shipyard.OVER_LEADERS)
    assert waits not in links(shipyard.MEMBER)
    yard.clock.move(days=40)
    yard.seats.clear()
    assert [label for label in links(shipyard.MEMBER) if due in label]


@pytest.mark.parametrize(
    ("unit", "mood", "key", "state"),
    [
        ("keel", 5.0, "effect.rose", State.KEPT),
        ("keel", 3.2, "effect.anyway", State.ADAPTED),
        ("deck", 1.3, "effect.fell", State.DROPPED),
    ],
)
def test_two_waves_later_the_page_says_what_came_of_it(
    yard: Visitor, unit: str, mood: float, key: str, state: State
) -> None:
    """A team whose alignment fell bets two weeks on it, and looks again after two more waves."""
    store, clock = yard.store, yard.clock
    clock.move(days=10)
    close_now(store, key=shipyard.OPEN_WAVE, actor=ACTOR)
    one = bet(yard, unit)
    clock.move(days=22)
    for wave in ("2026-08", "2026-09"):
        shipyard.publish_a_wave(store, wave, clock=clock, mood=mood)
        clock.move(days=20)
    yard.seats.clear()
    run = opened(yard, f"{unit}-1", experiment=one.key)
    sure = text(key, measure="Alignment", after="|", waves="|", least="|", most="|").split("|")[0]
    assert not errors(run)
    assert sure in all_words(run).replace("\\", "")
    assert text("try.bet.due") in all_words(run)

    run.text_area(key=f"try_learned_{one.key}").set_value("Now we know.")
    run = press(run, text(f"try.decide.{state}"))
    assert store.experiment(one.key).state is state
    report = effect_report(view_of(store, unit=unit, viewer=EVERYWHERE), one)
    assert report is not None
    assert [wave.key for wave in report.effect.waves] == ["2026-08", "2026-09"]
    assert report.helped is {"effect.rose": True, "effect.fell": False}.get(key)


def test_what_is_adapted_and_what_goes_on_from_it_lead_to_each_other(yard: Visitor) -> None:
    """With the same chain; and neither is called by a figure."""
    one, member = bet(yard), who(yard.store, shipyard.MEMBER)
    new = decide_experiment(yard.store, one.key, State.ADAPTED, learned="Smaller.", viewer=member)

    def leads(key: str) -> dict[str, str]:
        links = opened(yard, experiment=key).get("page_link")
        return {str(link.proto.label): link.proto.query_string for link in links}

    back = leads(new.key)[text("try.follows", title="One goal on the board")]
    assert back == f"experiment={one.key}"
    assert leads(one.key)[text("try.goes_on")] == f"experiment={new.key}"
    assert [title.value for title in opened(yard, experiment=new.key).title] == ["Alignment"]


def test_what_was_heard_is_written_by_hr_and_read_by_everybody_who_is_signed_in(
    yard: Visitor,
) -> None:
    run = yard.sit_down(shipyard.HR).open("everyone/heard.py")
    newest = f"heard_{shipyard.LAST_WAVE}_0"
    run.text_area(key=f"{newest}_heard").set_value("Goals **change** without a reason.")
    run.text_area(key=f"{newest}_doing").set_value("We say why.")
    run = press(run, text("try.save"), newest)
    assert not errors(run)

    for person in (shipyard.MEMBER, shipyard.OVER_LEADERS):
        run = yard.sit_down(person).open("everyone/heard.py")
        assert not errors(run)
        assert "Goals **change** without a reason." in all_words(run)
        assert "Belonging" in all_words(run)
        assert not run.text_area
    assert "We say why." not in all_words(yard.sit_down(None).open("everyone/heard.py"))


def test_whoever_speaks_for_all_is_told_by_when_until_it_is_written(yard: Visitor) -> None:
    """HR, and who leads all; for two weeks it is due, for a month late, and then history."""
    close_now(yard.store, key=shipyard.OPEN_WAVE, actor=ACTOR)
    due = yard.store.today() + timedelta(days=14)
    named = {"wave": f"Wave {shipyard.OPEN_WAVE}", "day": f"{due:%-d %B %Y}"}

    def told(person: str) -> list[str]:
        labels = [str(one.proto.label) for one in yard.sit_down(person).open().get("page_link")]
        return [one.replace("\\", "") for one in labels if one.startswith("Wave ")]

    assert told(shipyard.HR) == [text("heard.waits", **named)]
    assert told(shipyard.MEMBER) == told(shipyard.OVER_LEADERS) == []
    for days, said in ((15, [text("heard.waits_late", **named)]), (30, [])):
        yard.clock.move(days=days)
        yard.seats.clear()
        assert told(shipyard.HR) == said


def test_what_was_written_waits_no_more(yard: Visitor) -> None:
    close_now(yard.store, key=shipyard.OPEN_WAVE, actor=ACTOR)
    hr = who(yard.store, shipyard.HR)
    write_heard(yard.store, shipyard.OPEN_WAVE, heard="a", doing="b", based_on=0, viewer=hr)

    labels = [str(one.proto.label) for one in yard.sit_down(shipyard.HR).open().get("page_link")]
    assert not [one for one in labels if one.startswith("Wave ")]


def story(run: AppTest) -> str:
    """What is read first on the page, below who is signed in."""
    said = (one.value for one in run.markdown if not one.value.startswith("Signed in"))
    return next(said).replace("\\", "")


def test_what_is_to_decide_now_is_read_first(yard: Visitor) -> None:
    """A question from below, a bet on its day, a habit after a year; else what is tried."""
    title = "One goal on the board"
    assert story(opened(yard)) == text("try.first.none")
    thinks = begun(yard)
    step = text("try.step.whys")
    assert story(opened(yard)) == text("try.first.thinking", title="Alignment", step=step)
    tried = bet(yard)
    assert story(opened(yard)).startswith(f"We try “{title}”, and look again on ")
    member = who(yard.store, shipyard.MEMBER)
    add = partial(steps.add_why, text="Goals change", by=member.person)
    change_experiment(yard.store, thinks.key, add, viewer=member)
    pass_up(yard.store, thinks.key, 1, to="hulls", viewer=member)
    above = opened(yard, shipyard.OVER_LEADERS, unit="hulls")
    assert story(above) == text("try.first.passed.one", unit="Hulls")
    yard.clock.move(days=40)
    yard.seats.clear()
    assert story(opened(yard)) == text("try.first.due", title=title)
    decide_experiment(yard.store, tried.key, State.KEPT, learned="It helps.", viewer=member)
    assert story(opened(yard)).startswith("We think about")
    yard.clock.move(days=366)
    yard.seats.clear()
    assert story(opened(yard)) == text("try.first.still", title=title)


def test_a_habit_is_asked_a_year_later_whether_it_still_is_one(yard: Visitor) -> None:
    """On the overview; a yes lasts another year, and a no ends it."""
    one = bet(yard)
    member = who(yard.store, shipyard.MEMBER)
    decide_experiment(yard.store, one.key, State.KEPT, learned="It helps.", viewer=member)
    for answer, state in (("yes", State.KEPT), ("no", State.DROPPED)):
        yard.clock.move(days=366)
        yard.seats.clear()
        labels = [str(link.proto.label) for link in opened_home(yard).get("page_link")]
        assert [label for label in labels if label.startswith(text("try.decide.still"))]
        press(opened(yard, experiment=one.key), text(f"try.decide.{answer}"))
        assert yard.store.experiment(one.key).state is state
        labels = [str(link.proto.label) for link in opened_home(yard).get("page_link")]
        assert not [label for label in labels if label.startswith(text("try.decide.still"))]


def opened_home(yard: Visitor) -> AppTest:
    return yard.sit_down(shipyard.MEMBER).open("team/trends.py")


def test_the_day_of_a_bet_goes_into_a_calendar_for_whoever_may_see_it(yard: Visitor) -> None:
    """As a whole day with its name; for others there is nothing here, as for no bet at all."""
    one, thinking = bet(yard), begun(yard)

    def asked(person: str, key: str) -> tuple[int, str, str]:
        yard.sit_down(person)
        address = f"/look-again.ics?experiment={key}"
        status, headers, body = ask(yard.store, address, cookies={SEAT: yard.seats[person]})
        return status, headers["content-type"].split(";")[0], body.decode()

    status, media, words_in_it = asked(shipyard.MEMBER, one.key)
    day = f"{yard.store.now() + timedelta(days=40):%Y%m%d}"
    assert (status, media) == (200, "text/calendar")
    assert f"DTSTART;VALUE=DATE:{day}" in words_in_it
    assert "One goal on the board" in words_in_it
    nothing = asked(shipyard.MEMBER, "nowhere")
    assert nothing[0] == 404
    assert asked("deck-1", one.key) == asked(shipyard.MEMBER, thinking.key) == nothing


def test_a_bet_stands_on_the_line_of_time_and_in_its_words(yard: Visitor) -> None:
    bet(yard)
    chart = opened_home(yard).get("plotly_chart")[0].proto
    day = yard.store.now().date()

    spec = json.loads(chart.spec)["layout"]
    (name,) = [one for one in spec["annotations"] if "One goal" in one["text"]]
    lines = [shape for shape in spec["shapes"] if shape["x0"] == day.isoformat()]
    assert name["x"] == day.isoformat()
    assert len(lines) == 2
    assert text("try.marked", title="One goal on the board", day=f"{day:%-d %b %Y}") in chart.alt


def test_what_is_needed_and_what_is_offered_are_brought_together_by_hand(
    yard: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both stand side by side; a pair stands below until the unit takes it apart again."""
    need = Comment("n1", "deck", "team", NEEDS, "A second pair of eyes")
    offer = Comment("o1", "deck", "team", OFFERS, "An hour on Fridays")
    pairs = list[tuple[Comment, Comment]]()

    def match(_: object, *, need: str, offer: str, together: bool, **said: object) -> None:
        assert (need, offer, said["unit"], said["wave"]) == ("n1", "o1", "deck", "2026-04")
        pairs[:] = [both] if together else []

    both = (need, offer)
    found = partial(NeedsAndOffers, "2026-04", (need,), (offer,))
    monkeypatch.setattr(needs, "needs_and_offers", lambda *_, **__: found(tuple(pairs)))
    monkeypatch.setattr(needs, "match_need", match)
    run = opened(yard, "deck-1")
    assert need.text in all_words(run)
    assert offer.text in all_words(run)
    assert "↔" not in all_words(run)

    run = press(run, text("try.needs.match"))
    assert f"{need.text} ↔ {offer.text}" in all_words(run)
    assert "↔" not in all_words(press(run, text("try.needs.apart")))


def test_by_when_what_was_heard_is_written_is_the_organisation_s_to_choose(yard: Visitor) -> None:
    """HR chooses, it is on the record, and the page says it to everybody."""
    close_now(yard.store, key=shipyard.OPEN_WAVE, actor=ACTOR)
    assert text("heard.lead", days=14) in words(opened_heard(yard))
    run = yard.sit_down(shipyard.HR).open("hr/settings.py")
    run.number_input(key="heard_within").set_value(10)
    run.button(key="heard_within_keep").click().run()
    line, run = yard.store.audit()[0], opened_heard(yard)
    due = yard.store.today() + timedelta(days=10)

    assert (line.actor, line.detail) == (shipyard.HR, "heard_within_days: 10")
    assert text("heard.lead", days=10) in words(run)
    assert f"{due:%-d %B %Y}" in words(run)
    for days in (1, 61):
        with pytest.raises(BadInput):
            choose_heard_within(yard.store, days, viewer=who(yard.store, shipyard.HR))
    with pytest.raises(NotAllowed):
        choose_heard_within(yard.store, 20, viewer=who(yard.store, shipyard.MEMBER))


def opened_heard(yard: Visitor) -> AppTest:
    return yard.sit_down(shipyard.MEMBER).open("everyone/heard.py")
