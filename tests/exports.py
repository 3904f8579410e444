"""Exports as shops have them, drawn anew by a seed: each kind with what is odd about it."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

Rows = list[list[str]]
Files = Mapping[str, bytes]
LAST = datetime.fromisoformat("2026-11-20 17:30")
SURNAMES, GIVEN = "王李张刘陈杨赵黄", ["芳", "伟", "敏", "静", "强", "磊", "洋", "丽"]
OWNERS = ["小马", "小朱", "老周"]
CUSTOMERS = ["会员号", "姓名", "手机", "生日", "会员等级", "导购"]
ORDERS = ["会员号", "订单号", "下单时间", "实付金额", "商品"]
ENGLISH = ["Customer ID", "Name", "Phone", "Birthday", "Tier", "Owner"]
ORDERS_EN = ["Customer ID", "Order No", "Order Date", "Amount", "Product"]


@dataclass(frozen=True)
class People:
    """Some customers and what they bought, as values."""

    customers: list[tuple[str, str, str, date, str, str]]
    orders: list[tuple[str, str, datetime, int, str]]
    """Whose, number, when, cents, what."""


def people(random: Random) -> People:
    """Between 20 and 40 customers, with one to four orders each, the last on a known day."""
    customers = [
        (
            str(1001 + n),
            random.choice(SURNAMES) + random.choice(GIVEN),
            f"138{random.randrange(10**8):08}",
            date(1955, 1, 1) + timedelta(random.randrange(18000)),
            random.choice(["普通", "银卡", "金卡"]),
            random.choice(OWNERS),
        )
        for n in range(random.randint(20, 40))
    ]
    orders: list[tuple[str, str, datetime, int, str]] = []
    for key, *_ in customers:
        for _ in range(random.randint(1, 4)):
            at = LAST - timedelta(days=random.randrange(300), minutes=random.randrange(600))
            cents = random.randrange(500, 400000)
            orders.append(
                (key, f"A{len(orders) + 1:05}", at, cents, random.choice(["茶壶", "茶杯"]))
            )
    orders.append((customers[0][0], "A99999", LAST, 12050, "茶杯"))
    return People(customers, orders)


def drawn(kind: str, seed: int) -> People:
    """The people of a kind, the same for a seed."""
    return people(Random(f"{kind} {seed}"))  # noqa: S311 - nothing secret


def text(rows: Sequence[Sequence[str]], mark: str = ",", codec: str = "utf-8") -> bytes:
    """The rows as a text file."""
    into = io.StringIO()
    csv.writer(into, delimiter=mark).writerows(rows)
    return into.getvalue().encode(codec)


def book(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """The rows as sheets of a workbook."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append([*row])
    into = io.BytesIO()
    made.save(into)
    return into.getvalue()


def clients(
    of: People, day: Callable[[date], str] = str, heading: Sequence[str] = CUSTOMERS
) -> Rows:
    return [[*heading], *([k, n, p, day(b), t, o] for k, n, p, b, t, o in of.customers)]


def bought(
    of: People,
    at: Callable[[datetime], str] = lambda at: f"{at:%Y-%m-%d %H:%M}",
    money: Callable[[int], str] = lambda cents: f"{cents / 100:.2f}",
    heading: Sequence[str] = ORDERS,
) -> Rows:
    return [[*heading], *([k, r, at(a), money(m), i] for k, r, a, m, i in of.orders)]


def plain(of: People) -> Files:
    return {"会员.csv": text(clients(of)), "订单.csv": text(bought(of))}


def english(of: People) -> Files:
    return {
        "customers.csv": text(clients(of, heading=ENGLISH)),
        "orders.csv": text(bought(of, heading=ORDERS_EN)),
    }


def gbk(of: People) -> Files:
    return {
        "会员.csv": text(clients(of), codec="gbk"),
        "订单.csv": text(bought(of), codec="gbk"),
    }


def big5(of: People) -> Files:
    told = [["會員號", "姓名", "電話", "生日", "備註"]]
    told += [
        [k, "陳美玲", p, str(b), "喜歡在週末來店裡看看新的茶具"]
        for k, _, p, b, *_ in of.customers
    ]
    heads = ["會員號", "訂單號", "下單時間", "金額", "商品"]
    return {
        "會員.csv": text(told, codec="big5"),
        "orders.csv": text(bought(of, heading=heads), codec="utf-8"),
    }


