"""Attached files on disk: looked at in a child process, kept under random names outside of everything served.

attached = examine(upload)                 # Invalid in words where it isn't taken
with keeping(attached) as kept:            # files written first, removed again when the block fails
    Evidence.objects.create(path=kept.path, sha256=attached.sha256, …)
"""

import base64
import hashlib
import json
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from records.attached.kinds import ATTACHED, PAGE
from records.errors import Invalid
from records.reading.files import ENVIRONMENT, ROOT
from records.reading.limits import Limits

FOLDER = "evidence"
JPEG = b"\xff\xd8\xff"
# 640 × 640 pixels of noise at this quality stay below it.
MOST_PREVIEW = 1024 * 1024
CONTENT_TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
IMAGES = frozenset({"jpeg", "png", "webp"})
# What a browser is asked to offer: the very kinds, so that an iPhone turns its HEIC photos into JPEG.
ACCEPT = "image/jpeg,image/png,image/webp,application/pdf,.docx,.xlsx,.pptx"


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that may be kept: its bytes, what it is, its hash, and a small JPEG of a photo or a PDF's first page."""

    data: bytes
    kind: str
    sha256: str
    preview: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a file stands below MEDIA_ROOT; `preview` is "" where there is none."""

    path: str
    preview: str


def examine(source: bytes | IO[bytes], limits: Limits = ATTACHED) -> Attached:
    """Look at a file in the bounded child. Raises Invalid in words when it isn't one that may be kept."""
    data = source if isinstance(source, bytes) else source.read(limits.size + 1)
    answer: dict[str, Any] = {"refused": "size"} if len(data) > limits.size else _ask_child(data, limits)
    if "refused" in answer:
        details = {"megabytes": limits.size // (1024 * 1024), **answer.get("details", {})}
        raise Invalid(_words(answer["refused"]) % details, code=f"attached:{answer['refused']}")
    preview = base64.b64decode(answer["preview"]) or (first_page(data) if answer["kind"] == "pdf" else b"")
    return Attached(data, answer["kind"], hashlib.sha256(data).hexdigest(), preview)


def _ask_child(data: bytes, limits: Limits) -> dict[str, Any]:
    answer = _run_child("child", data, limits)
    return dict(json.loads(answer)) if answer else {"refused": "resources"}


def first_page(data: bytes, limits: Limits = PAGE) -> bytes:
    """A small JPEG of a PDF's first page; empty where it can't be drawn within the limits, which is no fault."""
    drawn = _run_child("page_child", data, limits)
    return drawn if drawn.startswith(JPEG) and len(drawn) <= MOST_PREVIEW else b""


def _run_child(module: str, data: bytes, limits: Limits) -> bytes:
    """What a bounded child says of a file; empty where it said nothing in time or was killed."""
    command = [sys.executable, "-E", "-s", "-m", f"records.attached.{module}", json.dumps(limits.as_dict())]
    try:
        child = subprocess.run(  # noqa: S603 – our own interpreter and module
            command,
            input=data,
            capture_output=True,
            cwd=ROOT,
            env=ENVIRONMENT,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return b""
    return b"" if child.returncode < 0 else child.stdout


def _words(code: str) -> str:
    allowed = _("请上传照片（JPG、PNG、WebP）、PDF 或 Word、Excel、PPT 文件（.docx、.xlsx、.pptx）。")
    program = {"what": _("这是程序文件，不能上传。"), "then": allowed}
    markup = {"what": _("这是网页或 XML 文件，不能上传。"), "then": allowed}
    unknown = {"what": _("文件内部过大或无法识别。"), "then": allowed}
    known = {
        "empty": _("文件是空的。"),
        "size": _("文件超过 %(megabytes)d MB，请压缩或拆分后再上传。"),
        "pixels": _("照片超过 %(limit)d 百万像素，请缩小后再上传。"),
        "damaged": _("文件已损坏或没有传完整，请重新拍照或另存后再上传。"),
        "encrypted": _("文件设有密码，请取消密码后再上传。"),
        "macro": _("文件含有宏，请另存为不含宏的文件后再上传。"),
        "old_office": _(
            "这是旧版 Office 文件（.doc、.xls、.ppt），请另存为 .docx、.xlsx、.pptx 或 PDF 后再上传。"
        ),
        "heic": _("这是 HEIC 照片，请在手机相机设置中选用“兼容性最佳”，或另存为 JPG 后再上传。"),
        "program": _("%(what)s%(then)s") % program,
        "archive": _("这是压缩包，请解压后逐个上传其中的文件。"),
        "other_image": _("这种图片格式不能上传，请另存为 JPG 或 PNG。"),
        "markup": _("%(what)s%(then)s") % markup,
        "resources": _("打开文件所需的时间或内存过多，请缩小后再上传。"),
    }
    return known.get(code) or _("%(what)s%(then)s") % unknown


@contextmanager
def keeping(attached: Attached) -> Iterator[Kept]:
    """Write the file and its preview under a random name; take them away again when the block fails."""
    name = secrets.token_hex(20)
    path = f"{FOLDER}/{name[:2]}/{name}"
    kept = Kept(path, f"{path}.preview" if attached.preview else "")
    written = [(kept.path, attached.data), *([(kept.preview, attached.preview)] if kept.preview else [])]
    try:
        for one, data in written:
            _write(place(one), data)
        yield kept
    except BaseException:
        for one, _data in written:
            place(one).unlink(missing_ok=True)
        raise


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        path.chmod(0o640)
        file.write(data)
        file.flush()


def place(path: str) -> Path:
    """Where a kept path stands. Raises ValueError for one that leads out of the folder of kept files."""
    root = Path(settings.MEDIA_ROOT).resolve()
    found = (root / path).resolve()
    if not found.is_relative_to(root / FOLDER):
        raise ValueError("not a kept file")
    return found


def fault_of(path: str, sha256: str) -> str:
    """What is wrong with a kept file: "missing", "changed", or "" (invariant 25)."""
    try:
        with place(path).open("rb") as file:
            return "" if hashlib.file_digest(file, "sha256").hexdigest() == sha256 else "changed"
    except OSError:
        return "missing"
