"""What the pages of duplicate review have in common: who may open them, and what stands round them."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.options import Options
from django.http import Http404, HttpRequest
from django.urls import reverse

from faqs.duplicate_review.decisions import PERMISSION
from faqs.models.draft import Faq
from newsdesk.desk.workflow_admin import WorkflowAdmin
from newsdesk.merging.screens.frame import Crumb, Labels, MergeScreens

# More pages than anybody can compare; a forged address must not make the server read thousands.
MOST_FAQS = 20


class DeskPages(MergeScreens):
    """Every page asks for the right to merge, and for the right to see each FAQ that it shows."""

    merge_permission = PERMISSION
    merge_tabs = "admin/faqs/duplicate_review/_tabs.html"
    labels = Labels(
        one="FAQ",
        many="FAQs",
        undone="Each page stands for itself again at its own address. What was copied and not edited since "
        "is handed back; later edits stay.",
    )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return self.may_merge(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def require_faqs(self, request: HttpRequest, faqs: Iterable[Faq]) -> None:
        """Raise PermissionDenied unless each of the FAQs may be seen.

        SECURITY: both sides of a pair, always: asking for one of them lets the other one out.
        """
        self.require(request)
        if not all(self.faq_admin.has_view_permission(request, faq) for faq in faqs):
            raise PermissionDenied

    def faqs_or_404(self, request: HttpRequest, names: Iterable[str]) -> list[Faq]:
        """Return the FAQs of a query string, in its order. Raises Http404 or PermissionDenied."""
        self.require(request)
        keys = keys_in(names)
        found = {faq.pk: faq for faq in Faq.objects.filter(pk__in=keys)}
        if len(found) != len(keys):
            raise Http404("There is no such FAQ.")
        self.require_faqs(request, found.values())
        return [found[key] for key in keys]

    @property
    def faq_admin(self) -> WorkflowAdmin:
        found = self.admin_site.get_model_admin(Faq)
        assert isinstance(found, WorkflowAdmin)  # noqa: S101
        return found

    @property
    def trail_of(self) -> Options:
        return Faq._meta

    def merge_crumbs(self) -> list[Crumb]:
        return [(self.at("changelist"), "Duplicates")]

    def address_of(self, key: int) -> str:
        return reverse("admin:faqs_faq_history", args=[key])


def address(name: str, *args: int) -> str:
    """Return the address of a page of this desk, "merge" or "undo"."""
    return reverse(f"admin:faqs_duplicatepair_{name}", args=args)


def keys_in(names: Iterable[str]) -> list[int]:
    """Return the keys in a query string, each once. Raises Http404 for what is none, or too many."""
    keys = list(dict.fromkeys(names))
    if len(keys) > MOST_FAQS or not all(key.isdecimal() and len(key) < 19 for key in keys):
        raise Http404("There are no such FAQs.")
    return [int(key) for key in keys]
