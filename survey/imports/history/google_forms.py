"""Google Forms: a time stamp, perhaps an address, and then only questions."""

from survey.imports.history.habits import Habits, Tool, Why

GOOGLE = Habits(
    tool=Tool.GOOGLE,
    marks=(frozenset({"timestamp"}), frozenset({"zeitstempel"})),
    dropped={
        "timestamp": Why.DATE,
        "zeitstempel": Why.DATE,
        "email address": Why.ADDRESS,
        "username": Why.ADDRESS,
        "e-mail-adresse": Why.ADDRESS,
        "nutzername": Why.ADDRESS,
        "score": Why.MACHINERY,
    },
    begun=("timestamp", "zeitstempel"),
    ended=("timestamp", "zeitstempel"),
)
