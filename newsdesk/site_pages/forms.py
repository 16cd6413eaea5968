"""The form of site pages."""

from django.core.exceptions import ValidationError

from entities.forms import PublicPageForm
from newsdesk.site_pages.addresses import is_in_use
from newsdesk.site_pages.models.draft import SitePage
from newsdesk.site_pages.rules import in_use


class SitePageForm(PublicPageForm):
    title_field = "title"

    class Meta:
        model = SitePage
        fields = "__all__"

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug and is_in_use(slug):
            raise ValidationError(in_use(slug))
        return slug
