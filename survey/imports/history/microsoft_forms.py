"""Microsoft Forms: numbered rows with times, address and name before the questions."""

from survey.imports.history.habits import Habits, Tool, Why

MICROSOFT = Habits(
    tool=Tool.MICROSOFT,
    marks=(
        frozenset({"id", "start time", "completion time"}),
        frozenset({"id", "startzeit", "fertigstellungszeit"}),
    ),
    dropped={
        "id": Why.TOKEN,
        "start time": Why.DATE,
        "startzeit": Why.DATE,
        "completion time": Why.DATE,
        "fertigstellungszeit": Why.DATE,
        "last modified time": Why.DATE,
        "email": Why.ADDRESS,
        "e-mail": Why.ADDRESS,
        "name": Why.NAME,
        "language": Why.MACHINERY,
    },
    begun=("start time", "startzeit"),
    ended=("completion time", "fertigstellungszeit"),
)
