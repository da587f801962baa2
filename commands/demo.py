"""The fictional organisation: its people and waves, built through the same actions as real use."""

from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from analytics.closing.publication import publish
from commands.demo_answers import Voices
from commands.demo_content import Company, Script, company, script
from commands.demo_experiments import play as try_things
from commands.demo_organisation import Cast, cast_of, moved
from survey.actions.opening import open_wave
from survey.actions.organisation import apply_people, grant
from survey.actions.readers import note_reader
from survey.actions.waves import Plan, close_wave, plan_wave
from survey.answering.links import link_hash, link_token
from survey.answering.respondent import Respondent
from survey.answering.sending import send
from survey.audit import AuditVerb
from survey.errors import Refused
from survey.mailing.inviting import send_invitations
from survey.organisation.structure import Role
from survey.questionnaire.compose import compose, draft_of
from survey.questionnaire.instrument import Instrument
from survey.questionnaire.instrument_file import load_instruments
from survey.questionnaire.parts import FOLLOW_UP, NEEDS, OFFERS
from survey.questionnaire.shipped import bank
from survey.settings import CONTENT
from survey.store import Store
from survey.store.asked import roster_now
from survey.text import sentence
from survey.waves.wave import USUAL_K, Wave

ACTOR = "demo"
SENDERS = 128
EVERY, LASTS = timedelta(weeks=4), timedelta(days=11)
OPENS_AT, CLOSES_AT = time(8), time(18)
OPENED_AGO, CLOSES_IN = timedelta(days=2), timedelta(days=12)
ALL_EVENTS = 1_000_000


@dataclass(frozen=True)
class Play:
    """One building of the organisation: who plays, what happens, and what they say."""

    company: Company
    script: Script
    instrument: Instrument
    cast: Cast
    waves: int
    seed: int

    def asked(self, number: int) -> Instrument:
        """What a wave asks: the standard, in its first version while nobody asked what follows;
        the last that is over asks for needs and offers."""
        if number == self.waves - 1:
            return _asking_needs(self.instrument)
        if number > self.waves - self.script.follow_up_for:
            return self.instrument
        before = [one.id for one in self.instrument.items if one.composite != FOLLOW_UP]
        return replace(self.instrument.asking(before), version=1)


def _asking_needs(instrument: Instrument) -> Instrument:
    """As HR would compose it: in the place of its open questions."""
    draft = draft_of(instrument, bank())
    prompts = {one.id for one in instrument.prompts}
    chosen = [one for one in draft.chosen if one not in prompts]
    needs = replace(draft, chosen=(*chosen, NEEDS, OFFERS))
    return compose(needs, bank(), version=instrument.version + 1)


def build_demo(
    store: Store, *, people: int = 140, teams: int = 14, waves: int = 8, seed: int = 1
) -> list[str]:
    """Fill an empty database with a fictional organisation; what was built, in sentences.

    The schedule waits meanwhile, and leaves the past waves alone if the building is cut off.
    Errors: Refused when anything is there already or people are too few; Trouble.
    """
    instrument = load_instruments(CONTENT / "instruments")["standard"]
    cast = cast_of(company(), people=people, teams=teams, seed=seed)
    play = Play(company(), script(), instrument, cast, waves, seed)
    options = f"{people} people, {teams} teams, {waves} waves, seed {seed}"
    with store.alone(wait=True):
        check_empty(store)
        _note(store, AuditVerb.BEGIN_DEMO, options)
        _hire(store, play)
        for number in range(waves):
            _past_wave(store, play, number)
        # Its people have lived with these figures: the thank-you says what became of them.
        note_reader(store, None)
        _open_wave(store, play)
        _note(store, AuditVerb.BUILD_DEMO, options)
    return [
        sentence(
            f"told.demo.{'area' if cast.areas == 1 else 'areas'}",
            company=company().name,
            people=people,
            teams=teams,
            areas=cast.areas,
        ),
        sentence(f"told.demo.{'wave' if waves == 1 else 'waves'}", waves=waves),
    ]


def is_empty(store: Store) -> bool:
    """Whether there are no units, people and waves."""
    return not (store.units() or store.people() or store.waves())


def check_empty(store: Store) -> None:
    """Refuse to mix made-up people with real ones."""
    if is_empty(store):
        return
    if is_unfinished(store):
        raise Refused(sentence("refused.demo.unfinished", place=_place(store)))
    raise Refused(sentence("refused.demo.not_empty"))


