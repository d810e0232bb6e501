"""Who a site and a technician are, where a rule of the handbook owes them something."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from liuke.areas.customers.actions import belongings
from liuke.areas.network.models import Candidate, Site, Technician
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.playbook.register import promise_kind, resolver
from liuke.kernel.promises.rows import Owner

Resolve = Callable[[Sequence[Recorded], datetime], Mapping[int, Owner]]


def owner_at_site(role: str) -> Resolve:
    """Those with a role in the team of the site that the event names; events that name none are left out."""

    def resolve(events: Sequence[Recorded], at: datetime) -> dict[int, Owner]:
        return {e.id: _of_team(site, role) for e in events if (site := site_named(e))}

    return resolve


def technician_named(events: Sequence[Recorded], at: datetime) -> dict[int, Owner]:
    """The technician that the event names, else the desk of the site that it names."""
    asked = {e.id: int(e.value("technician") or 0) for e in events}
    technicians = Technician.objects.select_related("site").in_bulk({pk for pk in asked.values() if pk})
    found = dict(owner_at_site("site_clerk")(events, at))
    for event_id, pk in asked.items():
        technician = technicians.get(pk)
        if technician and technician.status != Technician.Status.LEFT:
            team = technician.site.team_key
            found[event_id] = Owner(technician.pk, team, "technician", team)
    return found


def site_named(event: Recorded) -> str:
    """The site's number: the event's field `site`, or its subject where it is about the site itself."""
    told = str(event.value("site") or "")
    return told or (event.subject if event.subject.startswith("S-") else "")


def _of_team(site: str, role: str) -> Owner:
    key = f"site:{site}"
    return Owner(None, key, role, key)


resolver("site", owner_at_site("site_clerk"), otherwise="dispatcher")
resolver("site_clerk", owner_at_site("site_clerk"), otherwise="dispatcher")
resolver("site_manager", owner_at_site("site_manager"), otherwise="regional_manager")
resolver("technician", technician_named, otherwise="dispatcher")
promise_kind(
    "renew-certificate",
    zh="证书续期",
    en="Renew the certificate",
    act_zh="续期",
    act_en="Renew",
    page="/site-desk/",
    seen_by="site",
)
promise_kind(
    "renew-insurance",
    zh="保险续期",
    en="Renew the insurance",
    act_zh="续保",
    act_en="Renew",
    page="/network/renewals/{about}/",
    seen_by="site",
)
promise_kind(
    "renew-agreement",
    zh="协议续签",
    en="Renew the agreement",
    act_zh="续签",
    act_en="Renew",
    page="/network/agreements/{about}/",
)
promise_kind(
    "take-course",
    zh="完成培训",
    en="Take the course",
    act_zh="查看",
    act_en="Look",
    page="/network/training/{about}/",
    seen_by="site",
)
promise_kind(
    "assess-candidate",
    zh="评估候选网点",
    en="Assess the candidate",
    act_zh="评估",
    act_en="Assess",
    page="/network/candidates/{about}/",
)
promise_kind(
    "lead-candidate-on",
    zh="推进候选网点",
    en="Lead the candidate on",
    act_zh="推进",
    act_en="Go on",
    page="/network/candidates/{about}/",
)

for owner in (Site, Candidate):
    belongings.keep(owner, "timeline", because="a site's own history, no customer's")
