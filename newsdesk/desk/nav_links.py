"""The links of the desk's header to its lists, as a tag: by a template each they took far longer."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html

register = template.Library()

_LINK = '<li><a href="{}">{}</a></li>'
_HERE = '<li><a href="{}" aria-current="page">{}</a></li>'


@register.simple_tag(takes_context=True)
def nav_link(context: Mapping[str, object], name: str) -> str:
    """Return an item with the link to the list of the model `name`, or "" for who may not see it."""
    path = getattr(context.get("request"), "path", "")
    apps = context.get("available_apps")
    for app in apps if isinstance(apps, list) else ():
        for model in app["models"]:
            if model["object_name"] == name and (address := model["admin_url"]):
                return format_html(_HERE if address in path else _LINK, address, model["name"])
    return ""
