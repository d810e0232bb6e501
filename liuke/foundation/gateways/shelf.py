"""The templates of this installation, read once from the TOML files beside this module."""

import tomllib
from functools import cache
from pathlib import Path

from liuke.foundation.gateways.rules import Template, WrongTemplate

FOLDER = Path(__file__).resolve().parent / "templates"


@cache
def all_templates() -> dict[str, Template]:
    """Every template by its name; a broken file or a place in one language only stops the start."""
    found: dict[str, Template] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for name, told in tomllib.loads(path.read_text("utf-8")).items():
            if name in found:
                raise WrongTemplate(f"{path.name}: {name} is there twice")
            found[name] = Template(name=name, **told)
    return found


def get(name: str) -> Template:
    """The template of this name, or WrongTemplate."""
    try:
        return all_templates()[name]
    except KeyError:
        raise WrongTemplate(f"There is no template {name}; there are {', '.join(all_templates())}") from None
