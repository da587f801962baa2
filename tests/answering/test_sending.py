"""Promises of answering: sent once, refused with the reason, counted or refused but never lost."""

import threading
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest

from analytics.closing.counting import Emptied, open_ballots
from survey.actions.waves import cancel_wave, close_wave
from survey.answering.links import link_token
from survey.answering.receipts import kept_hash, new_number
from survey.answering.respondent import Respondent, respondent
from survey.answering.sealing import opener
from survey.answering.sending import send
from survey.errors import (
    BadInput,
    LinkRefused,
    LinkUnknown,
    Trouble,
    WaveNotOpen,
)
from survey.questionnaire.answers import Answers, from_json
from survey.settings import Settings
from survey.store import Store
from survey.waves.wave import State
from tests.make import (
    ACTOR,
    Clock,
    Universe,
    answer,
    answers_of,
    close,
    plan,
    populate,
    respondents,
    start,
    together,
    tokens,
)
from tests.queries import queries_of

pytestmark = pytest.mark.slow

FEW = Universe({"all": 0, "ant": 6, "bee": 6}, {"all": None, "ant": "all", "bee": "all"}, ())
RAW = {"B1": 4, "B2": 2, "A1": None, "S1": True, "O1": " Nice. "}


@pytest.fixture
def links(store: Store) -> dict[str, str]:
    """The links of an open wave."""
    populate(store, FEW)
    return start(store)


def opened(store: Store) -> list[tuple[str, Answers]]:
    """What lies in the box of wave 1, opened with its key."""
    unlock = opener(store.keys.read(1))
    return [from_json(unlock(sealed))[:2] for sealed in store.box(1).sealed()]


def test_what_somebody_sends_is_what_lies_in_the_box(store: Store, links: dict[str, str]) -> None:
    """Their home, what they answered, ticked and wrote, and not who they are."""
    answer(store, links["ant-1"], RAW)

    assert opened(store) == [
        ("ant", Answers({"B1": 4, "B2": 2}, frozenset({"S1"}), {"O1": "Nice."}))
    ]


def test_a_good_link_says_which_wave_and_which_unit(store: Store, links: dict[str, str]) -> None:
    """So that the promise above the form is about the right people."""
    who = respondent(store, links["bee-2"])

    assert (who.wave.key, who.home) == ("w1", "bee")


def test_a_link_reads_the_same_before_and_after(store: Store, links: dict[str, str]) -> None:
    """When it is opened again, and when a second tab sends; the first answers count."""
    before = respondent(store, links["ant-1"])
    answer(store, links["ant-1"], RAW)
    first = opened(store)

    assert respondent(store, links["ant-1"]) == before
    send(store, before, {"B1": 1})
    assert opened(store) == first


def test_the_same_form_has_the_same_receipt_and_another_form_another(
    store: Store, links: dict[str, str]
) -> None:
    """After a crash too: the code comes from the form's number, and only what was kept has it."""
    form = respondent(store, links["ant-1"])
    mine, thiefs = new_number(), new_number()

    codes = [send(store, form, RAW, receipt=number) for number in (mine, mine, thiefs)]

    assert codes[0] == codes[1] != codes[2]
    unlock = opener(store.keys.read(1))
    (kept,) = (from_json(unlock(sealed))[2] for sealed in store.box(1).sealed())
    public_key = str(store.wave("w1").public_key)
    assert kept == kept_hash(public_key, codes[0].lower().replace("-", " "))
    assert kept != kept_hash(public_key, codes[2])
    assert codes[0].replace("-", "") not in kept.upper()


@pytest.mark.parametrize(
    "raw",
    [{"B1": 0}, {"B1": 6}, {"B1": 2.0}, {"B1": "3"}, {"B1": True}, {"S1": 1}, {"O1": 3}, {"X": 1}],
)
def test_answers_outside_the_scale_are_refused_and_nothing_is_kept(
    duckdb_store: Store, raw: dict[str, object]
) -> None:
    """And can be sent again when they are right."""
    populate(duckdb_store, FEW)
    token = start(duckdb_store)["ant-1"]

    with pytest.raises(BadInput, match="These answers cannot be kept"):
        answer(duckdb_store, token, raw)

    assert duckdb_store.box(1).count() == 0
    answer(duckdb_store, token, RAW)


