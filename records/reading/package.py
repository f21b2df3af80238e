"""The ZIP under a workbook, unpacked within limits. Runs in the child process.

Nothing believes the directory: every member is inflated while counting and must come to exactly the declared
size, before any other reader sees the file.
"""

import io
import zipfile
import zlib

from records.reading.limits import Limits, RefusedFile

STORED, DEFLATED = 0, 8
LOCAL_HEADER = 30
CHUNK = 65_536


class Package:
    """The members of a checked package, by name."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._data = data
        try:
            self._members = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError):
            raise RefusedFile("damaged") from None
        self._check_directory(limits)
        self._parts: dict[str, bytes] = {}
        self._unpack(limits)

    def _check_directory(self, limits: Limits) -> None:
        names = [member.filename for member in self._members]
        if len(names) > limits.members:
            raise RefusedFile("members", limit=limits.members)
        if len(set(names)) != len(names):
            raise RefusedFile("damaged")
        if any(member.flag_bits & 1 for member in self._members):
            raise RefusedFile("encrypted")
        if any(member.compress_type not in {STORED, DEFLATED} for member in self._members):
            raise RefusedFile("damaged")
        self._check_amount(sum(member.file_size for member in self._members), limits)

    def _check_amount(self, unpacked: int, limits: Limits) -> None:
        if unpacked > limits.unpacked:
            raise RefusedFile("unpacked", limit=limits.unpacked)
        if unpacked > limits.ratio * len(self._data):
            raise RefusedFile("ratio", limit=limits.ratio)

    def _unpack(self, limits: Limits) -> None:
        for member in self._members:
            try:
                content = self._content(member)
            except (zlib.error, IndexError):
                raise RefusedFile("damaged") from None
            if len(content) != member.file_size:
                raise RefusedFile("damaged")
            self._parts[member.filename] = content

    def _content(self, member: zipfile.ZipInfo) -> bytes:
        """The member's bytes, at most one more than declared."""
        start = member.header_offset
        header = self._data[start : start + LOCAL_HEADER]
        start += LOCAL_HEADER + header[26] + 256 * header[27] + header[28] + 256 * header[29]
        packed = self._data[start : start + member.compress_size]
        if member.compress_type == STORED:
            return packed
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, member.file_size + 1)

    def names(self) -> list[str]:
        return list(self._parts)

    def get(self, name: str) -> bytes | None:
        return self._parts.get(name)
