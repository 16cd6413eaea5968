"""The FAQ as the desk knows it: what can be done to one, and by what."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.contrib.auth.models import User

from faqs import restorable, rule_inputs, rules, working_copy
from faqs.documents import FaqDocument, read, tidy
from faqs.kind import FAQ_KIND
from faqs.merge_rule import FaqMerging
from faqs.models.draft import Faq
from faqs.models.edition import FaqEdition
from faqs.models.merge import FaqMergeStep
from newsdesk.live_checks import results
from newsdesk.merging.chains import Chains
from newsdesk.rules.findings import Findings
from newsdesk.rules.wording import Forecast
from newsdesk.tags.names import spelled
from newsdesk.workflow.restorable import Restorable
from newsdesk.workflow.roles import CHIEF, MODERATOR
from newsdesk.workflow.standard_transitions import review_verbs, standard_verbs
from newsdesk.workflow.transitions import table
from newsdesk.workflow.workflow import Workflow


class FaqWorkflow(Workflow[Faq, FaqDocument, FaqEdition]):
    """FAQs on their way from a draft to their readers."""

    kind = FAQ_KIND
    model = Faq
    verbs = table(*review_verbs("faqs", "faq"), *standard_verbs("faqs", "faq"))
    lineage = Chains(FaqMergeStep, read, tidy, spelled)
    checked_by_others = True
    moderated = True
    rights = {
        MODERATOR: ("faqs.merge_faq", "faqs.answer_askedquestion"),
        CHIEF: ("faqs.merge_faq", "faqs.answer_askedquestion", "faqs.change_differencereasons"),
    }

    def __init__(self) -> None:
        self.merging = FaqMerging(self)

    def document_of(self, item: Faq) -> FaqDocument:
        return working_copy.document_of(item)

    def documents_of(self, items: Sequence[Faq]) -> list[FaqDocument]:
        return working_copy.documents_of(items)

    def write_back(self, document: FaqDocument, item: Faq, *, actor: User) -> None:
        working_copy.write_back(document, item, actor=actor)

    def write_new(self, drafts: Sequence[tuple[Faq, FaqDocument]], *, actor: User) -> None:
        working_copy.write_new(drafts, actor=actor)

    def findings(self, item: Faq, document: FaqDocument) -> Findings:
        return self.findings_of_many([(item, document)])[0]

    def findings_of_many(self, drafts: Sequence[tuple[Faq, FaqDocument]]) -> list[Findings]:
        return rule_inputs.judge_many(drafts)

    def find(self, documents: Mapping[str, FaqDocument]) -> Mapping[str, Findings]:
        return rule_inputs.findings(documents)

    def forecasts(self, document: FaqDocument) -> Iterable[Forecast]:
        return rules.forecasts(document)

    def keep(self, item: Faq, *, passed: Collection[int] = ()) -> None:
        self.keep_many([item], passed=passed)

    def keep_many(self, items: Sequence[Faq], *, passed: Collection[int] = ()) -> None:
        results.keep(self, items, passed=passed)

    def restorable(self, item: Faq, document: FaqDocument) -> Restorable[FaqDocument]:
        return restorable.restorable(item, document)


FAQ = FaqWorkflow()
