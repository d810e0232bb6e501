"""A customer enters himself by a form behind a link or code (H3), and somebody checks it."""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("customers.registration.received", subject="code")
class RegistrationReceived:
    """Somebody entered himself and was not in the file: a file of its own, to be checked."""

    code: str
    place: str
    consent: str = ""
    name: str = ""

    says = {
        "zh": "{name} 在「{place}」自行登记（同意书 {consent}），待核实",
        "en": "{name} registered at “{place}” (consent {consent}); to be checked",
    }
    personal = ("name",)
    seen_by = "staff"
    example = {"code": "C-001042", "place": "春季展会", "consent": "service-1", "name": "李秀英"}


@kind("customers.registration.doubted", subject="code")
class RegistrationDoubted:
    """Somebody entered himself with a number that this customer has: the same person or not, a person asks."""

    code: str
    place: str
    consent: str = ""
    name: str = ""
    address: str = ""

    says = {
        "zh": "有人以相同号码在「{place}」自行登记：{name} {address}（同意书 {consent}），待核对是否同一客户",
        "en": "Somebody registered at “{place}” with the same number: {name} {address} (consent {consent}); "
        "is it the same customer?",
    }
    personal = ("name", "address")
    seen_by = "staff"
    example = {
        "code": "C-001042", "place": "春季展会", "consent": "service-1", "name": "李强", "address": "宁波市金家一路…",
    }  # fmt: skip


@kind("customers.registration.checked", subject="code")
class RegistrationChecked:
    """Whoever entered himself was asked, and the file says what is true."""

    code: str

    says = {"zh": "自行登记已核实", "en": "The registration was checked"}
    seen_by = "staff"
    example = {"code": "C-001042"}
