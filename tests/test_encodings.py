"""In which encoding a file of data is written: what is not read as it was meant is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from careplay.sources.encodings import foreign, in_utf_8
from shop_folder import DAY, careplay, plain_shop, sentence

NAMES = {
    "gb18030": ("张伟", "王芳", "李娜", "刘洋", "欧阳娜娜", "朱镕基", "陈玥", "黄埔区中山大道"),
    "cp950": ("張偉", "王芳", "李娜", "劉洋", "歐陽娜娜", "黃埔區中山大道", "臺北市信義區"),
    "cp932": ("佐藤太郎", "鈴木さくら", "高橋ユキ", "東京都千代田区", "ありがとう"),
    "cp1252": ("Müller", "José Pérez", "François", "Björn Ångström", "Zoë"),
}
CALLED = {"gb18030": "", "cp950": "Big5", "cp932": "Shift-JIS", "cp1252": "Windows-1252"}


def customers(folder: Path, content: bytes) -> Path:
    """A shop whose customers are in this file."""
    business = plain_shop(folder / "shop")
    file = business / "data" / "customers.csv"
    heading, _, _ = file.read_bytes().partition(b"\n")
    file.write_bytes(heading + b"\n" + content)
    return business


def row(number: int, name: str) -> str:
    return f"{number},{name},13800000000,1985-02-28,2020-01-01,yes\n"


@pytest.mark.parametrize("codec", NAMES)
def test_letters_tell_their_encoding(codec: str) -> None:
    assert foreign("\n".join(NAMES[codec]).encode(codec)) == CALLED[codec]


@pytest.mark.parametrize("codec", NAMES)
@pytest.mark.parametrize("place", range(4))
def test_a_few_letters_will_do(codec: str, place: int) -> None:
    assert foreign(NAMES[codec][place].encode(codec) + b"\n") in {CALLED[codec], ""}
    if codec == "gb18030":
        assert foreign(NAMES[codec][place].encode(codec) + b"\n") == ""


@pytest.mark.parametrize("codec", ["cp950", "cp932", "cp1252"])
def test_a_file_in_another_encoding_is_told_by_its_name(codec: str, tmp_path: Path) -> None:
    rows = "".join(row(n, name) for n, name in enumerate(NAMES[codec], 1))
    business = customers(tmp_path, rows.encode(codec))
    line = sentence(careplay("run", business, "--date", DAY), 3)
    assert f"customers.csv:2 is text in {CALLED[codec]}; save the file anew as UTF-8" in line


def test_gbk_is_read_as_before(tmp_path: Path) -> None:
    rows = "".join(row(n, name) for n, name in enumerate(NAMES["gb18030"], 1))
    business = customers(tmp_path, rows.encode("gb18030"))
    told = careplay("run", business, "--date", DAY, "--dry-run")
    assert told.exit_code == 0, told.output


@pytest.mark.parametrize("last", ["utf-8", "gb18030"])
def test_a_file_of_two_encodings_is_told_with_a_line_of_each(last: str, tmp_path: Path) -> None:
    first = "utf-8" if last == "gb18030" else "gb18030"
    names = NAMES["gb18030"]
    parts = [row(n, name).encode(first) for n, name in enumerate(names[:5], 1)]
    parts += [row(n, name).encode(last) for n, name in enumerate(names[5:], 6)]
    line = sentence(careplay("run", customers(tmp_path, b"".join(parts)), "--date", DAY), 3)
    of_gbk, of_utf_8 = (7, 2) if last == "gb18030" else (2, 7)
    assert "is written in two encodings" in line
    assert f"line {of_gbk} is not in UTF-8, and line {of_utf_8} is" in line


def test_no_chinese_text_in_gbk_looks_like_utf_8() -> None:
    """Every character of GB 2312 beside every tenth other one."""
    letters = [bytes((a, b)) for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF)]
    common = letters[:3755]
    text = b"\n".join(
        a + b + c for a, b, c in zip(common, common[7:], common[::-1], strict=False)
    )
    assert in_utf_8(text) is None


def test_a_nul_is_told_of_its_row_alone(tmp_path: Path) -> None:
    rows = row(1, "Ann") + row(2, "\x00\x00") + row(3, "Eve")
    told = careplay("run", customers(tmp_path, rows.encode()), "--date", DAY, "--dry-run")
    assert told.exit_code == 0
    (line,) = (line for line in told.output.splitlines() if "NUL" in line)
    assert "customers.csv:3: CP501 the row" in line
    assert r"\x00" in line


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told_as_such(codec: str, tmp_path: Path) -> None:
    business = customers(tmp_path, b"")
    file = business / "data" / "customers.csv"
    file.write_bytes((file.read_text() + row(1, "Ann")).encode(codec))
    assert "is text in UTF-16" in sentence(careplay("run", business, "--date", DAY), 3)