def utf16(of: People) -> Files:
    return {"会员.csv": text(clients(of), "\t", "utf-16"), "订单.csv": text(bought(of))}


def german(of: People) -> Files:
    """Semicolons, days first, commas before decimals."""
    heading = ["Kundennummer", "Name", "Telefon", "Geburtsdatum", "Tier", "Owner"]
    orders = ["Kundennummer", "Bestellnummer", "Datum", "Betrag", "Product"]

    def money(cents: int) -> str:
        whole = f"{cents // 100:,}".replace(",", ".")
        return f"{whole},{cents % 100:02} €"

    return {
        "Kunden customers.csv": text(clients(of, lambda b: f"{b:%d.%m.%Y}", heading), ";"),
        "orders.csv": text(bought(of, lambda a: f"{a:%d.%m.%Y %H:%M}", money, orders), ";"),
    }


def sep_line(of: People) -> Files:
    return {
        "会员.csv": b"sep=;\n" + text(clients(of), ";"),
        "订单.csv": b"sep=;\n" + text(bought(of), ";"),
    }


def tabs(of: People) -> Files:
    return {"会员.tsv": text(clients(of), "\t"), "订单.txt": text(bought(of), "\t")}


def bars(of: People) -> Files:
    return {"会员.csv": text(clients(of), "|"), "订单.csv": text(bought(of), "|")}


def with_bom(of: People) -> Files:
    return {
        "会员.csv": text(clients(of), codec="utf-8-sig"),
        "订单.csv": text(bought(of), codec="utf-8-sig"),
    }


def month_first(of: People) -> Files:
    return {
        "customers.csv": text(clients(of, lambda b: f"{b:%m/%d/%Y}", ENGLISH)),
        "orders.csv": text(bought(of, lambda a: f"{a:%m/%d/%Y %H:%M}", heading=ORDERS_EN)),
    }


def year_last_dashes(of: People) -> Files:
    return {
        "customers.csv": text(clients(of, lambda b: f"{b:%d-%m-%Y}", ENGLISH)),
        "orders.csv": text(bought(of, lambda a: f"{a:%d-%m-%Y %H:%M}", heading=ORDERS_EN)),
    }


def named_months(of: People) -> Files:
    return {
        "customers.csv": text(clients(of, lambda b: f"{b:%d %b %Y}", ENGLISH)),
        "orders.csv": text(bought(of, lambda a: f"{a:%d %b %Y %H:%M}", heading=ORDERS_EN)),
    }


def serials(of: People) -> Files:
    """Dates as Excel counts them."""
    zero = datetime.fromisoformat("1899-12-30")

    def day(of_birth: date) -> str:
        return str((of_birth - zero.date()).days)

    return {
        "会员.csv": text(clients(of, day)),
        "订单.csv": text(bought(of, lambda a: f"{(a - zero).total_seconds() / 86400:.5f}")),
    }


def digits(of: People) -> Files:
    return {
        "会员.csv": text(clients(of, lambda b: f"{b:%Y%m%d}")),
        "订单.csv": text(bought(of, lambda a: f"{a:%Y%m%d %H:%M}")),
    }


def dots(of: People) -> Files:
    return {
        "会员.csv": text(clients(of, lambda b: f"{b.year}.{b.month}.{b.day}")),
        "订单.csv": text(bought(of, lambda a: f"{a:%Y.%m.%d %H:%M}")),
    }


def chinese_dates(of: People) -> Files:
    return {
        "会员.csv": text(clients(of, lambda b: f"{b.year}年{b.month}月{b.day}日")),
        "订单.csv": text(bought(of)),
    }


def no_year(of: People) -> Files:
    return {
        "会员.csv": text(clients(of, lambda b: f"{b.month}月{b.day}日")),
        "订单.csv": text(bought(of)),
    }


def missing_words(of: People) -> Files:
    rows = clients(of)
    for row in rows[1::3]:
        row[3] = "未填"
    orders = bought(of)
    for row in orders[1::5]:
        row[3] = "无"
    return {"会员.csv": text(rows), "订单.csv": text(orders)}


