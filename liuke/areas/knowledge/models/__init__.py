"""The room's tables: wordings and phrases with their versions, articles with theirs, and what came of using them."""

from liuke.areas.knowledge.models.articles import Article, ArticleText, ArticleUse
from liuke.areas.knowledge.models.words import Overriding, Phrase, WordingText

__all__ = ["Article", "ArticleText", "ArticleUse", "Overriding", "Phrase", "WordingText"]
