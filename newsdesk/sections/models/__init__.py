"""Sections, and front pages. Import the module that you mean, not this package."""

from newsdesk.sections.models.front import Arrangement, FrontDraft, Slot
from newsdesk.sections.models.section import Section, SectionEvent

__all__ = ["Arrangement", "FrontDraft", "Section", "SectionEvent", "Slot"]
