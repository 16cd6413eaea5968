"""What is of substance in a change, and so keeps it from being published as *minor*.

The policy. A change is minor when nothing that a reader may have relied on has moved: slips of the
pen, punctuation, space, typographic marks, capitals, an article more or less, words in another order.
It is of substance, and needs to be called an update, a clarification or a correction, when it touches

* a *number*: figures, number words, ordinals, shares, ranges, their units, and words of quantity ("all",
  "most", "only"; "about" and "over" before a figure). "Four" for "4" is none;
* a *date*: years, months, weekdays, seasons, parts of the day, and relative words ("last", "ago");
* a *name*: capitalised words inside a sentence; at its beginning those that are names elsewhere in either
  text, or that go on with another capital. A name's spelling is the name: mending it is a correction;
* a *quotation*: any word between quotation marks or in a block quotation, and whether words stand there;
* a *denial*: not, no, never, n't, without, un-; and a word that becomes its opposite (rise, fall);
* *certainty*: will, may, could ...; alleged, reportedly, apparently ...;
* a *passage*: more than four words in a row that came or went, or more than eight of a text that became
  others; mended spellings do not count. What a single reworded word means, this cannot judge;
* an *order*: a word that has moved across one of the above ("accused Smith and praised Jones").

Outside running text the rule is plain. Adding or taking away a part, source, report, entity, FAQ or
timeline event is never minor, nor is changing an address, a link, a picture, who said or reported
something, an outlet, a day, or what kind of part it is. Moving parts, tags, the words that describe or
credit a picture (read as running text) and the day on which the desk read a report are no substance of
themselves. A field that this module does not know counts as substance whole: it fails safe.
"""

from newsdesk.comparison.significance.change import Change
from newsdesk.comparison.significance.documents import changes
from newsdesk.comparison.significance.texts import text_changes

__all__ = ["Change", "changes", "text_changes"]
