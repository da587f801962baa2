"""What does a line of the record say? Deeds in words, by what they are about; nothing is judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from survey.text import FALLBACK, catalogue, text


class About(StrEnum):
    """What deeds are about, in the order they are offered to choose from."""

    WAVES = "waves"
    MAILS = "mails"
    PEOPLE = "people"
    QUESTIONS = "questions"
    EXPERIMENTS = "experiments"
    FILES = "files"
    DELETED = "deleted"
    CHOICES = "choices"
    SIGN_IN = "sign_in"
    MACHINE = "machine"


OF_PEOPLE = frozenset({About.PEOPLE, About.SIGN_IN})
"""Where the subject of a line is somebody."""


class AuditVerb(StrEnum):
    """What was done, as a line keeps it, and what that is about; old lines may hold other verbs."""

    about: About

    PLAN_WAVE = "plan wave", About.WAVES
    SCHEDULE_WAVE = "schedule wave", About.WAVES
    CHANGE_WAVE = "change wave", About.WAVES
    MAKE_KEYS = "make keys", About.WAVES
    OPEN_WAVE = "open wave", About.WAVES
    OBJECT_TO_WAVE = "object to wave", About.WAVES
    ANSWER_OBJECTION = "answer objection", About.WAVES
    NOTE_NEWCOMERS = "note newcomers", About.WAVES
    MOVE_CLOSING = "move closing day", About.WAVES
    CLOSE_WAVE = "close wave", About.WAVES
    PUBLISH_WAVE = "publish wave", About.WAVES
    CANCEL_WAVE = "cancel wave", About.WAVES
    PLAN_SERIES = "plan series", About.WAVES
    CANCEL_SERIES = "cancel series", About.WAVES
    NOTE_PARTICIPATION = "note participation", About.WAVES
    UNDO_IMPORT = "undo import", About.WAVES
    WITHDRAW_WAVE = "withdraw wave", About.WAVES
    REMOVE_WAVE = "remove wave", About.WAVES
    SEND_INVITATIONS = "send invitations", About.MAILS
    SEND_REMINDER = "send reminder", About.MAILS
    SEND_CLOSING_DAY = "send closing day", About.MAILS
    SEND_RESULTS = "send results", About.MAILS
    IMPORT_PEOPLE = "import people", About.PEOPLE
    UNDO_PEOPLE = "undo people", About.PEOPLE
    GRANT_HR = "grant hr", About.PEOPLE
    REVOKE_HR = "revoke hr", About.PEOPLE
    GRANT_COUNCIL = "grant council", About.PEOPLE
    REVOKE_COUNCIL = "revoke council", About.PEOPLE
    MEND_ADDRESS = "mend address", About.PEOPLE
    NOTE_FAILING_ADDRESS = "note failing address", About.PEOPLE
    ADD_PERSON = "add person", About.PEOPLE
    EDIT_PERSON = "edit person", About.PEOPLE
    ERASE_PERSON = "erase person", About.PEOPLE
    RENAME_UNIT = "rename unit", About.PEOPLE
    MOVE_UNIT = "move unit", About.PEOPLE
    MERGE_UNITS = "merge units", About.PEOPLE
    CLOSE_UNIT = "close unit", About.PEOPLE
    OPEN_UNIT_AGAIN = "open unit again", About.PEOPLE
    NOTE_WORKING_ADDRESS = "note working address", About.PEOPLE
    KEEP_INSTRUMENT = "keep instrument", About.QUESTIONS
    RETIRE_INSTRUMENT = "retire instrument", About.QUESTIONS
    OFFER_INSTRUMENT = "offer instrument", About.QUESTIONS
    BEGIN_EXPERIMENT = "begin experiment", About.EXPERIMENTS
    EDIT_EXPERIMENT = "edit experiment", About.EXPERIMENTS
    MAKE_BET = "make bet", About.EXPERIMENTS
    DECIDE_EXPERIMENT = "decide experiment", About.EXPERIMENTS
    SHARE_EXPERIMENT = "share experiment", About.EXPERIMENTS
    PASS_UP = "pass up", About.EXPERIMENTS
    ANSWER_PASSED_UP = "answer passed up", About.EXPERIMENTS
    WRITE_HEARD = "write heard", About.EXPERIMENTS
    MATCH_NEED = "match need", About.EXPERIMENTS
    SEND_LOOK_AGAIN = "send look-again", About.EXPERIMENTS
    TAKE_COMMENTS = "take comments", About.FILES
    TAKE_RECORD = "take record", About.FILES
    MAKE_LINK_CARDS = "make link cards", About.FILES
    WRITE_OUT_LINKS = "write out links", About.FILES
    ASK_FOR_PAPERS = "ask for papers", About.FILES
    DONE_PAPERS = "done papers", About.FILES
    FAILED_PAPERS = "failed papers", About.FILES
    ASK_FOR_REPORT = "ask for report", About.FILES
    DONE_REPORT = "done report", About.FILES
    FAILED_REPORT = "failed report", About.FILES
    STOP_REPORT = "stop report", About.FILES
    WITHDRAW_COMMENT = "withdraw comment", About.DELETED
    DELETE_KEPT_ANSWERS = "delete kept answers", About.DELETED
    FORGET_IMPORTS = "forget imports", About.DELETED
    DELETE_COMMENTS = "delete comments", About.DELETED
    DELETE_EXPERIMENT = "delete experiment", About.DELETED
    TAKE_EXPERIMENTS = "take experiments", About.FILES
    CHOOSE = "choose", About.CHOICES
    MAKE_SIGN_IN_LINK = "make sign-in link", About.SIGN_IN
    SIGN_IN = "sign in", About.SIGN_IN
    SIGN_IN_BY_COMPANY = "sign in by company", About.SIGN_IN
    SIGN_OUT = "sign out", About.SIGN_IN
    UPGRADE_DATABASE = "upgrade database", About.MACHINE
    BEGIN_DEMO = "begin demo", About.MACHINE
    BUILD_DEMO = "build demo", About.MACHINE
    TAKE_BACKUP = "take backup", About.MACHINE
    COPY_KEYS = "copy keys", About.MACHINE
    CONFIRM_CLOCK = "confirm clock", About.MACHINE
    RESTORE_BACKUP = "restore backup", About.MACHINE
    # Of earlier releases.
    SEND_REMINDER_AT_HALF_TIME = "send reminder at half-time", About.MAILS
    SEND_REMINDER_BEFORE_CLOSING = "send reminder before closing", About.MAILS
    GRANT_OPERATOR = "grant operator", About.PEOPLE
    REVOKE_OPERATOR = "revoke operator", About.PEOPLE

    def __new__(cls, kept: str, about: About) -> "AuditVerb":
        """A verb as it is kept."""
        verb = str.__new__(cls, kept)
        verb._value_, verb.about = kept, about
        return verb

    @property
    def key(self) -> str:
        """The key of its sentence."""
        return f"record.deed.{self.about}.{self.replace(' ', '_')}"


_VERBS = {verb.value: verb for verb in AuditVerb}


@dataclass(frozen=True, slots=True)
class Sought:
    """Which lines are looked for; what is empty or None holds for all.

    `who` is part of a name or id, `subject` part of what it was done to; `since` and `until` are
    aware moments, the second one not included.
    """

    who: str = ""
    about: About | None = None
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def verbs(self) -> frozenset[AuditVerb] | None:
        """The verbs that are looked for, None for all."""
        if self.about is None:
            return None
        return frozenset(verb for verb in AuditVerb if verb.about is self.about)


def about(verb: str) -> About | None:
    """What a verb is about; None for one of another release."""
    return _VERBS[verb].about if verb in _VERBS else None


def deed(verb: str, subject: str, names: Mapping[str, str], *, language: str) -> str:
    """What was done, in words, such as “planned the wave 2026-06”; people by name where known."""
    named = names.get(subject, subject) if about(verb) in OF_PEOPLE else subject
    return text(_VERBS[verb].key, language, subject=named) if verb in _VERBS else f"{verb}: {named}"


def doer(actor: str, names: Mapping[str, str], *, language: str) -> str:
    """Who did it: somebody by name, or the part of Same Boat that did it by itself."""
    part = f"record.actor.{actor}"
    return names.get(actor) or (text(part, language) if part in catalogue(FALLBACK) else actor)
