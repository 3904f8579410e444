"""careplay.yaml of a proposed business, with what was guessed beside each line, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from careplay.model.types import TIMES, Type
from careplay.proposing.columns import GuessedColumn
from careplay.proposing.draft import Draft, DraftColumn, DraftEvents
from careplay.proposing.forms import ValueForm
from careplay.proposing.proposal_words import ProposalWords, proposal_words
from careplay.proposing.yaml_text import flow, flow_list, scalar

STAFF_FILE = "data/staff.csv"
SIDE = 78
"""Comments begin behind this column, where the line leaves room."""


def business_text(draft: Draft, unread: Sequence[str] = (), asked: str = "") -> str:
    """The text; ``unread``: why files were not read, ``asked``: the events of the playbook."""
    say = proposal_words(draft.language)
    return "".join(f"{line}\n" for line in _lines(draft, say, unread, asked))


def _lines(
    draft: Draft, say: ProposalWords, unread: Sequence[str], asked: str
) -> Iterator[str]:
    yield f"# {say.opening}"
    yield "careplay: 1"
    yield f"name: {scalar(draft.name)}"
    yield f"language: {draft.language}"
    yield from say.zone
    yield ""
    yield from _customers(draft, say)
    yield ""
    if draft.events:
        yield from _events(draft, say, asked)
        yield ""
    yield from _staff(draft, say)
    yield ""
    yield from _channels(draft, say)
    for each in draft.others:
        yield f"# {say.not_used.format(table=each.shown, rows=each.rows)}"
    for why in unread:
        yield f"# {say.unread.format(why=' '.join(why.split()))}"


def _beside(line: str, comment: str) -> str:
    return f"{line.ljust(SIDE - 2)}  # {comment}" if comment else line


def _customers(draft: Draft, say: ProposalWords) -> Iterator[str]:
    yield "customers:"
    if draft.customers is None or draft.key is None:
        yield _beside(f"  of: {draft.known_by}", say.known_by)
    else:
        source = dict(draft.customers.source)
        why = say.customers.format(table=draft.customers.shown, rows=draft.customers.rows)
        yield _beside(f"  from: {_source(source)}", why)
        yield _beside(f"  key: {scalar(draft.key.heading)}", _of_key(draft.key, say))
    if not draft.facts:
        yield _beside("  facts: {}", say.no_facts)
        return
    yield "  facts:"
    for fact in draft.facts:
        yield _beside(f"    {scalar(fact.name)}: {_column(fact, draft)}", _doubts(fact, say))


def _source(source: Mapping[str, str]) -> str:
    return source["file"] if [*source] == ["file"] else flow(source)


def _of_key(key: GuessedColumn, say: ProposalWords) -> str:
    if key.is_unique:
        return say.unique
    return say.not_unique.format(rows=key.rows, different=key.different)


def _column(fact: DraftColumn, draft: Draft) -> str:
    """``{type: …, column: …}`` of a fact; customers who are known by events name attributes."""
    told = {"type": str(fact.type)}
    column = fact.column
    if fact.type is Type.CHOICE:
        told["of"] = flow_list(column.form.words)
    of_table = draft.customers is not None
    if of_table and fact.is_called_otherwise:
        told["column"] = scalar(column.heading)
    if of_table and (form := written(column.form, fact.type)):
        told["written"] = flow(form)
    if column.personal:
        told["personal"] = "true"
    if fact.is_called_otherwise:
        told["label"] = scalar(column.heading)
    return flow(told)


def written(form: ValueForm, kind: Type) -> dict[str, str]:
    """What ``written:`` must say of one column."""
    told: dict[str, str] = {}
    if form.dates and kind in TIMES:
        told["dates"] = _dates(form.dates)
        if form.year:
            told["year"] = form.year
    if form.decimal:
        told["decimal"] = form.decimal
    if form.missing:
        told["missing"] = flow_list(form.missing)
    if kind is Type.BOOLEAN:
        if form.means_yes:
            told["means_yes"] = flow_list(form.means_yes)
        if form.means_no:
            told["means_no"] = flow_list(form.means_no)
    return told


def _dates(examples: Sequence[str]) -> str:
    return examples[0] if len(examples) == 1 else "[" + ", ".join(examples) + "]"


def _doubts(fact: DraftColumn, say: ProposalWords) -> str:
    column = fact.column
    told = []
    if column.filled < column.rows:
        told.append(say.filled.format(share=round(100 * column.filled / max(1, column.rows))))
    if column.form.doubt:
        told.append(say.doubts[column.form.doubt])
    if column.meaning in {"birthday", "joined", "at"} and fact.type is Type.TEXT:
        told.append(say.no_date)
    if fact.type is Type.STAFF:
        told.append(say.owner)
    if column.personal and column.meaning not in {
        "name",
        "phone",
        "email",
        "birthday",
        "address",
    }:
        told.append(say.shaped)
    return say.semicolon.join(told)


def _events(draft: Draft, say: ProposalWords, asked: str) -> Iterator[str]:
    yield "events:"
    labels = {
        kind: scalar(word)
        for each in draft.events
        if each.kind
        for word, kind in each.kinds.items()
        if kind in each.types
    }
    types = draft.event_types()
    usual = {kind: scalar(say.events[kind]) for kind in types if kind in say.events}
    labels = usual | labels
    if labels:
        yield f"  labels: {flow(labels)}"
    yield "  types:"
    for kind, attributes in types.items():
        told = {each.name: _attribute(each) for each in attributes}
        is_idle = kind not in (asked, draft.known_by)
        yield _beside(f"    {scalar(kind)}: {flow(told)}", say.idle if is_idle else "")
    yield "  from:"
    for each in draft.events:
        yield _beside(f"    - {flow(dict(_file(each, draft)))}", _why(each, say))


def _attribute(attribute: DraftColumn) -> str:
    told = {"type": str(attribute.type)}
    if attribute.type is Type.CHOICE:
        told["of"] = flow_list(attribute.column.form.words)
    if attribute.column.personal:
        told["personal"] = "true"
    if attribute.is_called_otherwise:
        told["label"] = scalar(attribute.column.heading)
    return told["type"] if len(told) == 1 else flow(told)


def _file(events: DraftEvents, draft: Draft) -> Iterator[tuple[str, str]]:
    yield from events.table.source
    if events.type:
        yield "type", events.type
    elif events.kind is not None:
        values = flow(events.kinds)
        if events.changes:
            yield "changes", scalar(events.kind.heading)
            yield "values", values
        else:
            yield "type", flow({"column": scalar(events.kind.heading), "values": values})
    yield "at", scalar(events.at.heading)
    yield "customer", scalar(events.who.heading)
    if events.key is not None:
        yield "key", scalar(events.key.heading)
    called = {
        each.name: scalar(each.column.heading)
        for each in events.attributes
        if each.is_called_otherwise
    }
    if called:
        yield "columns", flow(called)
    if form := _written_of_all([*(each.column for each in events.attributes), events.at]):
        yield "written", flow(form)


def _written_of_all(columns: Iterable[GuessedColumn]) -> dict[str, str]:
    """What is said of all columns of a file at once."""
    found = [*columns]
    dates = [date for each in found if each.type in TIMES for date in each.form.dates]
    typed = [each for each in found if each.type not in {Type.TEXT, Type.CHOICE}]
    whole = ValueForm(
        Type.BOOLEAN,
        tuple(dict.fromkeys(dates)),
        next((each.form.year for each in found if each.form.year), ""),
        next((each.form.decimal for each in found if each.form.decimal), ""),
        tuple(dict.fromkeys(word for each in typed for word in each.form.missing)),
        tuple(dict.fromkeys(word for each in typed for word in each.form.means_yes)),
        tuple(dict.fromkeys(word for each in typed for word in each.form.means_no)),
    )
    told = written(whole, Type.BOOLEAN)
    year = {"year": whole.year} if whole.year else {}
    return {"dates": _dates(whole.dates), **year, **told} if whole.dates else told


def _why(events: DraftEvents, say: ProposalWords) -> str:
    told = [say.events_of.format(table=events.table.shown, rows=events.table.rows)]
    if events.changes:
        told.append(say.changes)
    elif events.kind is not None:
        told.append(say.by_kind.format(column=events.kind.heading))
    doubts = {each.form.doubt for each in (events.at, *(a.column for a in events.attributes))}
    told += [say.doubts[each] for each in sorted(doubts - {""})]
    return say.semicolon.join(told)


def _staff(draft: Draft, say: ProposalWords) -> Iterator[str]:
    staff = draft.staff
    if staff.table is not None:
        columns = {
            name: scalar(heading) for name, heading in staff.columns.items() if name != heading
        }
        told = {"from": _source(dict(staff.table.source)), "columns": flow(columns)}
        if not columns:
            del told["columns"]
        yield _beside(f"staff: {flow(told)}", say.staff.format(rows=staff.table.rows))
    else:
        yield _beside(f"staff: {{from: {STAFF_FILE}}}", say.staff_written)
    lead, *others = staff.roles
    owner = next((each.name for each in draft.facts if each.type is Type.STAFF), "")
    told = {"fact": scalar(owner)} if owner else {}
    if others:
        told["fallback"] = scalar(others[0])
    yield "roles:"
    yield _beside(f"  {scalar(lead)}: {flow(told)}", say.lead)
    yield from (f"  {scalar(each)}: {{}}" for each in others)


def _channels(draft: Draft, say: ProposalWords) -> Iterator[str]:
    needs = {"phone": "phone", "sms": "phone", "email": "email", "wechat": "wechat"}
    there = {name: fact for name, fact in needs.items() if draft.fact(fact)}
    if there:
        yield "channels:"
        for name, fact in there.items():
            yield f"  {name}: {{needs: {fact}, label: {say.channels[name]}}}"
        yield ""
