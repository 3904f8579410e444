-- The thirty rules of retail/, written by hand for DuckDB: the same rows, column by column.
--
-- Set before: the variables day, data (a folder) and out (a file). Every day runs the same
-- script. What depends on the day alone is settled in variables first, so that the branch of
-- a rule that is not due is pruned by the planner. Each rule is one branch of one UNION ALL
-- over the facts; texts are made for hits only, and owners are found for hits only.

CREATE MACRO today() AS getvariable('day')::DATE;
CREATE MACRO midnight(d) AS (d + TIME '23:59')::TIMESTAMP;
CREATE MACRO spoken(d) AS strftime(d::DATE, '%Y年%-m月%-d日');
CREATE MACRO spoken_moment(t) AS strftime(t, '%Y年%-m月%-d日 %H:%M');
CREATE MACRO plain_moment(t) AS strftime(t, '%Y-%m-%d %H:%M');
CREATE MACRO why(f, v) AS {'fact': f, 'value': v::VARCHAR};
CREATE MACRO money(n) AS n::DECIMAL(18, 2)::VARCHAR;

CREATE TEMP TABLE calendar AS
  FROM read_csv(getvariable('data') || '/calendar.csv', header = true, all_varchar = false);
CREATE TEMP TABLE staff AS
  SELECT *, (absent_from IS NOT NULL OR absent_to IS NOT NULL)
    AND coalesce(absent_from <= today(), true) AND coalesce(today() <= absent_to, true) AS absent
  FROM read_csv(getvariable('data') || '/staff.csv', header = true, columns = {
    'id': 'VARCHAR', 'name': 'VARCHAR', 'role': 'VARCHAR', 'store': 'VARCHAR',
    'absent_from': 'DATE', 'absent_to': 'DATE', 'successor': 'VARCHAR'});

CREATE MACRO working_day(n) AS TABLE
  SELECT min(later.day) FROM calendar AS now JOIN calendar AS later
    ON later.working AND later.working_number = now.working_number + n
  WHERE now.day = today();
SET VARIABLE in_1_working_day = (FROM working_day(1));
SET VARIABLE in_2_working_days = (FROM working_day(2));
SET VARIABLE in_5_working_days = (FROM working_day(5));
SET VARIABLE mid_autumn = (
  SELECT coalesce(bool_or(list_contains(string_split(festival, '|'), 'mid_autumn')), false)
  FROM calendar WHERE day = today() + 1);
SET VARIABLE cold_dew = (
  SELECT coalesce(bool_or(term = 'cold_dew'), false) FROM calendar WHERE day = today() + 14);
SET VARIABLE gold_spend = CASE WHEN today() < DATE '2026-04-01' THEN 8000 ELSE 9000 END;

-- Birthdays by the lunar calendar: the days of earlier years that are kept on a day.
CREATE MACRO kept_on(d) AS TABLE
  SELECT born.day FROM calendar AS now JOIN calendar AS born
    ON born.lunar_month = now.lunar_month AND born.lunar_year < now.lunar_year
    AND (born.lunar_day = now.lunar_day
      OR now.lunar_day = now.month_length AND born.lunar_day > now.lunar_day)
  WHERE now.day = d AND NOT now.leap;
CREATE MACRO same_day(b, d) AS
  year(b) < year(d) AND month(b) = month(d)
  AND (day(b) = day(d)
    OR month(d) = 2 AND day(d) = 28 AND day(b) = 29 AND month(d + 1) = 3);

CREATE TEMP TABLE measures AS
SELECT
  customer_id,
  sum(amount) FILTER (type = 'purchase' AND "at" >= today() - INTERVAL 12 MONTH) AS spend_12m,
  sum(amount) FILTER (type = 'purchase'
    AND "at" >= today() - 1 - INTERVAL 12 MONTH AND "at" < today()) AS spend_12m_before,
  sum(amount) FILTER (type = 'purchase' AND "at" >= today() - 90) AS spend_90d,
  count(*) FILTER (type = 'purchase' AND "at" >= today() - INTERVAL 12 MONTH) AS purchases_12m,
  count(*) FILTER (type = 'purchase'
    AND "at" >= today() - 1 - INTERVAL 12 MONTH AND "at" < today()) AS purchases_12m_before,
  count(*) FILTER (type = 'purchase' AND "at" >= today() - 30) AS purchases_30d,
  count(*) FILTER (type = 'complaint.opened' AND "at" >= today() - 90) AS complaints_90d,
  count(*) FILTER (type = 'complaint.opened' AND "at" >= today() - 91 AND "at" < today())
    AS complaints_90d_before,
  max("at") FILTER (type = 'visit') AS last_visit,
  max("at") FILTER (type = 'visit' AND "at" < today()) AS last_visit_before
