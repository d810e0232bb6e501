"""What happens to machines: registered, installed, changed; and to the catalogue they come from.

Numbers: M- machine. `product_line` is the line's key, `model` the model's code, so that rules may ask for them.
"""

from __future__ import annotations

from datetime import date

from liuke.kernel.journal.kinds import kind


@kind("products.machine.registered")
class MachineRegistered:
    """A machine now stands in the customer's installed base."""

    number: str
    product_line: str = ""
    model: str = ""
    model_name: str = ""
    serial: str = ""
    bought_date: date | None = None
    installed_date: date | None = None
    proof_of_purchase: bool = False
    source: str = ""  # how we learnt of it: call, card, import, platform ...

    says = {"zh": "登记产品 {model_name}（{number}）", "en": "Machine registered: {model_name} ({number})"}
    seen_by = "customer"
    example = {
        "number": "M-000001", "product_line": "hood", "model": "CXW-268-T5", "model_name": "T5 近吸式油烟机",
        "serial": "HT5A260300123", "bought_date": "2026-03-02", "installed_date": "2026-03-05",
        "proof_of_purchase": True, "source": "call",
    }  # fmt: skip


@kind("products.installation.completed", about="order")
class InstallationCompleted:
    """The installation card was filled in: the guarantee starts here, and so do the callbacks of 333."""

    number: str
    order: str = ""
    product_line: str = ""
    model: str = ""
    model_name: str = ""
    serial: str = ""
    installed_date: date | None = None
    technician: int = 0

    says = {"zh": "{model_name}（{number}）安装完成", "en": "{model_name} ({number}) was installed"}
    seen_by = "customer"
    example = {
        "number": "M-000001", "order": "WO-000318", "product_line": "hood", "model": "CXW-268-T5",
        "model_name": "T5 近吸式油烟机", "serial": "HT5A260300123", "installed_date": "2026-03-05", "technician": 17,
    }  # fmt: skip


@kind("products.machine.labelled")
class MachineLabelled:
    """A label with the machine's own code was made: whoever scans it reports with the product known. `renewed`: the
    one before opens nothing any more."""

    number: str
    renewed: bool = False

    says = {"zh": "已为产品 {number} 制作报修二维码", "en": "A label with the code of machine {number} was made"}
    seen_by = "staff"
    example = {"number": "M-000120", "renewed": False}


@kind("products.machine.changed")
class MachineChanged:
    """What is on file of a machine was corrected; `fields` names what changed, `before` and `after` read alike."""

    number: str
    fields: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    status: str = ""

    says = {"zh": "产品 {number} 资料已更正", "en": "The file of machine {number} was corrected"}
    seen_by = "site"
    example = {
        "number": "M-000001", "fields": ["bought_date"], "before": ["2026-03-02"], "after": ["2026-02-28"],
        "status": "in_use",
    }  # fmt: skip


@kind("products.line.set", subject="key")
class LineSet:
    """A product line was added to the catalogue or described anew."""

    key: str
    line_name: str = ""
    guarantee_class: str = ""
    skills: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()

    says = {"zh": "品类 {line_name} 已设定", "en": "Product line {key} was set"}
    seen_by = "staff"
    example = {
        "key": "hood", "line_name": "油烟机", "guarantee_class": "hood", "skills": ["hood"], "certificates": ["low_voltage"],
    }  # fmt: skip


@kind("products.model.added", subject="code")
class ModelAdded:
    """A model came into the catalogue."""

    code: str
    model_name: str = ""
    product_line: str = ""

    says = {"zh": "型号 {code} {model_name} 已建档", "en": "Model {code} {model_name} was added"}
    seen_by = "staff"
    example = {"code": "CXW-268-T5", "model_name": "T5 近吸式油烟机", "product_line": "hood"}
