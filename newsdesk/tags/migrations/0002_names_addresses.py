"""Give every tag its address: the one that its page has had so far, else one of its own."""

from django.db import migrations
from django.utils.text import slugify

from newsdesk.catalogue.tags import tag_slug


def give_addresses(apps, schema_editor):
    """Keep what readers know. Of tags that shared a page, the one whose name says the address keeps it.

    What was typed as a slug so far had no effect, and has none afterwards.
    """
    tags, addresses = apps.get_model("taggit", "Tag"), apps.get_model("tags", "TagAddress")
    rows = list(tags.objects.order_by("pk"))
    rows.sort(key=lambda tag: slugify(tag.name) != tag_slug(tag.name))
    taken = {}
    for tag in rows:
        own, known = tag_slug(tag.name), slugify(tag.name)[:100]
        free = [slug for slug in (known, own) if slug and slug not in taken]
        if not free:
            # One page, as before; an editor may merge the two.
            print(
                f"  The tags “{taken[own].name}” and “{tag.name}” share the address /tags/{own}/."
            )
            continue
        for slug in free:
            taken[slug] = tag
        tag.slug = free[0]
    for tag in rows:
        if taken.get(tag.slug) is not tag:
            tag.slug = f"{tag.slug[:80]}-{tag.pk}"
    # Slugs are unique: none may pass through another's on its way.
    for tag in rows:
        tags.objects.filter(pk=tag.pk).update(slug=f"moving-{tag.pk}-{tag.pk}")
    for tag in rows:
        tags.objects.filter(pk=tag.pk).update(slug=tag.slug)
        taken.setdefault(tag.slug, tag)
    addresses.objects.bulk_create(addresses(tag=tag, slug=slug) for slug, tag in taken.items())


class Migration(migrations.Migration):
    dependencies = [("tags", "0001_names_tags")]

    operations = [migrations.RunPython(give_addresses, migrations.RunPython.noop)]