def is_demo(store: Store) -> bool:
    """Whether what is kept here is the fictional organisation, all of it."""
    return AuditVerb.BUILD_DEMO in _verbs(store)


def is_unfinished(store: Store) -> bool:
    """Whether the building of the fictional organisation was cut off."""
    return AuditVerb.BEGIN_DEMO in _verbs(store) and not is_demo(store)


def _verbs(store: Store) -> set[str]:
    return {event.verb for event in store.audit(most=ALL_EVENTS) if event.actor == ACTOR}


def _place(store: Store) -> str:
    settings = store.settings
    where = "database" if settings.database_url else "folder"
    return sentence(f"told.demo.{where}", folder=settings.data)


def _note(store: Store, verb: AuditVerb, detail: str) -> None:
    store.note(verb, actor=ACTOR, subject="organisation", detail=detail)


def _hire(store: Store, play: Play) -> None:
    cast = play.cast
    apply_people(store, units=cast.units, people=cast.people, actor=ACTOR, detail=play.company.name)
    grant(store, person=cast.hr, role=Role.HR, actor=ACTOR)


def _past_wave(store: Store, play: Play, number: int) -> None:
    _come_and_go(store, play, number)
    opened, closed = _days(store.now(), play.waves - number)
    key = _plan(store, play, number, opened, closed)
    _ask(store, play, number, key, opened)
    close_wave(store, key=key, actor=ACTOR, at=closed)
    publish(store, key=key, actor=ACTOR)
    ago = play.waves - 1 - number
    try_things(store, ago=ago, closed=closed, wave=key, hr=play.cast.hr)


def _open_wave(store: Store, play: Play) -> None:
    _come_and_go(store, play, play.waves)
    opened = store.now() - OPENED_AGO
    closes = datetime.combine(store.now() + CLOSES_IN, CLOSES_AT, opened.tzinfo)
    key = _plan(store, play, play.waves, opened, closes)
    _ask(store, play, play.waves, key, opened)
    send_invitations(store, store.wave(key), actor=ACTOR)


def _days(now: datetime, ago: int) -> tuple[datetime, datetime]:
    """When the wave this many waves ago opened (a Monday morning) and closed (a Friday)."""
    day = now - OPENED_AGO - ago * EVERY
    monday = day - timedelta(days=day.weekday())
    opened = datetime.combine(monday, OPENS_AT, now.tzinfo)
    return opened, datetime.combine(monday + LASTS, CLOSES_AT, now.tzinfo)


def _plan(store: Store, play: Play, number: int, opens: datetime, closes: datetime) -> str:
    """Plan a wave; past ones as replays, which the schedule neither opens nor closes."""
    plan = Plan(
        key=f"{opens:%G}-w{opens:%V}",
        name=f"Pulse {number + 1}",
        instrument=play.asked(number),
        opens=opens,
        closes=closes,
        k=USUAL_K,
        replay=number < play.waves,
    )
    return plan_wave(store, plan, actor=ACTOR).key


def _come_and_go(store: Store, play: Play, number: int) -> None:
    """What happens to teams before this wave; never before the first."""
    for move in play.script.moves:
        if number == max(1, round(move.at * play.waves)):
            everybody = sorted(store.people().values(), key=lambda person: person.key)
            people = moved(play.company, everybody, move, spare=play.cast.hr, seed=play.seed)
            if people:
                apply_people(store, units=(), people=people, actor=ACTOR, detail=move.unit)


def _ask(store: Store, play: Play, number: int, key: str, opened: datetime) -> None:
    """Open a wave to everybody there is, and send what they say."""
    roster = roster_now(store, store.wave(key))
    open_wave(store, key=key, actor=ACTOR, roster=roster, at=opened)
    voices = Voices(play.script, play.asked(number), roster.units, play.waves, play.seed)
    _send_all(store, store.wave(key), roster.homes, voices.ballots(roster.homes, wave=number))


def _send_all(
    store: Store,
    wave: Wave,
    homes: Mapping[str, str],
    ballots: Iterable[tuple[str, dict[str, object]]],
) -> None:
    """Send each ballot as its person would, many at once."""
    secret = store.keys.read(wave.id).links

    def send_one(ballot: tuple[str, dict[str, object]]) -> None:
        person, raw = ballot
        hashed = link_hash(secret, link_token(secret, wave.id, person))
        send(store, Respondent(wave, homes[person], hashed), raw)

    with ThreadPoolExecutor(SENDERS) as senders:
        deque(senders.map(send_one, ballots), maxlen=0)
