"""What does a line of the log look like, and to which request does it belong?"""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

from survey.settings import LogFormat

REQUEST: ContextVar[str] = ContextVar("request", default="-")
"""The number of the request that is being answered."""


class _AsJson(logging.Formatter):
    """One object a line, without the values of errors: those may be what people wrote."""

    def format(self, record: logging.LogRecord) -> str:
        """A line of the log."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": REQUEST.get(),
        }
        return json.dumps(line | getattr(record, "more", {}), ensure_ascii=False)


class _WithRequest(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Every line knows its request."""
        record.request = REQUEST.get()
        return True


def set_up_logging(form: LogFormat) -> None:
    """Write the log of this process in a form, to where it goes already."""
    handler = logging.StreamHandler()
    handler.addFilter(_WithRequest())
    if form is LogFormat.JSON:
        handler.setFormatter(_AsJson())
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s [%(request)s] %(message)s"))
    logging.basicConfig(handlers=[handler], force=True)
    logging.getLogger("same_boat").setLevel(logging.INFO)
