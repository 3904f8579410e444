-- scanned: the events that give occasions
CREATE OR REPLACE TEMPORARY TABLE "scanned" AS
SELECT
  "customer_id", "type", "key", "at", "amount", "category",
  unnest(
    [
      x FOR x IN [
        CASE
          WHEN "type" = 'purchase'
          AND "at" >= TIMESTAMP '2026-10-24 00:00:00'
          AND "at" < TIMESTAMP '2026-10-25 00:00:00'
          AND "category" = '空调'
          THEN 1
        END
      ] IF x IS NOT NULL
    ]
  ) AS "#event"
FROM "events"
WHERE
  "at" < TIMESTAMP '2026-11-01 00:00:00'
  AND "type" = 'purchase'
  AND "at" >= TIMESTAMP '2026-10-24 00:00:00'
  AND "at" < TIMESTAMP '2026-10-25 00:00:00'
  AND "type" = 'purchase'
  AND "at" >= TIMESTAMP '2026-10-24 00:00:00'
  AND "at" < TIMESTAMP '2026-10-25 00:00:00';

-- matches: whom the rules serve
CREATE OR REPLACE TEMPORARY TABLE "matches" AS
WITH
  "measures" AS (
    SELECT
      "customer_id",
      sum("amount") FILTER (WHERE "type" = 'purchase') AS "spend_12m",
      max("at") FILTER (WHERE "type" = 'visit') AS "last_visit",
      max("at") FILTER (
        WHERE "type" = 'visit' AND "at" < TIMESTAMP '2026-10-31 00:00:00'
      ) AS "last_visit@1",
      max("at") FILTER (WHERE "type" = 'visit') AS "last visit #1"
    FROM "events"
    WHERE
      (
        "type" = 'purchase' AND "at" >= TIMESTAMP '2025-10-31 00:00:00'
        OR "type" = 'visit'
      )
      AND "at" < TIMESTAMP '2026-11-01 00:00:00'
    GROUP BY "customer_id"
  ),
  "facts 0" AS (
    SELECT
      "c"."customer_id",
      "c"."name",
      "c"."phone",
      "c"."birthday",
      "c"."birthday_calendar",
      "c"."owner",
      "c"."store",
      coalesce("m"."spend_12m", 0) AS "spend_12m",
      "m"."last_visit" AS "last_visit",
      "m"."last_visit@1" AS "last_visit@1",
      "m"."last visit #1" AS "last visit #1"
    FROM "customers" AS "c"
    LEFT JOIN "measures" AS "m" ON "c"."customer_id" = "m"."customer_id"
  ),
  "cuts of spend_12m" AS (
    SELECT
      min("number") FILTER (WHERE ("ranked" - 1) * 5 < "all" * 1) AS "pyramid cut 1"
    FROM (
      SELECT
        "number",
        sum("customers") OVER (ORDER BY "number" DESC) AS "ranked",
        sum("customers") OVER () AS "all"
      FROM (
        SELECT coalesce("spend_12m", 0) AS "number", count(*) AS "customers"
        FROM "measures"
        WHERE coalesce("spend_12m", 0) IS NOT NULL
        GROUP BY coalesce("spend_12m", 0)
        UNION ALL
        SELECT
          0 AS "number",
          (
            SELECT count(*) FROM "customers"
          ) - (SELECT count(*) FROM "measures") AS "customers"
      ) AS "counts"
    ) AS "ranks"
  ),
  "facts" AS (
    SELECT
      *,
      CASE
        WHEN "spend_12m" >= "pyramid cut 1" THEN '重要'
        WHEN "spend_12m" IS NOT NULL THEN '普通'
      END AS "pyramid",
      "last_visit" >= TIMESTAMP '2026-10-01 00:00:00'
      AND "last_visit" < TIMESTAMP '2026-11-01 00:00:00' AS "regular",
      "last_visit@1" >= TIMESTAMP '2026-09-30 00:00:00'
      AND "last_visit@1" < TIMESTAMP '2026-10-31 00:00:00' AS "regular@1"
    FROM "facts 0"
    CROSS JOIN "cuts of spend_12m"
  ),
  "found" AS (
    SELECT
      "customer_id", "#event", "#key", "event.at", "event.amount", "event.category",
      CAST("event.at" AS DATE) AS "#day",
      row_number() OVER (PARTITION BY "customer_id") AS "#row"
    FROM (
      SELECT *
      FROM (
        SELECT
          "customer_id",
          "type"
          || ':'
          || coalesce(
            "key",
            strftime("at", '%Y-%m-%d %H:%M:%S')
            || CASE
              WHEN "type" = 'purchase'
              THEN '#21c7'
              || substr(
                sha256(
                  concat_ws(
                    chr(31),
                    coalesce(CAST("amount" AS TEXT), chr(30)),
                    coalesce("category", chr(30))
                  )
                ),
                1, 8
              )
              ELSE ''
            END
          ) AS "#key",
          "at" AS "event.at",
          "amount" AS "event.amount",
          "category" AS "event.category",
          "#event"
        FROM "scanned"
      ) AS "hits"
      QUALIFY
        row_number() OVER (
          PARTITION BY "customer_id", "#event", "#key"
          ORDER BY "event.at", "event.amount", "event.category"
        ) = 1
    ) AS "once"
  ),
  "occasions" AS (
    SELECT
      "f".*,
      "e".* EXCLUDE ("customer_id"),
      coalesce("#row", 1) = 1 AS "#first",
      "birthday_calendar" IS DISTINCT FROM 'lunar'
      AND day("birthday") = 1
      AND month("birthday") = 11
      AND "birthday" < DATE '2026-01-01'
      OR CASE
        WHEN "birthday_calendar" IS DISTINCT FROM 'solar'
        THEN CASE
          WHEN month("birthday") * 100 + day("birthday") >= 1016
          AND month("birthday") * 100 + day("birthday") <= 1115
          THEN list_contains(
            CAST(
              [
                '1900-11-14', '1901-11-03', '1902-10-24', '1903-11-11', '1904-10-31',
                '1905-10-21', '1906-11-09', '1907-10-29', '1908-10-17', '1909-11-05',
                '1910-10-25', '1911-11-13', '1912-11-01', '1913-10-22', '1914-11-10',
                '1915-10-31', '1916-10-19', '1917-11-07', '1918-10-27', '1919-11-15',
                '1920-11-03', '1921-10-23', '1922-11-11', '1923-11-01', '1924-10-21',
                '1925-11-09', '1926-10-29', '1927-10-18', '1928-11-04', '1929-10-25',
                '1930-11-13', '1931-11-02', '1932-10-22', '1933-11-10', '1934-10-30',
                '1935-10-20', '1936-11-06', '1937-10-26', '1938-11-14', '1939-11-04',
                '1940-10-23', '1941-11-11', '1942-11-01', '1943-10-21', '1944-11-08',
                '1945-10-28', '1946-10-17', '1947-11-05', '1948-10-25', '1949-11-13',
                '1950-11-02', '1951-10-23', '1952-11-10', '1953-10-30', '1954-10-19',
                '1955-11-07', '1956-10-26', '1957-11-14', '1958-11-04', '1959-10-24',
                '1960-11-11', '1961-11-01', '1962-10-21', '1963-11-08', '1964-10-28',
                '1965-10-17', '1966-11-05', '1967-10-26', '1968-11-13', '1969-11-02',
                '1970-10-22', '1971-11-10', '1972-10-29', '1973-10-18', '1974-11-06',
                '1975-10-27', '1976-11-14', '1977-11-04', '1978-10-24', '1979-11-12',
                '1980-10-31', '1981-10-20', '1982-11-08', '1983-10-28', '1984-10-17',
                '1985-11-05', '1986-10-26', '1987-11-14', '1988-11-02', '1989-10-22',
                '1990-11-09', '1991-10-30', '1992-10-18', '1993-11-06', '1994-10-27',
                '1995-11-15', '1996-11-03', '1997-10-24', '1998-11-11', '1999-10-31',
                '2000-10-20', '2001-11-08', '2002-10-28', '2003-10-18', '2004-11-05',
                '2005-10-25', '2006-11-13', '2007-11-02', '2008-10-21', '2009-11-09',
                '2010-10-30', '2011-10-19', '2012-11-06', '2013-10-27', '2014-10-16',
                '2014-11-15', '2015-11-04', '2016-10-23', '2017-11-11', '2018-10-31',
                '2019-10-21', '2020-11-08', '2021-10-28', '2022-10-18', '2023-11-06',
                '2024-10-25', '2025-11-12'
              ] AS DATE[]
            ),
            CAST("birthday" AS DATE)
          )
          ELSE FALSE
        END
        ELSE FALSE
      END AS "#occasion 1",
      "last visit #1" < TIMESTAMP '2026-09-02 00:00:00'
      AND (DATE '2026-09-01' - CAST("last visit #1" AS DATE)) % 30 = 0 AS "#occasion 3",
      "regular" AND NOT coalesce("regular@1", FALSE) AS "#occasion 4"
    FROM "facts" AS "f"
    LEFT JOIN "found" AS "e" ON "f"."customer_id" = "e"."customer_id"
  )
