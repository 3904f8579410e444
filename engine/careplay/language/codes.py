"""Every code that language may say, with what it means in one line; a check has its own.

A code keeps its meaning for good. CP1xx are names, CP2xx cells, texts and types, CP3xx
triggers and rules, CP6xx what the engine durable cannot be asked.
"""

from __future__ import annotations

UNKNOWN_FACT = "CP101"
UNKNOWN_EVENT_TYPE = "CP102"
UNKNOWN_ATTRIBUTE = "CP103"
UNKNOWN_TEMPLATE = "CP104"
UNKNOWN_ROLE = "CP105"
UNKNOWN_CHANNEL = "CP106"
UNKNOWN_PARAMETER = "CP107"
UNKNOWN_SEGMENT = "CP108"
REPEATED_NAME = "CP109"
CIRCLE_OF_FACTS = "CP110"
TWO_MEANINGS = "CP111"
UNKNOWN_HOLIDAY = "CP112"
UNKNOWN_SOLAR_TERM = "CP113"
UNKNOWN_TIMEZONE = "CP116"
UNKNOWN_COLUMN = "CP117"
BAD_NAME = "CP118"
UNUSED_PARAMETER = "CP120"
UNUSED_NAME = "CP121"
UNUSED_EVENT_TYPE = "CP122"

UNREADABLE_CELL = "CP201"
UNKNOWN_CHOICE = "CP202"
COMMA = "CP203"
NO_SUCH_DATE = "CP204"
WRONG_QUESTION = "CP205"
WRONG_PARAMETER = "CP206"
BAD_NUMBER = "CP207"
BAD_SPAN = "CP208"
BAD_HOURS = "CP209"
BAD_TEXT = "CP210"
EMPTY = "CP211"
BAD_SHARE = "CP212"
BAD_FACT = "CP213"
SHARES_TOTAL = "CP214"
BAD_MEASURE = "CP215"
BAD_PARAMETER = "CP216"
RANKED_BY = "CP217"
BAD_DAYS = "CP218"
CLOSED_AND_OPEN = "CP219"
QUOTED = "CP220"
BAD_WRITTEN = "CP221"

MISPLACED_KEY = "CP301"
NOT_A_DATE = "CP302"
BAD_RECURRENCE = "CP303"
BAD_DUE = "CP304"
BAD_LEVEL = "CP305"
BAD_END = "CP314"

UNKNOWN_TABLE_COLUMN = "CP401"
BAD_TABLE = "CP402"
REPEATED_ROW = "CP403"
TABLE_FILE = "CP404"

UNKNOWN_STEP = "CP420"
NOT_LED_TO = "CP421"
NO_END = "CP422"
UNKNOWN_END = "CP423"
FLOW_NAME = "CP424"
FLOW_EVENT = "CP425"
RECORD_TRIGGER = "CP426"
GOAL_TOO_SOON = "CP427"
NOBODY = "CP428"
BAD_VERSION = "CP429"
APPROVED_APART = "CP430"
BAD_UNCLEAR = "CP431"
BAD_WARNING = "CP432"
BAD_TIMES = "CP433"
BAD_APPROVAL = "CP434"
BAD_EVIDENCE = "CP435"

BAD_STAY = "CP440"
BAD_LEVEL_FACT = "CP441"
UNKNOWN_LEVEL = "CP442"
BAD_ITEM_TIME = "CP443"
MISSING_COLUMN = "CP444"
UNKNOWN_LIST = "CP445"
UNKNOWN_ITEM = "CP446"
UNPAIRED = "CP447"
CHECKED_IN_OPENLY = "CP448"
OUT_OF_ORDER = "CP449"
SAME_STANDARD = "CP450"
ALIKE_ITEMS = "CP451"
UNAPPROVED = "CP452"
TWO_LAST = "CP453"
NO_CHECK_IN = "CP454"

UNKNOWN_LIMIT = "CP460"
UNKNOWN_RULE = "CP461"
HOLDS_NOTHING = "CP463"
ALONE = "CP464"
BAD_QUIET = "CP465"
BAD_ONCE = "CP467"
BAD_OUTCOME = "CP468"
NOT_TRUTH = "CP469"
NO_STAFF = "CP470"
BAD_LADDER = "CP471"


NOT_INCLUDED = "CP490"
INCLUDED_TWICE = "CP491"
NO_PLAYBOOK = "CP492"
NOT_CARRIED = "CP493"
UNKNOWN_PRACTICE = "CP494"
BOTH_WAYS = "CP495"
OUTSIDE = "CP496"
IDLE_ALLOWANCE = "CP499"

