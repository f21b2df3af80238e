"""The bounded process that reads one file: `python -m records.reading.child LIMITS < FILE > ANSWER`.

It knows neither Django nor the database. It limits itself before it looks at the file; whatever the file
does, only this process suffers. The answer is one JSON object: the sheets, or a refusal with a code and
its details.
"""

import json
import resource
import sys
from typing import Any

from records.reading import csv_text, xlsx
from records.reading.limits import Limits, RefusedFile


def bound(limits: Limits) -> None:
    """Address space and CPU seconds of this process, from now on."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def read(data: bytes, limits: Limits) -> dict[str, Any]:
    """The sheets of a workbook or CSV file, decided by its first bytes."""
    if len(data) > limits.size:
        raise RefusedFile("size", limit=limits.size)
    kind = kind_of(data)
    return xlsx.read(data, limits) if kind == "xlsx" else csv_text.read(data, limits)


SIGNATURES = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(data: bytes) -> str:
    """'xlsx' or 'csv'; anything else is refused by name. The file's name isn't asked."""
    if not data:
        raise RefusedFile("empty")
    if data.startswith(b"PK\x03\x04"):
        return "xlsx"
    if data.startswith(OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise RefusedFile("encrypted" if encrypted else "xls")
    for signature, code in SIGNATURES:
        if data.startswith(signature) and not (code == "image" and data[:2] == b"BM" and b"\0" not in data):
            raise RefusedFile(code)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise RefusedFile("html")
    return "csv"


def memory_is_short(limits: Limits) -> bool:
    """Whether this process came to half its memory: native code that runs out of it panics."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 * 2 > limits.memory


def main() -> None:
    limits = Limits(**json.loads(sys.argv[1]))
    bound(limits)
    try:
        answer = read(sys.stdin.buffer.read(limits.size + 1), limits)
    except RefusedFile as refused:
        answer = {"refused": refused.code, "details": refused.details}
    except MemoryError:
        answer = {"refused": "memory", "details": {}}
    except BaseException:  # a panic of native code is no Exception
        answer = {"refused": "memory" if memory_is_short(limits) else "damaged", "details": {}}
    # Characters that UTF-8 can't carry (lone surrogates) travel escaped.
    sys.stdout.write(json.dumps(answer, ensure_ascii=True, separators=(",", ":")))


if __name__ == "__main__":
    main()
