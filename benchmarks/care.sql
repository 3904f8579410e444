-- care/ written by hand for DuckDB: cases, stays, thirty days of memory and limits; the same rows.
--
-- Set before: the variables day, data (a folder, with ../history beside it) and out (a file).
-- A case is where its last event left it, which is enough for data whose events come in order.

CREATE MACRO today() AS getvariable('day')::DATE;
CREATE MACRO midnight(d) AS (d + TIME '23:59')::TIMESTAMP;
-- The day of the last run is looked at again; a case is asked every day until it was told.
CREATE MACRO is_new(t) AS t::DATE BETWEEN today() - 1 AND today();
CREATE MACRO has_come(t) AS t::DATE <= today();
CREATE MACRO no_earlier(t) AS greatest(t::DATE, today()) + t::TIME;
CREATE MACRO why(f, v) AS {'fact': f, 'value': v::VARCHAR};
CREATE MACRO spoken_moment(t) AS strftime(t, '%Y年%-m月%-d日 %H:%M');
CREATE MACRO plain_moment(t) AS strftime(t, '%Y-%m-%d %H:%M');
CREATE MACRO same_day(b, d) AS
  year(b) < year(d) AND month(b) = month(d)
  AND (day(b) = day(d)
    OR month(d) = 2 AND day(d) = 28 AND day(b) = 29 AND month(d + 1) = 3);

CREATE TEMP TABLE staff AS
  SELECT *, (absent_from IS NOT NULL OR absent_to IS NOT NULL)
    AND coalesce(absent_from <= today(), true) AND coalesce(today() <= absent_to, true) AS absent
  FROM read_csv(getvariable('data') || '/staff.csv', header = true, columns = {
    'id': 'VARCHAR', 'name': 'VARCHAR', 'role': 'VARCHAR', 'store': 'VARCHAR',
    'absent_from': 'DATE', 'absent_to': 'DATE', 'successor': 'VARCHAR', 'capacity': 'INTEGER'});
CREATE TEMP TABLE events AS
  SELECT customer_id, type, "at", event_id, ref, outcome, cause, blamed, arrival, departure, room,
    action, category
  FROM read_parquet(getvariable('data') || '/events.parquet')
  WHERE "at" < today() + 1 AND type NOT IN ('purchase', 'visit', 'contact');

-- Cases: the last event tells the step.
CREATE TEMP TABLE cases AS
WITH folded AS (
  SELECT customer_id, ref,
    arg_max(CASE WHEN type = 'complaint.ask.done' THEN outcome ELSE type END, "at") AS last,
    count(*) FILTER (outcome = 'unsatisfied') AS returns,
    max("at") AS entered_at, min("at") AS opened_at,
    any_value(cause) AS cause, any_value(blamed) AS blamed
  FROM events WHERE type LIKE 'complaint.%' GROUP BY ALL
), stood AS (
  SELECT *, CASE last
    WHEN 'complaint.opened' THEN 'vent' WHEN 'complaint.vent.done' THEN 'apologise'
    WHEN 'complaint.apologise.done' THEN 'gather' WHEN 'complaint.gather.done' THEN 'propose'
    WHEN 'complaint.propose.done' THEN 'ask' WHEN 'satisfied' THEN 'follow_up'
    WHEN 'unsatisfied' THEN 'propose' END AS step
  FROM folded
)
SELECT *, entered_at + CASE step WHEN 'follow_up' THEN INTERVAL 3 DAY ELSE INTERVAL 0 DAY END
    AS begins_at,
  begins_at + CASE step WHEN 'vent' THEN INTERVAL 30 MINUTE WHEN 'apologise' THEN INTERVAL 2 HOUR
    WHEN 'gather' THEN INTERVAL 24 HOUR WHEN 'ask' THEN INTERVAL 1 DAY
    ELSE INTERVAL 3 DAY END AS step_due,
  opened_at + INTERVAL 7 DAY AS goal_due
FROM stood WHERE step IS NOT NULL;

-- Stays: the latest dates told, and whether the last word was a cancellation.
CREATE TEMP TABLE stays AS
SELECT customer_id, ref,
  arg_max(arrival, "at") FILTER (arrival IS NOT NULL) AS arrival,
  arg_max(departure, "at") FILTER (departure IS NOT NULL) AS departure,
  arg_max(room, "at") FILTER (room IS NOT NULL) AS room,
  max("at")::DATE AS known_on
