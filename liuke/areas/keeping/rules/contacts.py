"""What counts as having been in touch with a customer, and what a person may note as such (H4, H41). Pure."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

WAYS: Final[dict[str, Words]] = {
    "call": Words("电话", "a call"),
    "visit": Words("拜访", "a visit"),
    "message": Words("消息", "a message"),
    "meeting": Words("会面", "a meeting"),
}
"""What a person notes by hand."""

CONTACTS: Final[dict[str, Words]] = {
    "service.call.answered": Words("来电", "a call answered"),
    "care.callback.completed": Words("回访", "a callback"),
    "care.look_in.completed": Words("三周关怀", "a look-in"),
    "care.follow_up.completed": Words("三月跟进", "a follow-up"),
    "complaints.complaint.contacted": Words("投诉联系", "a contact about a complaint"),
    "complaints.aftercare.made": Words("善后回访", "aftercare of a complaint"),
    "keeping.first_contact.made": Words("接手后首次联系", "the first contact after taking over"),
    "keeping.visit.made": Words("拜访", "a visit"),
    "keeping.greeting.called": Words("问候电话", "a call to greet"),
}
"""Events that show that somebody of the house has spoken with him."""