SELECT *
FROM (
  SELECT
    "customer_id", "name", "phone", "birthday", "birthday_calendar", "owner", "store",
    "spend_12m", "last_visit", "last visit #1", "pyramid", "#key", "#day", "event.at",
    "event.category",
    flatten(
      [
        CASE
          WHEN "#first" AND "#occasion 1"
          THEN [
            coalesce(
              CAST(
                CASE WHEN "birthday_calendar" IS NOT NULL THEN TRUE END
                AND "pyramid" = '重要'
                AND CASE WHEN "name" IS NOT NULL THEN TRUE END
                AND CASE WHEN "phone" IS NOT NULL THEN TRUE END AS TINYINT
              ),
              -1
            ) * CAST(1 AS SMALLINT)
          ]
        END,
        CASE
          WHEN "#event" = 1
          THEN [
            coalesce(
              CAST(
                ("spend_12m" >= 5000.00 OR NOT "phone" IS NULL)
                AND NOT coalesce(
                  "last_visit" >= TIMESTAMP '2026-10-28 00:00:00'
                  AND "last_visit" < TIMESTAMP '2026-11-01 00:00:00',
                  FALSE
                )
                AND CASE WHEN "name" IS NOT NULL THEN TRUE END
                AND CASE WHEN "event.category" IS NOT NULL THEN TRUE END AS TINYINT
              ),
              -1
            ) * CAST(2 AS SMALLINT)
          ]
        END,
        CASE
          WHEN "#first" AND "#occasion 3"
          THEN [
            coalesce(
              CAST(
                CASE WHEN "name" IS NOT NULL THEN TRUE END
                AND CASE WHEN "last_visit" IS NOT NULL THEN TRUE END AS TINYINT
              ),
              -1
            ) * CAST(3 AS SMALLINT)
          ]
        END,
        CASE
          WHEN "#first" AND "#occasion 4"
          THEN [
            coalesce(
              CAST(CASE WHEN "name" IS NOT NULL THEN TRUE END AS TINYINT), -1
            ) * CAST(4 AS SMALLINT)
          ]
        END
      ]
    ) AS "#matches"
  FROM "occasions"
  WHERE
    "#event" IS NOT NULL
    OR "#first" AND ("#occasion 1" OR "#occasion 3" OR "#occasion 4")
) AS "asked"
WHERE list_max("#matches") > 0 OR list_min("#matches") < 0;

