"""The customers whom the engines are compared on: ``python made_customers.py FILE COUNT``."""

from __future__ import annotations

import sys

import duckdb

import data
from made_rules import CITIES, TIERS

_CUSTOMERS = """
SELECT 'C' || lpad(i::VARCHAR, 7, '0') AS customer_id,
  CASE WHEN draw(i, 1, 12) > 0 THEN {tiers}[1 + draw(i, 2, 4)] END AS tier,
  CASE WHEN draw(i, 3, 20) > 0 THEN {cities}[1 + draw(i, 4, 10)] END AS city,
  CASE WHEN draw(i, 5, 12) > 0 THEN draw(i, 6, 1000) END AS points,
  CASE WHEN draw(i, 7, 15) > 0 THEN (draw(i, 8, 2000000) / 100)::DECIMAL(18, 2) END AS spend,
  draw(i, 9, 40) AS visits,
  CASE WHEN draw(i, 10, 9) > 0 THEN DATE '2026-11-21' - draw(i, 11, 900)::INTEGER END
    AS last_visit,
  DATE '2026-11-21' - draw(i, 12, 4000)::INTEGER AS joined_on,
  CASE WHEN draw(i, 13, 10) > 0 THEN draw(i, 14, 3) > 0 END AS consent,
  CASE WHEN draw(i, 15, 8) > 0 THEN '13' || lpad(draw(i, 16, 1000000000)::VARCHAR, 9, '0')
    END AS phone,
  CASE WHEN draw(i, 17, 3) > 0 THEN 'wx_' || i END AS wechat
FROM range(1, {count} + 1) AS numbers(i)
"""


def generate(file: str, count: int) -> None:
    """Write so many customers as Parquet; fewer are the first of more."""
    connection = duckdb.connect()
    connection.execute(data.DRAW)
    query = _CUSTOMERS.format(tiers=list(TIERS), cities=list(CITIES), count=count)
    connection.execute(f"COPY ({query}) TO '{file}' ({data.ZSTD})")


if __name__ == "__main__":
    generate(sys.argv[1], int(sys.argv[2]))