FROM read_parquet(getvariable('data') || '/events.parquet')
WHERE "at" < today() + 1 AND type IN ('purchase', 'visit', 'complaint.opened')
GROUP BY customer_id;

-- A tier ends at the least number that still has a place: with e customers at or above it,
-- e - 1 < share * all. Customers who spent nothing are all equal and in the last tier.
CREATE MACRO cuts(number) AS TABLE
  WITH counts AS (
    SELECT number AS spend, count(*) AS customers FROM measures WHERE number > 0 GROUP BY ALL
  ), ranks AS (
    SELECT spend, sum(customers) OVER (ORDER BY spend DESC) AS ranked FROM counts
  ), everybody AS (
    SELECT count(*) AS n FROM read_parquet(getvariable('data') || '/customers.parquet')
  )
  SELECT
    min(spend) FILTER ((ranked - 1) * 100 < n) AS top_1,
    min(spend) FILTER ((ranked - 1) * 5 < n) AS top_20,
    min(spend) FILTER ((ranked - 1) * 2 < n) AS top_50
  FROM ranks, everybody;

CREATE TEMP TABLE facts AS
SELECT
  c.*,
  coalesce(spend_12m, 0) AS spend_12m,
  coalesce(spend_12m_before, 0) AS spend_12m_before,
  coalesce(spend_90d, 0) AS spend_90d,
  coalesce(purchases_12m, 0) AS purchases_12m,
  coalesce(purchases_30d, 0) AS purchases_30d,
  coalesce(complaints_90d, 0) AS complaints_90d,
  coalesce(complaints_90d_before, 0) AS complaints_90d_before,
  last_visit,
  CASE WHEN spend_12m >= now.top_1 THEN '重要' WHEN spend_12m >= now.top_20 THEN '次要'
    WHEN spend_12m >= now.top_50 THEN '普通' ELSE '小' END AS pyramid,
  coalesce(spend_12m >= now.top_20, false) AS key_customer,
  key_customer AS vip,
  coalesce(purchases_12m, 0) >= 3 AND last_visit >= today() - 180 AS loyal,
  coalesce(purchases_12m_before, 0) >= 3 AND last_visit_before >= today() - 181 AS loyal_before,
  key_customer AND last_visit < today() - 60 AS at_risk,
  coalesce(spend_12m_before >= before.top_20, false) AND last_visit_before < today() - 61
    AS at_risk_before
FROM read_parquet(getvariable('data') || '/customers.parquet') AS c
LEFT JOIN measures USING (customer_id)
CROSS JOIN cuts(spend_12m) AS now
CROSS JOIN cuts(spend_12m_before) AS before;

-- The events that are due on the day, each with its customer: one pass over the log and one
-- over the facts for all the rules that look at events.
CREATE TEMP TABLE happened AS
SELECT type, event_id, "at" AS moment, amount, category, cause, score, due_on, facts.*,
  type || ':' || event_id AS key
FROM read_parquet(getvariable('data') || '/events.parquet') JOIN facts USING (customer_id)
WHERE "at" < today() + 1 AND name IS NOT NULL
  AND (type = 'purchase' AND "at" >= today() - 7 AND "at" < today() - 6
    OR type = 'purchase' AND category = '空调' AND "at" >= today() - 31 AND "at" < today() - 27
    OR type = 'delivery' AND "at" >= today() - 3 AND "at" < today() - 2
    OR type = 'service' AND cause IN ('repair', 'install') AND "at" >= today() - 30
    OR type = 'appointment' AND due_on = today() + 2
    OR type = 'complaint.opened' AND "at" >= today() - 7
    OR type = 'refund' AND "at" >= today() - 14 AND "at" < today() - 13
    OR type = 'review' AND "at" >= today());

