"""The report as Parquet: typed columns, text as dictionaries, and the data dictionary inside."""

from collections.abc import Iterable
from typing import IO

import pyarrow.parquet as pq  # type: ignore[import-untyped]

from analytics.exports.prefetch import ahead
from analytics.figures.arrow import batches_of, schema
from analytics.figures.block import Block

ROW_GROUP = 1 << 17
SOUGHT_BY = ["wave", "opened", "unit", "measure"]
"""The columns by which readers pass over parts of a file; of others their ends help nobody."""


def write_parquet(blocks: Iterable[Block], file: IO[bytes]) -> None:
    """Write blocks as they come, in row groups of up to 131,072; the same bytes for the same rows.

    One is written while the next is worked out.
    """
    how = {"compression": "zstd", "compression_level": 1, "write_statistics": SOUGHT_BY}
    with pq.ParquetWriter(file, schema(), **how) as writer:
        for batch in ahead(batches_of(blocks)):
            writer.write_batch(batch, row_group_size=ROW_GROUP)
