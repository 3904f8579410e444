"""Who decides a condition: the package's rulesets, or ``plain`` where the package failed."""
