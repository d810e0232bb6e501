"""Parts that go from one site's shelf to another's: asked for, sent, received. Numbers: TF-. On the giving site's history.

`site` is whose desk has to act next: who gives until it was sent, who gets it from then on.
"""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("parts.transfer.requested")
class TransferRequested:
    """A site asks another for pieces that lie free there."""

    number: str
    site: str = ""
    from_site: str = ""
    to_site: str = ""
    part: str = ""
    title: str = ""
    quantity: int = 1

    says = {
        "zh": "{to_site} 向 {from_site} 调拨 {title} ×{quantity}（{number}）",
        "en": "{to_site} asks {from_site} for {quantity} × {title} ({number})",
    }
    seen_by = "site"
    example = {
        "number": "TF-000003", "site": "S-0001", "from_site": "S-0001", "to_site": "S-0002", "part": "M-12",
        "title": "电机", "quantity": 2,
    }  # fmt: skip


@kind("parts.transfer.declined")
class TransferDeclined:
    """The other site keeps them; why is one of a closed list."""

    number: str
    site: str = ""
    from_site: str = ""
    to_site: str = ""
    part: str = ""
    title: str = ""
    quantity: int = 1
    ground: str = ""
    ground_zh: str = ""
    ground_en: str = ""

    says = {
        "zh": "{from_site} 不同意调拨 {number}：{ground_zh}",
        "en": "{from_site} does not give {number}: {ground_en}",
    }
    seen_by = "site"
    example = {
        "number": "TF-000003", "site": "S-0001", "from_site": "S-0001", "to_site": "S-0002", "part": "M-12",
        "title": "电机", "quantity": 2, "ground": "needed", "ground_zh": "本网点要用", "ground_en": "needed here",
    }  # fmt: skip


@kind("parts.transfer.withdrawn")
class TransferWithdrawn:
    """Not wanted any more, before it was sent."""

    number: str
    site: str = ""
    from_site: str = ""
    to_site: str = ""
    part: str = ""
    title: str = ""
    quantity: int = 1

    says = {"zh": "调拨 {number} 已撤回", "en": "Transfer {number} was withdrawn"}
    seen_by = "site"
    example = {
        "number": "TF-000003", "site": "S-0001", "from_site": "S-0001", "to_site": "S-0002", "part": "M-12",
        "title": "电机", "quantity": 2,
    }  # fmt: skip


@kind("parts.transfer.sent")
class TransferSent:
    """It left the giving site's shelf and is on its way."""

    number: str
    site: str = ""
    from_site: str = ""
    to_site: str = ""
    part: str = ""
    title: str = ""
    quantity: int = 1
    way: str = ""  # carrier and waybill, or that somebody takes it along

    says = {
        "zh": "{from_site} 已发出调拨 {title} ×{quantity} 给 {to_site}（{number}）",
        "en": "{from_site} sent {quantity} × {title} to {to_site} ({number})",
    }
    seen_by = "site"
    example = {
        "number": "TF-000003", "site": "S-0002", "from_site": "S-0001", "to_site": "S-0002", "part": "M-12",
        "title": "电机", "quantity": 2, "way": "顺丰 SF123",
    }  # fmt: skip


@kind("parts.transfer.received")
class TransferReceived:
    """It lies on the other site's shelf."""

    number: str
    site: str = ""
    from_site: str = ""
    to_site: str = ""
    part: str = ""
    title: str = ""
    quantity: int = 1

    says = {
        "zh": "{to_site} 已签收调拨 {title} ×{quantity}（{number}）",
        "en": "{to_site} received {quantity} × {title} ({number})",
    }
    seen_by = "site"
    example = {
        "number": "TF-000003", "site": "S-0002", "from_site": "S-0001", "to_site": "S-0002", "part": "M-12",
        "title": "电机", "quantity": 2,
    }  # fmt: skip
