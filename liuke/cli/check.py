"""Look whether this installation is sound. Every module of cli/checks with `run(args) -> int` is one check."""

import argparse
import pkgutil
from importlib import import_module

import liuke.cli.checks


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="*", choices=[*names(), []], metavar="WHAT", help=f"any of {', '.join(names())}")


def run(args: argparse.Namespace) -> int:
    """The worst exit code of all checks asked for; none named means all."""
    return max(int(import_module(f"liuke.cli.checks.{name}").run(args)) for name in args.what or names())


def names() -> list[str]:
    """The checks there are."""
    return sorted(one.name for one in pkgutil.iter_modules(liuke.cli.checks.__path__))
