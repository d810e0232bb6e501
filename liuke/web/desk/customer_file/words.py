"""The words of the file's closed lists."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

KINDS: Final = {
    "household": Words("家庭", "Household"),
    "company": Words("企业", "Company"),
    "provisional": Words("临时（未知来电）", "Provisional (unknown caller)"),
}
GRADES: Final = {"A": Words("A 级", "Grade A"), "B": Words("B 级", "Grade B"), "C": Words("C 级", "Grade C")}
SECRECY: Final = {
    "general": Words("商密·一般", "Secrecy general"),
    "important": Words("商密·重要", "Secrecy important"),
    "core": Words("商密·核心", "Secrecy core"),
}
SOURCES: Final = {
    "hotline": Words("热线来电", "Hotline"),
    "dealer": Words("经销商", "Dealer"),
    "jd": Words("京东", "JD"),
    "tmall": Words("天猫", "Tmall"),
    "douyin": Words("抖音", "Douyin"),
    "project": Words("工程", "Project"),
    "counter": Words("上门/门店登记", "At the counter"),
}
CAME_BY: Final = SOURCES | {
    "call": SOURCES["hotline"],
    "import": Words("导入", "An import"),
    "list": Words("购入名单", "A bought list"),
    "registration": Words("客户自行登记", "The customer himself"),
}
RELATIONS: Final = ("本人", "家人", "儿子", "女儿", "物业", "采购", "后勤", "租户")
AREAS: Final = {
    "service": Words("服务", "Service"),
    "care": Words("回访与投诉", "Callbacks and complaints"),
    "promise": Words("承诺", "Promises"),
    "products": Words("产品", "Products"),
    "customers": Words("档案", "The file"),
}
