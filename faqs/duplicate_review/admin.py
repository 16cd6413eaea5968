"""The desk of moderators: queue, clusters, merging, record of merges, health. One admin, pages of its own."""

from collections.abc import Callable

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from faqs.duplicate_review.cluster_screens import ClusterPages
from faqs.duplicate_review.moderation_screens import ModerationPages
from faqs.duplicate_review.nearest import NearestQuestions
from faqs.duplicate_review.record_screens import ReviewRecords
from faqs.models.duplicate_review import DuplicatePair


@admin.register(DuplicatePair)
class DuplicatesAdmin(ModerationPages, ClusterPages, ReviewRecords, NearestQuestions):
    """Clients of `verdicts` and `merges`, which check every right again."""

    actions = None

    def get_urls(self) -> list[URLPattern]:
        pages: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "changelist": ("", self.changelist_view),
            "judge": ("<int:pair_id>/judge/", self.judge_view),
            "take_back": ("<int:pair_id>/take-back/", self.take_back_view),
            "undo_decision": ("<int:pair_id>/undo/", self.undo_decision_view),
            "cluster": ("cluster/", self.cluster_view),
            "merge": ("merge/", self.merge_view),
            "merge_preview": ("merge/preview/", self.merge_preview_view),
            "merges": ("merges/", self.decisions_view),
            "undo": ("merges/<int:record_id>/undo/", self.undo_view),
            "proposals": ("proposals/", self.proposals_view),
            "proposal": ("proposals/<int:proposal_id>/", self.proposal_view),
            "proposal_preview": (
                "proposals/<int:proposal_id>/preview/",
                self.proposal_preview_view,
            ),
            "health": ("health/", self.health_view),
            "opinion": ("<int:pair_id>/opinion/", self.opinion_view),
            "hand_back": ("opinions/<int:opinion_id>/hand-back/", self.hand_back_view),
            "reasons": ("reasons/", self.reasons_view),
            "moderators": ("moderators/", self.moderators_view),
            "watch": ("watch/<int:faq_id>/", self.watch_view),
            "nearest": ("nearest/", self.nearest_view),
        }
        view = self.admin_site.admin_view
        return [
            path(where, view(what), name=f"faqs_duplicatepair_{name}")
            for name, (where, what) in pages.items()
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        return self.queue_view(request)