-- how many cannot be decided, and for want of what
SELECT "#match", "#want", count(*) AS "count"
FROM (
  SELECT
    "#match",
    unnest(
      CASE
        WHEN "#match" = -1
        THEN [
          0,
          CASE WHEN "birthday_calendar" IS NULL THEN 1 END,
          CASE WHEN "pyramid" IS NULL THEN 2 END,
          CASE WHEN "name" IS NULL THEN 3 END,
          CASE WHEN "phone" IS NULL THEN 4 END
        ]
        WHEN "#match" = -2
        THEN [
          0,
          CASE
            WHEN ("spend_12m" >= 5000.00 OR NOT "phone" IS NULL) IS NULL
            AND "spend_12m" IS NULL
            THEN 5
          END,
          CASE WHEN "name" IS NULL THEN 3 END,
          CASE WHEN "event.category" IS NULL THEN 6 END
        ]
        WHEN "#match" = -3
        THEN [
          0,
          CASE WHEN "name" IS NULL THEN 3 END,
          CASE WHEN "last_visit" IS NULL THEN 7 END
        ]
        WHEN "#match" = -4 THEN [0, CASE WHEN "name" IS NULL THEN 3 END]
      END
    ) AS "#want"
  FROM (SELECT *, unnest("#matches") AS "#match" FROM "matches") AS "opened"
  WHERE "#match" < 0
) AS "wants"
WHERE "#want" IS NOT NULL
GROUP BY "#match", "#want";

