"""What became of the last wave, for the people of a unit? What was decided, is tried, was answered.

No figure is in it: it stands in mails and on the thank-you page, which come before the figures of a
wave and travel where nobody is signed in.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from survey.experiments.experiment import Experiment, State
from survey.experiments.passing import NEEDS_A_REASON, Passed
from survey.experiments.writing import in_brief
from survey.languages import day
from survey.store import Store
from survey.text import text
from survey.waves.wave import State as WaveState

MOST = 4
BEGINNING = datetime.min.replace(tzinfo=UTC)
DECIDED = {State.KEPT: "since.kept", State.DROPPED: "since.dropped", State.ADAPTED: "since.adapted"}


def since_last_time(store: Store, *, unit: str, language: str) -> tuple[str, ...]:
    """At most four lines, the one for everybody first; none where nothing became of it."""
    published = [wave for wave in store.waves() if wave.state is WaveState.PUBLISHED]
    if not published:
        return ()
    last = published[-1]
    since = last.closed or BEGINNING
    heard = store.heard().get(last.key)
    lines = [text("since.heard", language, doing=in_brief(heard.doing))] if heard else []
    lines += _answered(store.passed_up(units=[unit]), since, language)
    for one in store.experiments([unit]):
        lines += _became(one, since, store.today(), language)
    return tuple(lines[:MOST])


def _answered(passed: list[Passed], since: datetime, language: str) -> Iterator[str]:
    for one in passed:
        for reply in (it for it in one.replies if it.given >= since):
            answer = text(f"try.answer.{reply.answer.replace(' ', '_')}", language)
            between = ": " if reply.answer in NEEDS_A_REASON else ". "
            said = in_brief(between.join(filter(None, (answer, reply.because))))
            yield text("since.answered", language, chain=in_brief(one.chain[-1]), answer=said)


def _became(one: Experiment, since: datetime, today: date, language: str) -> Iterator[str]:
    if one.chosen is None or one.bet is None:
        return
    title = in_brief(one.chosen.title)
    if one.state is State.TRYING:
        until = day(one.bet.look_again, language)
        key = "since.due" if today >= one.bet.look_again else "since.trying"
        yield text(key, language, title=title, day=until)
    elif one.lesson and one.state in DECIDED and one.changed >= since:
        yield text(DECIDED[one.state], language, title=title, learned=in_brief(one.lesson.text))