FROM events WHERE type LIKE 'reservation%' GROUP BY ALL
HAVING arg_max(type, "at") <> 'reservation.cancelled';

CREATE TEMP TABLE facts AS
WITH measured AS (
  SELECT customer_id,
    count(*) FILTER (type = 'purchase' AND "at" >= today() - INTERVAL 12 MONTH) AS purchases_12m,
    max("at") FILTER (type = 'visit') AS last_visit
  FROM read_parquet(getvariable('data') || '/events.parquet')
  WHERE "at" < today() + 1 AND type IN ('purchase', 'visit') GROUP BY ALL
), booked AS (
  SELECT customer_id, count(*) AS stays FROM events
  WHERE type = 'reservation' AND "at" >= today() - INTERVAL 24 MONTH GROUP BY ALL
), complained AS (SELECT customer_id, count(*) AS open_complaints FROM cases GROUP BY ALL)
SELECT c.*, last_visit,
  coalesce(purchases_12m, 0) >= 2 AND last_visit >= today() - 180 AS loyal,
  coalesce(open_complaints, 0) AS open_complaints,
  CASE WHEN guest_rank = 'state' THEN 'A' WHEN stays >= 3 THEN 'B' WHEN stays = 2 THEN 'C'
    ELSE 'none' END AS vip_level
FROM read_parquet(getvariable('data') || '/customers.parquet') AS c
LEFT JOIN measured USING (customer_id) LEFT JOIN booked USING (customer_id)
LEFT JOIN complained USING (customer_id);

CREATE TEMP TABLE earlier AS
  FROM read_parquet(getvariable('data') || '/../history/care/*/actions.parquet', hive_partitioning = false)
  WHERE date < today();

