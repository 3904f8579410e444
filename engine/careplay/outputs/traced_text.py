"""One action traced back, as people read it: what became of it, then what it came of."""

from __future__ import annotations

from collections.abc import Iterator

from careplay.outputs.explained_sentences import value_in_words
from careplay.outputs.explained_text import STEP, parts_lines
from careplay.outputs.explained_words import ExplainingWords, explaining_words
from careplay.outputs.traced import KeptStep, KnownValue, RowsOf, SaidStep, SourceRow, Traced
from careplay.outputs.traced_words import TracingWords, tracing_words
from careplay.outputs.words import table_messages
from careplay.sources.columns import KEY
from careplay.visible import one_line


def report(traced: Traced) -> str:
    """What became of the action, what its day knew, and the rows that it came of."""
    return "".join(f"{one_line(line)}\n" for line in _lines(traced))


def _lines(traced: Traced) -> Iterator[str]:
    language = traced.business.language
    say, cells = tracing_words(language), explaining_words(language)
    yield say.heading.format(
        name=traced.business.name, code=traced.code, id=traced.action_id, day=traced.until
    )
    yield f"{traced.title} [{traced.rule}]{STEP}{written_at(traced, say)}"
    yield STEP + whose(traced, say)
    yield STEP + say.text.format(text=traced.text)
    if traced.reason:
        yield STEP + say.reason.format(reason=traced.reason)
    yield ""
    yield say.became
    yield from (STEP + each for each in became(traced, say))
    yield ""
    yield say.knew.format(day=traced.as_of)
    yield from (STEP + known_in_words(each, say, cells) for each in traced.known)
    if traced.asked:
        yield say.asked
        yield from parts_lines(traced.asked, cells, STEP)
    yield compared_in_words(traced, say)
    if traced.rows:
        yield ""
        yield say.rows
        for of in traced.rows:
            yield from (STEP + each for each in _rows(of, say, cells))


def written_at(traced: Traced, say: TracingWords) -> str:
    """Where its rule stands, or that there is none any more."""
    return f"{traced.file}:{traced.line}" if traced.line else say.gone_rule


def whose(traced: Traced, say: TracingWords) -> str:
    """Whom it is for, and what is done."""
    verb = table_messages(traced.business.language).verbs.get(traced.verb, traced.verb)
    whom = say.customer if traced.customer else say.nobody
    return whom.format(customer=traced.customer, verb=verb)


def became(traced: Traced, say: TracingWords) -> Iterator[str]:
    """Days and what people said, in order of time; of one day first what the run told."""
    told = [((each.date.isoformat(), ""), _kept(each, say)) for each in traced.kept]
    told += [
        ((each.at.date().isoformat(), each.at.isoformat()), _said(each, say))
        for each in traced.said
    ]
    yield from (line for _, line in sorted(told, key=lambda each: each[0]))


def _kept(step: KeptStep, say: TracingWords) -> str:
    due, again = f"{step.due_at:%Y-%m-%d %H:%M}", (step.attempt or 1) > 1
    words = {
        "due": say.again if again else say.told,
        "deferred": say.put_off,
        "withdrawn": say.withdrawn,
    }.get(step.status, say.dropped)
    what = words.format(
        owner=step.owner,
        attempt=step.attempt,
        due=due,
        day=step.deferred_to or "",
        held=step.held,
    )
    return f"{step.date}{STEP}{what.removesuffix(': ')}"


def _said(step: SaidStep, say: TracingWords) -> str:
    what = say.kinds.get(step.kind, step.kind)
    if step.until is not None:
        what += say.until.format(day=step.until)
    return f"{step.at:%Y-%m-%d %H:%M}{STEP}{what}{STEP}{_place(step.file, step.row)}".rstrip()


def known_in_words(known: KnownValue, say: TracingWords, cells: ExplainingWords) -> str:
    """A value that the day knew, and today's where it is another."""
    if not known.differs:
        return known.words
    return known.words + say.now.format(value=value_in_words(known.today, cells))


def compared_in_words(traced: Traced, say: TracingWords) -> str:
    """What today's data say of that day."""
    if not traced.compared:
        return say.not_compared
    if traced.gone:
        return say.gone
    return say.differs if traced.differs else say.same


def _rows(of: RowsOf, say: TracingWords, cells: ExplainingWords) -> Iterator[str]:
    yield rows_of(of, say)
    if of.count > len(of.rows):
        yield STEP + say.more.format(count=of.count - len(of.rows))
    yield from (STEP + row_in_words(each, cells) for each in of.rows)


def rows_of(of: RowsOf, say: TracingWords) -> str:
    """What the rows are behind."""
    return say.own if of.label == KEY else of.label or say.record


def row_in_words(row: SourceRow, cells: ExplainingWords) -> str:
    """A row: its place, and what it tells."""
    told = cells.comma.join(
        f"{label}{cells.colon}{value_in_words(value, cells)}" for label, value in row.told
    )
    at = "" if row.at is None else f"{row.at:%Y-%m-%d %H:%M}"
    return STEP.join(filter(None, (_place(row.file, row.row), row.what, at, told)))


def _place(file: str, row: int | None) -> str:
    return file if row is None else f"{file}:{row}"
