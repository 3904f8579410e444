"""How commands say anything: nothing that a terminal would act on is sent to it."""

from __future__ import annotations

import click

from careplay.visible import visible


def say(text: object, *, err: bool = False, nl: bool = True) -> None:
    """Print the text, of which what cannot be seen is spelt out."""
    click.echo(visible(str(text)), err=err, nl=nl)


class VisibleGroup(click.Group):
    """A group of commands whose wrong usage is told like all else: it repeats arguments."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take its own arguments."""
        try:
            return super().parse_args(ctx, args)
        except click.ClickException as fault:
            raise _visible(fault) from fault

    def invoke(self, ctx: click.Context) -> object:
        """Call the command that was asked for."""
        try:
            return super().invoke(ctx)
        except click.ClickException as fault:
            raise _visible(fault) from fault


def _visible(fault: click.ClickException) -> click.ClickException:
    """The same fault where all of it can be seen, else what it says spelt out."""
    said = fault.format_message()
    shown = visible(said)
    if shown == said:
        return fault
    return click.UsageError(shown, getattr(fault, "ctx", None))
