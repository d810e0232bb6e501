"""What happens to the handbook itself; it stands on the company's timeline."""

from datetime import datetime
from typing import ClassVar

from liuke.kernel.journal.kinds import kind


@kind("playbook.handbook.loaded", subject="handbook")
class HandbookLoaded:
    handbook: str
    added: int
    changed: int
    withdrawn: int
    in_force_from: datetime
    says: ClassVar[dict[str, str]] = {
        "zh": "规则手册更新：新增 {added} 条，修改 {changed} 条，停用 {withdrawn} 条",
        "en": "Handbook loaded: {added} rules added, {changed} changed, {withdrawn} withdrawn",
    }
    seen_by: ClassVar[str] = "staff"
    example: ClassVar[dict[str, object]] = {
        "handbook": "handbook",
        "added": 30,
        "changed": 0,
        "withdrawn": 0,
        "in_force_from": "2026-03-02T00:00:00+08:00",
    }
