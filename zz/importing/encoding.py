"""In which letters a file is written: UTF-8, UTF-16, or what Excel writes where it is told nothing else."""

from __future__ import annotations

import codecs
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charset_normalizer import from_bytes

from zz.user_error import UserError

if TYPE_CHECKING:
    from pathlib import Path

MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
WIDE = {(False, True): "utf-16-le", (True, False): "utf-16-be"}
"""Without a mark: which of the first two bytes is zero, as a header begins with a Latin letter."""
NAMES = {
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "gb18030": "GB 18030 (GBK), Chinese",
    "big5": "Big5, Chinese",
    "cp1252": "Windows-1252, Western European",
}
OF_EXCEL = ("gb18030", "big5", "cp1252")
"""What is tried where a file is not UTF-8; the order does not matter."""
NEARLY_ALL = 0.9
OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = b"PK\x03\x04"
AS_CSV = "Open it, save it as “CSV UTF-8”, and give that file."


@dataclass(frozen=True)
class Decoded:
    """The text of a file, and the name of its encoding where that is not UTF-8.

    In UTF-8, a byte that is none of it is left as a surrogate.
    """

    text: str
    encoding: str | None = None


def decoded(path: Path) -> Decoded:
    """What stands in a file. Raises `UserError` when it cannot be read, or is a workbook or an archive."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.", "Give a file that you may read.") from error
    _check_text(path, raw)
    encoding = _encoding_of(raw)
    if encoding is None:
        return Decoded(raw.decode("utf-8-sig", "surrogateescape"))
    return Decoded(_text_of(raw, encoding), NAMES[encoding])


def _check_text(path: Path, raw: bytes) -> None:
    if raw.startswith(OLD_EXCEL) or (raw.startswith(ZIP) and _is_workbook(raw)):
        raise UserError(f"{path} is an Excel file: save it as CSV.", AS_CSV)
    if raw.startswith(ZIP):
        raise UserError(f"{path} is a ZIP archive.", "Unpack it, and give the CSV files that are in it.")


def _is_workbook(raw: bytes) -> bool:
    """Also where only the beginning of the archive is left."""
    try:
        names = zipfile.ZipFile(io.BytesIO(raw)).namelist()
    except zipfile.BadZipFile:
        return b"[Content_Types].xml" in raw
    return any(name in ("[Content_Types].xml", "content.xml") for name in names)


def _encoding_of(raw: bytes) -> str | None:
    """None for UTF-8, and for what is nothing that is known here."""
    for mark, encoding in MARKS.items():
        if raw.startswith(mark):
            return encoding
    wide = WIDE.get((raw[:1] == b"\0", raw[1:2] == b"\0"))
    if wide or _is_utf_8(raw):
        return wide
    lines = _whole_lines(raw)
    if _is_simplified_chinese(lines):
        return "gb18030"
    guess = from_bytes(lines, cp_isolation=list(OF_EXCEL)).best()
    return guess.encoding if guess and guess.encoding in OF_EXCEL else None


def _is_simplified_chinese(raw: bytes) -> bool:
    """Whether nearly all beyond ASCII is of GB 2312; bytes of another encoding hardly ever look so."""
    try:
        wide = "".join(character for character in raw.decode("gb18030") if not character.isascii())
    except UnicodeDecodeError:
        return False
    return len(wide.encode("gb2312", "ignore").decode("gb2312")) >= NEARLY_ALL * len(wide)


def _is_utf_8(raw: bytes) -> bool:
    """Whether at least half of the whole lines that are more than ASCII are."""
    lines = [line for line in _whole_lines(raw).splitlines() if not line.isascii()]
    return 2 * sum(map(_can_be_utf_8, lines)) >= len(lines)


def _can_be_utf_8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _whole_lines(raw: bytes) -> bytes:
    return raw[: max(raw.rfind(b"\n"), raw.rfind(b"\r")) + 1] or raw


def _text_of(raw: bytes, encoding: str) -> str:
    """Of a line that is cut off at the end what can be read; half of a pair in UTF-16 stays a surrogate."""
    if encoding.startswith("utf-16"):
        return raw[: len(raw) // 2 * 2].decode(encoding, "surrogatepass").removeprefix("\ufeff")
    whole = _whole_lines(raw)
    return whole.decode(encoding) + raw[len(whole) :].decode(encoding, "replace")
