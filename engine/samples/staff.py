"""The people who work in the shipped businesses."""

from __future__ import annotations

from samples.tables import csv_text

COLUMNS = ("id", "name", "role", "store", "capacity", "absent_from", "absent_to", "successor")

APPLIANCE_STORES = ("东门店", "西街店", "城南店")
TEXTILE_STORES = ("和平路店", "万象店", "老街店")

# Someone away has both dates; someone who left has no day of return.
_APPLIANCE = """
G01 卢国栋 gm - 20
M01 高卫东 manager 东门店 20
M02 沈丽萍 manager 西街店 20
M03 唐志远 manager 城南店 20
A01 王小燕 adviser 东门店 25
A02 刘建波 adviser 东门店 25 2026-06-08 2026-07-05 A01
A03 陈思琪 adviser 西街店 25
A04 赵永刚 adviser 西街店 25
A05 周敏 adviser 城南店 25
A06 吴海峰 adviser 城南店 25 2026-03-01 - A05
F01 孙雅琴 service - -
F02 马俊 service - -
F03 何晓红 receiver - 30
D01 林文静 data_steward - 20
"""
_TEXTILES = """
B01 叶秋菊 gm - 10
M11 蔡美玲 manager 和平路店 15
M12 潘晓红 manager 万象店 15
M13 蒋玉梅 manager 老街店 15
T01 袁丽娟 guide 和平路店 35
T02 杜倩 guide 和平路店 35
T03 钟雪 guide 万象店 35 2026-05-01 2026-08-31 T04
T04 余佳怡 guide 万象店 35
T05 田春梅 guide 老街店 35
T06 魏婷 guide 老街店 35 2026-02-01 - T05
T07 姚慧 guide 老街店 35
K01 冯颖 data_steward - 20
"""

_DEALERSHIP = """
G21 罗建国 gm - 15
M21 邓志强 manager - 20
M22 韩雪梅 sales_manager - 20
S21 曹颖 adviser - 25
S22 彭浩 adviser - 25 2026-07-06 2026-07-26 S21
S23 曾丽娜 adviser - 25
L21 田文杰 seller - 20
L22 董晓燕 seller - 20
L23 潘俊 seller - 20 2026-04-01 - L21
L24 袁婷 seller - 20
C21 蔡静 service - 40
C22 蒋帆 receiver - 30
K21 余秀芳 data_steward - 20
I21 于敏 insurer - 25
P21 杜凯 marketing - 30
N21 钟雨桐 courtesy - -
T21 叶勇 technician - 10
T22 程刚 technician - 10
"""

_WEALTH = """
G31 沈国强 gm - 15
M31 曹雪梅 manager - 20
W31 唐文静 adviser - 20
W32 丁浩 adviser - 20 2026-08-03 2026-08-21 W31
W33 姚佳怡 adviser - 20
W34 谭志明 adviser - 20 2026-05-01 - W33
C31 任丽 receiver - 20
K31 卢秀芳 data_steward - 20
Q31 崔建平 compliance - 20
N31 姜玲 courtesy - -
"""

_HOTEL = """
G41 顾明远 gm - 20
M41 沈婷 manager - 25
D41 林志强 duty_manager - 30
D42 周晓燕 duty_manager - 30 2026-07-13 2026-07-26 D41
R41 陈静 receiver - 30
F41 黄浩 front_desk - 60
F42 何雯 front_desk - 60
H41 郑桂英 housekeeping - 60
H42 宋玉梅 housekeeping - 60 2026-03-01 - H41
S41 许秀芳 supervisor - 30
B41 冯军 security - 30
L41 曾凤英 laundry - 30
A41 彭雪 data_steward - 40
N41 石静 courtesy - -
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
DEALERSHIP_STAFF = _csv(_DEALERSHIP)
WEALTH_STAFF = _csv(_WEALTH)
HOTEL_STAFF = _csv(_HOTEL)
