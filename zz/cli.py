"""The one command line tool: every command stands in a module of its own and is named here."""

from __future__ import annotations

import sys

import click

from zz import console as say
from zz.commands import audit, cluster, demo, ledger, oversight, platform_commands, simulate
from zz.commands import dead_letters as dead
from zz.importing import commands as importing
from zz.user_error import UserError

INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
def zz() -> None:
    """Zongzhan: run and look after the platform of a head station and its sub-stations.

    Exit codes: 0 done, 1 trouble, 2 wrong usage, 130 interrupted.
    """


for command in (
    platform_commands.up,
    platform_commands.down,
    platform_commands.status,
    platform_commands.where,
    platform_commands.doctor,
    platform_commands.migrate,
    cluster.secrets,
    audit.audit,
    dead.dead,
    demo.demo,
    ledger.ledger,
    oversight.oversight,
    simulate.command,
    importing.import_,
):
    zz.add_command(command)


def main() -> None:
    """Run a command; every error ends with what to do next."""
    try:
        code = zz.main(prog_name="zz", standalone_mode=False)
    except UserError as error:
        say.trouble(error, as_json="--json" in sys.argv)
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\ninterrupted; the same command may be given again", err=True)
        sys.exit(INTERRUPTED)
    sys.exit(code if isinstance(code, int) else 0)