def ticks(of: People) -> Files:
    rows = clients(of)
    rows = [[*row, "愿意收短信" if n == 0 else "√\u00d7"[n % 2]] for n, row in enumerate(rows)]
    return {"会员.csv": text(rows), "订单.csv": text(bought(of))}


def yes_and_no(of: People) -> Files:
    rows = clients(of, heading=ENGLISH)
    rows = [[*row, "Opt-in" if n == 0 else "YN"[n % 2]] for n, row in enumerate(rows)]
    return {"customers.csv": text(rows), "orders.csv": text(bought(of, heading=ORDERS_EN))}


def currency(of: People) -> Files:
    return {
        "会员.csv": text(clients(of)),
        "订单.csv": text(bought(of, money=lambda cents: f"¥{cents / 100:,.2f}")),
    }


def titles(of: People) -> Files:
    """Rows above the heading, and totals below."""
    rows = clients(of)
    whole = [
        ["会员导出"],
        ["2026-11-20 09:00"],
        *rows,
        ["合计", *[""] * 5],
        [f"共 {len(rows)} 人"],
    ]
    total = f"{sum(order[3] for order in of.orders) / 100:.2f}"
    orders = [["订单明细"], *bought(of), ["合计", "", "", total, ""]]
    return {"会员.csv": text(whole), "订单.csv": text(orders)}


def footnote(of: People) -> Files:
    return {
        "会员.csv": text([*clients(of), ["制表人：老周"]]),
        "订单.csv": text(bought(of)),
    }


def two_row_heading(of: People) -> Files:
    above = ["会员号", "姓名", "联系", "", "会员等级", "导购"]
    below = ["", "", "手机", "生日", "", ""]
    return {
        "会员.csv": text([above, below, *clients(of)[1:]]),
        "订单.csv": text(bought(of)),
    }


def doubled_heading(of: People) -> Files:
    rows = [[*row, "金额" if n == 0 else "1.00"] for n, row in enumerate(bought(of))]
    rows[0][3] = "金额"
    return {"会员.csv": text(clients(of)), "订单.csv": text(rows)}


def quoted_keys(of: People) -> Files:
    rows = clients(of)
    rows = [rows[0], *(["'" + row[0], *row[1:]] for row in rows[1:])]
    orders = bought(of)
    orders = [orders[0], *([f'="{row[0]}"', *row[1:]] for row in orders[1:])]
    return {"会员.csv": text(rows), "订单.csv": text(orders)}


def workbook(of: People) -> Files:
    cells: list[list[object]] = [[*ORDERS]]
    cells += [[int(k), r, a, m / 100, i] for k, r, a, m, i in of.orders]
    told: list[list[object]] = [[*CUSTOMERS]]
    told += [[int(k), n, p, b, t, o] for k, n, p, b, t, o in of.customers]
    return {"店.xlsx": book({"会员": told, "订单": cells})}


def _cells(rows: Rows) -> list[list[object]]:
    return [[*row] for row in rows]


def workbook_with_titles(of: People) -> Files:
    rows: list[list[object]] = [
        ["会员资料"],
        [],
        *_cells(clients(of)),
        ["合计", len(of.customers)],
    ]
    orders: list[list[object]] = [
        ["订单明细（2026）"],
        *_cells(bought(of)),
        ["合计"],
    ]
    return {"会员.xlsx": book({"Sheet1": rows}), "订单.xlsx": book({"Sheet1": orders})}


def json_lines(of: People) -> Files:
    def lines(rows: Rows) -> bytes:
        told = (dict(zip(rows[0], row, strict=True)) for row in rows[1:])
        return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in told).encode()

    return {"会员.jsonl": lines(clients(of)), "订单.jsonl": lines(bought(of))}


def parquet(of: People) -> Files:
    def table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
        into = io.BytesIO()
        columns = zip(*rows, strict=True)
        pq.write_table(pa.table([pa.array([*each]) for each in columns], names=[*names]), into)
        return into.getvalue()

    orders = [(k, r, a, m / 100, i) for k, r, a, m, i in of.orders]
    return {
        "customers.parquet": table(CUSTOMERS, of.customers),
        "orders.parquet": table(ORDERS, orders),
    }


