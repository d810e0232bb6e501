"""Every translatable string of the pages, found by parsing templates and Python, with the catalogue it belongs to."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

HOUSE = Path(__file__).resolve().parents[2] / "liuke"
TRANS = re.compile(
    r"""\{%-?\s*(?:trans|translate)\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')(?:\s+context\s+["']([^"']*)["'])?.*?%\}""",
)
BLOCK = re.compile(
    r"\{%-?\s*blocktrans(?:late)?\b(.*?)%\}(.*?)(?:\{%\s*plural\s*%\}(.*?))?\{%\s*endblocktrans(?:late)?\s*%\}", re.S
)
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop"}
CONTEXT_CALLS = {"pgettext", "pgettext_lazy"}
PLURAL_CALLS = {"ngettext", "ngettext_lazy"}
BUTTON = re.compile(r"<(c-button|button)\b.*?</\1>", re.S)
COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}", re.S)


@dataclass(frozen=True)
class Found:
    text: str
    where: Path
    context: str | None = None
    plural: str | None = None

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text


def sources() -> list[Path]:
    """Page templates and Python of the doors that speak through gettext."""
    folders = [HOUSE / "web", HOUSE / "api"]
    return sorted(p for f in folders for ext in ("html", "py", "txt") for p in f.rglob(f"*.{ext}") if _ours(p))


def found_in(path: Path) -> list[Found]:
    text = path.read_text(encoding="utf-8")
    return list(_of_python(text, path) if path.suffix == ".py" else _of_template(COMMENT.sub("", text), path))


def on_buttons(path: Path) -> list[Found]:
    """What stands on the buttons of a template."""
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    return [found for button in BUTTON.finditer(text) for found in _of_template(button.group(), path)]


def every() -> list[Found]:
    return [found for path in sources() for found in found_in(path)]


def catalogue_of(path: Path) -> Path:
    """The catalogue of the page's folder: the shell's, an area's of the desk, the field's, the portal's, the API's."""
    parts = path.relative_to(HOUSE).parts[:-1]
    if parts[:4] == ("web", "desk", "templates", "desk"):
        parts = ("web", "desk", *parts[4:])
    depth = 3 if parts[:2] == ("web", "desk") else 2 if parts[0] == "web" else 1
    return HOUSE.joinpath(*parts[:depth]) / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def catalogues() -> dict[Path, polib.POFile]:
    return {path: polib.pofile(str(path)) for path in sorted(HOUSE.rglob("locale/zh_Hans/LC_MESSAGES/django.po"))}


def translations() -> dict[tuple[str | None, str], polib.POEntry]:
    return {(entry.msgctxt, entry.msgid): entry for po in catalogues().values() for entry in po}


def _ours(path: Path) -> bool:
    return "node_modules" not in path.parts and "static" not in path.parts


def _of_template(text: str, path: Path) -> Iterator[Found]:
    for double, single, context in TRANS.findall(text):
        yield Found(double or single, path, context or None)
    for options, one, many in BLOCK.findall(text):
        context = re.search(r"""context\s+["']([^"']*)["']""", options)
        trimmed = "trimmed" in options
        yield Found(_block(one, trimmed), path, context and context[1], _block(many, trimmed) if many else None)


def _block(text: str, trimmed: bool) -> str:
    lined = " ".join(line.strip() for line in text.strip().splitlines()) if trimmed else text
    return re.sub(r"\{\{\s*([\w.]+).*?\}\}", r"%(\1)s", lined.replace("%", "%%"))


def _of_python(text: str, path: Path) -> Iterator[Found]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        literals = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        if name in CALLS and literals:
            yield Found(literals[0], path)
        elif name in CONTEXT_CALLS and len(literals) > 1:
            yield Found(literals[1], path, literals[0])
        elif name in PLURAL_CALLS and len(literals) > 1:
            yield Found(literals[0], path, None, literals[1])
