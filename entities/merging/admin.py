"""Merging, added to the admin of topics or of outlets."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from entities.merging.merge_screens import PairMergePages
from entities.merging.record_screens import MergeRecordPages
from entities.merging.tombstones import SurvivorPages


class MergeAdmin(SurvivorPages, PairMergePages, MergeRecordPages):
    """All pages that merging needs; the admin says `merging`."""

    def get_urls(self) -> list[URLPattern]:
        pages: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "merge": ("merge/", self.merge_view),
            "merges": ("merges/", self.decisions_view),
            "undo": ("merges/<int:record_id>/undo/", self.undo_view),
        }
        info, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        ours = [path(to, view(what), name=f"{info}_{name}") for name, (to, what) in pages.items()]
        return [*ours, *super().get_urls()]