-- schedule: what is to be done, by whom and when
CREATE OR REPLACE TEMPORARY TABLE "schedule" AS
SELECT *
FROM (
  SELECT
    "m"."name",
    "m"."phone",
    "m"."birthday",
    "m"."birthday_calendar",
    "m"."owner",
    "m"."store",
    "m"."spend_12m",
    "m"."last_visit",
    "m"."last visit #1",
    "m"."pyramid",
    "m"."#key",
    "m"."#day",
    "m"."event.at",
    "m"."event.category",
    "m"."#customer",
    "m"."#found on",
    "m"."#occasion",
    "m"."#match",
    "a"."#action",
    "a"."#rank",
    "a"."#place",
    CAST("a"."#due_at" AS TIMESTAMP) AS "#due_at",
    CAST(
      CASE
        WHEN "a"."#action" IN (1, 2, 4, 5)
        THEN coalesce(
          CASE
            WHEN "m"."owner" IS NOT NULL
            THEN CASE WHEN "m"."owner" = 'a1' THEN 'a2' ELSE "m"."owner" END
            ELSE CASE
              WHEN "pool 1"."people" IS NOT NULL
              THEN list_extract(
                "pool 1"."people", "m"."#bucket" % len("pool 1"."people") + 1
              )
              ELSE NULL
            END
          END,
          CASE
            WHEN "pool 2"."people" IS NOT NULL THEN list_extract("pool 2"."people", 1)
            ELSE 'm3'
          END
        )
        WHEN "a"."#action" IN (3, 6)
        THEN CASE
          WHEN "pool 2"."people" IS NOT NULL THEN list_extract("pool 2"."people", 1)
          ELSE 'm3'
        END
      END AS TEXT
    ) AS "#owner"
  FROM (
    SELECT
      *,
      CASE
        WHEN "#match" IN (1, 4) THEN list_extract("#key pieces", 1)
        WHEN "#match" = 2 THEN "#key"
        WHEN "#match" = 3
        THEN 'visit:'
        || CAST("#found on" AS TEXT)
        || '+'
        || CAST(DATE '2026-10-31' - "#found on" AS TEXT)
      END AS "#occasion",
      CAST('0x' || substr(sha256("#customer"), 1, 8) AS BIGINT) AS "#bucket"
    FROM (
      SELECT
        *,
        list_extract(
          [
            CAST(['birthday:2026-11-01'] AS TEXT[]),
            CAST(['', ''] AS TEXT[]),
            CAST(['visit:', '+', ''] AS TEXT[]),
            CAST(['enters regular:2026-10-31'] AS TEXT[])
          ],
          "#match"
        ) AS "#key pieces"
      FROM (
        SELECT
          * EXCLUDE ("customer_id"),
          CAST("customer_id" AS TEXT) AS "#customer",
          CAST(
            CASE
              WHEN "#match" = 1 THEN CAST("birthday" AS DATE)
              WHEN "#match" = 2 THEN CAST("#day" AS DATE)
              WHEN "#match" = 3 THEN CAST("last visit #1" AS DATE)
            END AS DATE
          ) AS "#found on"
        FROM (
          SELECT *
          FROM (
            SELECT * EXCLUDE ("#matches"), unnest("#matches") AS "#match" FROM "matches"
          ) AS "opened"
          WHERE "#match" > 0
        ) AS "met"
      ) AS "told"
    ) AS "pieces"
  ) AS "m"
  INNER JOIN (
    VALUES
      (1, 1, 1, 0, TIMESTAMP '2026-10-31 23:59:00'),
      (2, 2, 2, 0, TIMESTAMP '2026-11-03 23:59:00'),
      (2, 3, 0, 1, TIMESTAMP '2026-10-31 23:59:00'),
      (3, 4, 3, 0, TIMESTAMP '2026-10-31 23:59:00'),
      (4, 5, 4, 0, TIMESTAMP '2026-10-31 23:59:00')
  ) AS "a"("#match", "#action", "#rank", "#place", "#due_at")
  ON "m"."#match" = "a"."#match"
  LEFT JOIN (
    VALUES ('east', CAST(['a2', 'a2'] AS TEXT[]))
  ) AS "pool 1"("store", "people")
  ON CAST("m"."store" AS TEXT) = "pool 1"."store"
  LEFT JOIN (
    VALUES ('east', CAST(['m1'] AS TEXT[])), ('west', CAST(['m2'] AS TEXT[]))
  ) AS "pool 2"("store", "people")
  ON CAST("m"."store" AS TEXT) = "pool 2"."store"
  UNION ALL BY NAME
  SELECT
    "#customer", "#occasion", "#match", "#action", "#rank", "#place", "#due_at",
    "#owner"
  FROM (
    VALUES
      (
        '', 'month:2026-10-31@east', 5, 6, 5, 0,
        TIMESTAMP '2026-10-31 18:00:00',
        CAST('m1' AS TEXT)
      ),
      (
        '', 'month:2026-10-31@west', 5, 6, 5, 0,
        TIMESTAMP '2026-10-31 18:00:00',
        CAST('m2' AS TEXT)
      )
  ) AS "said"(
    "#customer", "#occasion", "#match", "#action", "#rank", "#place", "#due_at",
    "#owner"
  )
) AS "due"
ORDER BY "#customer", "#due_at", "#rank", "#occasion", "#place";

