"""Is the backup of this night made? Once after its hour; an hour after it failed again."""

import logging
from datetime import datetime, timedelta

from survey.actions.backup import back_up_and_tidy
from survey.background_loop import BackgroundLoop
from survey.backup.manifest import backups_in, read_manifest
from survey.errors import SameBoatError
from survey.store import Store
from survey.text import sentence

ACTOR = "schedule"
EVERY_SECONDS = 60.0
PATIENCE = timedelta(hours=1)
log = logging.getLogger("same_boat.backup")


def is_due(store: Store) -> bool:
    """Whether no backup was made since the hour of the night last struck."""
    folder, now = store.settings.backup_folder, store.now()
    if folder is None:
        return False
    struck = now.replace(hour=store.settings.backup_hour, minute=0, second=0, microsecond=0)
    struck = struck if struck <= now else struck - timedelta(days=1)
    made = backups_in(folder)
    return not made or read_manifest(made[-1]).moment < struck


class Nights(BackgroundLoop):
    """Looks every minute whether a backup is due, until closed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._not_before: datetime | None = None
        super().__init__("nights")

    def _once(self) -> float:
        now = self._store.now()
        if self._not_before is None or now >= self._not_before:
            try:
                self._back_up()
            except SameBoatError as trouble:
                log.warning(sentence("backup.nightly_failed", trouble=trouble))
                self._not_before = now + PATIENCE
            except Exception as error:
                log.error("The nightly backup failed: %s", type(error).__name__)  # noqa: TRY400
                self._not_before = now + PATIENCE
        return EVERY_SECONDS

    def _back_up(self) -> None:
        settings = self._store.settings
        if settings.backup_folder is None or not is_due(self._store):
            return
        with self._store.alone(wait=True):
            # Of several processes the second one finds it done.
            if is_due(self._store):
                most = settings.backup_keep
                back_up_and_tidy(self._store, settings.backup_folder, most=most, actor=ACTOR)
