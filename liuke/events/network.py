"""What happens in the network of service: sites opened and graded, areas covered, technicians certified and absent.

`site` is the site's number, `technician` the identity actor's id; a technician's own number is T-, a certificate is
named by technician and kind (`T-000007/gas`), so that each renewal is owed for itself.
"""

from __future__ import annotations

from datetime import date

from liuke.kernel.journal.kinds import kind


@kind("network.site.opened")
class SiteOpened:
    number: str
    site_name: str = ""
    mode: str = "own"
    grade: str = "B"
    division: str = ""
    contract_until: date | None = None

    says = {"zh": "网点 {number} {site_name} 开业", "en": "Site {number} {site_name} opened"}
    seen_by = "site"
    example = {
        "number": "S-0001", "site_name": "城东网点", "mode": "own", "grade": "A", "division": "330102",
        "contract_until": "2027-12-31",
    }  # fmt: skip


@kind("network.site.changed")
class SiteChanged:
    """What is on file of a site was changed; `status` says whether it takes orders now."""

    number: str
    fields: tuple[str, ...] = ()
    status: str = "active"

    says = {"zh": "网点 {number} 资料已变更", "en": "The file of site {number} was changed"}
    seen_by = "site"
    example = {"number": "S-0001", "fields": ["status"], "status": "suspended"}


@kind("network.site.graded")
class SiteGraded:
    number: str
    grade: str = "B"
    former: str = ""
    because: str = ""

    says = {"zh": "网点 {number} 评为 {grade} 级", "en": "Site {number} was graded {grade}"}
    personal = ("because",)
    seen_by = "site"
    example = {"number": "S-0001", "grade": "A", "former": "B", "because": "三季度一次修复率 96%"}


@kind("network.coverage.set")
class CoverageSet:
    """Which divisions a site serves from now on, with which product lines (none named: all)."""

    number: str
    divisions: tuple[str, ...] = ()
    product_lines: tuple[str, ...] = ()

    says = {"zh": "网点 {number} 服务区域已设定", "en": "The area of site {number} was set"}
    seen_by = "site"
    example = {"number": "S-0001", "divisions": ["330102", "330105011"], "product_lines": ["hood", "stove"]}


@kind("network.clerk.added", about="site")
class ClerkAdded:
    """Somebody who runs a site's desk joined: clerk or manager."""

    number: str  # the site
    site: str = ""
    person: int = 0
    role: str = "site_clerk"
    name: str = ""

    says = {"zh": "网点 {number} 新增人员：{name}", "en": "Site {number} was joined by {name}"}
    personal = ("name",)
    seen_by = "site"
    example = {"number": "S-0001", "site": "S-0001", "person": 12, "role": "site_clerk", "name": "陈晓雯"}


@kind("network.technician.added", about="site")
class TechnicianAdded:
    number: str
    site: str = ""
    technician: int = 0
    name: str = ""

    says = {
        "zh": "服务工程师{name}（{number}）加入网点 {site}",
        "en": "Technician {name} ({number}) joined site {site}",
    }
    personal = ("name",)
    seen_by = "site"
    example = {"number": "T-000007", "site": "S-0001", "technician": 17, "name": "周建国"}


@kind("network.technician.certified", about="technician_number")
class TechnicianCertified:
    """A skill, with certificate and expiry where the work asks for one. The clear number is never recorded."""

    number: str  # T-000007/gas
    technician_number: str = ""
    technician: int = 0
    site: str = ""
    skill: str = ""
    level: int = 1
    expires_on: date | None = None
    certified: bool = False  # the skill is one that needs a certificate
    skill_zh: str = ""
    skill_en: str = ""

    says = {"zh": "{technician_number} 取得{skill_zh}资质", "en": "{technician_number} qualified: {skill_en}"}
    seen_by = "site"
    example = {
        "number": "T-000007/gas", "technician_number": "T-000007", "technician": 17, "site": "S-0001", "skill": "gas",
        "level": 2, "expires_on": "2027-06-30", "certified": True, "skill_zh": "燃气具安装维修证",
        "skill_en": "gas appliance certificate",
    }  # fmt: skip


@kind("network.technician.left", about="site")
class TechnicianLeft:
    number: str
    site: str = ""
    technician: int = 0

    says = {"zh": "服务工程师 {number} 离开网点 {site}", "en": "Technician {number} left site {site}"}
    seen_by = "site"
    example = {"number": "T-000007", "site": "S-0001", "technician": 17}


@kind("network.certificate.ended", about="technician_number")
class CertificateEnded:
    """A certificate is asked for no more: its holder left. What was owed about it is void."""

    number: str  # T-000007/gas
    technician_number: str = ""
    site: str = ""

    says = {"zh": "证书 {number} 不再需要", "en": "Certificate {number} is needed no more"}
    seen_by = "site"
    example = {"number": "T-000007/gas", "technician_number": "T-000007", "site": "S-0001"}


@kind("network.shift.set", about="site")
class ShiftSet:
    """A technician's week from a day on."""

    number: str
    site: str = ""
    technician: int = 0
    from_date: date | None = None
    weekly: tuple[str, ...] = ()

    says = {"zh": "{number} 自 {from_date} 起的班次已排定", "en": "The shifts of {number} are set from {from_date}"}
    seen_by = "site"
    example = {
        "number": "T-000007", "site": "S-0001", "technician": 17, "from_date": "2026-11-23",
        "weekly": ["8:00-18:00", "8:00-18:00", "8:00-18:00", "8:00-18:00", "8:00-18:00", "8:00-20:00", ""],
    }  # fmt: skip


@kind("network.absence.set", about="site")
class AbsenceSet:
    """A technician is not there (leave, training), or there beyond his week (extra). Whole days where no hours are."""

    number: str
    site: str = ""
    technician: int = 0
    from_date: date | None = None
    until_date: date | None = None
    reason: str = "leave"
    hours: str = ""

    says = {
        "zh": "{number} {from_date} 至 {until_date} 排班变动",
        "en": "The shifts of {number} depart from the week, {from_date} to {until_date}",
    }
    seen_by = "site"
    example = {
        "number": "T-000007", "site": "S-0001", "technician": 17, "from_date": "2026-12-01",
        "until_date": "2026-12-03", "reason": "leave", "hours": "",
    }  # fmt: skip


@kind("network.absence.withdrawn", about="site")
class AbsenceWithdrawn:
    number: str
    site: str = ""
    technician: int = 0
    from_date: date | None = None
    until_date: date | None = None

    says = {
        "zh": "{number} {from_date} 至 {until_date} 的排班变动已取消",
        "en": "{number} works {from_date} to {until_date} as usual",
    }
    seen_by = "site"
    example = {
        "number": "T-000007", "site": "S-0001", "technician": 17, "from_date": "2026-12-01", "until_date": "2026-12-03",
    }  # fmt: skip
