"""How is memory that nobody uses any more given back to the system?

The collector does not run after every page (that cost five to ten times the CPU), and the C library
keeps what it was given: both are asked now and then, and after large files were let go of.
"""

import ctypes
import gc

from survey.background_loop import BackgroundLoop

EVERY_SECONDS = 300.0


def give_back() -> None:
    """Collect what is garbage, and hand free pages back; where the system has no way, quietly."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def settle() -> None:
    """What is loaded by now stays: the collector, which rested till here, never looks at it again.

    A look through all of it takes a tenth of a second, which readers of pages paid for.
    """
    gc.collect()
    gc.freeze()
    gc.enable()


class GivingBack(BackgroundLoop):
    """Every five minutes, until closed."""

    def __init__(self) -> None:
        super().__init__("memory")

    def _once(self) -> float:
        give_back()
        return EVERY_SECONDS
