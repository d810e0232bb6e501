"""The closed lists of this room and the word each entry is known by: kinds, sources, reasons, results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from liuke.foundation.words import Words

ORDER_KINDS: Final = {
    "install": Words("安装", "installation"),
    "deliver_install": Words("送装一体", "deliver and install"),
    "dismantle": Words("拆机", "dismantling"),
    "move": Words("移机", "moving"),
    "repair": Words("维修", "repair"),
    "maintenance": Words("保养清洗", "maintenance"),
    "inspection": Words("检测鉴定", "inspection"),
    "exchange": Words("换机", "exchange"),
    "return": Words("退机", "return"),
    "workshop": Words("送修", "workshop repair"),
    "round": Words("巡检", "inspection round"),
}
REPAIRING: Final = frozenset({"repair", "workshop"})
INSTALLING: Final = frozenset({"install", "deliver_install", "move", "exchange"})

SOURCES: Final = {
    "call": Words("400 来电", "hotline call"),
    "counter": Words("上门/门店登记", "at the counter"),
    "wechat": Words("微信", "WeChat"),
    "mini_program": Words("小程序", "mini-program"),
    "scan": Words("扫码", "scan"),
    "web": Words("官网", "web site"),
    "api": Words("接口", "API"),
    "jd": Words("京东", "JD"),
    "tmall": Words("天猫", "Tmall"),
    "douyin": Words("抖音", "Douyin"),
    "pinduoduo": Words("拼多多", "Pinduoduo"),
    "dealer": Words("经销商", "dealer"),
    "project": Words("工程", "project"),
    "excel": Words("表格导入", "spreadsheet"),
    "callback": Words("回访", "callback"),
}
PAYERS: Final = {
    "platform": Words("平台付费", "paid by the platform"),
    "maker": Words("厂家付费", "paid by the maker"),
    "user": Words("用户付费", "paid by the user"),
}
TAKEN_AT_ONCE: Final = frozenset({"call", "counter", "callback"})  # somebody of the centre is on it already

SOLVED_REASONS: Final = {
    "operation": Words("使用操作指导", "operating question"),
    "setting": Words("参数设置", "setting"),
    "power_or_water": Words("水电气问题，非产品故障", "mains, water or gas, not the product"),
    "cleaning": Words("用户自行清洁", "cleaned by the user"),
    "normal": Words("正常现象解释", "normal behaviour explained"),
    "parts_by_post": Words("邮寄配件自行更换", "part sent by post"),
}
DECLINE_REASONS: Final = {
    "out_of_area": Words("超出服务区域", "out of area"),
    "no_qualification": Words("无相应资质", "no qualification"),
    "full": Words("已约满", "full"),
    "no_parts": Words("无配件", "no parts"),
}
RECALL_REASONS: Final = {
    "no_answer": Words("超时未接单", "no answer in time"),
    "customer_wish": Words("用户要求更换网点", "the customer wished another site"),
    "centre": Words("中心收回", "taken back by the centre"),
}
OVERRULE_REASONS: Final = {
    "customer_wish": Words("用户指定", "the customer's wish"),
    "knows_household": Words("该网点熟悉此用户", "the site knows this household"),
    "free_sooner": Words("另一网点更快上门", "the other site is free sooner"),
    "special_case": Words("疑难机型", "a difficult case"),
    "other": Words("其他", "other"),
}
PART_STATES: Final = {
    "requested": Words("待批准", "to be approved"),
    "approved": Words("待发出", "to be shipped"),
    "shipped": Words("在途", "on its way"),
    "arrived": Words("已到货", "arrived"),
    "dropped": Words("不再发货", "no longer sent"),
}
HOLD_REASONS: Final = {
    "waiting_part": Words("待配件", "waiting for a part"),
    "waiting_user": Words("待用户", "waiting for the user"),
    "waiting_solution": Words("待方案", "waiting for a solution"),
    "waiting_assessment": Words("待鉴定", "waiting for an assessment"),
    "site_not_ready": Words("现场不具备条件", "the place is not ready"),
    "weather": Words("天气原因", "weather"),
    "unreachable": Words("联系不上", "not reachable"),
}
MOVERS: Final = {
    "user": Words("用户", "the user"),
    "site": Words("网点", "the site"),
    "company": Words("公司", "the company"),
}
MOVE_REASONS: Final = {
    "user_absent": Words("用户当天不在家", "the user is not at home"),
    "user_wish": Words("用户另约时间", "the user wishes another time"),
    "previous_job": Words("前单超时", "the job before took longer"),
    "no_technician": Words("师傅临时不能到", "the technician cannot come"),
    "part_missing": Words("配件未到", "the part has not come"),
    "weather": Words("天气原因", "weather"),
    "other": Words("其他", "other"),
}
CANCEL_REASONS: Final = {
    "user_withdrew": Words("用户取消", "withdrawn by the user"),
    "solved_on_phone": Words("电话已解决", "solved on the phone"),
    "solved_itself": Words("已恢复正常", "works again"),
    "duplicate": Words("重复报单", "reported twice"),
    "wrong_entry": Words("登记错误", "entered by mistake"),
    "elsewhere": Words("用户已另请他人", "done by somebody else"),
    "platform": Words("平台取消", "called off by the platform"),
}
SECOND_VISIT_REASONS: Final = {
    "part": Words("待配件", "a part is needed"),
    "solution": Words("待技术方案", "a solution is needed"),
    "time": Words("时间不足", "not enough time"),
    "two_people": Words("需两人作业", "needs two people"),
    "place": Words("现场条件不具备", "the place is not ready"),
    "user": Words("用户要求再约", "the user wishes another time"),
}
NO_SERVICE_REASONS: Final = {
    "user_absent": Words("用户不在", "the user was absent"),
    "quote_refused": Words("用户不接受报价", "the quote was refused"),
    "works": Words("设备正常无需服务", "nothing to do, it works"),
    "wrong_address": Words("地址错误", "wrong address"),
    "own_fault": Words("师傅自身原因", "the technician's own fault"),
}
EXPLAIN_TOPICS: Final = {
    "chase_up": Words("催单", "chase-up"),
    "reschedule": Words("改约", "reschedule"),
    "late": Words("迟到", "late arrival"),
    "hold": Words("挂起进展", "on hold"),
    "part": Words("配件进展", "part"),
    "other": Words("其他", "other"),
}
SEND_BACK_REASONS: Final = {
    "serial": Words("条码不符", "serial number"),
    "photos": Words("照片不全", "photos"),
    "place": Words("定位不符", "place"),
    "charge": Words("收费有疑", "charge"),
    "parts": Words("配件不符", "parts"),
    "result": Words("处理结果不清", "result"),
}
REPEAT_REASONS: Final = {
    "not_fixed": Words("未修好", "not fixed"),
    "same_fault": Words("30 天内同故障", "the same fault within 30 days"),
    "dissatisfied": Words("回访不满意", "dissatisfied at callback"),
}
MACHINE_RESULTS: Final = {
    "installed": Words("已安装", "installed"),
    "dismantled": Words("已拆机", "dismantled"),
    "repaired": Words("已修复", "repaired"),
    "maintained": Words("已保养", "maintained"),
    "inspected": Words("已检测", "inspected"),
    "exchanged": Words("已换机", "exchanged"),
    "returned": Words("已退机", "returned"),
    "taken_to_workshop": Words("已取回送修", "taken to the workshop"),
    "no_fault": Words("无故障", "no fault found"),
    "part_needed": Words("待配件", "a part is needed"),
    "not_fixed": Words("未修好", "not fixed"),
    "refused": Words("用户拒绝服务", "refused by the user"),
}
UNFINISHED_RESULTS: Final = frozenset({"part_needed", "not_fixed"})
GUARANTEE: Final = {
    "in": Words("保内", "in guarantee"),
    "out": Words("保外", "out of guarantee"),
    "unknown": Words("待核", "to be checked"),
}
OUTCOMES: Final = {
    "satisfied": Words("满意", "satisfied"),
    "dissatisfied": Words("回访不满意", "dissatisfied at callback"),
    "called_to_complain": Words("来电投诉", "called to complain"),
    "not_fixed_first": Words("一次维修不到位", "not fixed first time"),
    "not_fixed_repeatedly": Words("多次维修不到位", "not fixed repeatedly"),
    "attitude": Words("服务态度不满意", "attitude"),
}


def known(code: str, closed: Mapping[str, Words]) -> Words | None:
    """The word for `code`, or None when the closed list has no such entry."""
    return closed.get(code)
