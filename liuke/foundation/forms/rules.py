"""Stale edits: what differs between what the editor saw and what is there now."""

from collections.abc import Mapping

from liuke.foundation.faults import Stale


def difference(theirs: Mapping[str, object], yours: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """{field: (theirs, yours)} for every field of yours that is otherwise by now."""
    return {name: (theirs.get(name), value) for name, value in yours.items() if theirs.get(name) != value}


def check_version(
    *, seen: int, now: int, theirs: Mapping[str, object] | None = None, yours: Mapping[str, object] | None = None
) -> None:
    """Refuse an edit of something that has changed since the editor saw it, showing the difference."""
    if seen != now:
        raise Stale(
            "您编辑期间，别人已修改过这条记录，请核对差异后再保存",
            "Someone else has changed this record while you were editing; look at the difference and save again.",
            difference=difference(theirs or {}, yours or {}),
        )
