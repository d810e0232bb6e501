"""The roles of a service company (practice.md §1.22) with the word each is known by."""

from typing import Final

ROLES: Final[dict[str, tuple[str, str]]] = {
    "agent": ("坐席", "agent"),
    "hotline_lead": ("客服班长", "hotline lead"),
    "dispatcher": ("调度员", "dispatcher"),
    "dispatch_lead": ("调度班长", "dispatch lead"),
    "site_clerk": ("网点信息员", "site clerk"),
    "site_manager": ("网点负责人", "site manager"),
    "technician": ("服务工程师", "technician"),
    "regional_manager": ("区域服务经理", "regional service manager"),
    "callback_agent": ("回访专员", "callback agent"),
    "callback_lead": ("回访班长", "callback lead"),
    "complaint_officer": ("投诉专员", "complaint officer"),
    "complaint_manager": ("投诉经理", "complaint manager"),
    "settlement_clerk": ("审单/结算专员", "settlement clerk"),
    "parts_clerk": ("配件员", "parts clerk"),
    "parts_lead": ("配件主管", "parts lead"),
    "duty_manager": ("值班经理", "duty manager"),
    "quality_manager": ("品质经理", "quality manager"),
    "account_manager": ("客户经理", "account manager"),
    "credit_controller": ("信控专员", "credit controller"),
    "finance": ("财务", "finance"),
    "service_director": ("服务总监", "service director"),
    "general_manager": ("总经理", "general manager"),
    "administrator": ("管理员", "administrator"),
    "dealer": ("经销商", "dealer"),
}

SITE_ROLES: Final = frozenset({"site_clerk", "site_manager", "technician"})
CENTRE_ROLES: Final = frozenset(ROLES) - SITE_ROLES - {"dealer"}
