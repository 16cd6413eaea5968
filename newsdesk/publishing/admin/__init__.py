"""The desk in Django admin: what the admin of every kind of page is made of.

The apps' own `admin.py` say what is particular to a kind. Nothing here imports an app.
"""

from django.conf import settings
from django.contrib import admin

from .front import site

__all__ = ["site"]

admin.site.site_title = admin.site.site_header = settings.SITE_NAME
admin.site.index_title = "The desk"
# The house's own navigation stands in the header: the form needs the width.
admin.site.enable_nav_sidebar = False
site.take_over(admin.site)
