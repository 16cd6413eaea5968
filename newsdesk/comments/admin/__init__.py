"""The pages of reviewing in the desk; a kind of page mixes them into its admin."""

from newsdesk.comments.admin.links import LinkPages
from newsdesk.comments.admin.queries import QueryPages
from newsdesk.comments.admin.review import ReviewPages


class CommentPages(QueryPages, ReviewPages, LinkPages):
    """Comments beside the form and on a page of their own, the reading view, and shared previews.

    Stands before the admins that it is mixed with.
    """
