"""How does a mail leave? Over a mail server, or into the outbox folder."""

from survey.mail.carrier import Carrier, Outcome
from survey.mail.letter import Mail
from survey.mail.outbox import Outbox
from survey.mail.transport import carrier

__all__ = ["Carrier", "Mail", "Outbox", "Outcome", "carrier"]
