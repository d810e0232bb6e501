from django.urls import path

from liuke.web.desk.knowledge import articles, checking, wordings, writing

urlpatterns = [
    path("words/check/", checking.check, name="words-check"),
    path("words/phrases/", checking.offer_phrases, name="words-phrases"),
    path("knowledge/", articles.list_, name="knowledge"),
    path("knowledge/words/", wordings.list_, name="wordings"),
    path("knowledge/words/new/", wordings.new_wording, name="wording-new"),
    path("knowledge/words/<slug:wording>/", wordings.wording, name="wording"),
    path("knowledge/phrases/", wordings.list_phrases, name="phrases"),
    path("knowledge/phrases/new/", wordings.new_phrase, name="phrase-new"),
    path("knowledge/phrases/<slug:phrase>/", wordings.phrase, name="phrase"),
    path("knowledge/suggested/", articles.suggested, name="articles-suggested"),
    path("knowledge/new/", writing.new, name="article-new"),
    path("knowledge/<str:number>/", articles.article, name="article"),
    path("knowledge/<str:number>/edit/", writing.edit, name="article-edit"),
    path("knowledge/<str:number>/steps/", articles.steps, name="article-steps"),
]
