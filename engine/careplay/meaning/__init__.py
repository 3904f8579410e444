"""What conditions, spans of days, folds of events and deadlines mean, said once for everybody.

Pure: rows go in, answers come out. ``plain`` is made of it; plans, proofs, outputs and
``durable`` ask it. What is worked out twice on purpose, so that one proves the other, is not
here: it stands in ``plain``, customer by customer, and in ``planning``, once for all.
"""
