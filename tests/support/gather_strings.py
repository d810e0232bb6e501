"""Adds what is not translated yet to the catalogue of its folder: `python -m tests.support.gather_strings`."""

import polib

from tests.support import strings

known = strings.translations()
for found in strings.every():
    if found.key in known:
        continue
    path = strings.catalogue_of(found.where)
    path.parent.mkdir(parents=True, exist_ok=True)
    po = polib.pofile(str(path)) if path.exists() else polib.POFile(wrapwidth=120)
    po.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": "zh_Hans",
        "Plural-Forms": "nplurals=1; plural=0;",
    }
    entry = polib.POEntry(msgid=found.text, msgctxt=found.context, msgid_plural=found.plural or "")
    if found.plural:
        entry.msgstr_plural = {0: ""}
    po.append(entry)
    po.save(str(path))
    known[found.key] = entry
    print(f"{path.relative_to(strings.HOUSE)}: {found.text}")