-- What the date asks for, each with its customer, and what stands in the way of its channel.
CREATE TEMP TABLE told AS
SELECT * FROM (VALUES
  ('birthday_call', 0, 'care', 'call', 'birthday', 'adviser', 'high', '生日电话', [], [], '', ['B-01']),
  ('birthday_message', 1, 'care', 'message', 'birthday', 'service', 'low', '生日短信', [], [], '', ['B-02']),
  ('member_anniversary', 2, 'care', 'message', 'care', 'adviser', 'normal', '入会周年', [], [], '', ['B-03']),
  ('callback', 3, 'care', 'call', 'care', 'adviser', 'normal', '购后回访', [], [], '', ['C-01']),
  ('absent', 4, 'care', 'message', 'sales', 'service', 'normal', '九十天未到店', [], [], '', ['D-01']),
  ('points', 5, 'care', 'message', 'sales', 'service', 'low', '积分提醒', [], [], '', ['L-01']),
  ('complaint.vent', 6, 'complaint', 'task', 'service', 'service', 'high', '倾听发泄', [], [], '', ['K-01']),
  ('complaint.apologise', 7, 'complaint', 'task', 'service', 'service', 'normal', '道歉致意', [], [], '', ['K-01']),
  ('complaint.gather', 8, 'complaint', 'task', 'service', 'service', 'normal', '收集信息', [], ['motive', 'remedy'], '', ['K-01']),
  ('complaint.propose', 9, 'complaint', 'task', 'service', 'store_manager', 'normal', '提出方案', [], [], '', ['K-01']),
  ('complaint.ask', 10, 'complaint', 'call', 'service', 'service', 'normal', '征询意见', [], [], '', ['K-01']),
  ('complaint.follow_up', 11, 'complaint', 'call', 'service', 'adviser', 'normal', '跟踪服务', [], [], '', ['K-01']),
  ('complaint.late.1', 12, 'complaint', 'escalate', 'internal', 'store_manager', 'high', '投诉逾期', [], [], '', ['K-01']),
  ('complaint.late.2', 13, 'complaint', 'escalate', 'internal', 'general_manager', 'urgent', '投诉逾期', [], [], '', ['K-01']),
  ('complaint.goal.1', 14, 'complaint', 'escalate', 'internal', 'store_manager', 'high', '投诉未按期办结', [], [], '', ['K-01']),
  ('complaint.goal.2', 15, 'complaint', 'escalate', 'internal', 'general_manager', 'urgent', '投诉未按期办结', [], [], '', ['K-01']),
  ('complaint.again', 16, 'complaint', 'escalate', 'internal', 'store_manager', 'high', '投诉多次退回', [], [], '', ['K-01']),
  ('vip.plan.A', 17, 'reception', 'task', 'service', 'store_manager', 'normal', '接待方案', [], [], 'general_manager', ['V-01']),
  ('vip.plan.B', 18, 'reception', 'task', 'service', 'store_manager', 'normal', '接待方案', [], [], 'general_manager', ['V-01']),
  ('vip.plan.C', 19, 'reception', 'task', 'service', 'store_manager', 'normal', '接待方案', [], [], 'general_manager', ['V-01']),
  ('vip.room', 20, 'reception', 'task', 'service', 'service', 'normal', '客房布置', ['鲜花', '水果', '欢迎卡', '环视检查'], [], '', ['V-01']),
  ('vip.turndown', 21, 'reception', 'task', 'service', 'service', 'normal', '夜床', ['拖鞋', '环保卡', ['巧克力', '曲奇', '桂花糕', '杏仁酥', '绿豆糕', '麻薯'][1 + (today() - DATE '0001-01-01' + 1) % 6]], [], '', ['V-01']),
  ('vip.history', 22, 'reception', 'task', 'service', 'service', 'normal', '客史档案', [], [], '', ['V-01'])
) AS told(rule, place, playbook, verb, category, role, priority, title, checklist, ask, approve, source);
CREATE TEMP TABLE found AS
WITH hits AS (
  SELECT 'birthday_call' AS rule, customer_id, 'birthday:' || today() AS occasion,
    (today() + TIME '18:00')::TIMESTAMP AS due_at, ['phone', 'wechat'] AS ways,
    name || coalesce(honorific, '您好') || '，生日快乐！' AS text, '今天生日' AS reason,
    [why('birthday', birthday), why('loyal', true)] AS because, NULL AS not_to
  FROM facts WHERE same_day(birthday, today()) AND loyal AND name IS NOT NULL
    AND (phone IS NOT NULL OR wechat IS NOT NULL)
  UNION ALL
  SELECT 'birthday_message', customer_id, 'birthday:' || today(), midnight(today()),
    ['sms', 'wechat'], name || '，祝您生日快乐！', '', [why('birthday', birthday)], NULL
  FROM facts WHERE same_day(birthday, today()) AND name IS NOT NULL
    AND (phone IS NOT NULL OR wechat IS NOT NULL)
  UNION ALL
  SELECT 'member_anniversary', customer_id, 'joined_on:' || today(), midnight(today() + 2),
    ['wechat', 'sms'], name || '，谢谢您的陪伴！', '', [why('joined_on', joined_on)], NULL
  FROM facts WHERE same_day(joined_on, today()) AND name IS NOT NULL
    AND (phone IS NOT NULL OR wechat IS NOT NULL)
  UNION ALL
  SELECT 'callback', customer_id, 'purchase:' || event_id, midnight(today() + 5), ['phone'],
    name || '，' || category || '用得好吗？', '购买后回访',
    [why('purchase', plain_moment("at")), why('loyal', true)], NULL
  FROM read_parquet(getvariable('data') || '/events.parquet') JOIN facts USING (customer_id)
  WHERE type = 'purchase' AND "at" >= today() - 7 AND "at" < today() - 6 AND loyal
    AND name IS NOT NULL AND category IS NOT NULL AND phone IS NOT NULL
  UNION ALL
  SELECT 'absent', customer_id, 'visit:' || last_visit::DATE || '+' || (today() - last_visit::DATE),
    midnight(today() + 10), ['sms', 'wechat'], name || '，好久不见。', '',
    [why('visit', last_visit::DATE)], NULL
  FROM facts WHERE today() - last_visit::DATE IN (90, 180, 270, 360) AND name IS NOT NULL
    AND (phone IS NOT NULL OR wechat IS NOT NULL)
  UNION ALL
  SELECT 'points', customer_id, 'week:' || today(), midnight(today() + 6), ['sms', 'wechat'],
    name || '，您有' || points || '积分。', '', [why('every', 'week'), why('points', points)], NULL
  FROM facts WHERE isodow(today()) = 4 AND points >= 19000 AND name IS NOT NULL
    AND (phone IS NOT NULL OR wechat IS NOT NULL)
  UNION ALL
  SELECT 'complaint.' || step, customer_id,
    'complaint:' || step || '/' || returns || '/' || ref, no_earlier(step_due), [],
    CASE step WHEN 'vent' THEN '听' || name || '说完' WHEN 'apologise' THEN '向' || name || '道歉'
      WHEN 'gather' THEN name || '的投诉：' || cause WHEN 'propose' THEN '给' || name || '一个方案'
      WHEN 'ask' THEN name || '，这样处理您满意吗？' ELSE '谢谢' || name || '的谅解' END,
    CASE step WHEN 'ask' THEN '询问处理结果' WHEN 'follow_up' THEN '投诉后跟踪' ELSE '' END,
    [why('complaint', ref)], CASE step WHEN 'follow_up' THEN blamed END
  FROM cases JOIN facts USING (customer_id)
  WHERE has_come(begins_at) AND name IS NOT NULL
  UNION ALL
  SELECT 'complaint.late.' || nth, customer_id,
    'complaint:' || step || '/' || returns || '/' || ref, midnight(today()), [],
    '投诉 ' || ref || '，' || coalesce(name, '客户') || '：「' || MAP {'vent': '倾听发泄', 'apologise': '道歉致意', 'gather': '收集信息',
      'propose': '提出方案', 'ask': '征询意见', 'follow_up': '跟踪服务'}[step]
      || '」应于 ' || spoken_moment(step_due) || ' 前完成，尚未完成。事由：' || coalesce(cause, '没有细说'),
    '', [why('complaint', ref)], NULL
  FROM cases JOIN facts USING (customer_id) CROSS JOIN (VALUES (1), (2)) AS lates(nth)
  WHERE has_come((step_due + to_hours(24 * (nth - 1))))
  UNION ALL
  SELECT 'complaint.goal.' || nth, customer_id, 'complaint:' || ref, midnight(today()), [],
    '投诉 ' || ref || '，' || coalesce(name, '客户') || '：应于 ' || spoken_moment(goal_due) || ' 前办结，尚未办结。事由：' || coalesce(cause, '没有细说'), '',
    [why('complaint', ref)], NULL
  FROM cases JOIN facts USING (customer_id) CROSS JOIN (VALUES (1), (2)) AS lates(nth)
  WHERE has_come((goal_due + to_hours(24 * (nth - 1))))
  UNION ALL
  SELECT 'complaint.again', customer_id, 'complaint:' || returns || '/' || ref, midnight(today()),
    [], '投诉 ' || ref || '，' || coalesce(name, '客户') || '：已退回 ' || returns || ' 次。事由：' || coalesce(cause, '没有细说'), '', [why('complaint', ref)], NULL
  FROM cases JOIN facts USING (customer_id) WHERE returns >= 2 AND has_come(entered_at)
),
rooms AS (
  SELECT stays.*, vip_level, name,
    arrival - CASE vip_level WHEN 'A' THEN 7 WHEN 'B' THEN 3 ELSE 1 END AS plan_on
  FROM stays JOIN facts USING (customer_id) WHERE vip_level <> 'none'
),
planned AS (SELECT customer_id, occasion FROM earlier WHERE rule LIKE 'vip.plan.%'),
received AS (
  SELECT 'vip.plan.' || vip_level AS rule, customer_id, 'vip:' || arrival || '/' || ref AS occasion,
    midnight(greatest(plan_on, today())) AS due_at, name || '的接待方案' AS text, ref, vip_level
  FROM rooms WHERE has_come(plan_on) AND arrival >= today() AND name IS NOT NULL
    -- A level that changed by itself asks for no second plan.
    AND (is_new(known_on) OR (customer_id::VARCHAR, 'vip:' || arrival || '/' || ref) NOT IN (FROM planned))
  UNION ALL
  SELECT 'vip.room', customer_id, 'vip:' || arrival || '/' || ref,
    midnight(greatest(arrival - 1, today())), '布置' || room, ref, vip_level
  FROM rooms WHERE has_come(arrival - 1) AND arrival >= today()
  UNION ALL
  SELECT 'vip.turndown', customer_id, 'vip:' || today() || '/' || ref,
    (today() + TIME '21:00')::TIMESTAMP, room || '夜床（18:00-21:00）', ref, vip_level
  FROM rooms WHERE arrival <= today() AND today() < departure
  UNION ALL
  SELECT 'vip.history', customer_id, 'vip:' || departure || '/' || ref,
    (greatest(departure, today()) + TIME '12:00')::TIMESTAMP, '写' || name || '的客史', ref, vip_level
  FROM rooms WHERE has_come(departure) AND departure >= today() AND name IS NOT NULL
)
SELECT told.*, facts.customer_id, occasion, due_at, ways, text, reason, because, not_to,
  owner AS own, store, phone, wechat, consent_call, consent_sms, loyal, open_complaints
