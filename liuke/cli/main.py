"""`liuke <command>`. Every module of this folder with `configure(parser)` and `run(args) -> int` is a command.

A module that sets DJANGO = False is run without Django (and without a running database).
"""

import argparse
import contextlib
import os
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from types import ModuleType

import liuke.cli


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuke.settings.main")
    given = list(sys.argv[1:] if argv is None else argv)
    names = [name for name in given[:1] if name in commands()]
    parser = argparse.ArgumentParser(prog="liuke", description="Customer service that keeps its promises.")
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    modules = {name: _load(name) for name in names or commands()}
    for name, module in modules.items():
        told = (module.__doc__ or "").strip().splitlines()[0]
        module.configure(choices.add_parser(name, help=told, description=module.__doc__))
    args = parser.parse_args(given)
    return _run(modules[args.command], args)


def commands() -> list[str]:
    """The names of all commands, found by listing the folder."""
    found = pkgutil.iter_modules(liuke.cli.__path__)
    return sorted(one.name.replace("_", "-") for one in found if not one.ispkg and one.name != "main")


def _load(name: str) -> ModuleType:
    return import_module(f"liuke.cli.{name.replace('-', '_')}")


def _run(module: ModuleType, args: argparse.Namespace) -> int:
    from liuke.foundation.faults import Fault
    from liuke.foundation.postgres.binaries import NoPostgres
    from liuke.foundation.postgres.outside import Unfit

    try:
        with _django() if getattr(module, "DJANGO", True) else contextlib.nullcontext():
            return int(module.run(args) or 0)
    except Fault as fault:
        print(f"{fault.words.zh}\n{fault.words.en}", file=sys.stderr)
        for name, words in fault.fields.items():
            print(f"  {name}: {words.zh} / {words.en}", file=sys.stderr)
    except (NoPostgres, Unfit) as trouble:
        print(trouble, file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    return 1


@contextlib.contextmanager
def _django() -> Iterator[None]:
    """Django with a database that answers; one that we had to start is stopped again."""
    import django

    from liuke.cli.serving import database

    with database.up():
        django.setup()
        yield


if __name__ == "__main__":
    sys.exit(main())
