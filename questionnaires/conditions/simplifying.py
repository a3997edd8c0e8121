"""The same condition, made ready for reading: negations at the leaves, no group of one, no `?:`.

What was true stays true and what was false stays false, whatever is absent or unknown; only what is
undetermined may become settled, where both ways lead to the same.
"""

from collections.abc import Mapping, Sequence

from .tree import Among, And, AnyOf, Boolean, Compare, Constant, If, Not, Only, Or, Size, Symbol, Truth


def simple(tree: Boolean, symbols: Mapping[str, Symbol], *, negate: bool = False) -> Boolean:
    """A condition, or its opposite, with `!` before single tests only and constants worked in."""

    def part(tree: Boolean, negate: bool) -> Boolean:
        return simple(tree, symbols, negate=negate)

    match tree:
        case Truth(value):
            return Truth(value is not negate)
        case Not(inner):
            return part(inner, not negate)
        case And(parts) | Or(parts):
            every = isinstance(tree, And) is not negate  # De Morgan
            return _joined([part(each, negate) for each in parts], symbols, every=every)
        case If(test, then, other):
            yes = _joined([part(test, False), part(then, negate)], symbols, every=True)
            no = _joined([part(test, True), part(other, negate)], symbols, every=True)
            return _joined([yes, no], symbols, every=False)
    return Not(tree) if negate else tree


def _joined(parts: Sequence[Boolean], symbols: Mapping[str, Symbol], *, every: bool) -> Boolean:
    """Parts joined by "and" (`every`) or "or": groups of the same kind dissolve, constants and doubles go."""
    flat: dict[Boolean, None] = {}
    for part in parts:
        same = isinstance(part, And if every else Or)
        flat |= dict.fromkeys(part.parts if same and isinstance(part, And | Or) else (part,))
    if Truth(not every) in flat:
        return Truth(not every)
    kept = [part for part in flat if part != Truth(every)]
    if every:  # what is joined by "and" is what is not joined by "or" of the opposites
        kept = [_opposite(part) for part in _one_of_more([_opposite(part) for part in kept])]
        kept = _ticked_but_not(kept, symbols)
    else:
        kept = _one_of_more(kept)
        kept = [_opposite(part) for part in _ticked_but_not([_opposite(part) for part in kept], symbols)]
    if len(kept) < 2:
        return kept[0] if kept else Truth(every)
    return And(tuple(kept)) if every else Or(tuple(kept))


def _one_of_more(parts: Sequence[Boolean]) -> list[Boolean]:
    """`x == "a" || x == "b"` is one of two; so is `"a" in x || "b" in x`."""
    found: dict[object, Boolean] = {}
    for part in parts:
        match part:
            case Among(name, values) | AnyOf(name, values):
                key = (type(part), name)
                before = found.get(key)
                if isinstance(before, Among | AnyOf):
                    values |= before.values
                found[key] = type(part)(name, values)
            case _:
                found[part] = part
    return list(found.values())


def _ticked_but_not(parts: list[Boolean], symbols: Mapping[str, Symbol]) -> list[Boolean]:
    """`size(x) > 0 && !("none" in x)` is one thought: something is ticked, and nothing but the others."""
    for part in parts:
        match part:
            case Compare(">", Size(name), Constant(0)):
                excluded = _excluded(name, parts)
                if excluded:
                    others = Only(name, frozenset(symbols[name].values) - excluded)
                    return [others if each is part else each for each in parts if not _excluded(name, [each])]
    return parts


def _excluded(name: str, parts: Sequence[Boolean]) -> frozenset[str]:
    """The choices of a multiple choice that must not be ticked."""
    found: frozenset[str] = frozenset()
    for part in parts:
        match part:
            case Not(AnyOf(of, values)) if of == name:
                found |= values
    return found


def _opposite(tree: Boolean) -> Boolean:
    return tree.part if isinstance(tree, Not) else Not(tree)
