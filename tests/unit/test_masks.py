"""What is personal is shown in one form, whatever it is."""

from __future__ import annotations

import duckdb
import pytest

from careplay.masks import SHAPES, masked, without_shapes

VALUES = {
    "张伟": "张**",
    "欧阳娜娜": "欧**",
    "张": "**",
    "": "",
    "Ann Lee": "A**",
    "13800138000": "1**",
    "+86 138 0013 8000": "+**",
    "ann@example.org": "a**",
    "1990-06-04": "1**",
    "柳河街215号": "柳**",
}
TEXTS = {
    "他的电话是13800138000，晚上打": "他的电话是**，晚上打",
    "138-0013-8000": "**",
    "138 0013 8000 or +44 20 7946 0958": "** or **",
    "+8613800138000": "**",
    "write to ann.lee+x@mail.example.org.": "write to **.",
    "身份证 11010519491231002X 已核": "身份证 ** 已核",
    "13800000000.0": "**.0",
    "ring 07700 900003 at noon": "ring ** at noon",
    "打0571-88887777找他": "打**找他",
    "(0571) 8888 7777": "**",
    "01 23 45 67 89": "**",
    "1380000 0000": "**",
    "\uff11\uff13\uff18\uff10\uff10\uff10\uff10\uff10\uff10\uff10\uff10": "**",
    "\uff10\uff15\uff17\uff11\uff0d\uff18\uff18\uff18\uff18\uff17\uff17\uff17\uff17": "**",
    "+49 (0)30 1234567": "**",
    "卡号6222 0212 3456 7890 123": "卡号**",
    "3782 822463 10005": "**",
    "110105 19491231 002X": "**",
    "王芳@例子.中国": "**",
    "138.0013.8000": "**",
    "138 - 0013 - 8000": "**",
    "1380 0138 000": "**",
    "138001 38000": "**",
    "ring 0086 138 0013 8000": "ring **",
    "\uff08010\uff0988887777": "**",
    "(555) 123-4567": "**",
    "1-800-555-1234": "**",
    "030/1234567": "**",
    "01-23-45-67-89": "**",
    "0044 20 7946 0958": "**",
    "6222.0212.3456.7890": "**",
    "110105 1949 1231 002X": "**",
    "王芳@qq.com": "**",
    "周五前寄到家里。另外，发一份到li@qq.com，谢谢": "周五前寄到家里。另外，发一份到**，谢谢",
    "ring 98765 43210 at noon": "ring ** at noon",
    "+91 98765-43210": "**",
    "IBAN DE89 3704 0044 0532 0130 00, please": "IBAN **, please",
    "账号GB29NWBK60161331926819": "账号**",
    "FR14 2004 1010 0505 0001 3M02 606": "**",
    "write to ann @ example.org.": "write to **.",
    "ann@ example.org, bo @example.org": "**, **",
    "李雷 \uff20 qq.com": "**",
    "订单 0001-0002-0003": "订单 0001-0002-0003",
    "order 0042 0043 0044": "order 0042 0043 0044",
    "AB12 and 3456 7890": "AB12 and 3456 7890",
    "积分+50 2026-11-21到账": "积分+50 2026-11-21到账",
    "2023 2024 2025 2026": "2023 2024 2025 2026",
    "库存 1000 2000 1000 2000": "库存 1000 2000 1000 2000",
    "满1000-2000 3000-4000": "满1000-2000 3000-4000",
    "2026-11-21 2026-12-01": "2026-11-21 2026-12-01",
    "2026-05-30 10:00:00 to 2026-06-02 18:30": "2026-05-30 10:00:00 to 2026-06-02 18:30",
    "09:00-18:00, 05-30 10": "09:00-18:00, 05-30 10",
    "1300 1400 1500": "1300 1400 1500",
    "12,000.00 - 13,500.00": "12,000.00 - 13,500.00",
    "PO-20261121-0001": "PO-20261121-0001",
    "sizes 13 14 15 16 17 18": "sizes 13 14 15 16 17 18",
    "2026-11-21 10:30": "2026-11-21 10:30",
    "1990年6月4日": "1990年6月4日",
    "12345678": "12345678",
    "1,200.50": "1,200.50",
    "C0001#c40c9652595f": "C0001#c40c9652595f",
}


@pytest.mark.parametrize(("value", "shown"), VALUES.items())
def test_a_text_keeps_its_first_letter_where_it_has_more(value: str, shown: str) -> None:
    assert masked(value) == shown


@pytest.mark.parametrize("value", ["1990-06-04", "true", "female", "41"])
def test_of_what_is_no_text_not_even_the_first_sign_is_shown(value: str) -> None:
    assert masked(value, text=False) == "**"


@pytest.mark.parametrize(("text", "shown"), TEXTS.items())
def test_phones_mail_and_cards_are_known_by_their_shape(text: str, shown: str) -> None:
    assert without_shapes(text) == shown


@pytest.mark.parametrize(("text", "shown"), TEXTS.items())
def test_the_database_knows_the_same_shapes(text: str, shown: str) -> None:
    asked = "SELECT regexp_replace(?, ?, '**', 'g')"
    with duckdb.connect() as connection:
        assert connection.execute(asked, [text, SHAPES]).fetchone() == (shown,)
