"""What the conditions on a line that changed say in plain words, in each version that has it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from questionnaires.conditions.words import Words
from questionnaires.editions import Edition
from questionnaires.plain_words import PlainWords, plain_words

from .versions import Edit, PartChange, VersionChange


@dataclass(frozen=True)
class Said:
    """A condition on a line of a version; of a definition by cases with the value that it leads to.

    `when` None: in all other cases.
    """

    edition: Edition
    when: Words | None
    value: str = ""

    def __str__(self) -> str:
        if self.when is None:
            return f"otherwise {self.value}"
        return f"{self.value} if {self.when}" if self.value else str(self.when)


# By the part and the key of a line, how to find what it says for an id: values, and when each holds.
Found = Iterator[tuple[str, Words | None]]
FINDERS: dict[tuple[str, ...], Callable[[PlainWords, str], Found]] = {
    ("question", "ask_if"): lambda words, each: _one(words.asks.get(each)),
    ("question", "exempt"): lambda words, each: _several(words.exempt.get(each, ())),
    ("finding", "when"): lambda words, each: _one(words.findings.get(each)),
    ("item", "when"): lambda words, each: _one(words.items.get(each)),
    ("gate", "when"): lambda words, each: _one(words.gates.get(each)),
    ("fact", "is"): lambda words, each: _one(words.flags.get(each)),
    ("fact", "cases"): lambda words, each: ((str(c.value), c.when) for c in words.cases.get(each, ())),
    **{
        (what, "notes"): lambda words, each: _several(when for _, when in words.notes.get(each, ()))
        for what in ("tier", "finding", "item")
    },
}


def said(found: VersionChange, change: PartChange, edit: Edit, on: date) -> Iterator[Said]:
    """The conditions on a line, first those of the older version; nothing where it holds none."""
    finder = FINDERS.get((change.what, *edit.path))
    sides = ((found.old, change.was or change.id, edit.before), (found.new, change.id, edit.after))
    for edition, part, text in sides:
        if finder is not None and text is not None:
            for value, when in finder(plain_words(edition, on), part):
                yield Said(edition, when, value)


def _one(words: Words | None) -> Found:
    return _several([words])


def _several(many: Iterable[Words | None]) -> Found:
    return (("", words) for words in many if words is not None)