FROM (
  FROM hits UNION ALL
  SELECT rule, customer_id, occasion, due_at, [], text, '',
    [why('vip', ref), why('vip_level', vip_level)], NULL FROM received
) AS hits JOIN told USING (rule) JOIN facts USING (customer_id);

-- Owners, as in rival.sql; of a pool the person a complaint is about is left out.
CREATE TEMP TABLE stand_ins AS
WITH RECURSIVE chain AS (
  SELECT id, id AS who, absent, successor, 0 AS steps FROM staff
  UNION ALL
  SELECT chain.id, other.id, other.absent, other.successor, steps + 1
  FROM chain JOIN staff AS other ON other.id = chain.successor
  WHERE chain.absent AND steps < 100
)
SELECT id, max(who) FILTER (NOT absent) AS acting FROM chain GROUP BY id;
CREATE TEMP TABLE pools AS
  SELECT role, store, list(acting ORDER BY id) AS people FROM staff JOIN stand_ins USING (id)
  GROUP BY ALL;
CREATE MACRO share(people, id, but) AS
  list_filter(people, lambda one: but IS NULL OR one IS DISTINCT FROM but)
    [1 + ('0x' || substr(sha256(id), 1, 8))::BIGINT % len(list_filter(people, lambda one: but IS NULL OR one IS DISTINCT FROM but))];
