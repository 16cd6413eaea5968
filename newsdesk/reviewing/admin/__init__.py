"""The pages of reviewing in the desk; a kind of page mixes them into its admin."""

from .links import LinkPages
from .queries import QueryPages


class ReviewedPages(QueryPages, LinkPages):
    """Queries beside the form and on a page of their own, and shared previews.

    Stands before `WorkflowAdmin`; the app's admin says `pages_shown`.
    """
