"""The form field for a picture: what was chosen is kept at once and survives a form that is refused."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.db.models.fields.files import FieldFile
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from newsdesk.images import uploads
from newsdesk.images.ladder import address
from newsdesk.images.uploads import StoredImage
from newsdesk.pages.illustrated import Pictured

if TYPE_CHECKING:
    from django.forms.utils import _DataT, _FilesT

# The note that came back with a form names no picture that is still kept.
GONE = object()


class PictureInput(AdminFileWidget):
    """A file input under the picture that there is now, on which the focal point can be set.

    A browser never sends a chosen file twice: a form that comes back carries a signed note of it.
    """

    template_name = "admin/widgets/picture.html"

    def value_from_datadict(self, data: "_DataT", files: "_FilesT", name: str) -> object:
        given = super().value_from_datadict(data, files, name)
        note = data.get(f"{name}-kept") if given is None else None
        return (uploads.redeem(note) or GONE) if note else given

    def get_context(
        self, name: str, value: object, attrs: dict[str, object] | None
    ) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        kept = value if isinstance(value, StoredImage) else None
        context["kept"] = uploads.ticket(kept) if kept else ""
        context["picture"] = _shown(kept or value)
        return context

    def _render(
        self,
        template_name: str,
        context: dict[str, object],
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        # Django looks for the templates of widgets in apps only; ours are all in one place.
        return render_to_string(template_name, context)


class PictureField(forms.FileField):
    """An upload that is a kept WebP of ours by the time the form is clean; its value is the name.

    SECURITY: nothing of the upload survives but its pixels, neither name nor kind nor metadata.
    """

    widget = PictureInput

    def __init__(self, **kwargs: Any) -> None:
        # The model's limit is on our own name, not on the one that the uploader gave.
        kwargs.pop("max_length", None)
        super().__init__(**kwargs)
        self.widget.attrs |= uploads.LIMITS_IN_FORMS | {"data-least-width": uploads.GOOD_WIDTH}

    def to_python(self, data: Any) -> Any:
        if data is GONE:
            raise ValidationError(
                "The image that you chose before is not kept any more: choose it again."
            )
        if data in self.empty_values:
            return None
        if isinstance(data, StoredImage):
            return data.name
        if not hasattr(data, "kept"):
            data.kept = uploads.store(data)
        return data.kept.name

    def bound_data(self, data: object, initial: object) -> object:
        """Show again what was kept of an upload, or what there was before where nothing could be."""
        kept = data if isinstance(data, StoredImage) else getattr(data, "kept", None)
        return kept or initial


def _shown(value: object) -> dict[str, object] | None:
    """Return address and size of a kept picture or of a model's file, without opening it."""
    if isinstance(value, StoredImage):
        return {"src": address(value.name), "width": value.width, "height": value.height, "alt": ""}
    if not isinstance(value, FieldFile) or not value.name:
        return None
    row = value.instance
    assert isinstance(row, Pictured)  # noqa: S101
    return {
        "src": address(value.name),
        "width": row.image_width,
        "height": row.image_height,
        "alt": row.image_alt,
        "undescribed": row.picture_needs_words,
    }
