"""Which statements and constructs play a part in a figure of their own? By their ids in the bank.

An instrument that was frozen with a past wave knows ids alone, so a part is told by id; code names
the part. An instrument that asks none of a part's statements has no such figure.
"""

TWO_SCOPES = "SCO"
"""Feeling at home, asked once of the team and once of the organisation."""
AT_HOME_IN_TEAM, AT_HOME_IN_ORGANISATION = "SCO1", "SCO2"

BELONGING, RESPONSIBILITY = "BEL", "RSP"
"""The constructs that two scopes and the focus explain."""

FOCUS = ("RSP1", "RSP3")
"""Asking how one can help, against whose job it is."""

MUTUAL_PURPOSE, RESPECT = ("PUR", "INC"), "RES"
"""The constructs along the axes of the map of trust."""
NEEDS, OFFERS = "OPN3", "OPN4"
"""What somebody needs from the others, and what they can offer; brought together by hand."""

FOLLOW_UP = "followup"
"""The composite about the pulse itself: does anything come of it?"""

ACCOUNTABILITY, EMPOWERMENT, WITHOUT_LEADERS = "OWN1", "OWN2", "OWN3"
"""The statements along the axes of the map of ownership, and the one told beside it."""
