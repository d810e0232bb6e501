"""A leak: reported, examined, remedied, told, closed. Numbers: LC- leaks; a measure has the leak's with its place."""

from __future__ import annotations

from datetime import date

from liuke.kernel.journal.kinds import kind


@kind("secrecy.leak.reported")
class LeakReported:
    """Somebody says that data got out, or may have."""

    number: str
    reported_by: int = 0
    words: str = ""

    says = {"zh": "报告泄密 {number}：{words}", "en": "A leak was reported ({number}): {words}"}
    personal = ("words",)
    seen_by = "restricted"
    example = {"number": "LC-000003", "reported_by": 12, "words": "客户说有人冒充我们要他换滤芯，报得出型号"}


@kind("secrecy.leak.taken_on")
class LeakTakenOn:
    """It may well be one: whose data, which span; who saw or took what in it is copied out and kept (`digest`)."""

    number: str
    severity: str = "ordinary"
    of_persons: bool = True
    customers: int = 0
    looks: int = 0
    digest: str = ""
    severity_zh: str = ""
    severity_en: str = ""

    says = {
        "zh": "{number} 按「{severity_zh}」处置，涉及客户 {customers} 位，已固定查阅记录 {looks} 条",
        "en": "{number} is handled as {severity_en}: {customers} customers; {looks} looks are kept as evidence",
    }
    seen_by = "restricted"
    example = {
        "number": "LC-000003", "severity": "ordinary", "of_persons": True, "customers": 4, "looks": 31,
        "digest": "9f2c", "severity_zh": "一般", "severity_en": "ordinary",
    }  # fmt: skip


@kind("secrecy.leak.dismissed")
class LeakDismissed:
    number: str
    because: str = ""

    says = {"zh": "{number} 查无泄密「{because}」", "en": '{number} was no leak "{because}"'}
    personal = ("because",)
    seen_by = "restricted"
    example = {"number": "LC-000003", "because": "来电者是客户的家人"}


@kind("secrecy.leak_measure.set", about="leak")
class LeakMeasureSet:
    """Somebody does something about it until the end of a day."""

    number: str
    leak: str = ""
    responsible_id: int = 0
    responsible: str = ""
    due_on: date | None = None
    words: str = ""

    says = {
        "zh": "泄密整改措施 {number} 由{responsible}落实：{words}",
        "en": "{responsible} carries out {number} against the leak: {words}",
    }
    personal = ("words",)
    seen_by = "restricted"
    example = {
        "number": "LC-000003-1", "leak": "LC-000003", "responsible_id": 12, "responsible": "周班长",
        "due_on": "2026-11-30", "words": "收回导出文件，停用共享账号",
    }  # fmt: skip


@kind("secrecy.leak_measure.done", about="leak")
class LeakMeasureDone:
    number: str
    leak: str = ""
    proof: str = ""

    says = {"zh": "泄密整改措施 {number} 已落实：{proof}", "en": "{number} against the leak is done: {proof}"}
    personal = ("proof",)
    seen_by = "restricted"
    example = {"number": "LC-000003-1", "leak": "LC-000003", "proof": "文件已收回，账号已停用"}


@kind("secrecy.leak.authority_told")
class LeakAuthorityTold:
    """The authority was told, or need not be (PIPL 57). `outcome`: told | not_needed."""

    number: str
    outcome: str = "told"
    outcome_zh: str = ""
    outcome_en: str = ""
    words: str = ""

    says = {
        "zh": "{number} 主管部门{outcome_zh}「{words}」",
        "en": '{number}: the authority: {outcome_en} "{words}"',
    }
    personal = ("words",)
    seen_by = "restricted"
    example = {
        "number": "LC-000003", "outcome": "told", "outcome_zh": "已告知", "outcome_en": "told", "words": "网信办回执 2026-118",
    }  # fmt: skip


@kind("secrecy.leak.persons_told")
class LeakPersonsTold:
    """The persons concerned were told, or need not be, for harm was averted for certain (PIPL 57)."""

    number: str
    outcome: str = "told"
    outcome_zh: str = ""
    outcome_en: str = ""
    words: str = ""

    says = {
        "zh": "{number} 本人{outcome_zh}「{words}」",
        "en": '{number}: the persons concerned: {outcome_en} "{words}"',
    }
    personal = ("words",)
    seen_by = "restricted"
    example = {
        "number": "LC-000003", "outcome": "told", "outcome_zh": "已告知", "outcome_en": "told", "words": "逐户电话告知 4 户",
    }  # fmt: skip


@kind("secrecy.leak.closed")
class LeakClosed:
    """The general manager closed it: everything done, everybody told, and what follows from it."""

    number: str
    words: str = ""

    says = {"zh": "{number} 办结：{words}", "en": "{number} is closed: {words}"}
    personal = ("words",)
    seen_by = "restricted"
    example = {"number": "LC-000003", "words": "书面警告；导出改为总经理审批"}
