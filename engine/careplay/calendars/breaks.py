"""China's official breaks: which days off each yearly notice of the State Council orders.

From the notices themselves (国务院办公厅关于…年部分节假日安排的通知), whose addresses stand
above their breaks. A weekend that a notice only says a holiday is joined with (与周末连休) is
no part of the break. Each November adds a notice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

FESTIVALS = frozenset(
    {
        "new_year",
        "spring_festival",
        "tomb_sweeping",
        "labour_day",
        "dragon_boat",
        "mid_autumn",
        "national_day",
    }
)
"""The festivals that have breaks year by year."""


@dataclass(frozen=True, slots=True)
class Break:
    """A stretch of days off, both ends included, and the festival it is for."""

    festival: str
    first: date
    last: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        long = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=n) for n in range(long))


_NOTICES: Mapping[int, str] = {
    2007: """
        https://www.gov.cn/zhengce/zhengceku/2008-03/28/content_1761.htm
        new_year 2007-01-01/2007-01-03
        spring_festival 2007-02-18/2007-02-24
        labour_day 2007-05-01/2007-05-07
        national_day 2007-10-01/2007-10-07
    """,
    2008: """
        https://www.gov.cn/zhengce/zhengceku/2008-03/28/content_1645.htm
        new_year 2007-12-30/2008-01-01
        spring_festival 2008-02-06/2008-02-12
        tomb_sweeping 2008-04-04/2008-04-06
        labour_day 2008-05-01/2008-05-03
        dragon_boat 2008-06-07/2008-06-09
        mid_autumn 2008-09-13/2008-09-15
        national_day 2008-09-29/2008-10-05
    """,
    2009: """
        https://www.gov.cn/zhengce/zhengceku/2008-12/10/content_1572.htm
        new_year 2009-01-01/2009-01-03
        spring_festival 2009-01-25/2009-01-31
        tomb_sweeping 2009-04-04/2009-04-06
        labour_day 2009-05-01/2009-05-03
        dragon_boat 2009-05-28/2009-05-30
        national_day 2009-10-01/2009-10-08
        mid_autumn 2009-10-01/2009-10-08
    """,
    2010: """
        https://www.gov.cn/zhengce/zhengceku/2009-12/08/content_1476.htm
        new_year 2010-01-01/2010-01-03
        spring_festival 2010-02-13/2010-02-19
        tomb_sweeping 2010-04-03/2010-04-05
        labour_day 2010-05-01/2010-05-03
        dragon_boat 2010-06-14/2010-06-16
        mid_autumn 2010-09-22/2010-09-24
        national_day 2010-10-01/2010-10-07
    """,
    2011: """
        https://www.gov.cn/zhengce/zhengceku/2010-12/10/content_1423.htm
        new_year 2011-01-01/2011-01-03
        spring_festival 2011-02-02/2011-02-08
        tomb_sweeping 2011-04-03/2011-04-05
        labour_day 2011-04-30/2011-05-02
        dragon_boat 2011-06-04/2011-06-06
        mid_autumn 2011-09-10/2011-09-12
        national_day 2011-10-01/2011-10-07
    """,
    2012: """
        https://www.gov.cn/zhengce/zhengceku/2011-12/06/content_1411.htm
        new_year 2012-01-01/2012-01-03
        spring_festival 2012-01-22/2012-01-28
        tomb_sweeping 2012-04-02/2012-04-04
        labour_day 2012-04-29/2012-05-01
        dragon_boat 2012-06-22/2012-06-24
        mid_autumn 2012-09-30/2012-10-07
        national_day 2012-09-30/2012-10-07
    """,
    2013: """
        https://www.gov.cn/zhengce/zhengceku/2012-12/10/content_1353.htm
        new_year 2013-01-01/2013-01-03
        spring_festival 2013-02-09/2013-02-15
        tomb_sweeping 2013-04-04/2013-04-06
        labour_day 2013-04-29/2013-05-01
        dragon_boat 2013-06-10/2013-06-12
        mid_autumn 2013-09-19/2013-09-21
        national_day 2013-10-01/2013-10-07
    """,
    2014: """
        https://www.gov.cn/zhengce/zhengceku/2014-01/02/content_1194.htm
        new_year 2014-01-01
        spring_festival 2014-01-31/2014-02-06
        tomb_sweeping 2014-04-05
        tomb_sweeping 2014-04-07
        labour_day 2014-05-01/2014-05-03
        dragon_boat 2014-06-02
        mid_autumn 2014-09-08
        national_day 2014-10-01/2014-10-07
    """,
    2015: """
        https://www.gov.cn/zhengce/zhengceku/2014-12/16/content_9302.htm
        https://www.gov.cn/zhengce/zhengceku/2015-05/13/content_9742.htm
        new_year 2015-01-01/2015-01-03
        spring_festival 2015-02-18/2015-02-24
        tomb_sweeping 2015-04-05/2015-04-06
        labour_day 2015-05-01
        dragon_boat 2015-06-20
        dragon_boat 2015-06-22
        victory_day 2015-09-03/2015-09-05
        mid_autumn 2015-09-27
        national_day 2015-10-01/2015-10-07
    """,
    2016: """
        https://www.gov.cn/zhengce/zhengceku/2015-12/10/content_10394.htm
        new_year 2016-01-01
        spring_festival 2016-02-07/2016-02-13
        tomb_sweeping 2016-04-04
        labour_day 2016-05-01/2016-05-02
        dragon_boat 2016-06-09/2016-06-11
        mid_autumn 2016-09-15/2016-09-17
        national_day 2016-10-01/2016-10-07
    """,
    2017: """
        https://www.gov.cn/zhengce/zhengceku/2016-12/01/content_5141603.htm
        new_year 2017-01-01/2017-01-02
        spring_festival 2017-01-27/2017-02-02
        tomb_sweeping 2017-04-02/2017-04-04
        labour_day 2017-05-01
        dragon_boat 2017-05-28/2017-05-30
        mid_autumn 2017-10-01/2017-10-08
        national_day 2017-10-01/2017-10-08
    """,
    2018: """
        https://www.gov.cn/zhengce/zhengceku/2017-11/30/content_5243579.htm
        new_year 2018-01-01
        spring_festival 2018-02-15/2018-02-21
        tomb_sweeping 2018-04-05/2018-04-07
        labour_day 2018-04-29/2018-05-01
        dragon_boat 2018-06-18
        mid_autumn 2018-09-24
        national_day 2018-10-01/2018-10-07
    """,
    2019: """
        https://www.gov.cn/zhengce/zhengceku/2018-12/06/content_5346276.htm
        https://www.gov.cn/zhengce/zhengceku/2019-03/22/content_5375877.htm
        new_year 2018-12-30/2019-01-01
        spring_festival 2019-02-04/2019-02-10
        tomb_sweeping 2019-04-05
        labour_day 2019-05-01/2019-05-04
        dragon_boat 2019-06-07
        mid_autumn 2019-09-13
        national_day 2019-10-01/2019-10-07
    """,
    2020: """
        https://www.gov.cn/zhengce/zhengceku/2019-11/21/content_5454164.htm
        https://www.gov.cn/zhengce/zhengceku/2020-01/27/content_5472352.htm
        new_year 2020-01-01
        spring_festival 2020-01-24/2020-02-02
        tomb_sweeping 2020-04-04/2020-04-06
        labour_day 2020-05-01/2020-05-05
        dragon_boat 2020-06-25/2020-06-27
        national_day 2020-10-01/2020-10-08
        mid_autumn 2020-10-01/2020-10-08
    """,
    2021: """
        https://www.gov.cn/zhengce/zhengceku/2020-11/25/content_5564127.htm
        new_year 2021-01-01/2021-01-03
        spring_festival 2021-02-11/2021-02-17
        tomb_sweeping 2021-04-03/2021-04-05
        labour_day 2021-05-01/2021-05-05
        dragon_boat 2021-06-12/2021-06-14
        mid_autumn 2021-09-19/2021-09-21
        national_day 2021-10-01/2021-10-07
    """,
    2022: """
        https://www.gov.cn/zhengce/zhengceku/2021-10/25/content_5644835.htm
        new_year 2022-01-01/2022-01-03
        spring_festival 2022-01-31/2022-02-06
        tomb_sweeping 2022-04-03/2022-04-05
        labour_day 2022-04-30/2022-05-04
        dragon_boat 2022-06-03/2022-06-05
        mid_autumn 2022-09-10/2022-09-12
        national_day 2022-10-01/2022-10-07
    """,
    2023: """
        https://www.gov.cn/zhengce/zhengceku/2022-12/08/content_5730844.htm
        new_year 2022-12-31/2023-01-02
        spring_festival 2023-01-21/2023-01-27
        tomb_sweeping 2023-04-05
        labour_day 2023-04-29/2023-05-03
        dragon_boat 2023-06-22/2023-06-24
        mid_autumn 2023-09-29/2023-10-06
        national_day 2023-09-29/2023-10-06
    """,
    2024: """
        https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm
        new_year 2024-01-01
        spring_festival 2024-02-10/2024-02-17
        tomb_sweeping 2024-04-04/2024-04-06
        labour_day 2024-05-01/2024-05-05
        dragon_boat 2024-06-10
        mid_autumn 2024-09-15/2024-09-17
        national_day 2024-10-01/2024-10-07
    """,
    2025: """
        https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm
        new_year 2025-01-01
        spring_festival 2025-01-28/2025-02-04
        tomb_sweeping 2025-04-04/2025-04-06
        labour_day 2025-05-01/2025-05-05
        dragon_boat 2025-05-31/2025-06-02
        national_day 2025-10-01/2025-10-08
        mid_autumn 2025-10-01/2025-10-08
    """,
    2026: """
        https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm
        new_year 2026-01-01/2026-01-03
        spring_festival 2026-02-15/2026-02-23
        tomb_sweeping 2026-04-04/2026-04-06
        labour_day 2026-05-01/2026-05-05
        dragon_boat 2026-06-19/2026-06-21
        mid_autumn 2026-09-25/2026-09-27
        national_day 2026-10-01/2026-10-07
    """,
}
"""The year of a notice to where it stands, and its breaks."""


def noticed(year: int) -> bool:
    """Whether the notice of the year is here."""
    return year in _NOTICES


@cache
def breaks(year: int) -> tuple[Break, ...]:
    """The breaks that the notice of a year orders; the first may begin in the year before."""
    words = (line.split() for line in _NOTICES.get(year, "").splitlines())
    return tuple(_break(*told) for told in words if len(told) == 2)


def days_for(festival: str, year: int) -> frozenset[date]:
    """The days of a year in the breaks for a festival; none where it has none that year."""
    told = (each for notice in (year, year + 1) for each in breaks(notice))
    mine = (each for each in told if each.festival == festival)
    return frozenset(day for each in mine for day in each.days if day.year == year)


@cache
def days_off(year: int) -> Mapping[date, str]:
    """Every day of a year that lies in a break, to the festival it is for."""
    told = (each for notice in (year + 1, year) for each in breaks(notice))
    return {day: each.festival for each in told for day in each.days if day.year == year}


def _break(festival: str, stretch: str) -> Break:
    first, _, last = stretch.partition("/")
    return Break(festival, date.fromisoformat(first), date.fromisoformat(last or first))
