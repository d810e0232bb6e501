"""A sudden event in service: injury, batch fault, recall (H20). It has an owner, affected customers, measures, an end.

Numbers: IN- incidents, MS- measures, IN-000003/M-000120 a machine whose owner is to be warned.
"""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.journal.kinds import kind


@kind("complaints.incident.opened")
class IncidentOpened:
    """An incident has an owner; `machines` of the batch stand at customers."""

    number: str
    owner_id: int = 0
    owner: str = ""
    sort: str = "batch"
    sort_zh: str = ""
    sort_en: str = ""
    model: str = ""
    machines: int = 0
    complaints: int = 0
    title: str = ""

    says = {
        "zh": "突发事件 {number} {sort_zh}「{title}」，负责人 {owner}，涉及 {machines} 台",
        "en": 'Incident {number}, {sort_en} "{title}", owned by {owner}: {machines} machines',
    }
    personal = ("owner", "title")
    seen_by = "staff"
    example = {
        "number": "IN-000003", "owner_id": 31, "owner": "钱萍", "sort": "batch", "sort_zh": "批次故障",
        "sort_en": "batch fault", "model": "CXW-200", "machines": 412, "complaints": 6, "title": "面板进水短路",
    }  # fmt: skip


@kind("complaints.batch.set")
class BatchSet:
    """Which machines are concerned, found in the installed base: by model, serials, days of making or installing."""

    number: str
    model: str = ""
    machines: int = 0
    customers: int = 0

    says = {
        "zh": "突发事件 {number} 圈定 {model} {machines} 台，涉及用户 {customers} 位",
        "en": "Incident {number} concerns {machines} machines of model {model} at {customers} customers",
    }
    seen_by = "staff"
    example = {"number": "IN-000003", "model": "CXW-200", "machines": 412, "customers": 396}


@kind("complaints.measure.set", about="incident")
class MeasureSet:
    """Somebody does something about it until a moment."""

    number: str
    incident: str = ""
    responsible_id: int = 0
    responsible: str = ""
    due_at: datetime | None = None
    words: str = ""

    says = {
        "zh": "突发事件 {incident} 措施 {number}「{words}」，{responsible}，{until} 前",
        "en": 'Incident {incident}, measure {number} "{words}" by {responsible} until {until}',
    }
    personal = ("responsible", "words")
    seen_by = "staff"
    example = {
        "number": "MS-000007", "incident": "IN-000003", "responsible_id": 31, "responsible": "钱萍",
        "due_at": "2026-11-20T18:00:00+08:00", "words": "停发该批次面板，库存封存",
    }  # fmt: skip


@kind("complaints.measure.done", about="incident")
class MeasureDone:
    """A measure is done, and this shows it."""

    number: str
    incident: str = ""
    proof: str = ""

    says = {
        "zh": "突发事件 {incident} 措施 {number} 已落实「{proof}」",
        "en": 'Incident {incident}, measure {number} carried out: "{proof}"',
    }
    personal = ("proof",)
    seen_by = "staff"
    example = {"number": "MS-000007", "incident": "IN-000003", "proof": "封存单 12 张，库房双签"}


@kind("complaints.customer.affected", about="machine")
class CustomerAffected:
    """A customer has a machine of the batch: he is to be warned."""

    number: str
    incident: str = ""
    machine: str = ""
    model: str = ""

    says = {
        "zh": "设备 {machine} 属突发事件 {incident} 的批次，须告知用户",
        "en": "Machine {machine} is of the batch of incident {incident}: its owner is to be told",
    }
    seen_by = "staff"
    example = {"number": "IN-000003/M-000120", "incident": "IN-000003", "machine": "M-000120", "model": "CXW-200"}


@kind("complaints.customer.warned", about="machine")
class CustomerWarned:
    """He was told, or could not be reached for good; with how."""

    number: str
    incident: str = ""
    machine: str = ""
    way: str = "phone"
    way_zh: str = ""
    way_en: str = ""

    says = {
        "zh": "突发事件 {incident}：设备 {machine} 的用户已告知（{way_zh}）",
        "en": "Incident {incident}: the owner of machine {machine} was told ({way_en})",
    }
    seen_by = "staff"
    example = {
        "number": "IN-000003/M-000120", "incident": "IN-000003", "machine": "M-000120", "way": "phone",
        "way_zh": "电话", "way_en": "by phone",
    }  # fmt: skip


@kind("complaints.incident.closed")
class IncidentClosed:
    """It ended so. `untold`: owners who were not told, for the reason given in the words."""

    number: str
    untold: int = 0
    words: str = ""

    says = {
        "zh": "突发事件 {number} 已结束「{words}」，未告知 {untold} 台",
        "en": 'Incident {number} ended: "{words}", {untold} not told',
    }
    personal = ("words",)
    seen_by = "staff"
    example = {"number": "IN-000003", "untold": 0, "words": "全部换新面板，30 天无复发"}
