"""Whether every path ends in one outcome, and whether items that exclude each other stay apart."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from questionnaires.schema import Item

from .arithmetic import Undecided
from .claims import Answers, Claim, Kind
from .grounds import Ground
from .reachability import UNDECIDED


def structure(ground: Ground) -> Iterator[Claim]:
    yield _ends(ground)
    for one, other in combinations(ground.edition.gates.values(), 2):
        if one.outcome != other.outcome:
            literals = [ground.world.gate(one.id), ground.world.gate(other.id)]
            text = f"{one.id} and {other.id} never hold together"
            yield _never(ground, "outcome", f"{other.id} {one.id}", text, literals)
    for first, second in _exclusive(ground):
        literals = [ground.world.item(first.id), ground.world.item(second.id)]
        text = f"{first.id} and {second.id} are never given together"
        yield _never(ground, "apart", f"{first.id} {second.id}", text, literals)


def _ends(ground: Ground) -> Claim:
    """Conditions are two-valued and read in strata, definitions by cases end in one without a condition
    (loading sees to both), so answers have one outcome; and asking ends where each question has an answer."""
    terms, numbers = ground.universe.comparisons.terms, ground.universe.raw.numbers
    ranges = {each: terms.range(number) for each, number in numbers.items()}
    stuck = [each for each, (low, high) in ranges.items() if low > high]
    claim = Claim("outcome", ground.edition.ladder.id, "every path ends in one outcome", holds=not stuck)
    if stuck:
        note = f"No number can be given here but `unknown`: {', '.join(stuck)}."
        return Claim("outcome", stuck[0], claim.text, holds=False, note=note)
    return claim


def _exclusive(ground: Ground) -> Iterator[tuple[Item, Item]]:
    """Pairs of which one excludes the other, and that are in force on a common day."""
    seen: set[frozenset[str]] = set()
    for item in ground.edition.items.values():
        for each in item.excludes:
            other, pair = ground.edition.items[each], frozenset({item.id, each})
            if pair not in seen and _overlap(item, other):
                seen.add(pair)
                yield item, other


def _overlap(first: Item, second: Item) -> bool:
    return not any(
        one.valid_to and other.valid_from and one.valid_to < other.valid_from
        for one, other in ((first, second), (second, first))
    )


def _never(ground: Ground, kind: Kind, subject: str, text: str, literals: Sequence[int]) -> Claim:
    try:
        answers = ground.answers(literals)
    except Undecided:
        return Claim(kind, subject, text, holds=False, note=UNDECIDED, decided=False)
    if answers is not None and not _shows(ground, kind, subject, answers):
        raise AssertionError(f"the evaluator refuses the witness against “{text}”")
    return Claim(kind, subject, text, holds=answers is None, witness=answers)


def _shows(ground: Ground, kind: Kind, subject: str, answers: Answers) -> bool:
    """Whether the evaluator, too, finds two outcomes or both items."""
    reading, of = ground.run(answers), ground.compiled
    if kind == "outcome":
        return reading.tiers.bit_count() > 1
    return set(subject.split()) <= set(of.items.of(reading.given))
