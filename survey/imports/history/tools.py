"""Which tool wrote this file? Its header says."""

from collections.abc import Iterable

from survey.imports.history.formbricks import FORMBRICKS
from survey.imports.history.google_forms import GOOGLE
from survey.imports.history.habits import Habits, Tool, fold
from survey.imports.history.limesurvey import LIMESURVEY
from survey.imports.history.microsoft_forms import MICROSOFT
from survey.imports.history.qualtrics import QUALTRICS

_DAY = ("survey date", "date", "datum")
PLAIN = Habits(
    tool=Tool.PLAIN,
    marks=(),
    dropped={},
    begun=("start date", *_DAY),
    ended=("end date", *_DAY),
)
KNOWN = (QUALTRICS, LIMESURVEY, FORMBRICKS, MICROSOFT, GOOGLE)


def recognise(columns: Iterable[str]) -> Habits:
    """The habits of the tool whose header this is; those of a plain table when it is nobody's."""
    names = frozenset(map(fold, columns))
    return next((tool for tool in KNOWN if any(marks <= names for marks in tool.marks)), PLAIN)
