"""The two templates: which columns there are, by which headings, and what belongs in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from liuke.foundation.faults import Missing
from liuke.foundation.words import Words


@dataclass(frozen=True)
class Column:
    """A column by its Chinese or English heading, or one of the other names people give it."""

    key: str
    heading: Words
    hint: Words
    example: str = ""
    also: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class Template:
    """A kind of file. `rows` says what one row is."""

    key: str
    words: Words
    rows: Words
    columns: tuple[Column, ...]

    def wider(self, columns: Sequence[Column]) -> Template:
        """The same with further columns behind."""
        return replace(self, columns=(*self.columns, *columns)) if columns else self

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each column stands in a line that was read."""
        return {column.key: place for place, column in enumerate(self.columns)}

    @cached_property
    def by_heading(self) -> Mapping[str, str]:
        """Every known heading, as `plain` makes it, with its column."""
        return {
            plain(name): column.key
            for column in self.columns
            for name in (column.key, column.heading.zh, column.heading.en, *column.also)
        }

    def heading(self, key: str) -> Words:
        """The heading of a column; the key itself where a fault concerns no column."""
        place = self.places.get(key)
        return Words(key, key) if place is None else self.columns[place].heading


def plain(heading: str) -> str:
    """A heading without what does not matter: width, case, blanks, a star, a hint in brackets."""
    told = unicodedata.normalize("NFKC", heading).lower()
    told = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", told)
    return re.sub(r"[\s*_\-:'\"]+", "", told)


def _column(  # noqa: PLR0917  # a table of columns is read by position
    key: str, zh: str, en: str, hint_zh: str, hint_en: str, example: str = "", *also: str, required: bool = False
) -> Column:
    return Column(key, Words(zh, en), Words(hint_zh, hint_en), example, also, required)


_NAME = _column(
    "name", "客户名称", "Customer", "家庭写户主姓名，企业写全称。", "The householder's name, or the company's full name.",
    "李秀英", "姓名", "客户", "客户姓名", "用户姓名", "收货人", "客户名", "公司名称", "单位名称", "企业名称", "公司", "单位", "户主",
    "name", "customer name", "company", "company name", required=True,
)  # fmt: skip
_PHONE = _column(
    "phone", "电话", "Phone", "手机、带区号的座机或 400 号码，请设为文本格式。",
    "A mobile, a landline with its area code or a 400 number, as text.",
    "13812342203", "手机", "手机号", "手机号码", "联系电话", "电话号码", "联系方式", "联系手机", "mobile", "phone number", "tel",
    "telephone", required=True,
)  # fmt: skip
_DIVISION = _column(
    "division", "区划代码", "Division code", "街道 9 位或区县 6 位代码；不填则从地址中识别。",
    "Nine digits of the street office or six of the district; read from the address where empty.",
    "330212005", "行政区划代码", "division",
)  # fmt: skip
_MODEL = _column("model", "产品型号", "Model", "目录中的型号。", "A model of the catalogue.", "CXW-268-T5", "型号")
_SERIAL = _column(
    "serial", "序列号", "Serial number", "机身条码；同型号不得重复。", "The machine's code; once for each model.",
    "LK00000318", "机身号", "机器编码", "条码", "serial no", "serial",
)  # fmt: skip
_SOURCE_EXAMPLE: Final = "京东"

