"""What all units try, as a file for the operator; and what was found over those that share."""

from analytics.reports.evidence import evidence_csv
from analytics.reports.experiments_file import experiments_csv
from commands.desk import Reply, Request
from survey.actions.readers import note_reader
from survey.store import Store
from survey.text import sentence


def take_experiments(store: Store, request: Request, *, actor: str) -> Reply:
    """Both files; that they were taken is put on the record."""
    note_reader(store, None)
    content = b"".join(experiments_csv(store, texts=request.options["texts"], actor=actor))
    files = {"out": content, "evidence": evidence_csv(store)}
    return Reply((sentence("try.files.command"),), files)
