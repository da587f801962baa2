"""Questions about what outlives a closing beside figures: comments, and rows kept by agreement."""

from survey.settings import Settings
from survey.storage.tables import CommentRow, KeptAnswerRow
from survey.storage.wave_rows import WaveRows
from survey.store.opened import Clock, utc_now
from survey.store.organisation import OrganisationQuestions
from survey.waves.comments import Comment


class WaveRowQuestions(OrganisationQuestions):
    """The part of the store that holds the comments and kept answer rows of each wave."""

    def __init__(self, settings: Settings, *, clock: Clock = utc_now) -> None:
        super().__init__(settings, clock=clock)
        self.comment_rows = WaveRows(CommentRow, self.engine, settings.comments)
        self.kept_rows = WaveRows(KeptAnswerRow, self.engine, settings.kept)

    def comments(self, wave: int) -> list[Comment]:
        """The comments of a wave in the order of their random keys, the same for everybody."""
        names = {number: key for key, number in self.unit_numbers().items()}
        return [
            Comment(row.key, names[row.unit], row.scope, row.prompt, row.text, row.withdrawn)
            for row in self.comment_rows.rows(wave)
        ]

    def waves_with_kept_answers(self) -> frozenset[int]:
        """The waves of which anonymous answer rows are kept."""
        return self.kept_rows.waves()
