"""How does a page that most people share travel in few bytes, at the cost of what is not shared?

A gzip stream may be put together of blocks that were compressed before (RFC 1951, 3.2.3): each
piece ends on a byte and looks back on nothing before it.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

_HEAD = bytes((0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a page, as it is and compressed."""

    plain: bytes
    small: bytes


def piece(words: str, *, level: int = 9) -> Piece:
    """A part that is sent many times, compressed once."""
    plain = words.encode()
    deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Piece(plain, deflate.compress(plain) + deflate.flush(zlib.Z_FULL_FLUSH))


def put_together(pieces: Sequence[Piece | str]) -> Sequence[Piece]:
    """All parts of a page; what is not ready yet is compressed quickly."""
    return [one if isinstance(one, Piece) else piece(one, level=1) for one in pieces]


def gzipped(pieces: Sequence[Piece]) -> bytes:
    """The page as one gzip stream."""
    crc = size = 0
    for one in pieces:
        crc, size = zlib.crc32(one.plain, crc), size + len(one.plain)
    end = zlib.compress(b"", wbits=-zlib.MAX_WBITS)
    tail = struct.pack("<II", crc, size & 0xFFFFFFFF)
    return b"".join((_HEAD, *(one.small for one in pieces), end, tail))


def plain(pieces: Sequence[Piece]) -> bytes:
    """The page as it is, for whoever takes no other."""
    return b"".join(one.plain for one in pieces)
