"""Who decides a condition: the package's rulesets; careplay itself where that failed."""
