"""Sending the answers of one person, once."""

from collections.abc import Mapping

from survey.answering.respondent import NOT_NOW, Respondent, open_wave
from survey.answering.sealing import seal
from survey.errors import BoxTrouble, Trouble, WaveNotOpen
from survey.questionnaire.answers import parse_answers, to_json
from survey.store import Store
from survey.text import sentence


def send(store: Store, who: Respondent, raw: Mapping[str, object]) -> None:
    """Seal and keep one person's answers, once.

    Errors: BadInput (a value outside the scale), AlreadySent, WaveNotOpen, LinkUnknown, Trouble;
    after any of them nothing was kept.
    """
    answers = parse_answers(who.wave.instrument, raw)
    public_key = who.wave.public_key
    assert public_key is not None, "an open wave has its public key"
    sealed = seal(public_key, to_json(who.home, answers))
    try:
        store.box(who.wave.id).send(who.link_hash, sealed)
    except (WaveNotOpen, Trouble) as refusal:
        open_wave(store, who.wave.id)
        hidden = isinstance(refusal, BoxTrouble)
        raise (WaveNotOpen(sentence(NOT_NOW)) if hidden else refusal) from None
