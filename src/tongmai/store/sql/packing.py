"""Bodies on disk: compressed with zstd, and once there is something to learn from, with a dictionary of their own kind.

Each body keeps the number of its codec: 0 without dictionary, else the `dictionary` row it needs to be read back.
"""

import hashlib
from collections.abc import Sequence

import zstandard

from tongmai.store.sql.session import Session, number

LEVEL = 1
PLAIN = 0
DICTIONARY_SIZE = 65_536
SAMPLES = 2_000
USUAL = 1_400
"""Bytes of a usual body. Tables laid out for that size are compressed with in two thirds of the time, and no worse."""


def digest(body: bytes) -> int:
    """What a version's row says of its body, so that a body that has changed on disk shows: a 64-bit whole number."""
    return int.from_bytes(hashlib.blake2b(body, digest_size=8).digest(), "big", signed=True)


class Packer:
    """Compresses and decompresses. Not to be shared between threads: each thread makes its own."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._readers = {PLAIN: zstandard.ZstdDecompressor()}
        self.codec = PLAIN
        self._writer = zstandard.ZstdCompressor(level=LEVEL, write_checksum=False, write_content_size=True)

    def use_newest(self) -> None:
        """Write with the newest dictionary of the store, if it has one."""
        row = self._session.execute("SELECT pk, content FROM dictionary ORDER BY pk DESC LIMIT 1").fetchone()
        if row is not None:
            self.write_with(*row)

    def write_with(self, codec: int, content: bytes) -> None:
        """Write with this dictionary from now on."""
        dictionary = zstandard.ZstdCompressionDict(content)
        suited = zstandard.ZstdCompressionParameters.from_level(
            LEVEL, source_size=USUAL, dict_size=len(content), write_content_size=True
        )
        dictionary.precompute_compress(compression_params=suited)
        self.codec = codec
        self._writer = zstandard.ZstdCompressor(dict_data=dictionary, compression_params=suited)

    def learn(self, samples: Sequence[bytes]) -> None:
        """Learn a dictionary from bodies, keep it in the store, and write with it from now on. Too few or too equal
        samples teach nothing; then nothing changes."""
        try:
            content = zstandard.train_dictionary(DICTIONARY_SIZE, list(samples), level=LEVEL).as_bytes()
        except zstandard.ZstdError:
            return
        codec = number(self._session, "SELECT coalesce(max(pk), 0) + 1 FROM dictionary")
        self._session.execute("INSERT INTO dictionary (pk, content) VALUES (?, ?)", (codec, content))
        self.write_with(codec, content)

    def pack(self, body: bytes) -> bytes:
        """With `self.codec`."""
        return self._writer.compress(body)

    def unpack(self, codec: int, packed: bytes) -> bytes:
        """The body as it was given to `pack`."""
        if not packed:
            return b""
        reader = self._readers.get(codec)
        if reader is None:
            ((content,),) = self._session.execute("SELECT content FROM dictionary WHERE pk = ?", (codec,))
            reader = zstandard.ZstdDecompressor(dict_data=zstandard.ZstdCompressionDict(content))
            self._readers[codec] = reader
        return reader.decompress(packed)
