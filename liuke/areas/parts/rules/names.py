"""The closed lists of the room, with the words for each."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

SIMPLE, REQUESTS, STOCK = "simple", "requests", "stock"
MODES: Final = {
    SIMPLE: Words("简单登记", "a simple note"),
    REQUESTS: Words("按申请管理", "with requests"),
    STOCK: Words("按库存管理", "with stock"),
}
PLACE_KINDS: Final = {
    "company": Words("公司仓", "company warehouse"),
    "site": Words("网点仓", "site store"),
    "van": Words("师傅车上", "van"),
    "transit": Words("在途", "in transit"),
}
REQUEST_STATES: Final = {
    "requested": Words("待审批", "to be approved"),
    "approved": Words("待发货", "to be shipped"),
    "shipped": Words("在途", "on its way"),
    "received": Words("已到网点", "at the site"),
    "given": Words("已到师傅车上", "in the van"),
    "used": Words("已使用", "used"),
    "refused": Words("未批准", "refused"),
    "withdrawn": Words("已撤回", "withdrawn"),
}
OPEN_STATES: Final = ("requested", "approved", "shipped")
WAITING_STATES: Final = (*OPEN_STATES, "received", "given")
REFUSE_REASONS: Final = {
    "not_needed": Words("无需更换此件", "this part need not be replaced"),
    "wrong_part": Words("配件与机型不符", "the part does not fit the machine"),
    "own_stock": Words("网点自有库存", "the site has it in stock"),
    "no_supply": Words("已停产，无法供应", "out of production"),
    "user_damage": Words("人为损坏，须先报价", "damaged by the user: quote first"),
    "other": Words("其他", "other"),
}
WHYS: Final = {
    "bought": Words("采购入库", "bought in"),
    "shipped": Words("发货", "shipped"),
    "received": Words("到货签收", "received"),
    "given": Words("领用上车", "given to the van"),
    "brought_back": Words("退回网点", "brought back to the site"),
    "sent_back": Words("退回公司", "sent back to the company"),
    "used": Words("工单使用", "used on an order"),
    "not_used": Words("撤销使用", "not used after all"),
    "counted": Words("盘点调整", "count"),
    "transfer_out": Words("调出", "sent to another site"),
    "transfer_in": Words("调入", "received from another site"),
}
COUNT_STATES: Final = {
    "open": Words("待录入", "to be counted"),
    "entered": Words("待确认", "to be confirmed"),
    "booked": Words("已入账", "booked"),
    "dropped": Words("已作废", "dropped"),
}
DIFFERENCE_REASONS: Final = {
    "lost": Words("丢失", "lost"),
    "found": Words("找到未登记", "found, not recorded"),
    "damaged": Words("损坏", "damaged"),
    "wrong_entry": Words("登记有误", "a wrong entry"),
    "used_unrecorded": Words("使用未登记", "used, not recorded"),
    "other": Words("其他", "other"),
}
OLD_STATES: Final = {
    "none": Words("无需返还", "no return"),
    "owed": Words("待返还", "to come back"),
    "returned": Words("已寄回", "sent back"),
    "settled": Words("已核销", "settled"),
    "released": Words("免返", "released"),
    "kept": Words("用户留存", "kept by the customer"),
}
FINDINGS: Final = {
    "genuine": Words("完好", "genuine"),
    "damaged": Words("破损", "damaged"),
    "wrong_part": Words("与领用不符", "not the part that was replaced"),
    "not_there": Words("未收到实物", "not in the parcel"),
}
RELEASE_REASONS: Final = {
    "paid": Words("保外付费，旧件归用户", "paid for: it is the customer's"),
    "customer_keeps": Words("用户留存旧件", "the customer keeps it"),
    "destroyed": Words("现场损毁", "destroyed on the spot"),
    "not_worth": Words("返还费用高于价值", "not worth the freight"),
    "other": Words("其他", "other"),
}
CHIPS: Final = {
    "van": Words("配件在车上", "part in the van"),
    "site": Words("配件在网点", "part at the site"),
    "on_order": Words("配件在途", "part on its way"),
    "company": Words("配件待公司发出", "part at the company"),
    "missing": Words("缺件", "part missing"),
}