-- the actions, with all that is kept of them
CREATE OR REPLACE TEMPORARY VIEW "whole_actions" AS
SELECT
  CAST(
    substr(
      sha256(
        concat_ws(
          chr(31),
          'small',
          list_extract(
            ['birthday', 'aircon', 'aircon', 'quiet', 'regulars', 'stocktaking'],
            "#action"
          ),
          "#customer", "#occasion",
          list_extract(['0', '0', '1', '0', '0', '0'], "#action")
        )
      ),
      1, 20
    ) AS VARCHAR
  ) AS "action_id",
  CAST(NULL AS VARCHAR) AS "code",
  CAST(DATE '2026-10-31' AS DATE) AS "date",
  CAST('due' AS VARCHAR) AS "status",
  CAST("#customer" AS VARCHAR) AS "customer_id",
  CAST('small' AS VARCHAR) AS "business",
  CAST('rules' AS VARCHAR) AS "playbook",
  CAST(
    list_extract(
      ['birthday', 'aircon', 'aircon', 'quiet', 'regulars', 'stocktaking'], "#action"
    ) AS VARCHAR
  ) AS "rule",
  CAST("#occasion" AS VARCHAR) AS "occasion",
  CAST(
    list_extract(
      ['call', 'call', 'task', 'message', 'message', 'task'], "#action"
    ) AS VARCHAR
  ) AS "verb",
  CAST(
    CASE
      WHEN "#action" = 1 THEN CASE WHEN "phone" IS NOT NULL THEN 'phone' END ELSE NULL
    END AS VARCHAR
  ) AS "channel",
  CAST(
    CASE
      WHEN "#action" = 1
      THEN CASE
        WHEN "phone" IS NOT NULL THEN CAST(['phone'] AS TEXT[]) ELSE CAST([] AS TEXT[])
      END
      ELSE CAST([] AS TEXT[])
    END AS VARCHAR[]
  ) AS "channels",
  CAST(
    list_extract(
      ['birthday', 'care', 'care', 'care', 'care', 'care'], "#action"
    ) AS VARCHAR
  ) AS "category",
  CAST(
    list_extract(
      ['adviser', 'adviser', 'manager', 'adviser', 'adviser', 'manager'], "#action"
    ) AS VARCHAR
  ) AS "role",
  CAST("#owner" AS VARCHAR) AS "owner",
  CAST("#due_at" AS TIMESTAMP) AS "due_at",
  CAST(
    list_extract(
      ['normal', 'normal', 'high', 'normal', 'normal', 'normal'], "#action"
    ) AS VARCHAR
  ) AS "priority",
  CAST(
    list_extract(['生日问候', '空调回访', '空调回访', '久未到店', '成为常客', '盘点'], "#action") AS VARCHAR
  ) AS "title",
  CAST(
    CASE
      WHEN "#action" IN (1, 5)
      THEN coalesce("name", '') || list_extract("#text pieces", 2)
      WHEN "#action" = 2
      THEN coalesce("name", '') || '，' || coalesce("event.category", '') || '用得好吗？'
      WHEN "#action" = 3
      THEN '记下'
      || coalesce(
        coalesce(
          list_extract(
            ['2026年11月1日', NULL, NULL, '2026年10月31日', '2026年10月31日'], "#match"
          ),
          strftime(CAST("#found on" AS DATE), '%Y年%-m月%-d日')
        ),
        ''
      )
      || '那次购买的反馈'
      WHEN "#action" = 4
      THEN coalesce("name", '')
      || '，好久不见。'
      || coalesce(strftime("last_visit", '%Y年%-m月%-d日 %H:%M'), '')
      || '之后您还没来过'
      WHEN "#action" = 6 THEN '2026年10月31日盘点'
    END AS VARCHAR
  ) AS "text",
  CAST(CAST([] AS TEXT[]) AS VARCHAR[]) AS "checklist",
  CAST(CAST([] AS TEXT[]) AS VARCHAR[]) AS "ask",
  CAST(list_extract("#reason pieces", 1) AS VARCHAR) AS "reason",
  CAST('' AS VARCHAR) AS "approve",
  CAST(
    list_concat(
      [
        {
          'fact': list_extract(
            ['birthday', 'purchase', 'visit', 'regular', 'every'], "#match"
          ),
          'value': CAST(
            CASE
              WHEN "#match" IN (1, 3) THEN CAST(CAST("#found on" AS DATE) AS TEXT)
              WHEN "#match" = 2 THEN strftime("event.at", '%Y-%m-%d %H:%M')
              ELSE list_extract([NULL, NULL, NULL, 'true', 'month'], "#match")
            END AS TEXT
          )
        }
      ],
      CASE
        WHEN "#match" = 1 THEN [{'fact': 'pyramid', 'value': "pyramid"}]
        WHEN "#match" = 2
        THEN list_concat(
          CASE
            WHEN "spend_12m" >= 5000.00
            THEN [{'fact': 'spend_12m', 'value': CAST("spend_12m" AS TEXT)}]
          END,
          CASE WHEN NOT "phone" IS NULL THEN [{'fact': 'phone', 'value': "phone"}] END,
          [{'fact': 'last_visit', 'value': strftime("last_visit", '%Y-%m-%d %H:%M')}]
        )
      END
    ) AS STRUCT(fact VARCHAR, value VARCHAR)[]
  ) AS "because",
  CAST(
    list_extract(
      [
        CAST([] AS TEXT[]),
        CAST(['S0-24'] AS TEXT[]),
        CAST(['S0-24'] AS TEXT[]),
        CAST([] AS TEXT[]),
        CAST([] AS TEXT[]),
        CAST([] AS TEXT[])
      ],
      "#action"
    ) AS VARCHAR[]
  ) AS "source",
  CAST(1 AS INTEGER) AS "attempt",
  CAST(NULL AS VARCHAR) AS "supersedes",
  CAST(NULL AS DATE) AS "deferred_to",
  CAST(NULL AS VARCHAR) AS "held_by",
  CAST(NULL AS VARCHAR) AS "winner",
  CAST(list_extract([0, 0, 1, 0, 0, 0], "#action") AS INTEGER) AS "index",
  CAST(NULL AS VARCHAR) AS "record",
  CAST(NULL AS VARCHAR) AS "ref",
  CAST(NULL AS VARCHAR) AS "item",
  CAST(NULL AS DATE) AS "about"
