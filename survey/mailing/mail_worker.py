"""The postman: sends what waits, all the time, in a thread of its own.

Opening and closing never wait for it. While the mail server is not there it asks less and less
often, and no mail loses a try.
"""

import logging

from survey.background_loop import BackgroundLoop
from survey.errors import SameBoatError
from survey.mail import carrier
from survey.mail.deliveries import TRIES_AFTER
from survey.mailing.delivering import deliver
from survey.store import Store

EVERY_SECONDS = 5.0
MINUTE = 60.0
log = logging.getLogger("same_boat.postman")


class MailWorker(BackgroundLoop):
    """Sends at once and then every few seconds, until closed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._in_vain = 0
        super().__init__("postman")

    def _once(self) -> float:
        """Send what is due; for how many seconds to rest then."""
        settings = self._store.settings
        way = carrier(settings, clock=self._store.now)
        try:
            deliver(self._store, way, pace=self._pace if settings.smtp_host else self._going)
        except SameBoatError as trouble:
            log.warning("%s", trouble)
            return self._patience()
        except Exception as error:
            # No traceback: its values may be addresses and links.
            log.error("Sending mails failed: %s", type(error).__name__)  # noqa: TRY400
            return self._patience()
        finally:
            way.close()
        self._in_vain = 0
        return EVERY_SECONDS

    def _patience(self) -> float:
        """A minute after the first failure, then longer."""
        self._in_vain += 1
        return TRIES_AFTER[min(self._in_vain, len(TRIES_AFTER)) - 1].total_seconds()

    def _going(self) -> bool:
        return not self._stop.is_set()

    def _pace(self) -> bool:
        """Wait until the next mail may go out; whether to go on."""
        return not self._stop.wait(MINUTE / self._store.settings.smtp_rate)
