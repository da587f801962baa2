"""What pressing Send does: the answers go out once, or one sentence says why not."""

import logging

from pages.respondent.asked import Asked
from pages.respondent.model import Filled, Reply, letters_over
from pages.respondent.second_thoughts import second_thoughts
from survey.errors import BadInput, SameBoatError
from survey.questionnaire.answers import parse_answers
from survey.text import in_language, sentence, text

log = logging.getLogger("same_boat.pages")


def send(asked: Asked, form: Filled, *, language: str) -> Reply | str:
    """Send the answers: the code of their receipt ("" for none), or why they were not sent.

    Whoever sends again is thanked again: the first answers count, as the form says.
    """
    try:
        if (reply := _think_again(asked, form, language)) is not None:
            return reply
        return asked.send(form.answers, form.receipt)
    except SameBoatError as refusal:
        return Reply(not_sent_because(refusal, language), form.warned)
    except Exception as error:
        # Whatever it is, the answers stay on the page; no traceback, it may hold them.
        log.error("Sending failed: %s", type(error).__name__)  # noqa: TRY400
        failed = text("router.failed", language)
        return Reply(text("form.not_sent", language, reason=failed), form.warned)


def not_sent_because(refusal: SameBoatError, language: str) -> str:
    """That nothing was sent, why, and that the answers are still there."""
    return text("form.not_sent", language, reason=in_language(refusal, language))


def _think_again(asked: Asked, form: Filled, language: str) -> Reply | None:
    """A question back before sending: nothing at all is never sent, the rest after a warning.

    Only what was warned of on the last press passes, so a changed text is looked at again.
    """
    answers = parse_answers(asked.instrument, form.answers)
    if answers.empty:
        return Reply(text("form.empty", language), form.warned)
    if over := letters_over(asked.instrument, answers.comments.values()):
        raise BadInput(sentence("refusal.too_long", letters=over))
    naming = asked.naming(answers.comments.values())
    found = second_thoughts(asked.instrument, answers, naming, language)
    return None if found.about <= form.warned else Reply(found.sentence, found.about)
