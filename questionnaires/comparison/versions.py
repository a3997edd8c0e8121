"""Two versions of a questionnaire: what was added, removed, reworded, re-ruled and moved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

from questionnaires.carrying import Route, routes_along
from questionnaires.editions import Edition

from .parts import WHATS, Aspect, Described, Path, What, aspect, parts

IN_ORDER = ("question", "tier")  # the order of these means something
READ = ("question", "fact", "parameter", "list")  # conditions read these by name


@dataclass(frozen=True)
class Edit:
    """One line that differs: the keys that lead to it in the file, and both texts; None is not there."""

    path: Path
    aspect: Aspect
    before: str | None
    after: str | None


@dataclass(frozen=True)
class PartChange:
    """A part that differs. `title` is the newer one; `was` is the older id where it was renamed."""

    kind: Literal["added", "removed", "changed"]
    what: What
    id: str
    title: str
    edits: tuple[Edit, ...] = ()
    was: str = ""
    moved_from: str = ""  # where a part that moved stood; "elsewhere" where only the order changed
    moved_to: str = ""
    through: tuple[str, ...] = ()  # names that its unchanged condition reads and whose meaning changed

    @property
    def reworded(self) -> bool:
        return any(edit.aspect == "wording" for edit in self.edits)

    @property
    def reruled(self) -> bool:
        return any(edit.aspect == "rule" for edit in self.edits)

    @property
    def moved(self) -> bool:
        return bool(self.moved_from)


@dataclass(frozen=True)
class VersionChange:
    """What differs between two editions of a questionnaire."""

    old: Edition
    new: Edition
    changes: tuple[PartChange, ...]
    routes: Mapping[str, Route] | None  # by newer question; None where there is no way

    def of(self, *whats: What) -> tuple[PartChange, ...]:
        return tuple(each for each in self.changes if each.what in whats)

    @cached_property
    def dropped(self) -> tuple[str, ...]:
        """Older questions whose answers go nowhere."""
        if self.routes is None:
            return ()
        taken = {origin for route in self.routes.values() for origin in route.origins}
        return tuple(each for each in self.old.questions if each not in taken)


def compare_versions(editions: Sequence[Edition]) -> VersionChange:
    """Compare the first of several editions with the last. Where there are more than these two, or the newer
    one says so, each tells how answers to the one before carry over (`succession.way`)."""
    old, new = editions[0], editions[-1]
    rule = new.questionnaire.carries_over
    follows = len(editions) > 2 or (rule is not None and rule.from_ == old.version)
    routes = routes_along(editions) if follows else None
    return VersionChange(old, new, tuple(_changes(old, new, routes or {})), routes)


def _changes(old: Edition, new: Edition, routes: Mapping[str, Route]) -> Iterable[PartChange]:
    before = {(each.what, each.id): each for each in parts(old)}
    after = {(each.what, each.id): each for each in parts(new)}
    pairs = _pairs(before, after, routes)
    found: list[PartChange] = []
    for key, part in after.items():
        other = before.get(pairs[key]) if key in pairs else None
        choices = routes[part.id].choices if part.what == "question" and part.id in routes else {}
        found.append(_added(part) if other is None else _changed(other, part, choices))
    kept = set(pairs.values())
    found += [_removed(part) for key, part in before.items() if key not in kept]
    found = _reordered(found, before, after, pairs)
    found = _through(found, after)
    differing = [
        each
        for each in found
        if each.kind != "changed" or each.edits or each.was or each.moved or each.through
    ]
    return sorted(differing, key=lambda each: WHATS.index(each.what))


Key = tuple[What, str]
Parts = Mapping[Key, Described]


def _pairs(before: Parts, after: Parts, routes: Mapping[str, Route]) -> dict[Key, Key]:
    """Which newer part is which older one: by id, and questions also by renaming."""
    renamed: dict[Key, Key] = {
        ("question", each): ("question", route.origins[0])
        for each, route in routes.items()
        if route.how == "renamed" and len(route.origins) == 1
    }
    taken = set(renamed.values())
    same = {key: key for key in after if key in before and key not in taken and key not in renamed}
    return same | renamed


def _added(part: Described) -> PartChange:
    edits = tuple(Edit(path, aspect(path), None, text) for path, text in part.lines.items())
    return PartChange("added", part.what, part.id, part.title, edits)


def _removed(part: Described) -> PartChange:
    edits = tuple(Edit(path, aspect(path), text, None) for path, text in part.lines.items())
    return PartChange("removed", part.what, part.id, part.title, edits)


def _changed(before: Described, after: Described, choices: Mapping[str, str]) -> PartChange:
    """Compare two descriptions of a part; `choices` are the newer ids of a question's older choices."""
    lines = {_renamed(path, choices): text for path, text in before.lines.items()}
    ids = [Edit(("choices", new, "id"), "name", old, new) for old, new in choices.items() if old != new]
    edits = [
        Edit(path, aspect(path), lines.get(path), after.lines.get(path))
        for path in dict.fromkeys([*after.lines, *lines])
        if lines.get(path) != after.lines.get(path)
    ]
    was = before.id if before.id != after.id else ""
    away = before.place != after.place
    places = (before.place, after.place) if away else ("", "")
    return PartChange("changed", after.what, after.id, after.title, (*ids, *edits), was, *places)


def _renamed(path: Path, choices: Mapping[str, str]) -> Path:
    return (
        ("choices", choices[path[1]], *path[2:]) if path[:1] == ("choices",) and path[1] in choices else path
    )


def _reordered(
    found: list[PartChange], before: Parts, after: Parts, pairs: Mapping[Key, Key]
) -> list[PartChange]:
    """Mark what stands elsewhere in the order of its kind, as few parts as explain the new order."""
    elsewhere: set[Key] = set()
    for what in IN_ORDER:
        old = [key for key in before if key[0] == what and key in pairs.values()]
        new = [key for key in after if key[0] == what and key in pairs]
        matcher = SequenceMatcher(None, old, [pairs[key] for key in new], autojunk=False)
        still = {new[j + k] for _, j, size in matcher.get_matching_blocks() for k in range(size)}
        elsewhere |= set(new) - still
    return [
        replace(each, moved_from="elsewhere")
        if (each.what, each.id) in elsewhere and not each.moved and each.kind == "changed"
        else each
        for each in found
    ]


def _through(found: list[PartChange], after: Parts) -> list[PartChange]:
    """Rules whose own condition is the same, and that read a fact, list or number whose meaning is not."""
    meant = {each.id for each in found if each.what in READ and each.kind == "changed" and each.reruled}
    told = []
    for each in found:
        read = after[each.what, each.id].reads if each.kind == "changed" and not each.reruled else frozenset()
        reached = _reached(read, after) - {each.id}
        told.append(replace(each, through=tuple(sorted(reached & meant))))
    return told


def _reached(names: Iterable[str], after: Parts) -> set[str]:
    """Names, and those that the facts among them read."""
    waiting, seen = list(names), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += after["fact", name].reads if ("fact", name) in after else ()
    return seen