def database(of: People) -> Files:
    db = sqlite3.connect(":memory:")
    for name, rows in (("customers", clients(of)), ("orders", bought(of))):
        columns = ", ".join(f'"{each}" TEXT' for each in rows[0])
        db.execute(f"CREATE TABLE {name} ({columns})")
        marks = ", ".join("?" * len(rows[0]))
        db.executemany(f"INSERT INTO {name} VALUES ({marks})", rows[1:])
    db.commit()
    return {"shop.db": db.serialize()}


def kinds_in_a_column(of: People) -> Files:
    rows = [["会员号", "时间", "事由", "备注"]]
    for n, (key, _, at, *_) in enumerate(of.orders):
        rows.append([key, f"{at:%Y-%m-%d %H:%M}", ["到店", "投诉", "咨询"][n % 3], ""])
    return {"会员.csv": text(clients(of)), "来访.csv": text(rows)}


def states(of: People) -> Files:
    rows = [["会员号", "工单号", "时间", "状态"]]
    for key, ref, at, *_ in of.orders:
        for n, state in enumerate(["已受理", "处理中", "处理中", "已解决"]):
            rows.append(
                [
                    key,
                    ref,
                    f"{at + timedelta(hours=n) - timedelta(hours=9):%Y-%m-%d %H:%M}",
                    state,
                ]
            )
    return {"会员.csv": text(clients(of)), "投诉工单.csv": text(rows)}


def orders_alone(of: People) -> Files:
    """No table of customers: they are known by what they bought."""
    known = {each[0]: each for each in of.customers}
    rows = bought(of)
    told = [[*rows[0], "姓名", "手机"]]
    told += [[*row, known[row[0]][1], known[row[0]][2]] for row in rows[1:]]
    return {"订单.csv": text(told)}


def monthly_orders(of: People) -> Files:
    rows = bought(of)
    half = len(rows) // 2
    return {
        "会员.csv": text(clients(of)),
        "订单-1.csv": text(rows[:half]),
        "订单-2.csv": text([rows[0], *rows[half:]]),
    }


def with_staff(of: People) -> Files:
    staff = [["工号", "姓名", "职位"]]
    staff += [[f"E{n}", each, "店长" if n == 3 else "导购"] for n, each in enumerate(OWNERS, 1)]
    return {**plain(of), "员工.csv": text(staff)}


def customers_alone(of: People) -> Files:
    return {"会员.csv": text(clients(of))}


def nothing_to_wait_for(of: People) -> Files:
    return {"会员.csv": text([[row[0], row[1], row[2]] for row in clients(of)])}


def known_by_phone(of: People) -> Files:
    """Orders tell whose they are by the phone, and not by the number of the member."""
    phones = {each[0]: each[2] for each in of.customers}
    rows = bought(of)
    told = [["手机号", *rows[0][1:]], *([phones[row[0]], *row[1:]] for row in rows[1:])]
    return {"会员.csv": text(clients(of)), "订单.csv": text(told)}


def customers_who_visit(of: People) -> Files:
    rows = [["Guest ID", "When"], *([k, f"{a:%Y-%m-%d %H:%M}"] for k, _, a, *_ in of.orders)]
    heading = ["Guest ID", *ENGLISH[1:]]
    return {"guests.csv": text(clients(of, heading=heading)), "visits.csv": text(rows)}


KINDS: Mapping[str, Callable[[People], Files]] = {
    each.__name__: each
    for each in (
        plain, english, gbk, big5, utf16, german, sep_line, tabs, bars, with_bom, month_first,
        year_last_dashes, named_months, serials, digits, dots, chinese_dates, no_year,
        missing_words, ticks, yes_and_no, currency, titles, footnote, two_row_heading,
        doubled_heading, quoted_keys, workbook, workbook_with_titles, json_lines, parquet,
        database, kinds_in_a_column, states, orders_alone, monthly_orders, with_staff,
        customers_alone, nothing_to_wait_for, known_by_phone, customers_who_visit,
    )
}  # fmt: skip


def write(folder: Path, kind: str, seed: int) -> list[Path]:
    """The files of a kind, in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for name, content in KINDS[kind](drawn(kind, seed)).items():
        (folder / name).write_bytes(content)
        found.append(folder / name)
    return found
