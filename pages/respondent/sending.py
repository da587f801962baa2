"""What pressing Send does: the answers go out once, or one sentence says why not."""

import logging

from pages.respondent.asked import Asked
from pages.respondent.form import Drawn
from pages.respondent.replies import Reply
from pages.respondent.second_thoughts import second_thoughts
from survey.errors import AlreadySent, SameBoatError
from survey.questionnaire.answers import parse_answers
from survey.text import in_language, text

log = logging.getLogger("same_boat.pages")


def send(asked: Asked, form: Drawn, *, language: str) -> Reply | None:
    """Send the answers; what is said beside the button when they were not sent, else None."""
    try:
        if (reply := _think_again(asked, form, language)) is not None:
            return reply
        asked.send(form.answers)
    except AlreadySent:
        return Reply(text("form.sent_before", language), form.warned)
    except SameBoatError as refusal:
        return _not_sent(form, in_language(refusal, language), language)
    except Exception as error:
        # Whatever it is, the answers stay on the page; no traceback, it may hold them.
        log.error("Sending failed: %s", type(error).__name__)  # noqa: TRY400
        return _not_sent(form, text("router.failed", language), language)
    return None


def _not_sent(form: Drawn, reason: str, language: str) -> Reply:
    return Reply(text("form.not_sent", language, reason=reason), form.warned)


def _think_again(asked: Asked, form: Drawn, language: str) -> Reply | None:
    """A question back before sending: nothing at all is never sent, the rest after a warning.

    Only what was warned of on the last press passes, so a changed text is looked at again.
    """
    answers = parse_answers(asked.instrument, form.answers)
    if answers.empty:
        return Reply(text("form.empty", language), form.warned)
    naming = asked.naming(answers.comments.values())
    found = second_thoughts(asked.instrument, answers, naming, language)
    return None if found.about <= form.warned else Reply(found.sentence, found.about)
