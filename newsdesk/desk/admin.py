"""Found by Django's admin: the front page of the desk and its name."""

from django.conf import settings
from django.contrib import admin

from newsdesk.desk.front import site

__all__ = ["site"]

admin.site.site_title = admin.site.site_header = settings.SITE_NAME
admin.site.index_title = "The desk"
# The house's own navigation stands in the header: the form needs the width.
admin.site.enable_nav_sidebar = False
site.take_over(admin.site)
