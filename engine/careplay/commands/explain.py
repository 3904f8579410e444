"""``careplay explain``: why a customer gets an action on a day, or does not; or one action."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import careplay
from careplay.commands.faults import reports_faults
from careplay.commands.options import (
    bounded,
    customers_option,
    date_option,
    events_option,
    first_given,
    kept_option,
    sound_businesses,
)
from careplay.commands.saying import say
from careplay.commands.waiting import waiting
from careplay.errors import NothingToRunError

if TYPE_CHECKING:
    from datetime import date

    from careplay import Business, Traced


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.argument("action", metavar="[CODE]", required=False)
@click.option("--customer", metavar="KEY", help="The customer whose day is explained.")
@date_option
@click.option("--rule", "rules", metavar="ID", multiple=True, help="Only it; may be repeated.")
@click.option("--why-not", metavar="ID", help="Only the rule's short answer, in a sentence.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "json"]),
    default="text",
    show_default=True,
    help="What standard output holds.",
)
@kept_option("Where the days are kept that are remembered.")
@click.option("--fresh", is_flag=True, help="Without what was decided on earlier days.")
@customers_option
@events_option
@click.option(
    "--engine",
    type=click.Choice([*careplay.ENGINES]),
    default=careplay.DEFAULT_ENGINE,
    show_default=True,
    help="What carries the plan out.",
)
@bounded
@reports_faults
def explain(
    path: Path,
    action: str | None,
    customer: str | None,
    day: date,
    bounds: careplay.Bounds,
    **asked: Any,
) -> None:
    """Say of each rule why it acts for a customer on a day, or why it does not.

    The answer is that of `careplay run` with the same options; nothing is kept. What is
    personal is masked.

    With CODE, the code or the id of an action, say what became of that action up to the day,
    and what it came of.
    """
    form, why_not, rules = (asked.pop(each) for each in ("form", "why_not", "rules"))
    if action is not None:
        _demand_alone(customer, why_not, rules, fresh=asked.pop("fresh"))
        say(_traced(path, action, day, bounds, asked).report(form), nl=False)
        return
    if customer is None:
        raise click.UsageError("name the CODE of an action, or a customer by --customer")
    if why_not is not None and form != "text":
        raise click.UsageError(f"--why-not is a sentence; for {form} name the rule by --rule")
    if why_not is not None and rules:
        raise click.UsageError("--why-not is about one rule; leave --rule out")
    chosen = rules if why_not is None else (why_not,)
    business = _one(path, bounds, "a customer is")
    asked["out"] = asked["out"] or careplay.kept_in(business)
    with waiting(business.name) as progress:
        found = careplay.explain(
            business, day, customer, rules=chosen, progress=progress, **asked
        )
    if why_not is not None:
        say("\n".join(found.why_not()))
    else:
        say(found.report(form), nl=False)


def _demand_alone(
    customer: str | None, why_not: str | None, rules: tuple[str, ...], *, fresh: bool
) -> None:
    """What asks about a customer's day is wrong usage beside an action."""
    given = {
        "--customer": customer is not None,
        "--why-not": why_not is not None,
        "--rule": bool(rules),
        "--fresh": fresh,
    }
    if option := first_given(given):
        raise click.UsageError(
            f"{option} asks about a customer's day; leave it or the CODE out"
        )


def _traced(
    path: Path, action: str, day: date, bounds: careplay.Bounds, asked: dict[str, Any]
) -> Traced:
    business = _one(path, bounds, "an action is")
    asked["out"] = asked["out"] or careplay.kept_in(business)
    with waiting(business.name) as progress:
        return careplay.explain_action(business, action, day, progress=progress, **asked)


def _one(path: Path, bounds: careplay.Bounds, what: str) -> Business:
    """The one business there; wrong usage where there are several."""
    found = sound_businesses(path, bounds)
    if not found:
        raise NothingToRunError(f'there is no business in "{path}"')
    if len(found) > 1:
        folders = ", ".join(f'"{each.folder}"' for each in found)
        raise click.UsageError(f"{what} of one business; name one of {folders}")
    return found[0]
