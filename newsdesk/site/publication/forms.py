"""The form of the publication: its fields, and the rows of menu and footer."""

import re
from dataclasses import asdict, replace
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator, validate_email
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from newsdesk.images.uploads import LIMITS_IN_FORMS
from newsdesk.pages.fields import WebAddressValidator
from newsdesk.publication.document import (
    LICENCES,
    LOCALES,
    Link,
    Publication,
    from_data,
    shot,
)
from newsdesk.publication.type_pairings import PAIRINGS
from newsdesk.site.publication.pictures import keep_icon, keep_logo
from newsdesk.text.stored_characters import as_line, as_lines

Files = MultiValueDict[str, UploadedFile]
MOST_LINKS = 20
SPARE_ROWS = 3
_PATH = re.compile(r"/(?:[^/\s\\<>\"][^\s\\<>\"]*)?")
_web_address = WebAddressValidator(schemes=["https", "http"])
PICTURES = {"logo": keep_logo, "logo_dark": keep_logo, "icon": keep_icon}
ROBOTS = [("open", "Search engines may show all pages"), ("closed", "Ask all robots to stay away")]
CRAWLERS = [
    ("open", "They may read all pages"),
    ("closed", "Ask those that train language models to stay away"),
]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows, "class": "vLargeTextField"})


def _text(**attrs: str) -> forms.TextInput:
    return forms.TextInput({"class": "vTextField", **attrs})


class PublicationForm(forms.Form):
    """All of it but the rows. A picture that is chosen is kept at once, whatever else has to be mended."""

    use_required_attribute = False

    name = forms.CharField(label="Name", max_length=80, widget=_text())
    strapline = forms.CharField(
        label="Strapline",
        max_length=160,
        required=False,
        widget=_text(),
        help_text="One line under the name. Search engines and feeds show it too.",
    )
    logo = forms.FileField(
        label="Logo",
        required=False,
        widget=forms.ClearableFileInput(LIMITS_IN_FORMS),
        help_text="JPEG, PNG, WebP or AVIF. Without one the name stands in its place.",
    )
    logo_dark = forms.FileField(
        label="Logo for dark pages",
        required=False,
        widget=forms.ClearableFileInput(LIMITS_IN_FORMS),
        help_text="The same in light colours. Without it dark pages show the one above.",
    )
    icon = forms.FileField(
        label="Icon",
        required=False,
        widget=forms.ClearableFileInput(LIMITS_IN_FORMS),
        help_text="Square, 512 pixels wide or more: for tabs, home screens and feed readers.",
    )
    accent = forms.CharField(
        label="Accent colour",
        required=False,
        validators=[RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", "Write a colour as #1f6f54.")],
        widget=_text(placeholder="#962a1b", size="9", spellcheck="false"),
        help_text="As #1f6f54. Links in it are made darker or lighter where they would be hard to read.",
    )
    pairing = forms.ChoiceField(
        label="Type",
        choices=[(name, each.label) for name, each in PAIRINGS.items()],
        widget=forms.Select(),
    )
    locale = forms.ChoiceField(
        label="Language of the pages",
        choices=list(LOCALES.items()),
        help_text=(
            "What you write in. The site’s own words, dates and numbers follow in English, German, French and"
            " Spanish, and stay English for other languages. The desk stays English."
        ),
    )
    footer = forms.CharField(label="Footer text", max_length=600, required=False, widget=_area(3))
    accounts = forms.CharField(
        label="Accounts elsewhere",
        required=False,
        max_length=2_000,
        widget=_area(3),
        help_text="One web address a line.",
    )
    contact = forms.EmailField(label="Contact address", required=False, help_text="Readers see it.")
    corrections = forms.EmailField(
        label="Address for corrections", required=False, help_text="Readers see it."
    )
    security = forms.CharField(
        label="Address for security reports",
        required=False,
        max_length=300,
        widget=_text(),
        help_text="A mail or web address, for security.txt.",
    )
    about = forms.CharField(
        label="Page that says how you work",
        required=False,
        max_length=100,
        widget=_text(list="publication-targets", autocomplete="off"),
        help_text="The path of a site page, such as /how-we-work/. /about/ leads there then.",
    )
    licence = forms.ChoiceField(
        label="Licence of the texts",
        required=False,
        choices=[("", "None said"), *((key, label) for key, (label, _) in LICENCES.items())],
    )
    robots = forms.ChoiceField(label="Search engines", choices=ROBOTS)
    crawlers = forms.ChoiceField(
        label="AI crawlers", choices=CRAWLERS, help_text="Said in robots.txt; not all obey it."
    )
    seen = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=64)
    drop = forms.MultipleChoiceField(
        label="Remove",
        required=False,
        choices=[("logo", "Logo"), ("logo_dark", "Logo for dark pages"), ("icon", "Icon")],
        widget=forms.CheckboxSelectMultiple(),
    )

    def clean_name(self) -> str:
        return as_line(self.cleaned_data["name"])

    def clean_strapline(self) -> str:
        return as_line(self.cleaned_data["strapline"])

    def clean_footer(self) -> str:
        return as_lines(self.cleaned_data["footer"])

    def clean_accent(self) -> str:
        return str(self.cleaned_data["accent"]).lower()

    def clean_about(self) -> str:
        path = str(self.cleaned_data["about"]).strip()
        # A page that leads to itself is none.
        if path and (not _PATH.fullmatch(path) or path == reverse("about")):
            raise ValidationError("Write the path of a page here, such as /how-we-work/.")
        return path

    def clean_security(self) -> str:
        address = str(self.cleaned_data["security"]).strip()
        if address:
            (validate_email if "://" not in address else _web_address)(address)
        return address

    def clean_accounts(self) -> tuple[str, ...]:
        lines = tuple(filter(None, map(str.strip, self.cleaned_data["accounts"].splitlines())))
        for line in lines:
            _web_address(line)
        return lines

    def clean_logo(self) -> str:
        return self._kept("logo")

    def clean_logo_dark(self) -> str:
        return self._kept("logo_dark")

    def clean_icon(self) -> str:
        return self._kept("icon")

    def _kept(self, name: str) -> str:
        given = self.cleaned_data[name]
        return PICTURES[name](given) if isinstance(given, UploadedFile) else ""

    def changed(self, draft: Publication, menu: "LinkRows", footer: "LinkRows") -> Publication:
        """Return the draft as the form says it; a picture that was not chosen anew stays, unless dropped."""
        data = dict(self.cleaned_data)
        dropped = data.pop("drop")
        data.pop("seen")
        for name in PICTURES:
            data[name] = data[name] or ("" if name in dropped else getattr(draft, name))
        return replace(draft, **data, menu=menu.links(), footer_links=footer.links())


