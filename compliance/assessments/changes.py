"""What changed between two versions, in the words of the public page."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaires import Edition
from questionnaires.carrying import Route
from questionnaires.comparison import Edit, PartChange, Said, VersionChange, said
from questionnaires.comparison.parts import What

# A key of the file format as people read it; a key that is not here is shown as it is.
LABELS = {
    "text": gettext_lazy("Text"),
    "title": gettext_lazy("Title"),
    "name": gettext_lazy("Name"),
    "meaning": gettext_lazy("Meaning"),
    "help": gettext_lazy("Help"),
    "why": gettext_lazy("Why we ask"),
    "ask_if": gettext_lazy("Asked if"),
    "when": gettext_lazy("Condition"),
    "is": gettext_lazy("Definition"),
    "cases": gettext_lazy("Definition"),
    "values": gettext_lazy("Value"),
    "source": gettext_lazy("Source"),
    "tier": gettext_lazy("Tier"),
    "kind": gettext_lazy("Kind"),
    "choices": gettext_lazy("Choice"),
    "unsure": gettext_lazy("“I am not sure”"),
    "counts_as": gettext_lazy("counts as"),
    "hint": gettext_lazy("hint"),
    "changeable": gettext_lazy("Can be changed"),
    "ordered": gettext_lazy("In order of"),
    "riskier": gettext_lazy("The riskier answer"),
    "exclusive": gettext_lazy("excludes the others"),
    "convention": gettext_lazy("Our own convention"),
    "valid_from": gettext_lazy("In force from"),
    "valid_to": gettext_lazy("In force until"),
    "as_of": gettext_lazy("As of"),
}


@dataclass(frozen=True)
class Line:
    """One line of a part, with its label."""

    label: str
    edit: Edit
    said: tuple[Said, ...] = ()  # its conditions in words

    @property
    def is_code(self) -> bool:
        """A condition or a definition, which keeps its typeface."""
        return self.edit.path[-1] in ("when", "ask_if", "is", "cases", "id") or self.edit.path[0] == "cases"

    @property
    def both(self) -> tuple[str, str]:
        return self.edit.before or "", self.edit.after or ""

    @property
    def text(self) -> str:
        return self.edit.after if self.edit.after is not None else self.edit.before or ""


@dataclass(frozen=True)
class Shown:
    """A part that differs, as the page shows it."""

    change: PartChange
    lines: tuple[Line, ...]

    @property
    def has_code(self) -> bool:
        """Whether its id is a short code that people cite, such as R3.6."""
        return self.change.what in ("tier", "gate", "finding", "item")

    @property
    def marks(self) -> list[str]:
        """What happened to it, in a word or two each."""
        change = self.change
        if change.kind == "added":
            return [_("new")]
        if change.kind == "removed":
            return [_("removed")]
        found = [_("reworded")] if change.reworded else []
        found += [_("rule changed")] if change.reruled else []
        found += [_("source changed")] if any(each.aspect == "source" for each in change.edits) else []
        found += [_("renamed")] if change.was or any(each.aspect == "name" for each in change.edits) else []
        found += [_("moved")] if change.moved else []
        return found + ([_("reads what changed")] if change.through else [])


@dataclass(frozen=True)
class Group:
    id: str
    title: str
    parts: tuple[Shown, ...]


@dataclass(frozen=True)
class Fate:
    """What becomes of the answers to a question: its text, where they come from, and a word for it."""

    question: str
    text: str
    how: str
    origins: tuple[tuple[str, str], ...]


def groups(found: VersionChange) -> list[Group]:
    """The parts that differ, what people meet first coming first."""
    kinds: list[tuple[str, str, tuple[What, ...]]] = [
        ("questions", _("Questions"), ("section", "question")),
        ("rules", _("Rules of the ladder"), ("tier", "gate", "class", "finding")),
        ("items", _("Guidance, obligations and law"), ("item",)),
        ("numbers", _("Numbers"), ("parameter",)),
        ("facts", _("Facts and lists that the rules read"), ("fact", "list")),
        ("about", _("The questionnaire, its rulebooks and sources"), ("questionnaire", "rulebook", "work")),
    ]
    all_groups = [
        Group(key, title, tuple(_shown(each, found) for each in found.of(*whats)))
        for key, title, whats in kinds
    ]
    return [group for group in all_groups if group.parts]


def _shown(change: PartChange, found: VersionChange) -> Shown:
    on = timezone.localdate()
    lines = (Line(_label(each), each, tuple(said(found, change, each, on))) for each in change.edits)
    return Shown(change, tuple(lines))


def _label(edit: Edit) -> str:
    words = [str(LABELS.get(step, step.replace("_", " "))) for step in edit.path]
    if edit.path[0] == "choices" and len(edit.path) > 2:  # the choice's own text needs no further word
        last = {"text": [], "id": [_("renamed")]}.get(edit.path[-1], words[2:])
        words = [words[0], edit.path[1], *last]
    return " · ".join(words)


def fates(found: VersionChange) -> list[Fate]:
    """What becomes of answers, but for those that simply stay."""
    if found.routes is None:
        return []
    words = {
        "renamed": _("renamed; the answer is kept"),
        "split": _("split; each part takes what belongs to it"),
        "merged": _("merged out of several"),
        "asked_again": _("asked again"),
        "new": _("new"),
    }
    fates = [
        _fate(found.old, found.new, route, words[route.how])
        for route in found.routes.values()
        if route.how != "same"
    ]
    dropped = [Fate(each, found.old.questions[each].text, _("no longer asked"), ()) for each in found.dropped]
    return fates + dropped


def _fate(old: Edition, new: Edition, route: Route, how: str) -> Fate:
    origins = tuple((each, old.questions[each].text) for each in route.origins)
    return Fate(route.question, new.questions[route.question].text, how, origins)
