"""The level of a single file: set for itself, looked over, and ended."""

from __future__ import annotations

from datetime import date

from liuke.kernel.journal.kinds import kind


@kind("secrecy.file_level.set", subject="file", about="number")
class FileLevelSet:
    """A file that belongs to `number` has a level of its own, for a reason, until a day."""

    file: str
    number: str = ""
    level: str = "important"
    until: date | None = None
    review_on: date | None = None
    reason: str = ""
    level_zh: str = ""
    level_en: str = ""

    says = {
        "zh": "{number} 的一份附件商密等级定为「{level_zh}」，期限至 {until}：{reason}",
        "en": "The secrecy level of a file of {number} is “{level_en}” until {until}: {reason}",
    }
    personal = ("reason",)
    seen_by = "restricted"
    example = {
        "file": "k3Jd9_aQ2mZx7LwP0sT4Vg", "number": "CP-000031", "level": "core", "until": "2027-11-23",
        "review_on": "2027-10-24", "reason": "含客户扩建方案", "level_zh": "核心", "level_en": "core",
    }  # fmt: skip


@kind("secrecy.file_level.reviewed", subject="file", about="number")
class FileLevelReviewed:
    """Somebody looked at the level that a file had for itself, and set it anew or took it back."""

    file: str
    number: str = ""

    says = {"zh": "{number} 一份附件的商密等级已复核", "en": "The secrecy level of a file of {number} was looked over"}
    seen_by = "restricted"
    example = {"file": "k3Jd9_aQ2mZx7LwP0sT4Vg", "number": "CP-000031"}


@kind("secrecy.file_level.ended", subject="file", about="number")
class FileLevelEnded:
    """The file follows its customer's level again. `how`: taken_back | lapsed | erased."""

    file: str
    number: str = ""
    former: str = "important"
    how: str = "lapsed"
    former_zh: str = ""
    former_en: str = ""

    says = {
        "zh": "{number} 一份附件的商密「{former_zh}」解除，改随客户等级",
        "en": "A file of {number} is “{former_en}” no longer; it follows its customer's level",
    }
    seen_by = "restricted"
    example = {
        "file": "k3Jd9_aQ2mZx7LwP0sT4Vg", "number": "CP-000031", "former": "core", "how": "lapsed",
        "former_zh": "核心", "former_en": "core",
    }  # fmt: skip