CREATE MACRO unless(one, but) AS CASE WHEN but IS NULL OR one <> but THEN one END;
CREATE TEMP TABLE candidates AS
WITH owned AS (
  SELECT found.* REPLACE (found.customer_id::VARCHAR AS customer_id),
    CASE found.role
      WHEN 'adviser' THEN coalesce(
        CASE WHEN own IS NULL THEN share(local.people, found.customer_id::VARCHAR, not_to)
          WHEN self.id IS NULL THEN unless(own, not_to)
          ELSE unless(self.acting, not_to) END,
        manager.people[1], head.acting)
      WHEN 'service' THEN coalesce(share(desk.people, found.customer_id::VARCHAR, not_to), manager.people[1], head.acting)
      -- Whoever made the proposals is not told that they were sent back.
      WHEN 'store_manager' THEN CASE found.rule
        WHEN 'complaint.again' THEN nullif(head.acting, coalesce(manager.people[1], head.acting))
        ELSE coalesce(manager.people[1], head.acting) END
      ELSE head.acting END AS owner,
    list_filter(list_transform(ways, lambda way: CASE way
      WHEN 'phone' THEN CASE WHEN phone IS NOT NULL AND consent_call THEN way END
      WHEN 'sms' THEN CASE WHEN phone IS NOT NULL AND consent_sms THEN way END
      ELSE CASE WHEN wechat IS NOT NULL THEN way END END), lambda way: way IS NOT NULL) AS channels
  FROM found
  LEFT JOIN stand_ins AS self ON self.id = found.own
  LEFT JOIN pools AS local ON local.role = 'adviser' AND local.store = found.store
  LEFT JOIN pools AS manager ON manager.role = 'store_manager' AND manager.store = found.store
  CROSS JOIN (SELECT people FROM pools WHERE role = 'service') AS desk
  CROSS JOIN (SELECT acting FROM staff JOIN stand_ins USING (id) WHERE role = 'general_manager') AS head
), keyed AS (
  SELECT *, substr(sha256(concat_ws(chr(31), 'care', rule, customer_id, occasion, '0')), 1, 20) AS action_id,
    len(ways) > 0 AND len(channels) = 0 AS unwilling
  FROM owned
)
SELECT action_id, today() AS date, CASE WHEN unwilling THEN 'dropped' ELSE 'due' END AS status,
  customer_id, 'care' AS business, playbook, rule, occasion, verb,
  CASE WHEN unwilling THEN CASE WHEN 'phone' IN ways THEN 'phone' ELSE 'sms' END
    ELSE channels[1] END AS channel,
  channels::VARCHAR[] AS channels, category, role, owner, due_at, priority, title, text,
  checklist::VARCHAR[] AS checklist, ask::VARCHAR[] AS ask, reason, approve, because,
  source::VARCHAR[] AS source, 1::INTEGER AS attempt, NULL::VARCHAR AS supersedes,
  NULL::DATE AS deferred_to,
  CASE WHEN unwilling THEN CASE WHEN 'phone' IN ways THEN 'consent consent_call'
    ELSE 'consent consent_sms' END END AS held_by, NULL::VARCHAR AS winner
