"""BackgroundLoop: something that is done beside the pages, at once and then again and again."""

import threading
import time
from abc import ABC, abstractmethod


class BackgroundLoop(ABC):
    """A thread that does `_once`, rests for as many seconds as that says, and so on until closed.

    Begins when it is made, so whatever `_once` needs has to be there before.
    """

    def __init__(self, name: str) -> None:
        self.name, self._done = name, time.monotonic()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @abstractmethod
    def _once(self) -> float:
        """Do what is to be done; for how many seconds to rest then."""

    @property
    def silent_for(self) -> float:
        """For how many seconds nothing was finished any more."""
        return time.monotonic() - self._done

    def close(self) -> None:
        """Finish what is under way, then stop."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            rest = self._once()
            self._done = time.monotonic()
            self._stop.wait(rest)
