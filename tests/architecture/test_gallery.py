"""The gallery shows every component, so that nobody builds one twice."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "liuke" / "web" / "ui" / "templates"
COMPONENTS = sorted(path.stem for path in (TEMPLATES / "components").glob("*.html"))
USED = re.compile(r"<c-([a-z-]+)")


def _shown() -> set[str]:
    """Components that the gallery's pages use, themselves or through another one."""
    pages = list((TEMPLATES / "ui").glob("gallery*.html"))
    found: set[str] = set()
    queue = [name for page in pages for name in USED.findall(page.read_text(encoding="utf-8"))]
    while queue:
        name = queue.pop().replace("-", "_")
        file = TEMPLATES / "components" / f"{name}.html"
        if name not in found and file.exists():
            found.add(name)
            queue += USED.findall(file.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("component", COMPONENTS)
def test_the_gallery_shows_the_component(component: str) -> None:
    assert component in _shown(), f"add an example of <c-{component.replace('_', '-')}> to templates/ui/gallery.html"


def test_no_template_uses_a_component_that_is_not_there() -> None:
    web = TEMPLATES.parents[1]
    own = {"slot", "vars", "component"}
    for page in sorted(web.rglob("*.html")):
        used = {name.replace("-", "_") for name in USED.findall(page.read_text(encoding="utf-8"))} - own
        local = {path.stem for path in web.rglob("components/*.html")}
        assert used <= local, f"{page} uses {sorted(used - local)}"


def test_no_template_carries_a_script_or_style_that_the_policy_would_block() -> None:
    inline = re.compile(r"<script(?![^>]*(?:\bsrc=|application/json))|<style\b|\sstyle=\"|\son[a-z]+=\"|hx-on")
    for page in sorted(TEMPLATES.parents[1].rglob("*.html")):
        assert not inline.search(page.read_text(encoding="utf-8")), f"{page} carries inline script or style"
