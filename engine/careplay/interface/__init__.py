"""What others may build on: the functions of ``import careplay``, thin over the pipeline.

Each is found by its name in ``careplay`` itself; this room is where they are written.
"""
