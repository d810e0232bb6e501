"""What doors hand in: a customer with contacts and addresses, as told; and the same after checking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from liuke.areas.customers.models import Customer
from liuke.areas.customers.rules import phones
from liuke.areas.customers.rules.names import tidy
from liuke.areas.customers.rules.secrecy import LEVELS
from liuke.foundation import divisions
from liuke.foundation.words import Words

_KINDS = frozenset(Customer.Kind.values)
GRADES = ("", "C", "B", "A")


@dataclass(frozen=True)
class NewContact:
    """A person and how to reach him; phones as somebody wrote them."""

    name: str = ""
    relation: str = ""
    role: str = ""
    phones: Sequence[str] = ()
    identity: str = ""


@dataclass(frozen=True)
class NewAddress:
    """A place; `division` of nine digits (six, where the street office is unknown), exact coordinates if known."""

    text: str
    division: str = ""
    lng: float | None = None
    lat: float | None = None
    note: str = ""


@dataclass(frozen=True)
class NewCustomer:
    """A row of intake."""

    kind: str
    name: str
    contacts: Sequence[NewContact] = ()
    addresses: Sequence[NewAddress] = ()
    grade: str = ""
    is_core: bool = False
    secrecy: str = "general"
    keeper_id: int | None = None
    source: str = ""


@dataclass
class Complaints:
    """Everything that is wrong with an input, by field, so that it is told at once."""

    fields: dict[str, Words] = field(default_factory=dict)

    def add(self, name: str, zh: str, en: str) -> None:
        self.fields.setdefault(name, Words(zh, en))


def problems_of(new: NewCustomer) -> Mapping[str, Words]:
    """What is wrong with a row, by field (`name`, `contacts.0.phones.1`, `addresses.0.division`); empty when fine."""
    found = Complaints()
    if new.kind not in _KINDS:
        found.add("kind", "请选择企业或家庭。", "Choose company or household.")
    if new.kind != Customer.Kind.PROVISIONAL and not tidy(new.name):
        found.add("name", "请填写客户名称。", "A customer needs a name.")
    if len(new.name) > 120:
        found.add("name", "名称最多 120 个字。", "At most 120 characters.")
    if new.grade not in GRADES:
        found.add("grade", "等级只能是 A、B、C 或留空。", "The grade is A, B, C or empty.")
    if new.secrecy not in LEVELS:
        found.add("secrecy", "商密等级只能是一般、重要、核心。", "Secrecy is general, important or core.")
    for i, contact in enumerate(new.contacts):
        check_contact(contact, found, f"contacts.{i}.")
    for i, address in enumerate(new.addresses):
        check_address(address, found, f"addresses.{i}.")
    return found.fields


def check_contact(contact: NewContact, found: Complaints, where: str = "") -> None:
    """Add what is wrong with a contact."""
    if len(contact.name) > 80:
        found.add(f"{where}name", "姓名最多 80 个字。", "At most 80 characters.")
    if len(contact.relation) > 40 or len(contact.role) > 40:
        found.add(f"{where}relation", "关系与职务最多 40 个字。", "Relation and role: at most 40 characters.")
    for i, text in enumerate(contact.phones):
        if phones.find(text) is None:
            found.add(
                f"{where}phones.{i}",
                f"看不懂这个号码「{text[:40]}」，请写手机号、带区号的座机或 400 号码。",
                f"“{text[:40]}” is no phone number we know: a mobile, a landline with area code, or a 400 number.",
            )


def check_address(address: NewAddress, found: Complaints, where: str = "") -> None:
    """Add what is wrong with an address."""
    if not tidy(address.text):
        found.add(f"{where}text", "请填写地址。", "An address needs its text.")
    if len(address.text) > 200 or len(address.note) > 200:
        found.add(f"{where}text", "地址与备注最多 200 个字。", "Address and note: at most 200 characters.")
    if address.division and (len(address.division) not in (6, 9) or not divisions.exists(address.division)):
        found.add(
            f"{where}division", "没有这个行政区划代码，请重新选择街道。", "No such division; choose the street again."
        )
    if (address.lng is None) != (address.lat is None):
        found.add(f"{where}lng", "经度与纬度要一起填写。", "Longitude and latitude come together.")
    elif (
        address.lng is not None and address.lat is not None and not (-180 <= address.lng <= 180 >= abs(address.lat) * 2)
    ):
        found.add(f"{where}lng", "坐标超出范围。", "These coordinates are on no map.")
