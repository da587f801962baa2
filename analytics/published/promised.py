"""About how many people must each kind of figure be, as it was promised?

Written down apart from the rules that close a wave (analytics.disclosure), so that a mistake there
is not made here as well: closing checks itself with these, and the proof asks them of what is kept.
"""

NEVER_UNDER = 4
THREE_PARTS, FIVE_PARTS = 10, 30
COMMENT_READERS, COMMENT_WRITERS = 10, 3
