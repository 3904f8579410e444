"""What is decided about a customer: a plan's conditions, stratum by stratum, then its rules."""
