"""Sending the answers of one person, once."""

from collections.abc import Mapping

from survey.answering.receipts import code_of, kept_hash, new_number
from survey.answering.respondent import NOT_NOW, Respondent, open_wave
from survey.answering.sealing import seal
from survey.errors import BoxTrouble, TakesNoneNow, Trouble, WaveNotOpen
from survey.questionnaire.answers import parse_answers, to_json
from survey.store import Store
from survey.text import sentence


def send(
    store: Store, who: Respondent, raw: Mapping[str, object], *, receipt: str | None = None
) -> str:
    """Seal and keep one person's answers, once; the code of their receipt.

    The first answers sent with a link count; sending again says the same and changes nothing.
    `receipt` is the random number of the form, which gives the same code each time; without one
    the code is of a new number. Errors: BadInput (a value outside the scale), WaveNotOpen,
    LinkUnknown, Trouble; after any of them nothing was kept.
    """
    answers = parse_answers(who.wave.instrument, raw)
    public_key = who.wave.public_key
    assert public_key is not None, "an open wave has its public key"
    code = code_of(public_key, receipt or new_number())
    body = to_json(who.home, answers, kept_hash(public_key, code))
    try:
        store.box(who.wave.id).send(who.link_hash, seal(public_key, body))
    except (WaveNotOpen, Trouble) as refusal:
        open_wave(store, who.wave.id)
        hidden = isinstance(refusal, BoxTrouble)
        raise (TakesNoneNow(sentence(NOT_NOW)) if hidden else refusal) from None
    return code
