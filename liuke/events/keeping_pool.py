"""The public pool: a customer goes there when nobody keeps him any more, and somebody takes him out of it."""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("keeping.pool.returned", subject="code")
class Returned:
    """His keeper gave him back; why is in his own words."""

    code: str
    keeper: int
    note: str = ""

    says = {"zh": "{by}将 {code} 放回公海：{note}", "en": "{by} gave {code} back to the pool: {note}"}
    personal = ("note",)
    seen_by = "staff"
    example = {"code": "C-001042", "keeper": 5, "note": "工厂已搬离本市"}


@kind("keeping.pool.lost", subject="code")
class Lost:
    """His keeper was warned and was still not in touch."""

    code: str
    keeper: int
    keeper_name: str = ""

    says = {
        "zh": "{code} 久未联系，从 {keeper_name} 名下收回公海",
        "en": "{keeper_name} was not in touch with {code} for too long; he went back to the pool",
    }
    personal = ("keeper_name",)
    seen_by = "staff"
    example = {"code": "C-001042", "keeper": 5, "keeper_name": "赵敏"}


@kind("keeping.pool.taken", subject="code")
class TakenOut:
    """A keeper took him out of the pool."""

    code: str
    keeper: int

    says = {"zh": "{by}从公海认领 {code}", "en": "{by} took {code} from the pool"}
    seen_by = "staff"
    example = {"code": "C-001042", "keeper": 5}


@kind("keeping.pool.given", subject="code")
class Given:
    """A manager gave him to a keeper."""

    code: str
    keeper: int
    keeper_name: str = ""

    says = {"zh": "{by}将公海客户 {code} 分给 {keeper_name}", "en": "{by} gave {code} of the pool to {keeper_name}"}
    personal = ("keeper_name",)
    seen_by = "staff"
    example = {"code": "C-001042", "keeper": 5, "keeper_name": "赵敏"}