FROM keyed
WHERE action_id NOT IN (SELECT action_id FROM earlier)
  AND NOT (rule IN ('birthday_call', 'birthday_message') AND EXISTS (
    FROM earlier WHERE earlier.rule = keyed.rule AND earlier.customer_id = keyed.customer_id
      AND earlier.status = 'due' AND year(earlier.date) = year(today())))
  AND NOT (rule = 'callback' AND EXISTS (
    FROM earlier WHERE earlier.rule = 'callback' AND earlier.customer_id = keyed.customer_id
      AND earlier.status = 'due' AND earlier.date > today() - 30))
QUALIFY rule NOT IN ('birthday_call', 'birthday_message', 'callback')
  OR row_number() OVER (PARTITION BY rule, customer_id ORDER BY due_at, occasion) = 1;

-- What was put off comes back; then the limits, one after the other.
CREATE MACRO pressing(p) AS list_position(['urgent', 'high', 'normal', 'low'], p);
CREATE MACRO is_contact(v) AS v IN ('call', 'message', 'visit', 'survey', 'invite');
CREATE TEMP TABLE asked AS
SELECT rows.*, coalesce(place, 23) AS place, coalesce(facts.loyal, false) AS loyal,
  coalesce(facts.open_complaints, 0) > 0 AS complains,
  row_number() OVER (ORDER BY pressing(rows.priority), due_at, rows.playbook,
    coalesce(place, 23), occasion, action_id) AS turn
FROM (
  FROM candidates
  UNION ALL
  SELECT * REPLACE (today() AS date,
    CASE WHEN due_at::DATE < today() THEN 'dropped' ELSE 'due' END AS status,
    NULL::DATE AS deferred_to, CASE WHEN due_at::DATE < today() THEN held_by END AS held_by,
    CASE WHEN due_at::DATE < today() THEN winner END AS winner)
  FROM earlier
  WHERE status = 'deferred' AND deferred_to <= today()
    AND action_id NOT IN (SELECT action FROM events WHERE type = 'action.done')
) AS rows
LEFT JOIN told USING (rule)
LEFT JOIN facts ON facts.customer_id::VARCHAR = rows.customer_id;

-- One loser after another: to is the day a loser waits for.
CREATE MACRO lost(due, by_limit, until, best) AS
  {'status': CASE WHEN until <= due::DATE THEN 'deferred' ELSE 'dropped' END,
   'deferred_to': CASE WHEN until <= due::DATE THEN until END, 'held_by': by_limit, 'winner': best};
CREATE TEMP TABLE held AS
SELECT *, CASE WHEN status = 'due' AND complains AND is_contact(verb)
    AND category IN ('sales', 'birthday') THEN lost(due_at, 'mode complaint_open', today() + 1, NULL)
  ELSE {'status': status, 'deferred_to': deferred_to, 'held_by': held_by, 'winner': winner} END AS fate
FROM asked;
CREATE TEMP TABLE exclusive AS
SELECT * REPLACE (CASE WHEN competes AND turn > first.turn THEN
    {'status': 'dropped', 'deferred_to': NULL, 'held_by': 'exclusive greetings', 'winner': first.action_id}
  ELSE fate END AS fate)
