"""The queues mails wait in, and what each mail of them carries.

People who want to sign in come first, as many as a minute takes. Then invitations and reminders of
open waves, whoever else wants to sign in, and last results: no invitation waits for other figures.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, partial

from survey.actions.delivery_attempts import Rows, rows_in_box, rows_in_main
from survey.actions.looking_again import bets_to_look_at
from survey.actions.sign_in import MAILED, READING, make_link, make_reading_links
from survey.answering.links import link_token
from survey.languages import choose, languages
from survey.mail.deliveries import SIGN_INS, Delivery, Occasion
from survey.mailing.letters import Enclosed
from survey.mailing.reminding import may_remind
from survey.organisation.structure import Person
from survey.store import Store
from survey.store.since import since_last_time
from survey.waves.calendar import Calendar, calendar_of
from survey.waves.wave import State, Wave

FRESH = timedelta(days=7)
"""How long after its publication mails about a wave may still be queued and go out."""
RESULTS = re.compile(r"results-([0-9]+)")
Enclose = Callable[[Sequence[Delivery]], Mapping[Delivery, Enclosed]]
Reach = Callable[[Collection[str]], Mapping[str, Person]]


@dataclass(frozen=True)
class Queue:
    """Mails of some occasions: their rows, and what each carries.

    `reach` gives those of some people its mails may go to, with the address they go to; `prepare`
    looks for all that is needed before a mail is taken from the queue. `most` go out in one turn.
    """

    name: str
    rows: Rows
    reach: Reach
    prepare: Callable[[], Enclose]
    most: int | None = None


def queues(store: Store) -> Iterator[Queue]:
    """Every queue there may be something in; each is made when its turn comes."""
    sign_ins = _sign_ins(store)
    waves = store.waves_at_work(published_since=store.now() - FRESH)
    yield replace(sign_ins, most=store.settings.smtp_rate)
    calendar = calendar_of(store.preferences())
    for wave in waves:
        if wave.state is State.OPEN and not wave.replay:
            yield from _of_open(store, wave, calendar)
    yield sign_ins
    yield _look_agains(store)
    for wave in waves:
        if is_fresh(store, wave):
            yield _results(store, wave)


def is_fresh(store: Store, wave: Wave) -> bool:
    """Whether a wave was published here, and not long ago."""
    if wave.state is not State.PUBLISHED or wave.replay or wave.published is None:
        return False
    return store.now() - wave.published < FRESH


def wave_folder(wave: Wave) -> str:
    """The folder of an open wave's mails below the outbox; closing removes it."""
    return f"wave-{wave.id}"


def results_folder(wave: Wave) -> str:
    """The folder of a published wave's mails below the outbox."""
    return f"results-{wave.id}"


def _sign_ins(store: Store) -> Queue:
    def enclose(batch: Sequence[Delivery]) -> dict[Delivery, Enclosed]:
        found = {}
        for one in batch:
            token = make_link(store, person=one.person, lasts=MAILED, once=True, actor=one.person)
            link = f"{store.settings.base_url}/enter/{token}"
            found[one] = Enclosed(one.occasion, link, "sign-in", link)
        return found

    rows = rows_in_main(store, SIGN_INS, frozenset({Occasion.SIGN_IN}))
    return Queue("people who sign in", rows, store.reached, lambda: enclose)


def _look_agains(store: Store) -> Queue:
    """To whoever looks after a bet, when it is time to look again."""

    def enclose(batch: Sequence[Delivery]) -> dict[Delivery, Enclosed]:
        due = bets_to_look_at(store)
        link = f"{store.settings.base_url}/try"
        return {
            one: Enclosed(
                one.occasion,
                link,
                "look-again",
                f"look-again:{one.person}:{one.due.isoformat()}",
                titles=tuple(title for owner, _, title in due if owner == one.person),
            )
            for one in batch
        }

    rows = rows_in_main(store, SIGN_INS, frozenset({Occasion.LOOK_AGAIN}))
    return Queue("bets to look at again", rows, store.reached, lambda: enclose)


def _results(store: Store, wave: Wave) -> Queue:
    def enclose(batch: Sequence[Delivery]) -> dict[Delivery, Enclosed]:
        tokens = make_reading_links(store, [one.person for one in batch])
        base = f"{store.settings.base_url}/read"
        return {
            one: Enclosed(
                one.occasion,
                f"{base}/{tokens[one.person]}",
                results_folder(wave),
                _name(wave, one),
                wave,
                days=READING.days,
            )
            for one in batch
        }

    rows = rows_in_main(store, wave.id, frozenset({Occasion.RESULTS}))
    return Queue(f"wave {wave.key}", rows, store.reached, lambda: enclose)


def _of_open(store: Store, wave: Wave, calendar: Calendar) -> Iterator[Queue]:
    """Invitations, and reminders on days on which people are reminded.

    What an earlier release queued under other names went to some only, and stays where it is.
    """
    standing = store.standing(wave.id)
    if standing is None or standing[0] is not State.OPEN:
        return
    prepare = partial(_personal, store, wave, calendar)
    reach = partial(store.addressed, wave.id)
    occasions = [Occasion.INVITATION, Occasion.CLOSES_LATER]
    if may_remind(calendar, store.now()):
        occasions.append(Occasion.REMINDER)
    for occasion in occasions:
        rows = rows_in_box(store, wave.id, frozenset({occasion}))
        yield Queue(f"wave {wave.key}", rows, reach, prepare)


def _personal(store: Store, wave: Wave, calendar: Calendar) -> Enclose:
    """What carries a personal link. Errors: KeyTrouble."""
    secret = store.keys.read(wave.id).links

    def closes() -> datetime:
        """As it stands when a mail is written: it may have moved since the turn began."""
        now = store.standing(wave.id)
        return calendar.local(now[2] if now else wave.closes)

    @cache
    def since(unit: str, language: str) -> tuple[str, ...]:
        return since_last_time(store, unit=unit, language=language)

    homes = cache(partial(store.homes, wave.id))

    def since_for(person: Person) -> tuple[str, ...]:
        home = homes().get(person.key)
        return since(home, choose((person.language,), languages())) if home else ()

    def enclose(batch: Sequence[Delivery]) -> dict[Delivery, Enclosed]:
        people, until = store.people_named([one.person for one in batch]), closes()
        return {
            one: Enclosed(
                one.occasion,
                f"{store.settings.base_url}/i/{link_token(secret, wave.id, one.person)}",
                _folder(wave, one),
                _name(wave, one),
                wave,
                until,
                since=since_for(people[one.person]) if one.occasion is Occasion.INVITATION else (),
            )
            for one in batch
        }

    return enclose


def _folder(wave: Wave, delivery: Delivery) -> str:
    below = "" if delivery.occasion is Occasion.INVITATION else f"/{delivery.occasion}"
    return f"{wave_folder(wave)}{below}"


def _name(wave: Wave, delivery: Delivery) -> str:
    """The lasting name of a delivery, here and in no other installation."""
    return f"{wave.public_key}:{wave.id}:{delivery.occasion}:{delivery.person}"
