"""Every relation to something that can be merged has a rule; a new one without a rule fails here."""

from django.apps import apps

from newsdesk.merging.models import Mergeable

# What becomes of a row that refers to the loser. Nothing is moved, so each rule says who resolves it.
RESOLVED = "kept as it is; documents carry the key, and the catalogue leads it to the survivor"
SHOWN_AS = "kept as it is; documents carry the name, and the catalogue leads it to the survivor's"
BELONGS = "belongs to the loser and stays with it, to come back when the merge is undone"
MERGING = "written by the engine itself"
SPLIT = "kept as it is; merges and splits are replayed together to tell what a page means"
JUDGED = "a moderator's word about these very pages; tombstones are left out of the queue"
WATCHED = (
    "stays with the page that was watched, whose watchers hear of the merge and of its undoing"
)
RULES = {
    "entities.Entity.merged_into": MERGING,
    "entities.EntityEdition.item": BELONGS,
    "entities.EntityEvent.item": BELONGS,
    "entities.EntityFact.item": BELONGS,
    "entities.EntityMerge.loser": MERGING,
    "entities.EntityMerge.survivor": MERGING,
    "entities.EntityMergeStep.item": MERGING,
    "entities.EntityRevision.item": BELONGS,
    "entities.EntitySplit.one": SPLIT,
    "entities.EntitySplit.other": SPLIT,
    "entities.EntitySplitMove.into": SPLIT,
    "entities.EntitySplitMove.source": SPLIT,
    "entities.Outlet.merged_into": MERGING,
    "entities.Outlet.shown_as": MERGING,
    "entities.OutletEvent.item": BELONGS,
    "entities.OutletMerge.loser": MERGING,
    "entities.OutletMerge.survivor": MERGING,
    "entities.OutletMergeStep.item": MERGING,
    "entities.OutletName.outlet": BELONGS,
    "faqs.DuplicatePair.left": JUDGED,
    "faqs.DuplicatePair.right": JUDGED,
    "faqs.Faq.merged_into": MERGING,
    "faqs.FaqAnswer.item": BELONGS,
    "faqs.FaqEdition.item": BELONGS,
    "faqs.FaqEntity.entity": RESOLVED,
    "faqs.FaqEntity.item": BELONGS,
    "faqs.FaqEvent.item": BELONGS,
    "faqs.FaqMerge.loser": MERGING,
    "faqs.FaqMerge.survivor": MERGING,
    "faqs.FaqMergeStep.item": MERGING,
    "faqs.FaqRevision.item": BELONGS,
    "faqs.FaqSource.item": BELONGS,
    "faqs.FaqSource.outlet": SHOWN_AS,
    "faqs.FaqVector.faq": BELONGS,
    "faqs.MergeProposal.survivor": JUDGED,
    "faqs.QuestionWatch.faq": WATCHED,
    "stories.DeeperQuestion.faq": RESOLVED,
    "stories.SourceReport.outlet": SHOWN_AS,
    "stories.SourceReport.wire": SHOWN_AS,
    "stories.StoryEntity.entity": RESOLVED,
    "stories.StoryFaq.faq": RESOLVED,
}


def relations():
    """Return every foreign key and many-to-many field to a mergeable model, as "app.Model.field"."""
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and isinstance(field.related_model, type)
        and issubclass(field.related_model, Mergeable)
    }


def test_every_relation_to_a_mergeable_row_has_a_rule():
    assert relations() - set(RULES) == set(), "say in RULES what a merge means for these relations"


def test_no_rule_is_left_over():
    assert set(RULES) - relations() == set()