FROM (
  SELECT *, fate.status = 'due' AND rule IN ('birthday_call', 'birthday_message', 'member_anniversary') AS competes,
    min({'turn': turn, 'action_id': action_id}) FILTER (competes) OVER (PARTITION BY customer_id) AS first
  FROM held
);
CREATE TEMP TABLE contacts AS
SELECT customer_id, date, category FROM earlier
WHERE status = 'due' AND is_contact(verb) AND category <> 'service' AND date > today() - 30;
CREATE MACRO window_of(source, of_category, days, most, told) AS TABLE
WITH before AS (
  SELECT customer_id, count(*) AS n, list(date ORDER BY date DESC) AS dates FROM contacts
  WHERE date > today() - days AND (of_category = '' OR category = of_category) GROUP BY ALL
), counted AS (
  SELECT rows.*, fate.status = 'due' AND is_contact(verb) AND category <> 'service'
      AND (of_category = '' OR category = of_category) AS counts,
    coalesce(n, 0) AS n, dates, greatest(most - coalesce(n, 0), 0) AS room
  FROM query_table(source) AS rows LEFT JOIN before USING (customer_id)
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY customer_id, counts ORDER BY turn) AS nth
  FROM counted
), chosen AS (
  SELECT *, max({'turn': turn, 'action_id': action_id}) FILTER (counts AND nth <= room)
      OVER (PARTITION BY customer_id) AS last,
    count(*) FILTER (counts AND nth <= room) OVER (PARTITION BY customer_id) AS kept
  FROM ranked
)
SELECT * EXCLUDE (counts, n, dates, room, nth, last, kept)
  REPLACE (CASE WHEN counts AND nth > room THEN lost(due_at, told,
    (CASE WHEN kept >= most THEN today() ELSE dates[most - kept] END) + days, last.action_id)
    ELSE fate END AS fate)
FROM chosen;
CREATE TEMP TABLE daily AS FROM window_of('exclusive', '', 1, 1, 'contacts 1 day: 1');
CREATE TEMP TABLE weekly AS FROM window_of('daily', '', 7, 2, 'contacts 7 days: 2');
CREATE TEMP TABLE monthly AS FROM window_of('weekly', 'sales', 30, 1, 'sales 30 days: 1');
CREATE TEMP TABLE settled AS
WITH ranked AS (
  SELECT monthly.*, capacity,
    row_number() OVER (PARTITION BY owner, fate.status = 'due' ORDER BY NOT monthly.loyal, turn) AS nth
  FROM monthly LEFT JOIN staff ON staff.id = monthly.owner
), chosen AS (
  SELECT *, max({'nth': nth, 'action_id': action_id}) FILTER (fate.status = 'due' AND nth <= capacity)
    OVER (PARTITION BY owner) AS last
  FROM ranked
)
SELECT * REPLACE (CASE WHEN fate.status = 'due' AND nth > capacity
  THEN lost(due_at, 'capacity', today() + 1, last.action_id) ELSE fate END AS fate) FROM chosen;
-- What nobody did and was open yesterday, the day of the last run, is let go; steps and items never.
CREATE TEMP TABLE let_go AS
SELECT earlier.* REPLACE (today() AS date, NULL::DATE AS deferred_to, NULL::VARCHAR AS winner),
  coalesce(place, 23) AS place
FROM (FROM earlier QUALIFY row_number() OVER (PARTITION BY action_id ORDER BY date DESC) = 1) AS earlier
LEFT JOIN told USING (rule)
WHERE status = 'due' AND rule NOT LIKE 'complaint.%' AND rule NOT LIKE 'vip.%'
  AND greatest(due_at::DATE, date) = today() - 1
    - CASE WHEN earlier.verb IN ('message', 'survey', 'invite') THEN 0 ELSE 14 END
  AND action_id NOT IN (SELECT action FROM events WHERE type LIKE 'action.%' AND action IS NOT NULL)
  AND action_id NOT IN (SELECT action_id FROM settled)
  AND customer_id IN (SELECT customer_id::VARCHAR FROM facts);
COPY (
SELECT * EXCLUDE place FROM (
SELECT action_id, date, fate.status AS status, customer_id, business, playbook, rule, occasion,
  verb, channel, channels, category, role, owner, due_at, priority, title, text, checklist, ask,
  reason, approve, because, source, attempt, supersedes,
  fate.deferred_to AS deferred_to, fate.held_by AS held_by, fate.winner AS winner, place
FROM settled
UNION ALL
SELECT action_id, date, 'dropped', customer_id, business, playbook, rule, occasion,
  earlier.verb, channel, channels, earlier.category, earlier.role, owner, due_at, earlier.priority,
  earlier.title, text, earlier.checklist, earlier.ask, earlier.reason, approve, because,
  earlier.source, attempt, supersedes, deferred_to, 'undone', winner, place
FROM let_go AS earlier)
ORDER BY customer_id, due_at, pressing(priority), playbook, place, occasion, action_id
) TO ':out' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);
