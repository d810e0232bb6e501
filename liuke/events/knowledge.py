"""Events of knowledge: words that are chosen, and articles that are written, looked over and used. Numbers: KN-."""

from __future__ import annotations

from datetime import date

from liuke.kernel.journal.kinds import kind


@kind("knowledge.wording.changed", subject="key")
class WordingChanged:
    """A wording that is not to be used was added, changed or put out of use (on the company's own history)."""

    key: str
    version: int = 1
    used: bool = True
    reason: str = ""

    says = {
        "zh": "禁语 {key} 更新至第 {version} 版：{reason}",
        "en": "Wording {key} is now version {version}: {reason}",
    }
    seen_by = "staff"
    example = {"key": "company_rules", "version": 2, "used": True, "reason": "拿规定挡用户，等于不想办法。"}


@kind("knowledge.phrase.changed", subject="key")
class PhraseChanged:
    """A standard phrase was added, changed or put out of use (on the company's own history)."""

    key: str
    version: int = 1
    used: bool = True
    situation: str = ""

    says = {"zh": "标准话术 {key} 更新至第 {version} 版", "en": "Standard phrase {key} is now version {version}"}
    seen_by = "staff"
    example = {"key": "sorry_late", "version": 2, "used": True, "situation": "soothing"}


@kind("knowledge.words.overridden", subject="about")
class WordsOverridden:
    """A text went out although the check found something in it; whoever sent it said why.

    `rules` what was found, `where` the kind of text (letter, reply, note ...).
    """

    about: str
    rules: tuple[str, ...] = ()
    where: str = ""
    because: str = ""
    text: str = ""

    says = {
        "zh": "{about} 的用语提醒未采纳「{because}」",
        "en": 'The advice on the words of {about} was not taken "{because}"',
    }
    personal = ("because", "text")
    seen_by = "restricted"
    example = {
        "about": "CL-000012", "rules": ("company_rules",), "where": "letter", "because": "引用用户原话",
        "text": "公司就是这样规定的",
    }  # fmt: skip


@kind("knowledge.article.drafted", subject="number")
class ArticleDrafted:
    """Somebody wrote down what he knows; an editor decides whether it is put in force. `source`: order or complaint."""

    number: str
    article_kind: str = "how_to"
    title: str = ""
    source: str = ""

    says = {"zh": "{number} 《{title}》已起草", "en": "{number} “{title}” was drafted"}
    seen_by = "staff"
    example = {"number": "KN-000012", "article_kind": "fault_tree", "title": "油烟机吸力变小", "source": "WO-000318"}


@kind("knowledge.article.published", subject="number")
class ArticlePublished:
    """A version is in force. `owner` looks it over until `review_on`."""

    number: str
    version: int = 1
    title: str = ""
    level: str = "network"
    owner: int = 0
    review_on: date | None = None

    says = {
        "zh": "{number} 《{title}》第 {version} 版生效，{review_on} 前复核",
        "en": "{number} “{title}” version {version} is in force; it is looked over by {review_on}",
    }
    seen_by = "staff"
    example = {
        "number": "KN-000012", "version": 2, "title": "油烟机吸力变小", "level": "public", "owner": 5,
        "review_on": "2027-05-27",
    }  # fmt: skip


@kind("knowledge.article.reviewed", subject="number")
class ArticleReviewed:
    """The owner looked it over and it stands as it is, until the next day named."""

    number: str
    owner: int = 0
    review_on: date | None = None

    says = {"zh": "{number} 已复核，下次 {review_on}", "en": "{number} was looked over; next by {review_on}"}
    seen_by = "staff"
    example = {"number": "KN-000012", "owner": 5, "review_on": "2027-11-27"}


@kind("knowledge.article.retired", subject="number")
class ArticleRetired:
    """It is no longer used."""

    number: str
    because: str = ""

    says = {"zh": "{number} 已停用：{because}", "en": "{number} was retired: {because}"}
    personal = ("because",)
    seen_by = "staff"
    example = {"number": "KN-000012", "because": "机型停产"}


@kind("knowledge.article.used", subject="number", about="about")
class ArticleUsed:
    """It was walked through with a customer: `solved` (a visit avoided), `ordered`, or `helped` on his own page."""

    number: str
    about: str = ""
    outcome: str = "solved"
    version: int = 1
    outcome_zh: str = ""
    outcome_en: str = ""

    says = {"zh": "{about} 用 {number} 排查：{outcome_zh}", "en": "{number} was used for {about}: {outcome_en}"}
    seen_by = "staff"
    example = {
        "number": "KN-000012", "about": "R-000045", "outcome": "solved", "version": 2, "outcome_zh": "电话解决",
        "outcome_en": "solved by phone",
    }  # fmt: skip