def test_comments_that_do_not_fit_are_refused_and_nothing_is_kept(duckdb_store: Store) -> None:
    """Every ballot is of one length."""
    populate(duckdb_store, FEW)
    token = start(duckdb_store)["ant-1"]

    with pytest.raises(BadInput, match="too long by about"):
        answer(duckdb_store, token, {"O1": "a" * 9000})

    assert duckdb_store.box(1).share_answered() == (0, 12)


# Links that cannot be used


def test_links_that_are_not_ours_are_unknown(store: Store, links: dict[str, str]) -> None:
    """Cut short, made up, of a wave that is not there, of somebody who is not asked."""
    good = links["ant-1"]
    foreign = link_token(bytes(32), 1, "ant-1")
    stranger = link_token(store.keys.read(1).links, 1, "somebody")

    for wrong in ("", "x", good[:-1], good + "A", f"9{good}", foreign, stranger, "١-" + good[2:]):
        with pytest.raises(LinkUnknown, match="not one of ours, or it was cut short"):
            respondent(store, wrong)


def test_a_link_of_one_wave_does_not_open_another(store: Store) -> None:
    """Even with the number changed."""
    populate(store, FEW)
    ants = start(store, "w1", audience=("ant",))
    start(store, "w2", audience=("bee",))
    _, _, secret_part = ants["ant-1"].partition("-")

    with pytest.raises(LinkUnknown):
        respondent(store, f"2-{secret_part}")
    assert respondent(store, f"1-{secret_part}").wave.key == "w1"


OVER = "This wave is over, so answers can no longer be sent."
EARLY = "This wave has not opened yet. Please try again later."
CANCELLED = "This wave was cancelled, so nothing needs to be answered."


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.DRAFT, EARLY),
        (State.SCHEDULED, EARLY),
        (State.CLOSED, OVER),
        (State.PUBLISHED, OVER),
        (State.CANCELLED, CANCELLED),
    ],
)
def test_a_link_says_why_its_wave_takes_no_answers(
    duckdb_store: Store, state: State, said: str
) -> None:
    """One sentence for each state."""
    populate(duckdb_store, FEW)
    token = link_token(bytes(32), 1, "ant-1")
    if state in {State.DRAFT, State.SCHEDULED}:
        plan(duckdb_store, state=state)
    else:
        token = start(duckdb_store)["ant-1"]
        end(duckdb_store, state)

    with pytest.raises(WaveNotOpen) as refusal:
        respondent(duckdb_store, token)

    assert str(refusal.value) == said


def end(store: Store, state: State) -> None:
    """Bring wave 1 from open to where it takes no answers."""
    match state:
        case State.CLOSED:
            close_wave(store, key="w1", actor=ACTOR)
        case State.PUBLISHED:
            close(store)
        case _:
            cancel_wave(store, key="w1", actor=ACTOR, reason="Wrong week.")


@pytest.mark.parametrize(
    ("state", "said"),
    [(State.CLOSED, OVER), (State.PUBLISHED, OVER), (State.CANCELLED, CANCELLED)],
)
def test_a_wave_that_ends_while_the_form_is_open_says_so(
    store: Store, links: dict[str, str], state: State, said: str
) -> None:
    """At Send; the answers are still on the page, and nothing of the wave comes back."""
    who = respondent(store, links["ant-1"])
    end(store, state)

    with pytest.raises(WaveNotOpen) as refusal:
        send(store, who, RAW)

    assert str(refusal.value) == said
    assert store.leftovers() == ({1} if state is State.CLOSED else set())


def test_while_the_key_file_is_away_answers_are_not_taken(
    store: Store, links: dict[str, str]
) -> None:
    """The respondent is asked to come again; no path is told; afterwards the link works."""
    key = store.keys.file(1)
    key.rename(key.with_suffix(".away"))

    with pytest.raises(WaveNotOpen, match="Answers cannot be taken just now") as refusal:
        respondent(store, links["ant-1"])

    assert str(store.settings.data) not in str(refusal.value)
    key.with_suffix(".away").rename(key)
    answer(store, links["ant-1"], RAW)


def test_while_the_box_is_away_answers_are_not_taken(duckdb_store: Store, clock: Clock) -> None:
    """Neither at the link nor at Send."""
    populate(duckdb_store, FEW)
    who = respondent(duckdb_store, start(duckdb_store)["ant-1"])
    duckdb_store.close()
    (duckdb_store.settings.boxes / "wave-1.duckdb").unlink()
    again = Store(duckdb_store.settings, clock=clock)

    for attempt in (
        lambda: respondent(again, tokens(again)["ant-1"]),
        lambda: send(again, who, RAW),
    ):
        with pytest.raises(WaveNotOpen, match="Answers cannot be taken just now"):
            attempt()
    again.close()


