"""The closed lists of paid work, each word in both languages."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

LINE_KINDS: Final = {
    "call_out": Words("上门费", "call-out fee"),
    "inspection": Words("检测费", "inspection fee"),
    "labour": Words("工时费", "labour fee"),
    "part": Words("配件费", "parts"),
    "material": Words("辅材费", "fitting material"),
    "distance": Words("远程费", "distance fee"),
}
OLD_PARTS: Final = {
    "keep": Words("旧件归用户留存", "the customer keeps the old parts"),
    "leave": Words("用户同意由服务人员带走处理", "the customer lets us dispose of the old parts"),
    "none": Words("不换件", "no part is replaced"),
}
QUOTE_STATES: Final = {
    "made": Words("待用户确认", "awaiting the customer"),
    "accepted": Words("用户已同意", "accepted"),
    "refused": Words("用户不接受", "refused"),
    "withdrawn": Words("已撤回", "withdrawn"),
}
CONSENT_WAYS: Final = {
    "screen": Words("在服务人员手机上签字", "signed on the technician's phone"),
    "page": Words("在用户本人页面确认", "on the customer's own page"),
}
REFUSAL_REASONS: Final = {
    "too_dear": Words("嫌贵", "too dear"),
    "other_repairer": Words("另找他人维修", "has it done elsewhere"),
    "buys_new": Words("打算换新机", "buys a new machine"),
    "no_longer_needed": Words("暂不维修", "not now"),
    "other": Words("其他原因", "another reason"),
}
WITHDRAW_REASONS: Final = {
    "mistaken": Words("报价有误", "the quote was mistaken"),
    "guarantee": Words("核定为保内，不应收费", "it is under guarantee"),
    "order_over": Words("工单已结束", "the order is over"),
}
PAYMENT_STATES: Final = {
    "requested": Words("待支付", "to be paid"),
    "received": Words("已收款", "received"),
    "refunded": Words("已退款", "refunded"),
    "cancelled": Words("已失效", "not valid any more"),
}
WAYS: Final = {"qr": Words("扫码", "QR"), "cash": Words("现金", "cash")}
BUYERS: Final = {"person": Words("个人", "a person"), "company": Words("企业", "a company")}
INVOICE_STATES: Final = {"requested": Words("待开票", "to be issued"), "issued": Words("已开票", "issued")}
DAY_STATES: Final = {"open": Words("待对账", "to reconcile"), "closed": Words("已对账", "reconciled")}
FINDINGS: Final = {
    "private_charge": Words("师傅私收费", "charged privately"),
    "not_recorded": Words("已上交但漏记", "handed over, but not recorded"),
    "elsewhere": Words("付给他人（如商场、平台）", "paid to somebody else (shop, platform)"),
    "customer_erred": Words("用户记错", "the customer erred"),
    "unclear": Words("无法查清", "could not be cleared up"),
}