QUIET_RULE = "CP316"
UNKNOWN_STORY_RULE = "CP701"
UNKNOWN_STORY_PERSON = "CP702"
MISSING_STORY_CUSTOMER = "CP703"
STORY_OUT_OF_ORDER = "CP704"
NOTHING_EXPECTED = "CP705"
NOT_SHOWN = "CP706"
BAD_STORY_OUTCOME = "CP707"
NOTHING_TO_CHANGE = "CP708"
UNKNOWN_KIND_OF_ACTION = "CP709"
NOT_AS_EXPECTED = "CP710"
BROKEN_INVARIANT = "CP711"

CODES = {
    UNKNOWN_FACT: "a fact is named that the business neither declares nor derives",
    UNKNOWN_EVENT_TYPE: "an event type is named that the business does not declare",
    UNKNOWN_ATTRIBUTE: "an attribute is named that this event type does not have",
    UNKNOWN_TEMPLATE: "an action names a template that is in no file of the business",
    UNKNOWN_ROLE: "a role is named that the business does not have",
    UNKNOWN_CHANNEL: "a channel is named that the business does not have",
    UNKNOWN_PARAMETER: "a $parameter is named that is in no file of the business",
    UNKNOWN_SEGMENT: "a rule waits for entering or leaving what is not a segment",
    REPEATED_NAME: "the same name is given twice in one business",
    CIRCLE_OF_FACTS: "facts are made of each other, so none can be worked out first",
    TWO_MEANINGS: "a trigger's name is both an event type and a fact",
    UNKNOWN_HOLIDAY: "a holiday is named that is not known in the business's country",
    UNKNOWN_SOLAR_TERM: "a solar term is named that is not one of the 24",
    UNKNOWN_TIMEZONE: "the timezone is not in the world's list of timezones",
    UNKNOWN_COLUMN: "a column is renamed that the table does not have",
    BAD_NAME: "a name cannot be used: it is a word of the language or oddly spelt",
    UNUSED_PARAMETER: "a parameter is given that nothing uses",
    UNREADABLE_CELL: "a cell is not one of the forms its fact's type can have",
    UNKNOWN_CHOICE: "a cell holds a word that is not one of the fact's choices",
    COMMA: "a cell holds several values in one text; several values are a list",
    NO_SUCH_DATE: "a date or time of day does not exist or is badly written",
    WRONG_QUESTION: "a cell asks what the fact's type cannot answer",
    WRONG_PARAMETER: "a parameter's value does not fit the place it is used in",
    BAD_NUMBER: "a number is badly written, too long, or has digits its type cannot keep",
    BAD_SPAN: "a span of time is badly written or has a unit that does not fit",
    BAD_HOURS: "working hours are badly written, end before they start, or overlap",
    BAD_TEXT: "a text has a brace that does not close, or a gap that names nothing or stands "
    "where none is filled",
    EMPTY: "a condition, a list or a cell is empty, so it says nothing",
    BAD_SHARE: "a share of customers is not a percentage from above 0% to 100%",
    BAD_FACT: "a declared fact, attribute, role or channel has keys that do not go together",
    SHARES_TOTAL: "the shares of a tier do not add up to 100%",
    BAD_MEASURE: "a measure cannot be worked out as it is written",
    BAD_PARAMETER: "a parameter's values are badly written or of several types",
    RANKED_BY: "customers are ranked by something that is not a number",
    BAD_DAYS: "a closed or open day is no date, no day of the year and no range of them",
    CLOSED_AND_OPEN: "the same day is both closed and open, or every day of the year is closed",
    QUOTED: "a quotation mark became part of a word that a cell asks for",
    MISPLACED_KEY: "a key does not go with the trigger beside it",
    NOT_A_DATE: "a trigger counts from something that is not a date",
    BAD_RECURRENCE: "the day of a recurring rule is badly written or never comes",
    BAD_DUE: "an action's due moment is badly written",
    BAD_LEVEL: "what crosses a level is not a number",
    BAD_END: "a rule is ended by events, but counts from no day before",
    UNKNOWN_TABLE_COLUMN: "a row of a decision table has a column the table does not have",
    BAD_TABLE: "the parts of a decision table do not go together",
    REPEATED_ROW: "two rows of a decision table have the same name",
    TABLE_FILE: "the file of a decision table cannot be read",
    UNKNOWN_STEP: "a flow names a step that it does not have",
    NOT_LED_TO: "a case can never come to a step, because no other step leads to it",
    NO_END: "a case can never come to an end from a step",
    UNKNOWN_END: "an end of a flow is named that none of its steps leads to",
    FLOW_NAME: "a name of a flow is taken by something else",
    FLOW_EVENT: "an event type of a flow lacks an attribute, or has it with another type",
    RECORD_TRIGGER: "a trigger waits for a case or a stay, which is no event",
    GOAL_TOO_SOON: "the steps of a flow wait longer than its goal allows",
    NOBODY: "a step of a flow does not say who does it",
    BAD_VERSION: "the versions of a flow are not in order, or there is none to go on from",
    APPROVED_APART: "the actions of one step are approved by different attributes",
    BAD_UNCLEAR: "what makes an outcome unclear is of no outcome of the step, or may change",
    BAD_WARNING: "a flow warns of what has no deadline, or before that has begun",
    BAD_TIMES: "of those who are told how often a case was sent back, one can never be told",
    BAD_APPROVAL: "it is not said who must approve of a step, or by what that goes",
    BAD_EVIDENCE: "evidence is asked for an outcome that the step does not have",
    BAD_STAY: "the events of a reception do not tell what a stay needs",
    BAD_LEVEL_FACT: "a reception goes by what is no level, or no level is the highest",
    UNKNOWN_LEVEL: "a reception speaks of a level that nobody can have",
    BAD_ITEM_TIME: "the time of an item of a reception is badly written",
    MISSING_COLUMN: "an item is for a level for which nothing is told",
    UNKNOWN_LIST: "a list is named that is in no file of the business",
    UNKNOWN_ITEM: "an item is named that the reception does not have",
    UNPAIRED: "an item that is to be undone is not undone, or is undone before it is done",
    CHECKED_IN_OPENLY: "guests are checked in elsewhere than in the room or on their floor",
    OUT_OF_ORDER: "an item is due after the one that it says it comes before",
    SAME_STANDARD: "two levels of a reception have the same standard",
    ALIKE_ITEMS: "an agreed list cannot tell two items apart: one's id stands in the other's",
    UNAPPROVED: "a level is raised without anybody's approval",
    TWO_LAST: "two things are to end one check-list",
    NO_CHECK_IN: "the place of checking in is told, but no item is done on arrival",
    UNKNOWN_LIMIT: "a limit names what is no category, no channel and no verb",
    UNKNOWN_RULE: "a limit names a rule that is in no file of the business",
    HOLDS_NOTHING: "a mode, or what is never done, holds nothing back",
    ALONE: "an exclusive group has fewer than two rules, so nobody yields to anybody",
    BAD_QUIET: "quiet hours are badly written, or begin when they end",
    BAD_ONCE: "how often a rule may act is badly written, or is told of another event",
    BAD_OUTCOME: "an outcome of an action is an unknown event, or tells something else",
    NOT_TRUTH: "a limit asks a fact that is not true or false",
    NO_STAFF: "work is limited by capacity, but the business has no staff table",
    BAD_LADDER: "a channel is to be tried a number of times that is none",
    NOT_INCLUDED: "what careplay.yaml includes is not there",
    INCLUDED_TWICE: "a playbook is included twice, or is one of the business already",
    NO_PLAYBOOK: "what careplay.yaml includes is no playbook, or one of another business",
    NOT_CARRIED: "a practice is carried by no playbook, and no reason says why",
    UNKNOWN_PRACTICE: "a playbook names a practice that practices.yaml does not list",
    BOTH_WAYS: "a practice is left out, and carried by a playbook all the same",
    OUTSIDE: "a table lies outside of the business's folder, or at a server, unallowed",
    IDLE_ALLOWANCE: "an allowance allows nothing, or does not say why",
    UNKNOWN_STORY_RULE: "a story speaks of a rule that the business does not have",
    UNKNOWN_STORY_PERSON: "a story speaks of a customer or a person that it does not have",
    MISSING_STORY_CUSTOMER: "a story of several customers does not say whose an event is",
    STORY_OUT_OF_ORDER: "a day of a story stands after a later one",
    NOTHING_EXPECTED: "a story expects nothing",
    NOT_SHOWN: "a story shows a practice that nothing in it tells or holds back",
    BAD_STORY_OUTCOME: "a story tells an outcome of which the business cannot be told",
    UNKNOWN_KIND_OF_ACTION: "an invariant speaks of a verb or a category that there is not",
    NOT_AS_EXPECTED: "a story comes otherwise than it is told",
    BROKEN_INVARIANT: "what an invariant says never to be is told",
}