# Many at once


def outcome(store: Store, token: str) -> str:
    """How opening a link and sending ends."""
    try:
        answer(store, token, RAW)
    except (LinkRefused, Trouble) as refusal:
        return type(refusal).__name__
    return "sent"


def test_fifty_threads_with_one_link_leave_one_ballot(store: Store, links: dict[str, str]) -> None:
    """Double clicks, two tabs, a page sent again: all hear the same, one is kept."""
    who = respondent(store, links["ant-1"])

    codes = together(lambda _: send(store, who, RAW, receipt="one form"), range(50))

    assert len(set(codes)) == 1
    assert store.box(1).count() == 1
    assert store.box(1).share_answered() == (1, 12)
    print(f"attack 14: {len(codes)} threads, each with the same link, and ballots kept: 1")


@dataclass
class Race:
    """Everybody sends while the wave is closed; what became of each, and what was counted."""

    outcomes: Counter[str] = field(default_factory=Counter)
    counted: list[int] = field(default_factory=list)

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Note how many ballots closing opens."""

        def noting(*args: Any, **named: Any) -> Emptied:
            found = open_ballots(*args, **named)
            self.counted.append(len(found.opened.home))
            return found

        patch.setattr("analytics.closing.publication.open_ballots", noting)

    def run(self, stores: list[Store], whos: list[Respondent], *, close_after: int) -> None:
        """Send for each of them, spread over the stores, and close when some are sent."""
        enough = threading.Semaphore(0)

        def sends(place: int) -> str:
            try:
                send(stores[place % len(stores)], whos[place], RAW)
            except WaveNotOpen:
                return "WaveNotOpen"
            enough.release()
            return "sent"

        def closes() -> None:
            for _ in range(close_after):
                enough.acquire()
            close(stores[0])

        closing = threading.Thread(target=closes)
        closing.start()
        self.outcomes.update(together(sends, range(len(whos))))
        closing.join()


MANY = Universe({"all": 0, "ant": 75, "bee": 75}, {"all": None, "ant": "all", "bee": "all"}, ())


def racing(store: Store) -> list[Respondent]:
    """Everybody of a larger wave, with their form open."""
    populate(store, MANY)
    return list(respondents(store, start(store)).values())


def test_a_send_that_races_the_closing_is_counted_or_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never acknowledged and lost: as many ballots are counted as sends succeeded."""
    race, whos = Race(), racing(store)
    race.watch(monkeypatch)

    race.run([store], whos, close_after=20)

    assert race.outcomes["sent"] + race.outcomes["WaveNotOpen"] == 150
    assert race.counted == [race.outcomes["sent"]]
    assert race.outcomes["sent"] >= 20
    assert store.leftovers() == set()


def test_two_apps_that_race_the_closing_lose_nothing(
    postgresql_settings: Settings, monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    """One app closes while both take answers."""
    apps = [Store(postgresql_settings, clock=clock) for _ in range(2)]
    race, whos = Race(), racing(apps[0])
    race.watch(monkeypatch)

    race.run(apps, whos, close_after=20)

    for app in apps:
        app.close()
    assert race.outcomes["sent"] + race.outcomes["WaveNotOpen"] == 150
    assert race.counted == [race.outcomes["sent"]]


def test_everybody_at_once_is_all_kept(store: Store, links: dict[str, str]) -> None:
    """Each in their own unit."""
    outcomes = Counter(together(lambda token: outcome(store, token), links.values()))

    assert outcomes == {"sent": 12}
    assert Counter(home for home, _ in opened(store)) == {"ant": 6, "bee": 6}


def test_answers_of_the_builders_are_always_the_same() -> None:
    """Tests compare one wave with its twin."""
    assert answers_of("ant-1") == answers_of("ant-1") != answers_of("ant-2")


def test_whoever_comes_second_has_nothing_read_again(
    clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What is fixed while a wave is open is read once for everybody."""
    with closing(Store(Settings(data=tmp_path_factory.mktemp("data")), clock=clock)) as store:
        populate(store, FEW)
        first, second, *_ = start(store).values()
        respondent(store, first)
        with queries_of(store) as asked:
            respondent(store, second)

    assert asked == []