class LinkForm(forms.Form):
    """One line of the menu or the footer. A line without words and address is none."""

    use_required_attribute = False

    label = forms.CharField(label="Words", max_length=40, required=False, widget=_text())
    address = forms.CharField(
        label="Leads to",
        max_length=300,
        required=False,
        widget=_text(list="publication-targets", autocomplete="off"),
    )
    position = forms.IntegerField(
        label="Place",
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.NumberInput({"class": "desk-position"}),
    )

    def clean_label(self) -> str:
        return as_line(self.cleaned_data["label"])

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        if address and not _PATH.fullmatch(address):
            try:
                _web_address(address)
            except ValidationError as error:
                raise ValidationError(
                    "Write the path of a page here, such as /topics/, or a full web address."
                ) from error
        return address

    def clean(self) -> dict[str, object]:
        data: dict[str, object] = super().clean() or self.cleaned_data
        if data.get("label") and not data.get("address") and not self.has_error("address"):
            self.add_error("address", "Say where this line leads.")
        if data.get("address") and not data.get("label") and not self.has_error("label"):
            self.add_error("label", "Say what this line is called.")
        return data


class LinkRows(forms.BaseFormSet):
    """The lines of a menu, in the order of their places."""

    def links(self) -> tuple[Link, ...]:
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("label")]
        rows.sort(key=lambda row: cast("int", row.get("position")) or 99)
        return tuple(Link(row["label"], row["address"]) for row in rows)


_Rows = forms.formset_factory(
    LinkForm, formset=LinkRows, extra=SPARE_ROWS, max_num=MOST_LINKS, validate_max=True
)


def check_document(document: dict[str, object]) -> None:
    """Raise ValidationError, TypeError or ValueError for what the form would not have let through.

    SECURITY: of what comes from elsewhere colours go into a stylesheet too, and addresses into links.
    """
    told = from_data(document)
    plain = {**told.data, "accounts": "\n".join(told.accounts)}
    words = [plain[name] for name in PublicationForm.base_fields if name in plain]
    if not all(isinstance(each, str) for each in words):
        raise TypeError("what a publication says of itself is text")
    form = PublicationForm(
        {name: plain[name] for name in PublicationForm.base_fields if name in plain}
    )
    rows = [LinkForm(asdict(link)) for link in (*told.menu, *told.footer_links)]
    for each in (form, *rows):
        if not each.is_valid():
            raise ValidationError(dict(each.errors.as_data()))
    if any(shot(name) is None for name in told.pictures):
        raise ValueError("a logo or an icon has no name of one")


def rows_of(links: tuple[Link, ...], *, prefix: str, data: QueryDict | None = None) -> LinkRows:
    """Return the rows of `links`, with some to fill in."""
    initial = [{**asdict(link), "position": place} for place, link in enumerate(links, start=1)]
    quiet = {"label_suffix": ""}
    return cast("LinkRows", _Rows(data, prefix=prefix, initial=initial, form_kwargs=quiet))


def form_of(
    draft: Publication, *, seen: str, data: QueryDict | None = None, files: Files | None = None
) -> PublicationForm:
    """Return the form with what the draft says."""
    initial = draft.data | {"accounts": "\n".join(draft.accounts), "seen": seen}
    for name in PICTURES:
        initial.pop(name)
    return PublicationForm(data, files, initial=initial, label_suffix="")
