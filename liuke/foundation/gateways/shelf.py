"""The templates of this installation: the TOML files beside this module, and over them the company's own file."""

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.conf import settings

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
    own = settings.MESSAGE_TEMPLATES
    return with_own(found, Path(own)) if own else found


def get(name: str) -> Template:
    """The template of this name, or WrongTemplate."""
    try:
        return all_templates()[name]
    except KeyError:
        raise WrongTemplate(f"There is no template {name}; there are {', '.join(all_templates())}") from None


def with_own(found: dict[str, Template], path: Path) -> dict[str, Template]:
    """The templates with the ids (and wordings) that the company has registered; a template's places stay its own."""
    whole = dict(found)
    for name, told in tomllib.loads(path.read_text("utf-8")).items():
        if name not in found:
            raise WrongTemplate(f"{path.name}: there is no template {name}")
        try:
            whole[name] = replace(found[name], **told)
        except TypeError:
            raise WrongTemplate(f"{path.name}: {name} says what no template has") from None
        if whole[name].places != found[name].places:
            raise WrongTemplate(f"{path.name}: {name} has the places {', '.join(sorted(found[name].places))}")
    return whole
