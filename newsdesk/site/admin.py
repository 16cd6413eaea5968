"""Found by Django's admin: registers the inbox of error reports, and the pages of the publication."""

from django.contrib import admin

from newsdesk.site.error_reports import admin as error_reports
from newsdesk.site.publication import pages

__all__ = ["error_reports"]

pages.take_over(admin.site)