CUSTOMERS: Final = Template(
    "customers",
    Words("客户与产品", "Customers and their products"),
    Words(
        "一行一位客户；同名同电话的各行是同一位客户的更多联系人、地址或产品。",
        "One customer a row; rows of the same name and phone are further contacts, addresses or products of his.",
    ),
    (
        _NAME,
        _column("kind", "客户类型", "Kind", "家庭或企业；不填时按名称判断，以公司、厂、学校等结尾的为企业。", "Household or company; where empty, a name that ends like a company's is one.",
                "家庭", "类型", "customer kind", "type"),
        _PHONE,
        _column("phone_2", "备用电话", "Second phone", "同一联系人的另一号码。", "Another number of the same contact.",
                "0574-87654321", "电话2", "第二电话", "phone 2"),
        _column("contact", "联系人", "Contact", "不填为客户本人。", "The customer himself where empty.", "李秀英",
                "联系人姓名", "经办人", "contact name", "contact person"),
        _column("relation", "关系", "Relation", "与客户的关系，如本人、儿子、采购。", "To the customer: himself, son, buyer.",
                "本人"),
        _column("role", "职务", "Position", "企业联系人的职务。", "In the company.", "", "role"),
        _column("address", "地址", "Address", "从省市写到门牌。", "From the province down to the door.",
                "浙江省宁波市鄞州区金家一路88号12栋1203室", "详细地址", "服务地址", "联系地址", "公司地址", "单位地址", "住址", "通讯地址"),
        _DIVISION,
        _column("address_note", "地址备注", "Address note", "如何找到、何时在家。", "How to find it, when to come.",
                "下午五点后在家"),
        _column("grade", "等级", "Grade", "A、B、C 或留空。", "A, B, C or empty.", "A", "客户等级"),
        _column("core", "核心客户", "Core customer", "是或否。", "Yes or no.", "否", "core"),
        _column("secrecy", "商密等级", "Secrecy", "一般、重要、核心，不填为一般。", "General, important or core; general where empty.",
                "一般", "secrecy level"),
        _column("source", "来源", "Source", "从何处得来，如经销商、京东。", "Where he came from: dealer, JD.", _SOURCE_EXAMPLE),
        _MODEL,
        _SERIAL,
        _column("made_date", "出厂日期", "Made on", "如 2025-11-03。", "Like 2025-11-03.", "2025-11-03", "生产日期"),
        _column("bought_date", "购买日期", "Bought on", "如 2026-03-02。", "Like 2026-03-02.", "2026-03-02", "购机日期"),
        _column("installed_date", "安装日期", "Installed on", "如 2026-03-05。", "Like 2026-03-05.", "2026-03-05"),
        _column("proof", "购买凭证", "Proof of purchase", "有或无。", "Yes or no.", "有", "proof"),
    ),
)  # fmt: skip

ORDERS: Final = Template(
    "orders",
    Words("平台订单", "Orders of a platform"),
    Words(
        "一行一单；同一来源的单号只接收一次。", "One order a row; a number of a source is taken in once.",
    ),
    (
        _column("source", "来源", "Source", "京东、天猫、抖音等；不填则用上传时所选。",
                "JD, Tmall, Douyin ...; the one chosen at upload where empty.", _SOURCE_EXAMPLE, "平台", "渠道", "platform"),
        _column("external_no", "平台单号", "External number", "平台的订单号。", "The platform's number of the order.",
                "JD-20261123-0001", "外部单号", "订单号", "订单编号", "order number", "external no", required=True),
        _column("verification_code", "核销码", "Verification code", "完工核销用。", "Redeemed when the work is done.",
                "8842-1907", "核销号"),
        _column("payer", "付费方", "Payer", "平台、厂家或用户。", "Platform, maker or user.", "平台", "费用承担"),
        _NAME,
        _PHONE,
        _column("address", "地址", "Address", "从省市写到门牌。", "From the province down to the door.",
                "浙江省宁波市鄞州区金家一路88号12栋1203室", "详细地址", "收货地址", "服务地址", required=True),
        _DIVISION,
        _column("kind", "服务类型", "Kind of service", "安装、维修、保养清洗等。", "Installation, repair, maintenance ...",
                "安装", "类型", "业务类型", "kind", "service", required=True),
        _column("line", "品类", "Product line", "油烟机、灶具等；有型号时可不填。", "Range hood, gas stove ...; may stay empty beside a model.",
                "油烟机", "产品品类", "line"),
        _MODEL,
        _SERIAL,
        _column("fault", "需求说明", "What is wished", "故障或要求，最多 1000 字。", "The fault or wish, at most 1,000 characters.",
                "新机安装，需打孔", "故障描述", "备注", "fault", "remark"),
        _column("wished", "期望时间", "Wished time", "如 2026-11-25、2026-11-25 上午、2026-11-25 09:00-12:00。",
                "Like 2026-11-25, 2026-11-25 am, 2026-11-25 09:00-12:00.", "2026-11-25 上午", "预约时间", "上门时间"),
        _column("ordered_at", "下单时间", "Ordered at", "如 2026-11-23 10:30；不填为导入时。",
                "Like 2026-11-23 10:30; the moment of the import where empty.", "2026-11-23 10:30", "创建时间"),
    ),
)  # fmt: skip

TEMPLATES: Final = {template.key: template for template in (CUSTOMERS, ORDERS)}


ROW_HEADING: Final = Words("原行号（不导入）", "Row in file (not read)")
REASON_HEADING: Final = Words("错误原因（不导入）", "What is wrong (not read)")
NOT_READ: Final = frozenset(plain(h) for w in (ROW_HEADING, REASON_HEADING) for h in (w.zh, w.en))


def template_called(key: str) -> Template:
    """The template of this name, or Missing."""
    found = TEMPLATES.get(key)
    if found is None:
        raise Missing("没有这种导入模板。", "There is no such template.")
    return found
