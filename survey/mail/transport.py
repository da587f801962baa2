"""Which way mails leave: over the mail server that is set, else into the outbox folder."""

from collections.abc import Callable
from datetime import datetime

from survey.mail.carrier import Carrier
from survey.mail.letter import sender
from survey.mail.outbox import Outbox
from survey.settings import Settings


def carrier(settings: Settings, *, clock: Callable[[], datetime]) -> Carrier:
    """The way mails leave."""
    if settings.smtp_host:
        from survey.mail.smtp import Smtp  # noqa: PLC0415  (whoever reads needs no mail server)

        return Smtp(settings, clock=clock)
    return Outbox(settings.outbox, sender(settings), clock)
