"""Jobs of pictures."""

from collections.abc import Sequence

from newsdesk.images.ladder import StoredPicture
from newsdesk.images.renditions import complete_published
from newsdesk.jobs.job import Terms, job


@job(Terms("Sizes of published images"))
def make_sizes(pictures: Sequence[tuple[Sequence[str], StoredPicture]]) -> None:
    """Make what is missing of pictures, each with the shapes in which its page is shown with it.

    Raises StoreFailed.
    """
    for shapes, image in pictures:
        complete_published(shapes, image)
