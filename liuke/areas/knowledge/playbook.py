"""What can be owed here: deciding about a draft, and looking an article over in time (H17, H33)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from liuke.areas.customers.actions import belongings
from liuke.areas.knowledge.models import Article
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.playbook import register
from liuke.kernel.promises.rows import Owner


def article_owners(events: Sequence[Recorded], at: datetime) -> Mapping[int, Owner]:
    """Whoever the event names as the article's owner; without one the quality managers."""
    named = {e.id: int(e.value("owner") or 0) for e in events}
    return {pk: Owner(person_id=owner) for pk, owner in named.items() if owner}


register.resolver("article_owner", article_owners, otherwise="quality_manager")
register.promise_kind(
    "decide-draft", zh="审定知识草稿", en="Decide about a draft", act_zh="审定", act_en="Decide",
    page="/knowledge/{about}/",
)  # fmt: skip
register.promise_kind(
    "review-article", zh="复核知识", en="Look an article over", act_zh="复核", act_en="Look it over",
    page="/knowledge/{about}/",
)  # fmt: skip

belongings.keep(Article, "timeline", because="an article's own history, no customer's")
