"""The links of the desk's header to its lists, as a tag: by a template each they took far longer."""

from collections.abc import Mapping
from functools import cache

from django import template
from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

register = template.Library()

_LINK = '<li><a href="{}">{}</a></li>'
_HERE = '<li><a href="{}" aria-current="page">{}</a></li>'


@register.simple_tag(takes_context=True)
def nav_link(context: Mapping[str, object], name: str) -> str:
    """Return an item with the link to the list of the model `name`, or "" for who may not see it."""
    request, pages = context.get("request"), _lists().get(name)
    if pages is None or not isinstance(request, HttpRequest) or not _may_see(pages, request):
        return ""
    address = _address_of(pages)
    link = _HERE if address in request.path else _LINK
    return format_html(link, address, capfirst(pages.opts.verbose_name_plural))


def _may_see(pages: ModelAdmin, request: HttpRequest) -> bool:
    may = pages.has_view_permission(request) or pages.has_change_permission(request)
    return may and pages.has_module_permission(request)


@cache
def _lists() -> dict[str, ModelAdmin]:
    """Return the lists of the desk by the names of their models."""
    return {str(pages.opts.object_name): pages for pages in admin.site._registry.values()}


@cache
def _address_of(pages: ModelAdmin) -> str:
    return reverse(f"admin:{pages.opts.app_label}_{pages.opts.model_name}_changelist")
