"""Why a rule acts for a customer on a day, or does not: the run's answer, and what it saw."""