COPY (
WITH kept_today AS (FROM kept_on(today())),
kept_in_a_week AS (FROM kept_on(today() + 7)),
birthdays AS (
  SELECT * FROM facts
  WHERE birthday_calendar = 'solar' AND same_day(birthday, today())
    OR birthday_calendar = 'lunar' AND birthday IN (FROM kept_today)
),
absences AS (
  SELECT *, last_visit::DATE AS last_day, today() - last_visit::DATE AS away FROM facts
  WHERE today() - last_visit::DATE IN (60, 90, 180, 270, 360)
),
-- number, the action's place in its rule, and what is the same for whoever it is for
actions(number, place, playbook, rule, verb, category, role, priority, title, checklist, ask,
    approve, source) AS (VALUES
  (1, 0, 'birthday', 'birthday_vip', 'call', 'birthday', 'adviser', 'high', '会员生日', ['先祝生日', '再问近况', '不推销'], ['mood', 'new_need'], '', ['B-01', 'B-02']),
  (2, 1, 'birthday', 'birthday_vip', 'gift', 'birthday', 'store_manager', 'normal', '会员生日', [], [], 'general_manager', ['B-01', 'B-02']),
  (3, 0, 'birthday', 'birthday_wechat', 'message', 'birthday', 'adviser', 'normal', '生日微信', [], [], '', ['B-03']),
  (4, 0, 'birthday', 'birthday_sms', 'message', 'birthday', 'service', 'low', '生日短信', [], [], '', ['B-03']),
  (5, 0, 'birthday', 'birthday_gift', 'task', 'birthday', 'store_manager', 'normal', '准备生日礼', ['看看上次送了什么', '写一张卡片'], [], '', ['B-04']),
  (6, 0, 'birthday', 'member_anniversary', 'message', 'care', 'adviser', 'normal', '入会周年', [], [], '', ['B-05']),
  (7, 0, 'callback', 'purchase_callback', 'call', 'service', 'adviser', 'normal', '购后回访', ['问使用感受', '提醒保修'], ['satisfaction', 'new_need'], '', ['C-01']),
  (8, 0, 'callback', 'delivery_message', 'message', 'service', 'service', 'normal', '送货后三天', [], [], '', ['C-02']),
  (9, 0, 'callback', 'aircon_care', 'message', 'service', 'adviser', 'normal', '空调满月保养', [], [], '', ['C-03']),
  (10, 0, 'callback', 'service_followup', 'call', 'service', 'service', 'high', '维修后三个工作日', [], ['solved'], '', ['C-04']),
  (11, 0, 'callback', 'appointment_reminder', 'message', 'service', 'service', 'normal', '预约提醒', [], [], '', ['C-05']),
  (12, 0, 'complaint', 'complaint_now', 'escalate', 'service', 'store_manager', 'urgent', '刚刚投诉', ['先道歉', '再听', '不争辩'], [], 'general_manager', ['K-01']),
  (13, 0, 'complaint', 'complaint_week', 'call', 'service', 'adviser', 'high', '投诉后第七天', [], ['satisfaction'], '', ['K-02']),
  (14, 0, 'complaint', 'refund_check', 'message', 'service', 'service', 'normal', '退货后两周', [], [], '', ['K-03']),
  (15, 0, 'complaint', 'low_review', 'call', 'survey', 'store_manager', 'high', '差评', [], [], '', ['K-04']),
  (16, 0, 'complaint', 'many_complaints', 'visit', 'service', 'store_manager', 'urgent', '多次投诉的重要顾客', [], [], '', ['K-05']),
  (17, 0, 'dormancy', 'absent_60', 'call', 'care', 'adviser', 'normal', '六十天未到店', [], ['why_away'], '', ['D-01']),
  (18, 0, 'dormancy', 'absent_90', 'message', 'sales', 'service', 'normal', '九十天未到店', [], [], '', ['D-02']),
  (19, 0, 'dormancy', 'absent_half_year', 'message', 'sales', 'adviser', 'low', '半年未到店', [], [], '', ['D-03']),
  (20, 0, 'dormancy', 'at_risk_call', 'call', 'care', 'adviser', 'high', '重要顾客流失预警', [], [], '', ['D-04']),
  (21, 0, 'dormancy', 'left_loyal', 'task', 'internal', 'adviser', 'normal', '不再是忠诚顾客', [], [], '', ['D-05']),
  (22, 0, 'loyalty', 'became_loyal', 'message', 'care', 'adviser', 'normal', '成为忠诚顾客', [], [], '', ['L-01']),
  (23, 0, 'loyalty', 'reached_gold', 'message', 'care', 'adviser', 'high', '升为金卡', [], [], '', ['L-02']),
  (24, 0, 'loyalty', 'points_expire', 'message', 'sales', 'service', 'low', '积分到期', [], [], '', ['L-03']),
  (25, 0, 'loyalty', 'frequent_buyer', 'invite', 'care', 'adviser', 'normal', '高频顾客', [], [], '', ['L-04']),
  (26, 0, 'loyalty', 'newcomer_week', 'message', 'sales', 'service', 'normal', '新客七天', [], [], '', ['L-05']),
  (27, 0, 'season', 'mid_autumn_call', 'call', 'holiday', 'adviser', 'normal', '中秋问候', [], [], '', ['S-01']),
  (28, 1, 'season', 'mid_autumn_call', 'gift', 'holiday', 'store_manager', 'normal', '中秋问候', [], [], '', ['S-01']),
  (29, 0, 'season', 'mid_autumn_message', 'message', 'holiday', 'service', 'normal', '中秋祝福', [], [], '', ['S-01']),
  (30, 0, 'season', 'cold_dew', 'message', 'season', 'adviser', 'normal', '寒露前的换季提醒', [], [], '', ['S-02']),
  (31, 0, 'season', 'no_adviser', 'task', 'internal', 'store_manager', 'normal', '分配顾问', [], [], '', ['S-03']),
  (32, 0, 'season', 'store_meeting', 'task', 'internal', 'store_manager', 'normal', '每周例会', ['上周投诉', '本周生日'], [], '', ['S-04'])
),
found AS (
  -- birthday_vip
  SELECT 1 AS number, customer_id::VARCHAR AS customer_id, owner, store,
    'birthday:' || today() AS occasion,
    (today() + TIME '18:00')::TIMESTAMP AS due_at, ['phone'] AS channels,
    name || coalesce(honorific, '您好') || '，今天是您的生日，' || pyramid || '会员的生日礼已经备好，您有'
      || coalesce(points::VARCHAR, '不少') || '积分。' AS text,
    name || '今天生日，最近到店：' || coalesce(spoken_moment(last_visit), '没有记录') AS reason,
    [why('birthday', birthday), why('vip', vip), why('consent_call', consent_call)] AS because
  FROM birthdays WHERE vip AND consent_call AND name IS NOT NULL AND phone IS NOT NULL
  UNION ALL
  SELECT 2, customer_id, owner, store, 'birthday:' || today(), midnight(today() + 1), NULL,
    '为' || name || '准备生日礼，电话' || coalesce(phone, '未登记'), '',
    [why('birthday', birthday), why('vip', vip), why('consent_call', consent_call)]
  FROM birthdays WHERE vip AND consent_call AND name IS NOT NULL AND phone IS NOT NULL
  UNION ALL -- birthday_wechat
  SELECT 3, customer_id, owner, store, 'birthday:' || today(), midnight(today()), ['wechat'],
    '亲爱的' || name || '，生日快乐！' || city || '的门店为您准备了惊喜。', '',
    [why('birthday', birthday), why('pyramid', pyramid)]
  FROM birthdays
  WHERE pyramid IN ('次要', '普通') AND name IS NOT NULL AND city IS NOT NULL
    AND wechat IS NOT NULL
  UNION ALL -- birthday_sms
  SELECT 4, customer_id, owner, store, 'birthday:' || today(), midnight(today()), ['sms'],
    name || '，祝您生日快乐！您有' || points || '积分可用。', '',
    [why('birthday', birthday), why('consent_sms', consent_sms), why('vip', vip)]
  FROM birthdays
  WHERE consent_sms AND NOT vip AND name IS NOT NULL AND points IS NOT NULL
    AND phone IS NOT NULL
  UNION ALL -- birthday_gift
  SELECT 5, customer_id, owner, store, 'birthday:' || today() + 7, midnight(today() + 5), NULL,
    name || '的生日是' || spoken(today() + 7) || '，请准备礼品', '',
    [why('birthday', birthday), why('key_customer', key_customer)]
  FROM facts
  WHERE (birthday_calendar = 'solar' AND same_day(birthday, today() + 7)
      OR birthday_calendar = 'lunar' AND birthday IN (FROM kept_in_a_week))
    AND key_customer AND name IS NOT NULL
  UNION ALL -- member_anniversary
  SELECT 6, customer_id, owner, store, 'joined_on:' || today(), midnight(today() + 1), NULL,
    name || '，感谢您自' || spoken(joined_on) || '以来的陪伴！', '',
    [why('joined_on', joined_on), why('pyramid', pyramid)]
      || CASE WHEN consent_sms THEN [why('consent_sms', consent_sms)] ELSE [] END
      || CASE WHEN wechat IS NOT NULL THEN [why('wechat', wechat)] ELSE [] END
  FROM facts
  WHERE same_day(joined_on, today()) AND pyramid <> '小'
    AND (consent_sms OR wechat IS NOT NULL) AND name IS NOT NULL
  UNION ALL -- purchase_callback
  SELECT 7, customer_id, owner, store, key, midnight(today() + 3),
    [CASE WHEN phone IS NOT NULL THEN 'phone' END, CASE WHEN wechat IS NOT NULL THEN 'wechat' END],
    '回访' || name || coalesce(honorific, '') || '：' || category || '用得是否满意',
    spoken_moment(moment) || '买了' || category || '，' || money(amount) || '元',
    [why('purchase', plain_moment(moment)), why('key_customer', key_customer),
      why('consent_call', consent_call), why('complaints_90d', complaints_90d)]
  FROM happened
  WHERE type = 'purchase' AND moment >= today() - 7 AND moment < today() - 6
    AND key_customer AND consent_call AND complaints_90d <= 0 AND name IS NOT NULL
    AND category IS NOT NULL AND amount IS NOT NULL
    AND (phone IS NOT NULL OR wechat IS NOT NULL)
  UNION ALL -- delivery_message
  SELECT 8, customer_id, owner, store, key, midnight(today() + 1),
    [CASE WHEN wechat IS NOT NULL THEN 'wechat' END, CASE WHEN phone IS NOT NULL THEN 'sms' END],
    name || '，新到的' || category || '用得还顺手吗？', '',
    [why('delivery', plain_moment(moment))]
  FROM happened
  WHERE type = 'delivery' AND moment >= today() - 3 AND moment < today() - 2
    AND name IS NOT NULL AND category IS NOT NULL
    AND (phone IS NOT NULL OR wechat IS NOT NULL)
  UNION ALL -- aircon_care
  SELECT 9, customer_id, owner, store, key, midnight(today() + 3), NULL,
    name || '，空调用了一个月，滤网该清洗了。', '',
    [why('purchase', plain_moment(moment))]
      || CASE WHEN consent_sms THEN [why('consent_sms', consent_sms)] ELSE [] END
      || CASE WHEN wechat IS NOT NULL THEN [why('wechat', wechat)] ELSE [] END
  FROM happened
  WHERE type = 'purchase' AND category = '空调'
    AND moment >= today() - 31 AND moment < today() - 27
    AND (moment::DATE + INTERVAL 1 MONTH)::DATE = today()
    AND (consent_sms OR wechat IS NOT NULL) AND name IS NOT NULL
  UNION ALL -- service_followup
  SELECT 10, customer_id, owner, store, key, midnight(getvariable('in_1_working_day')), NULL,
    '确认' || name || '的问题是否已经解决', '维修之后',
    [why('service', plain_moment(moment))]
      || CASE WHEN vip THEN [why('vip', vip)] ELSE [] END
      || CASE WHEN complaints_90d >= 1 THEN [why('complaints_90d', complaints_90d)] ELSE [] END
      || CASE WHEN spend_90d > 2000 THEN [why('spend_90d', money(spend_90d))] ELSE [] END
  FROM happened
  WHERE type = 'service' AND cause IN ('repair', 'install') AND moment >= today() - 30
    AND moment::DATE IN (
      SELECT earlier.day FROM calendar AS now JOIN calendar AS earlier
        ON earlier.working_number = now.working_number - 3
      WHERE now.day = today() AND now.working)
    AND (vip OR complaints_90d >= 1 OR spend_90d > 2000) AND name IS NOT NULL
  UNION ALL -- appointment_reminder
  SELECT 11, customer_id, owner, store, key || ':' || due_on, (today() + TIME '12:00')::TIMESTAMP,
    [CASE WHEN phone IS NOT NULL THEN 'sms' END, CASE WHEN wechat IS NOT NULL THEN 'wechat' END],
    name || '，您预约了' || spoken(due_on) || '到店，恭候光临。', '',
    [why('appointment.due_on', due_on)]
  FROM happened
  WHERE type = 'appointment' AND due_on = today() + 2 AND name IS NOT NULL
    AND (phone IS NOT NULL OR wechat IS NOT NULL)
  UNION ALL -- complaint_now
  SELECT 12, customer_id, owner, store, key, moment + INTERVAL 24 HOUR, NULL,
    name || '投诉（' || cause || '），等级' || pyramid || '，电话' || coalesce(phone, '未登记'), '',
    [why('complaint.opened', plain_moment(moment))]
  FROM happened
  WHERE type = 'complaint.opened' AND moment >= today() AND name IS NOT NULL
    AND cause IS NOT NULL
  UNION ALL -- complaint_week
  SELECT 13, customer_id, owner, store, key, midnight(today() + 1), ['phone'],
    '投诉后第七天跟进' || name, '投诉满七天',
    [why('complaint.opened', plain_moment(moment))]
      || CASE WHEN vip THEN [why('vip', vip)] ELSE [] END
      || CASE WHEN spend_90d > 500 THEN [why('spend_90d', money(spend_90d))] ELSE [] END
  FROM happened
  WHERE type = 'complaint.opened' AND moment >= today() - 7 AND moment < today() - 6
    AND (vip OR spend_90d > 500) AND name IS NOT NULL AND phone IS NOT NULL
  UNION ALL -- refund_check
  SELECT 14, customer_id, owner, store, key, midnight(today() + 3), ['sms'],
    name || '，退货的事给您添麻烦了，期待再次光临' || city || '的门店。', '',
    [why('refund', plain_moment(moment)), why('consent_sms', consent_sms),
      why('last_visit', plain_moment(last_visit))]
  FROM happened
  WHERE type = 'refund' AND amount >= 100 AND moment >= today() - 14 AND moment < today() - 13
    AND consent_sms AND NOT coalesce(last_visit < today() - 180, false) AND name IS NOT NULL
    AND city IS NOT NULL AND phone IS NOT NULL
  UNION ALL -- low_review
  SELECT 15, customer_id, owner, store, key, moment + INTERVAL 48 HOUR, ['phone'],
    name || '给了' || score || '分，问问哪里没做好',
    '最近一年消费' || money(spend_12m) || '元，买了' || purchases_12m || '次',
    [why('review', plain_moment(moment)), why('consent_call', consent_call)]
  FROM happened
  WHERE type = 'review' AND score <= 2 AND moment >= today()
    AND consent_call AND name IS NOT NULL AND phone IS NOT NULL
  UNION ALL -- many_complaints
  SELECT 16, customer_id, owner, store, 'complaints_90d:2:' || today(),
    midnight(getvariable('in_2_working_days')), NULL,
    name || '近90天投诉' || complaints_90d || '次，请上门拜访', '',
    [why('complaints_90d', complaints_90d), why('key_customer', key_customer)]
  FROM facts
  WHERE complaints_90d >= 2 AND complaints_90d_before < 2 AND key_customer
    AND name IS NOT NULL
  UNION ALL -- absent_60
  SELECT 17, customer_id, owner, store, 'visit:' || last_day || '+' || away,
    midnight(today() + 3), ['phone'],
    name || coalesce(honorific, '') || '上次到店是' || spoken_moment(last_visit) || '，请问候一声', '久未到店',
    [why('visit', last_day), why('pyramid', pyramid), why('consent_call', consent_call)]
  FROM absences
  WHERE away = 60 AND pyramid IN ('重要', '次要') AND consent_call AND name IS NOT NULL
    AND phone IS NOT NULL
  UNION ALL -- absent_90
  SELECT 18, customer_id, owner, store, 'visit:' || last_day || '+' || away,
    midnight(today() + 3), [CASE WHEN phone IS NOT NULL THEN 'sms' END, CASE WHEN wechat IS NOT NULL THEN 'wechat' END],
    name || '，好久不见！您有' || coalesce(points::VARCHAR, '一些') || '积分待使用。', '',
    [why('visit', last_day), why('consent_sms', consent_sms),
      why('purchases_12m', purchases_12m), why('vip', vip)]
  FROM absences
  WHERE away = 90 AND consent_sms AND purchases_12m >= 1 AND NOT vip AND name IS NOT NULL
    AND (phone IS NOT NULL OR wechat IS NOT NULL)
  UNION ALL -- absent_half_year
  SELECT 19, customer_id, owner, store, 'visit:' || last_day || '+' || away,
    midnight(today() + 5), ['wechat'], name || '，' || city || '的门店上新了，回来看看吧。', '',
    [why('visit', last_day), why('complaints_90d', complaints_90d), why('pyramid', pyramid),
      why('consent_sms', consent_sms)]
  FROM absences
  WHERE away IN (180, 270, 360) AND NOT (complaints_90d > 0 AND pyramid = '小')
    AND coalesce(consent_sms, true) AND name IS NOT NULL AND city IS NOT NULL
    AND wechat IS NOT NULL
  UNION ALL -- at_risk_call
  SELECT 20, customer_id, owner, store, 'enters at_risk:' || today(),
    midnight(getvariable('in_2_working_days')), NULL,
    '流失预警：' || name || '最近到店是' || spoken_moment(last_visit) || '，一年消费'
      || money(spend_12m) || '元', '流失预警',
    [why('at_risk', at_risk)]
  FROM facts
  WHERE at_risk AND NOT coalesce(at_risk_before, false) AND name IS NOT NULL
  UNION ALL -- left_loyal
  SELECT 21, customer_id, owner, store, 'leaves loyal:' || today(),
    midnight(getvariable('in_5_working_days')), NULL,
    name || '一年内只买了' || purchases_12m || '次，看看能做点什么', '',
    [why('loyal', 'false')]
      || CASE WHEN consent_call THEN [why('consent_call', consent_call)] ELSE [] END
      || CASE WHEN wechat IS NOT NULL THEN [why('wechat', wechat)] ELSE [] END
  FROM facts
  WHERE loyal_before AND NOT coalesce(loyal, false) AND (consent_call OR wechat IS NOT NULL)
    AND name IS NOT NULL
  UNION ALL -- became_loyal
  SELECT 22, customer_id, owner, store, 'enters loyal:' || today(), midnight(today() + 1),
    [CASE WHEN wechat IS NOT NULL THEN 'wechat' END, CASE WHEN phone IS NOT NULL THEN 'sms' END],
    name || '，感谢您一直以来的支持！', '', [why('loyal', loyal)]
  FROM facts
  WHERE loyal AND NOT coalesce(loyal_before, false) AND name IS NOT NULL
    AND (phone IS NOT NULL OR wechat IS NOT NULL)
  UNION ALL -- reached_gold
  SELECT 23, customer_id, owner, facts.store, 'spend_12m:' || level || ':' || today(),
    midnight(today() + 2), NULL,
    '恭喜' || facts.name || '，一年消费满' || money(spend_12m) || '元，可以升级了。',
    '消费到了新的一级，顾问是' || coalesce(staff.name, owner, '店长'),
    [why('spend_12m', money(spend_12m))]
  FROM facts
  JOIN (SELECT unnest([getvariable('gold_spend'), 20000]) AS level)
    ON spend_12m >= level AND spend_12m_before < level
  LEFT JOIN staff ON staff.id = owner
  WHERE facts.name IS NOT NULL
  UNION ALL -- points_expire
  SELECT 24, customer_id, owner, store, 'month:' || today(), midnight(today() + 5), NULL,
    name || '，您有' || points || '积分月底到期。', '',
    [why('every', 'month'), why('points', points)]
      || CASE WHEN consent_sms THEN [why('consent_sms', consent_sms)] ELSE [] END
      || CASE WHEN wechat IS NOT NULL THEN [why('wechat', wechat)] ELSE [] END
  FROM facts
  WHERE day(today()) = 24 AND points >= 19500 AND (consent_sms OR wechat IS NOT NULL)
    AND name IS NOT NULL
  UNION ALL -- frequent_buyer
  SELECT 25, customer_id, owner, store, 'week:' || today(), midnight(today() + 6), NULL,
    name || '近90天消费' || money(spend_90d) || '元，邀请加入会员群', '',
    [why('every', 'week'), why('purchases_30d', purchases_30d),
      why('spend_90d', money(spend_90d))]
  FROM facts
  WHERE isodow(today()) = 4 AND purchases_30d >= 2 AND spend_90d >= 3000 AND name IS NOT NULL
  UNION ALL -- newcomer_week
  SELECT 26, customer_id, owner, store, 'joined_on:' || joined_on, midnight(today() + 3), ['sms'],
    name || '，新人券快到期了。', '',
    [why('joined_on', joined_on), why('purchases_30d', purchases_30d),
      why('consent_sms', consent_sms)]
  FROM facts
  WHERE joined_on = today() - 7 AND purchases_30d <= 0 AND consent_sms AND name IS NOT NULL
    AND phone IS NOT NULL
  UNION ALL -- mid_autumn_call
  SELECT 27, customer_id, owner, store, 'mid_autumn:' || today() + 1, midnight(today() + 1),
    ['phone'], name || coalesce(honorific, '您好') || '，中秋节快乐！', '节日问候',
    [why('holiday', 'mid_autumn'), why('pyramid', pyramid), why('consent_call', consent_call)]
  FROM facts
  WHERE getvariable('mid_autumn') AND pyramid = '重要' AND consent_call AND name IS NOT NULL
    AND phone IS NOT NULL
  UNION ALL
  SELECT 28, customer_id, owner, store, 'mid_autumn:' || today() + 1, midnight(today() + 1),
    NULL, '给' || name || '寄月饼礼盒，电话' || coalesce(phone, '未登记'), '',
    [why('holiday', 'mid_autumn'), why('pyramid', pyramid), why('consent_call', consent_call)]
  FROM facts
  WHERE getvariable('mid_autumn') AND pyramid = '重要' AND consent_call AND name IS NOT NULL
    AND phone IS NOT NULL
  UNION ALL -- mid_autumn_message
  SELECT 29, customer_id, owner, store, 'mid_autumn:' || today() + 1, midnight(today()),
    [CASE WHEN phone IS NOT NULL THEN 'sms' END, CASE WHEN wechat IS NOT NULL THEN 'wechat' END],
    name || '，中秋节快乐！谢谢' || pyramid || '会员的陪伴。', '',
    [why('holiday', 'mid_autumn'), why('pyramid', pyramid), why('consent_sms', consent_sms)]
  FROM facts
  WHERE getvariable('mid_autumn') AND pyramid = '次要' AND consent_sms AND name IS NOT NULL
    AND (phone IS NOT NULL OR wechat IS NOT NULL)
  UNION ALL -- cold_dew
  SELECT 30, customer_id, owner, store, 'cold_dew:' || today() + 14, midnight(today() + 7),
    ['wechat'], name || coalesce(honorific, '女士') || '，寒露将至，注意添衣。', '',
    [why('solar_term', 'cold_dew'), why('gender', gender), why('spend_90d', money(spend_90d)),
      why('last_visit', plain_moment(last_visit))]
  FROM facts
  WHERE getvariable('cold_dew') AND gender = 'f' AND spend_90d > 1000
    AND last_visit >= today() - 90 AND name IS NOT NULL AND wechat IS NOT NULL
  UNION ALL -- no_adviser
  SELECT 31, customer_id, owner, store, 'week:' || today(), midnight(today() + 6), NULL,
    name || '没有专属顾问，请分配', '',
    [why('every', 'week'), why('pyramid', pyramid), why('owner', owner)]
  FROM facts
  WHERE isodow(today()) = 4 AND pyramid = '重要' AND owner IS NULL AND name IS NOT NULL
  UNION ALL -- store_meeting
  SELECT 32, '', NULL, store, 'week:' || today() + 1 || '@' || store,
    midnight(getvariable('in_1_working_day')), NULL,
    '准备' || spoken(today() + 1) || '的例会', '', [why('every', 'week')]
  FROM (SELECT DISTINCT store FROM staff WHERE store IS NOT NULL)
  WHERE isodow(today()) = 4
),
-- Owners: a customer's own adviser or who stands in for them, else a share of a pool, else
-- the manager of the store, else the head.
stand_ins AS (
  WITH RECURSIVE chain AS (
    SELECT id, id AS who, absent, successor, 0 AS steps FROM staff
    UNION ALL
    SELECT chain.id, other.id, other.absent, other.successor, steps + 1
    FROM chain JOIN staff AS other ON other.id = chain.successor
    WHERE chain.absent AND steps < 100
  )
  SELECT id, max(who) FILTER (NOT absent) AS acting FROM chain GROUP BY id
),
pools AS (
  SELECT role, store, list(acting ORDER BY id) AS people FROM staff JOIN stand_ins USING (id)
  GROUP BY ALL
),
owned AS (
  SELECT found.* EXCLUDE (owner, store, channels), actions.*,
    list_filter(coalesce(channels, []), lambda each: each IS NOT NULL) AS channels,
    CASE actions.role
      WHEN 'adviser' THEN coalesce(
        CASE WHEN found.owner IS NULL
          THEN local.people[1 + ('0x' || substr(sha256(found.customer_id), 1, 8))::BIGINT % len(local.people)]
          WHEN own.id IS NULL THEN found.owner
          ELSE own.acting END,
        manager.people[1], head.acting)
      WHEN 'service' THEN coalesce(
        desk.people[1 + ('0x' || substr(sha256(found.customer_id), 1, 8))::BIGINT % len(desk.people)],
        manager.people[1], head.acting)
      ELSE coalesce(manager.people[1], head.acting) END AS owner
  FROM found
  JOIN actions USING (number)
  LEFT JOIN stand_ins AS own ON own.id = found.owner
  LEFT JOIN pools AS local ON local.role = 'adviser' AND local.store = found.store
  LEFT JOIN pools AS manager ON manager.role = 'store_manager' AND manager.store = found.store
  CROSS JOIN (SELECT people FROM pools WHERE role = 'service') AS desk
  CROSS JOIN (SELECT acting FROM staff JOIN stand_ins USING (id) WHERE role = 'general_manager')
    AS head
)
SELECT
  substr(sha256(concat_ws(chr(31), 'retail', rule, customer_id, occasion, place::VARCHAR)), 1, 20)
    AS action_id,
  today() AS date, 'due' AS status, customer_id, 'retail' AS business, playbook, rule, occasion,
  verb, channels[1] AS channel, channels, category, role, owner, due_at, priority, title, text,
  checklist::VARCHAR[] AS checklist, ask::VARCHAR[] AS ask, reason, approve, because,
  source::VARCHAR[] AS source, 1::INTEGER AS attempt, NULL::VARCHAR AS supersedes,
  NULL::DATE AS deferred_to, NULL::VARCHAR AS held_by, NULL::VARCHAR AS winner
FROM owned
ORDER BY customer_id, due_at, list_position(['urgent', 'high', 'normal', 'low'], priority),
  playbook, number, occasion
) TO ':out' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);
