"""What the documents point at is there: a tour whose rooms have moved leads nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACES = (ROOT, ROOT / "liuke", ROOT / "liuke" / "areas" / "service")  # the tour names a room's files from within it


@pytest.mark.parametrize("name", ["docs/tour.md", "CONTRIBUTING.md", "README.md", "README.zh-CN.md"])
def test_every_path_that_is_named_exists(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    paths = re.findall(r"`((?:liuke|tests|bench|docs|kernel|actions|rules|web)/[\w./-]*)`", text)
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if not link.startswith("http")]
    missing = [path for path in paths if not any((place / path).exists() for place in PLACES)]
    missing += [link for link in links if not ((ROOT / name).parent / link).exists()]
    assert not missing
