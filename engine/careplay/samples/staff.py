"""The people who work in the two shops."""

from __future__ import annotations

from careplay.samples.tables import csv_text

COLUMNS = ("id", "name", "role", "store", "capacity", "absent_from", "absent_to", "successor")

APPLIANCE_STORES = ("东门店", "西街店", "城南店")
TEXTILE_STORES = ("和平路店", "万象店", "老街店")

# Someone away has both dates; someone who left has no day of return.
_APPLIANCE = """
G01 卢国栋 general_manager - 20
M01 高卫东 store_manager 东门店 15
M02 沈丽萍 store_manager 西街店 15
M03 唐志远 store_manager 城南店 15
A01 王小燕 adviser 东门店 25
A02 刘建波 adviser 东门店 25 2026-06-08 2026-07-05 A01
A03 陈思琪 adviser 西街店 25
A04 赵永刚 adviser 西街店 25
A05 周敏 adviser 城南店 25
A06 吴海峰 adviser 城南店 25 2026-03-01 - A05
F01 孙雅琴 service - 40
F02 马俊 service - 40
D01 林文静 data_steward - 20
"""
_TEXTILES = """
B01 叶秋菊 owner_of_shop - 10
M11 蔡美玲 store_manager 和平路店 12
M12 潘晓红 store_manager 万象店 12
M13 蒋玉梅 store_manager 老街店 12
T01 袁丽娟 guide 和平路店 20
T02 杜倩 guide 和平路店 20
T03 钟雪 guide 万象店 20 2026-05-01 2026-08-31 T04
T04 余佳怡 guide 万象店 20
T05 田春梅 guide 老街店 20
T06 魏婷 guide 老街店 20 2026-02-01 - T05
T07 姚慧 guide 老街店 20
K01 冯颖 file_keeper - 15
"""

ADVISERS = {"东门店": ("A01", "A02"), "西街店": ("A03", "A04"), "城南店": ("A05", "A06")}
GUIDES = {
    "和平路店": ("T01", "T02"),
    "万象店": ("T03", "T04"),
    "老街店": ("T05", "T06", "T07"),
}


def _csv(people: str) -> str:
    cells = (["" if cell == "-" else cell for cell in line.split()]
             for line in people.strip().splitlines())  # fmt: skip
    return csv_text(COLUMNS, (dict(zip(COLUMNS, row, strict=False)) for row in cells))


APPLIANCE_STAFF = _csv(_APPLIANCE)
TEXTILE_STAFF = _csv(_TEXTILES)