FROM (
  SELECT
    *,
    list_extract(
      [
        CAST(['', '，明天生日快乐！'] AS TEXT[]),
        CAST(['', '，', '用得好吗？'] AS TEXT[]),
        CAST(['记下', '那次购买的反馈'] AS TEXT[]),
        CAST(['', '，好久不见。', '之后您还没来过'] AS TEXT[]),
        CAST(['', '，谢谢常来'] AS TEXT[]),
        CAST(['2026年10月31日盘点'] AS TEXT[])
      ],
      "#action"
    ) AS "#text pieces",
    list_extract(
      [
        CAST(['明天生日'] AS TEXT[]),
        CAST(['装好一周'] AS TEXT[]),
        CAST([''] AS TEXT[]),
        CAST([''] AS TEXT[]),
        CAST([''] AS TEXT[]),
        CAST([''] AS TEXT[])
      ],
      "#action"
    ) AS "#reason pieces",
    "rowid" AS "rowid"
  FROM "schedule"
) AS "schedule";

-- actions: the same, as people are told
CREATE OR REPLACE TEMP VIEW "actions" AS
SELECT
  "action_id", "code", "date", "status", "customer_id", "business", "playbook", "rule",
  "occasion", "verb", "channel", "channels", "category", "role", "owner", "due_at",
  "priority", "title", "text", "checklist", "ask", "reason", "approve", "because",
  "source", "attempt", "supersedes", "deferred_to", "held_by", "winner"
FROM "whole_actions";
