"""Every code that language and checks may say, with what it means in one line.

A code keeps its meaning for good. CP1xx are names, CP2xx cells, texts and types, CP3xx
triggers and rules.
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
FALLBACK_CIRCLE = "CP114"
TWO_TYPES = "CP115"
UNKNOWN_TIMEZONE = "CP116"
UNKNOWN_COLUMN = "CP117"
BAD_NAME = "CP118"
LETTER_CASE = "CP119"

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

MISPLACED_KEY = "CP301"
NOT_A_DATE = "CP302"
BAD_RECURRENCE = "CP303"
BAD_DUE = "CP304"
BAD_LEVEL = "CP305"
HOURS_DUE = "CP306"
EVENT_GAP = "CP307"
CALENDAR_GAP = "CP308"
NO_HISTORY = "CP309"
NEVER_HOLDS = "CP310"
NEVER_VALID = "CP311"
WRONG_AUDIENCE = "CP312"
SAME_ACTION = "CP313"

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
    FALLBACK_CIRCLE: "the fallbacks of roles lead back to where they began",
    TWO_TYPES: "an attribute has different types in two event types",
    UNKNOWN_TIMEZONE: "the timezone is not in the world's list of timezones",
    UNKNOWN_COLUMN: "a column is renamed that the table does not have",
    BAD_NAME: "a name cannot be used: it is a word of the language or oddly spelt",
    LETTER_CASE: "two names differ only in capital letters",
    UNREADABLE_CELL: "a cell is not one of the forms its fact's type can have",
    UNKNOWN_CHOICE: "a cell holds a word that is not one of the fact's choices",
    COMMA: "a cell holds several values in one text; several values are a list",
    NO_SUCH_DATE: "a date or time of day does not exist or is badly written",
    WRONG_QUESTION: "a cell asks what the fact's type cannot answer",
    WRONG_PARAMETER: "a parameter's value does not fit the place it is used in",
    BAD_NUMBER: "a number is badly written, too long, or has digits its type cannot keep",
    BAD_SPAN: "a span of time is badly written or has a unit that does not fit",
    BAD_HOURS: "working hours are badly written, end before they start, or overlap",
    BAD_TEXT: "a text has a brace that does not close or a gap that names nothing",
    EMPTY: "a condition, a list or a cell is empty, so it says nothing",
    BAD_SHARE: "a share of customers is not a percentage from above 0% to 100%",
    BAD_FACT: "a declared fact, attribute, role or channel has keys that do not go together",
    SHARES_TOTAL: "the shares of a tier do not add up to 100%",
    BAD_MEASURE: "a measure cannot be worked out as it is written",
    BAD_PARAMETER: "a parameter's values are badly written or of several types",
    RANKED_BY: "customers are ranked by something that is not a number",
    MISPLACED_KEY: "a key does not go with the trigger beside it",
    NOT_A_DATE: "a trigger counts from something that is not a date",
    BAD_RECURRENCE: "the day of a recurring rule is badly written or never comes",
    BAD_DUE: "an action's due moment is badly written",
    BAD_LEVEL: "what crosses a level is not a number",
    HOURS_DUE: "an action is due in hours, but its occasion has no moment to count from",
    EVENT_GAP: "a text needs something of an event that the rule's occasion does not have",
    CALENDAR_GAP: "a text names the holiday or solar term of a rule that has none",
    NO_HISTORY: "a rule waits for a change in what has no history",
    NEVER_HOLDS: "a condition contradicts itself, so it can never hold",
    NEVER_VALID: "a rule's last day lies before its first",
    WRONG_AUDIENCE: "a rule for the business or its stores speaks of single customers",
    SAME_ACTION: "a rule does the same thing twice",
}
