"""What came in writing to a complaint, and what was found to belong to it. Numbers: CP-."""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("complaints.paper.received", about="about")
class PaperReceived:
    """A mail or a letter came and is kept as it came: `sha256` of the file. `further`: the case was open already."""

    number: str
    about: str = ""
    paper: str = "mail"
    paper_zh: str = ""
    paper_en: str = ""
    sha256: str = ""
    attached: int = 0
    further: bool = False
    subject: str = ""

    says = {
        "zh": "投诉 {number} 收到{paper_zh}「{subject}」",
        "en": 'A {paper_en} came for complaint {number} "{subject}"',
    }
    personal = ("subject",)
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "", "paper": "mail", "paper_zh": "邮件", "paper_en": "mail",
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "attached": 1, "further": False,
        "subject": "硬盘送修的经过",
    }  # fmt: skip


@kind("complaints.link.added", about="about")
class LinkAdded:
    """An order, a visit, a machine, a site, another complaint or a colleague belongs to the case. `named`: as people say."""

    number: str
    about: str = ""
    link: str = "order"
    link_zh: str = ""
    link_en: str = ""
    thing: str = ""
    named: str = ""

    says = {
        "zh": "投诉 {number} 关联{link_zh}「{named}」",
        "en": 'The {link_en} "{named}" belongs to complaint {number}',
    }
    personal = ("named",)
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "", "link": "order", "link_zh": "工单", "link_en": "work order",
        "thing": "WO-000318", "named": "WO-000318",
    }  # fmt: skip


@kind("complaints.link.removed", about="about")
class LinkRemoved:
    """It did not belong to the case after all."""

    number: str
    about: str = ""
    link: str = "order"
    link_zh: str = ""
    link_en: str = ""
    thing: str = ""

    says = {"zh": "投诉 {number} 移除一项关联{link_zh}", "en": "A {link_en} was taken out of complaint {number}"}
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "", "link": "order", "link_zh": "工单", "link_en": "work order",
        "thing": "WO-000318",
    }  # fmt: skip
