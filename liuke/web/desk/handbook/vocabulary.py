"""The handbook's own names as the handbook page says them: chapters, owners, facts of events, values, moments.

tests/rules/test_handbook_words.py reads every delivered rule with them: no key may be left standing in a sentence.
"""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

CHAPTERS: Final = {
    "service": Words("服务：受理、派工、上门", "Service: intake, dispatch, visits"),
    "care": Words("回访", "Callbacks"),
    "complaints": Words("投诉与突发事件", "Complaints and incidents"),
    "products": Words("产品与三三三", "Products and the three-three-three"),
    "parts": Words("配件", "Parts"),
    "charges": Words("收费与发票", "Charges and invoices"),
    "quality": Words("责任判定与申诉", "Fault cases and appeals"),
    "settlement": Words("结算与付款", "Settlement and payment"),
    "network": Words("网点与资质", "Sites and certificates"),
    "customers": Words("客户档案", "The customer file"),
    "keeping": Words("客户经营", "Keeping customers"),
    "secrecy": Words("保密与个人信息", "Confidentiality and personal data"),
    "knowledge": Words("知识", "Knowledge"),
    "promise": Words("承诺之后的承诺", "What follows a promise"),
}
OWNERS: Final = {
    "site": Words("承接网点", "the site"),
    "technician": Words("上门师傅", "the technician"),
    "keeper": Words("客户负责人", "the customer's keeper"),
    "new_keeper": Words("新负责人", "the new keeper"),
    "owner": Words("责任人", "whoever owes it"),
    "handler": Words("处理人", "the handler"),
    "complaint_handler": Words("投诉处理人", "the complaint's handler"),
    "complaint_handler_office": Words("投诉处理人（办公时间）", "the complaint's handler, in office hours"),
    "improver": Words("改进责任人", "who answers for the improvement"),
    "incident_owner": Words("突发事件负责人", "the incident's owner"),
    "measure_doer": Words("措施责任人", "who carries the measure out"),
    "leak_measure_doer": Words("整改责任人", "who carries the measure out"),
    "release_decider": Words("外发审批人", "who decides what leaves"),
    "lead_of_person": Words("查看人的主管", "the lead of whoever looked"),
    "person_answerer": Words("投诉经理或品质经理", "a complaint or quality manager"),
    "appeal_judge": Words("申诉裁定人", "who judges the appeal"),
    "article_owner": Words("知识负责人", "the article's owner"),
}
AUDIENCES: Final = {
    "customer": Words("用户及全体员工", "the customer and all staff"),
    "site": Words("网点及中心员工", "the site and the centre"),
    "staff": Words("中心员工", "the centre"),
    "restricted": Words("授权人员", "who is authorised"),
}
FIELDS: Final = {
    "grade": Words("等级", "grade"), "mode": Words("网点类型", "kind of site"), "kind": Words("类型", "kind"),
    "product_line": Words("品类", "product line"), "result": Words("服务结果", "result"),
    "outcome": Words("回访结论", "outcome"), "area": Words("城乡", "area"), "is_core": Words("核心客户", "core customer"),
    "reason": Words("原因", "reason"), "source": Words("来源", "source"), "safety": Words("安全事件", "safety event"),
    "channel": Words("渠道", "channel"), "taken": Words("已有人受理", "taken"), "level": Words("商密等级", "secrecy level"),
    "of_persons": Words("涉及个人信息", "data of persons"), "way": Words("方式", "way"),
    "flagged": Words("一周内第三次收回", "third recall within a week"), "wished": Words("用户另约时间", "own wish of the customer"),
    "visits": Words("当天上门单数", "visits of the day"), "booked": Words("接单时已预约", "booked already"),
    "last": Words("最后一次联系", "last attempt"), "moved_by": Words("由谁改约", "moved by"),
    "informed": Words("已告知用户", "customer told"), "times_ours": Words("我方改约次数", "moves by us"),
    "count": Words("第几次催单", "chased for the nth time"), "escalated": Words("已升级", "escalated"),
    "topic": Words("说明事项", "explained"), "state": Words("工单状态", "state of the order"),
    "guarantee": Words("保修", "guarantee"), "owes_old": Words("须退旧件", "old part owed"), "via": Words("收款方式", "paid by"),
    "purpose": Words("回访类型", "purpose"), "tries": Words("已联系次数", "tries"), "satisfied": Words("满意", "satisfied"),
    "to_call": Words("须致电", "to be called"), "follow_up_consent": Words("同意后续回访", "follow-up agreed"),
    "untaken": Words("无人受理", "nobody's yet"), "accepted": Words("已接手", "accepted"), "written": Words("书面投诉", "in writing"),
    "contacted": Words("已首次联系", "contacted"), "proposed": Words("已提方案", "remedy proposed"), "hard": Words("疑难", "hard"),
    "needs_approval": Words("须审批", "needs approval"), "approved": Words("已批准", "approved"),
    "formal": Words("须正式答复", "formal"), "further": Words("再次来件", "a further paper"),
    "fault_of_work": Words("属工作质量问题", "fault of work"), "certified": Words("持有证书", "certified"),
    "stage": Words("所处阶段", "stage"), "in_force": Words("已生效", "in force"), "owes": Words("有应付款", "money owed"),
}  # fmt: skip
VALUES: Final = {
    "own": Words("自营", "own"), "commissioned": Words("特约", "commissioned"), "agent": Words("区域代理", "regional agent"),
    "town": Words("城区", "town"), "country": Words("乡镇", "country"), "hood": Words("油烟机", "hood"),
    "stove": Words("灶具", "stove"), "important": Words("重要", "important"), "core": Words("核心", "core"),
    "general": Words("一般", "general"), "call": Words("致电", "call"), "ill": Words("病假", "ill"), "site": Words("网点", "site"),
    "company": Words("公司", "company"), "customer": Words("用户", "customer"), "hold": Words("挂起", "hold"),
    "to_dispatch": Words("待派工", "to dispatch"), "to_book": Words("待预约", "to book"),
    "second_visit_due": Words("待二次上门", "second visit due"), "in": Words("保内", "in guarantee"),
    "out": Words("保外", "out of guarantee"), "repair": Words("维修", "repair"), "done": Words("已完成", "done"),
    "no_service": Words("未服务", "no service"), "cash": Words("现金", "cash"),
    "after_service": Words("服务后回访", "after service"), "day3": Words("三日回访", "third day"),
    "assessed": Words("已评估", "assessed"), "negotiating": Words("洽谈", "negotiating"),
    "contracted": Words("已签约", "contracted"), "training": Words("培训", "training"),
}  # fmt: skip
MOMENTS: Final = {
    "window_end": Words("预约时段结束", "the window's end"), "window_start": Words("预约时段开始", "the window's start"),
    "due_at": Words("约定时间", "the agreed time"), "agreed_at": Words("约定时间", "the agreed time"),
    "old_window_start": Words("原时段开始", "the old window's start"), "old_start": Words("原时段开始", "the old window's start"),
    "expires_at": Words("到期时间", "the expiry"), "expires_on": Words("证书到期日", "the certificate's last day"),
    "review_on": Words("复核日", "the day of review"), "due_on": Words("约定日期", "the agreed day"),
    "contact_by": Words("承诺的首次联系时间", "the promised first contact"), "until": Words("有效期满", "the end of its term"),
    "call_from": Words("可致电之日", "the first day to call"), "call_until": Words("致电截止", "the last moment to call"),
    "decide_by": Words("确认截止", "the last moment to decide"), "next_by": Words("下次联系日期", "the next contact"),
    "due_by": Words("拜访当天结束", "the end of the planned day"), "try_by": Words("再次联系时间", "the next try"),
    "follow_up_at": Words("用户同意的时间", "the moment agreed to"), "received_at": Words("投诉受理", "receipt"),
    "fulfil_by": Words("约定的兑现日期", "the agreed day"), "answer_by": Words("书面答复期限", "the time for the answer"),
    "ends_on": Words("协议到期日", "the agreement's last day"), "valid_until": Words("保单到期日", "the policy's last day"),
    "send_by": Words("对账单发出日", "the day statements go out"), "pay_until": Words("付款截止日", "the last day to pay"),
}  # fmt: skip
