"""PDF by Typst. Data goes in as JSON, never as markup; fonts are our own; nothing is fetched from anywhere."""

from pathlib import Path

import orjson
import typst

FOLDER = Path(__file__).resolve().parent
FONTS = FOLDER / "fonts"
TEMPLATES = FOLDER / "templates"


def compiled(template: Path, data: object) -> bytes:
    """The document of a template, which reads its data by `json(bytes(sys.inputs.data))`."""
    told = orjson.dumps(data, default=str).decode()
    made: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": told},
    )
    return made
