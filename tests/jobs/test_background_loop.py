"""Promises of what is done beside the pages: at once, again and again, and to its end."""

import threading

from survey.background_loop import BackgroundLoop

PATIENCE = 20.0


class Strokes(BackgroundLoop):
    """Rows until closed; the first two strokes can be waited for."""

    def __init__(self, rest: float) -> None:
        self.rest, self.done = rest, 0
        self.begun, self.again, self.go_on = (threading.Event() for _ in range(3))
        super().__init__("strokes")

    def _once(self) -> float:
        (self.again if self.done else self.begun).set()
        assert self.go_on.wait(PATIENCE)
        self.done += 1
        return self.rest


def test_it_begins_at_once_and_goes_on() -> None:
    strokes = Strokes(rest=0)
    strokes.go_on.set()

    assert strokes.begun.wait(PATIENCE)
    assert strokes.again.wait(PATIENCE)
    strokes.close()


def test_closing_waits_for_what_is_under_way_and_not_for_the_rest() -> None:
    """A long rest ends at once; nothing begins afterwards."""
    strokes = Strokes(rest=10 * PATIENCE)
    assert strokes.begun.wait(PATIENCE)
    closing = threading.Thread(target=strokes.close)
    closing.start()
    strokes.go_on.set()
    closing.join(PATIENCE)

    assert not closing.is_alive()
    assert strokes.done == 1
