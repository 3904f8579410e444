"""Where customers, events and staff are read from, with every fault of the data told.

``loading.load_tables`` reads a business's tables; ``memory.in_memory`` makes them of Python
values, ``rows.rows`` gives them back as such. The kinds of table are listed in ``kinds.py``.
"""
