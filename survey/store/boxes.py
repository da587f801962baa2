"""The ballot boxes of a store: opened on first use, made at opening, destroyed at closing."""

import re
import threading

from survey.errors import SameBoatError
from survey.mail import Outbox
from survey.settings import Settings
from survey.storage.ballot_box import BallotBox, boxes_left, remove_box
from survey.store.opened import Clock, Opened, utc_now

WAVE = re.compile(r"wave-([0-9]+)\b")


class Boxes(Opened):
    """The part of the store that holds the boxes of open waves."""

    def __init__(self, settings: Settings, *, clock: Clock = utc_now) -> None:
        super().__init__(settings, clock=clock)
        self._boxes: dict[int, BallotBox] = {}
        self._boxes_lock = threading.Lock()

    def box(self, wave: int, *, new: bool = False) -> BallotBox:
        """The ballot box of a wave, opened on first use; only `new` makes one that is not there.

        Errors: BoxTrouble when it is gone, or when a new one would be made over another.
        """
        with self._boxes_lock:
            if wave not in self._boxes:
                self._boxes[wave] = BallotBox(wave, self.engine, self.settings.boxes, new=new)
            return self._boxes[wave]

    def has_box(self, wave: int) -> bool:
        """Whether anything of a wave's box is left."""
        return wave in boxes_left(self.engine, self.settings.boxes)

    def opens(self, wave: int) -> bool:
        """Whether a wave's box can be opened and read."""
        try:
            self.box(wave).count()
        except SameBoatError:
            return False
        return True

    def destroy_box(self, wave: int) -> None:
        """Remove a wave's box with everything in it; quietly when it is gone."""
        with self._boxes_lock:
            box = self._boxes.pop(wave, None)
            if box is not None:
                box.destroy()
            else:
                remove_box(wave, self.engine, self.settings.boxes)

    def leftovers(self) -> frozenset[int]:
        """The waves of which a key, a box or mails with links are still there."""
        names = [*self.keys.names(), *Outbox(self.settings.outbox).occasions()]
        return boxes_left(self.engine, self.settings.boxes) | frozenset(
            int(found[1]) for name in names if (found := WAVE.match(name))
        )

    def close(self) -> None:
        """Let go of the database and the open boxes; what lies in them stays."""
        with self._boxes_lock:
            for box in self._boxes.values():
                box.close()
            self._boxes.clear()
        super().close()
