"""What happens to the file itself: customers, contacts, numbers, addresses, keeper, grade, secrecy."""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("customers.customer.registered", subject="code")
class CustomerRegistered:
    code: str
    kind: str
    name: str = ""
    grade: str = ""
    is_core: bool = False
    source: str = ""

    says = {"zh": "建立客户档案 {code}「{name}」", "en": "{code} was registered “{name}”"}
    personal = ("name",)
    seen_by = "staff"
    example = {"code": "C-001042", "kind": "household", "name": "李秀英", "grade": "A", "source": "hotline"}


@kind("customers.customer.completed", subject="code")
class CustomerCompleted:
    code: str
    kind: str
    name: str = ""

    says = {"zh": "临时档案 {code} 已补全「{name}」", "en": "Provisional file {code} was completed “{name}”"}
    personal = ("name",)
    seen_by = "staff"
    example = {"code": "C-001042", "kind": "household", "name": "李秀英"}


@kind("customers.customer.changed", subject="code")
class CustomerChanged:
    code: str
    fields: tuple[str, ...]
    kind: str = ""
    what: str = ""

    says = {"zh": "{code} 资料变更：{what}", "en": "The file of {code} was changed: {what}"}
    personal = ("what",)
    seen_by = "staff"
    example = {"code": "C-001042", "fields": ["name"], "kind": "household", "what": "李秀英 → 李秀瑛"}


@kind("customers.contact.added", subject="code")
class ContactAdded:
    code: str
    contact: int
    relation: str = ""
    name: str = ""

    says = {"zh": "新增联系人「{name}」（{relation}）", "en": "Contact “{name}” was added ({relation})"}
    personal = ("name",)
    seen_by = "site"
    example = {"code": "C-001042", "contact": 12, "relation": "儿子", "name": "李强"}


@kind("customers.phone.added", subject="code")
class PhoneAdded:
    code: str
    contact: int
    phone: int
    mask: str = ""

    says = {"zh": "新增电话 {mask}", "en": "Phone number added {mask}"}
    personal = ("mask",)
    seen_by = "site"
    example = {"code": "C-001042", "contact": 12, "phone": 31, "mask": "138****2203"}


@kind("customers.phone.detached", subject="code")
class PhoneDetached:
    code: str
    contact: int
    phone: int
    mask: str = ""

    says = {
        "zh": "号码 {mask} 已换主，解除关联",
        "en": "Number {mask} belongs to someone else now and was detached",
    }
    personal = ("mask",)
    seen_by = "site"
    example = {"code": "C-001042", "contact": 12, "phone": 31, "mask": "138****2203"}


@kind("customers.phone.doubted", subject="code", about="order")
class PhoneDoubted:
    """Whoever got our message about an order says that the number is not this customer's (practice §1.19)."""

    code: str
    order: str = ""
    contact: int = 0

    says = {
        "zh": "收到工单 {order} 短信的人称号码非本人，待核实",
        "en": "Whoever got our message about {order} says that the number is not this customer's",
    }
    seen_by = "staff"
    example = {"code": "C-001042", "order": "WO-000318", "contact": 12}


@kind("customers.phone.confirmed", subject="code")
class PhoneConfirmed:
    """The numbers in the file were checked and are right."""

    code: str

    says = {"zh": "已核实号码属于该客户", "en": "The numbers were checked and are this customer's"}
    seen_by = "staff"
    example = {"code": "C-001042"}


@kind("customers.address.added", subject="code")
class AddressAdded:
    code: str
    address: int
    division: str = ""
    masked: str = ""

    says = {"zh": "新增地址：{masked}", "en": "Address added: {masked}"}
    personal = ("masked",)
    seen_by = "site"
    example = {"code": "C-001042", "address": 7, "division": "330204001", "masked": "金家一路寰宇天下…"}


@kind("customers.keeper.changed", subject="code")
class KeeperChanged:
    code: str
    keeper: int
    previous: int = 0
    keeper_name: str = ""

    says = {"zh": "{code} 更换负责人：{keeper_name}", "en": "{code} has a new keeper: {keeper_name}"}
    personal = ("keeper_name",)
    seen_by = "staff"
    example = {"code": "C-001042", "keeper": 5, "previous": 3, "keeper_name": "赵敏"}


@kind("customers.customer.graded", subject="code")
class CustomerGraded:
    code: str
    grade: str
    is_core: bool = False
    previous: str = ""
    reason: str = ""

    says = {"zh": "{code} 等级定为 {grade}：{reason}", "en": "{code} is now grade {grade}: {reason}"}
    personal = ("reason",)
    seen_by = "staff"
    example = {"code": "C-001042", "grade": "A", "is_core": True, "previous": "B", "reason": "年采购额达标"}


@kind("customers.secrecy.set", subject="code")
class SecrecySet:
    code: str
    secrecy: str
    previous: str = ""
    level_zh: str = ""
    level_en: str = ""

    says = {"zh": "{code} 商密等级定为「{level_zh}」", "en": "The secrecy level of {code} is now “{level_en}”"}
    seen_by = "restricted"
    example = {"code": "C-001042", "secrecy": "core", "previous": "general", "level_zh": "核心", "level_en": "core"}


@kind("customers.customer.merged", subject="code", about="loser")
class CustomerMerged:
    code: str
    loser: str
    winner_id: int
    loser_id: int
    kind: str = ""

    says = {"zh": "{loser} 并入 {code}", "en": "{loser} was merged into {code}"}
    seen_by = "staff"
    example = {"code": "C-001042", "loser": "C-002203", "winner_id": 9, "loser_id": 12, "kind": "household"}


@kind("customers.customer.unmerged", subject="code", about="loser")
class CustomerUnmerged:
    """A merge was taken back; `stays` things that were made since stay with the survivor, and those of them that have a
    number are named. Told to both files."""

    code: str
    loser: str
    winner_id: int
    loser_id: int
    stays: int = 0
    which_zh: str = ""
    which_en: str = ""

    says = {
        "zh": "撤销合并：{loser} 与 {code} 恢复为两份档案{which_zh}",
        "en": "{loser} and {code} are two files again{which_en}",
    }
    seen_by = "staff"
    example = {
        "code": "C-001042", "loser": "C-002203", "winner_id": 9, "loser_id": 12, "stays": 1,
        "which_zh": "；WO-000318 留在 C-001042", "which_en": "; WO-000318 stays with C-001042",
    }  # fmt: skip


@kind("customers.pair.told_apart", subject="code", about="other")
class PairToldApart:
    """Two files that looked alike are two customers; they are not proposed as one again."""

    code: str
    other: str

    says = {"zh": "确认 {code} 与 {other} 不是同一客户", "en": "{code} and {other} are two different customers"}
    seen_by = "staff"
    example = {"code": "C-001042", "other": "C-002203"}


@kind("customers.customer.erased", subject="code")
class CustomerErased:
    code: str
    customer_id: int
    reason: str = ""

    says = {"zh": "{code} 的个人信息已删除：{reason}", "en": "The personal data of {code} were erased: {reason}"}
    seen_by = "restricted"
    example = {"code": "C-001042", "customer_id": 9, "reason": "本人要求"}
