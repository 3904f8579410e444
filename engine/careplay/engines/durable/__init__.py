"""durable-rules as an engine: the package decides, careplay reads, counts days and writes.

``carrying_out`` is the engine. What is decided of a customer is a ``Programme``
(``programme``, made in ``deciding``); ``judging`` answers its conditions. A case is replayed
in ``cases``. Both happen in a process of ``workers``, page by page of what ``tables`` hold.
Nothing here but ``judging.rulesets`` and ``cases.charts`` knows the package.
"""
