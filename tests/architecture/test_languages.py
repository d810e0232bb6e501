"""Chinese and English are both complete: nothing missing, fuzzy, empty or hard-coded."""

import re
from pathlib import Path

import pytest

from tests.support import spoken, strings

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff」』》）][,:;!?](?!\w+:)|[,:;!?][\u4e00-\u9fff「『《（]")
DATA = {"gallery.html", "gallery_field.html", "gallery_bare.html"}  # examples carry real names and addresses
TAGS = re.compile(r"\{[%#{].*?[%#}]\}", re.S)


def test_every_string_of_the_pages_has_a_chinese_translation() -> None:
    known = strings.translations()
    missing = {f"{found.where.name}: {found.text}" for found in strings.every() if found.key not in known}
    assert not missing, "run python -m tests.support.gather_strings and translate: " + "; ".join(sorted(missing))


@pytest.mark.parametrize("path", strings.catalogues(), ids=lambda path: path.parts[-5])
def test_no_translation_is_fuzzy_empty_or_left_over(path: Path) -> None:
    po = strings.catalogues()[path]
    used = {found.key for found in strings.every()}
    for entry in po:
        assert not entry.fuzzy, f"fuzzy: {entry.msgid}"
        assert entry.msgstr or all(entry.msgstr_plural.values()) and entry.msgstr_plural, f"empty: {entry.msgid}"
        assert (entry.msgctxt, entry.msgid) in used, f"no page says: {entry.msgid}"


@pytest.mark.parametrize("path", strings.catalogues(), ids=lambda path: path.parts[-5])
def test_translations_keep_their_placeholders(path: Path) -> None:
    for entry in strings.catalogues()[path]:
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for said in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert set(PLACEHOLDER.findall(said)) == wanted, f"placeholders differ: {entry.msgid}"


def test_one_string_has_one_translation_throughout() -> None:
    said: dict[tuple[str | None, str], str] = {}
    for po in strings.catalogues().values():
        for entry in po:
            text = entry.msgstr or entry.msgstr_plural.get(0, "")
            first = said.setdefault((entry.msgctxt, entry.msgid), text)
            assert first == text, f"{entry.msgid!r} is {first!r} here and {text!r} there; give one a context"


def test_a_button_says_what_its_own_folder_or_the_shell_translated() -> None:
    """A verb borrowed from another folder is that folder's: “Sign” is a suspicion there, and a signature here."""
    told = {path: {(entry.msgctxt, entry.msgid) for entry in po} for path, po in strings.catalogues().items()}
    shell = told[strings.HOUSE / "web" / "ui" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"]
    for page in (p for p in strings.sources() if p.suffix == ".html" and "components" not in p.parts):
        own = told.get(strings.catalogue_of(page), set()) | shell
        borrowed = [found.text for found in strings.on_buttons(page) if found.key not in own]
        assert not borrowed, f"{page.name}: translate in its own folder, with a context where it differs: {borrowed}"


def test_no_template_speaks_chinese_past_the_catalogue() -> None:
    for page in (p for p in strings.sources() if p.suffix == ".html" and p.name not in DATA):
        text = strings.COMMENT.sub("", page.read_text(encoding="utf-8"))
        assert not CHINESE.search(TAGS.sub("", text)), f"{page} holds Chinese outside a translation"
        for found in strings.found_in(page):
            assert not CHINESE.search(found.text), f"sources are English: {found.text}"


def test_chinese_sentences_take_full_width_marks() -> None:
    wrong = [f"{where}: {text[:60]}" for where, text in spoken.every() if HALF_WIDTH.search(text)]
    assert not wrong, "write ，：；！？ beside Chinese: " + "; ".join(wrong)
