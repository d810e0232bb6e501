"""What a customer was told by SMS about his order, without a call (practice §1.4, §1.11). The texts are templates."""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.journal.kinds import kind


@kind("care.window.told", subject="order")
class WindowTold:
    """He was sent the window that is agreed (`moved`: the new one), with the way to his own page."""

    order: str
    window_start: datetime
    window_end: datetime
    moved: bool = False
    contact_id: int = 0

    says = {
        "zh": "已短信告知用户工单 {order} 的上门时间：{window}",
        "en": "The customer was told by SMS when we come for {order}: {window}",
    }
    seen_by = "site"
    example = {
        "order": "WO-000318", "window_start": "2026-11-23T06:00:00+00:00", "window_end": "2026-11-23T08:00:00+00:00",
        "moved": False, "contact_id": 12,
    }  # fmt: skip


@kind("care.quote.told", about="order")
class QuoteTold:
    """He was sent the way to a quote that waits for his answer."""

    number: str
    order: str
    version: int = 1
    contact_id: int = 0

    says = {
        "zh": "已短信告知用户：报价 {number} 待其确认（工单 {order}）",
        "en": "The customer was told by SMS that quote {number} waits for him ({order})",
    }
    seen_by = "site"
    example = {"number": "QT-000041", "order": "WO-000318", "version": 1, "contact_id": 12}
