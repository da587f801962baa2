"""How much of what was uploaded does Streamlit keep in memory, and when is it let go of?

Streamlit keeps the files of a tab that was closed until a later tab happens to push it out.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from survey.memory import give_back


@dataclass(frozen=True, slots=True)
class KeptUploads:
    """The files that tabs uploaded; all of it is asked on the event loop. Sizes are in bytes."""

    runtime: Callable[[], Runtime] = Runtime.instance

    def of(self, session: str) -> int:
        """What one tab keeps."""
        files = self._manager().file_storage.get(session, {})
        return sum(len(file.data) for file in list(files.values()))

    def of_all(self) -> int:
        """What all tabs keep."""
        return sum(self.of(session) for session in list(self._manager().file_storage))

    def closed(self) -> frozenset[str]:
        """The tabs that are closed and still keep files."""
        here = list(self._manager().file_storage)
        return frozenset(one for one in here if not self.runtime().is_active_session(one))

    def let_go(self, sessions: Collection[str]) -> None:
        """Forget those of these tabs that did not come back, with all they had."""
        for session in self.closed().intersection(sessions):
            self.runtime().close_session(session)
            self._manager().remove_session_files(session)
        give_back()

    def _manager(self) -> MemoryUploadedFileManager:
        found = self.runtime().uploaded_file_mgr
        assert isinstance(found, MemoryUploadedFileManager), "st.App keeps uploads in memory"
        return found
