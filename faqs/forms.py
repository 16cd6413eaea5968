"""Forms of FAQ pages."""

from entities.forms import PublicPageForm
from faqs.models.draft import Faq


class FaqForm(PublicPageForm):
    title_field = "question"

    class Meta:
        model = Faq
        fields = "__all__"
