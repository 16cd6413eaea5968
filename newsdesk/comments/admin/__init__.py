"""The pages of reviewing in the desk; a kind of page mixes them into its admin."""

from newsdesk.comments.admin.links import LinkPages
from newsdesk.comments.admin.queries import QueryPages


class ReviewedPages(QueryPages, LinkPages):
    """Queries beside the form and on a page of their own, and shared previews.

    Stands before the admins that it is mixed with.
    """
