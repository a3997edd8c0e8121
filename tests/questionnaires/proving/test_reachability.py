"""What can be reached has a witness; what cannot is dead, whatever numbers may do."""

from datetime import date
from typing import Any

import pytest

from questionnaires.proving import Claim, Proof
from questionnaires.proving.grounds import Ground
from questionnaires.proving.reachability import reachable

from .evidence import confirm
from .test_pairs import number, one, written, yes_no

ON = date(2026, 11, 23)
WIDE = {"minimum": None, "maximum": None}


def claim(questions: list[dict[str, Any]], when: str) -> Claim:
    """The claim that a finding with this condition can fire."""
    ground = Ground(written(questions, {"T1": when}).load(), ON)
    found = tuple(reachable(ground))
    confirm(Proof(ground.edition, ON, found))
    return next(each for each in found if each.subject == "FT1")


REACHED = {
    "a number beyond an overflow": "a * 1e300 > 1e308",
    "infinity": "a * a - 1 == a * a && a > 1",
    "what is no number after an overflow": "known(a) && known(b) && known(c) && a * b * c != a * b * c",
    "the difference of what has overflown": "known(a) && a * a - b * b != a * a - b * b",
    "a division by zero": "known(a) && known(b) && a / b != a / b",
    "a quotient that has vanished": "a > 0 && a / b == 0",
    "the largest of all numbers": "a > 1.7976931348623155e308",
    "the smallest": "a > 0 && a / 2 == 0",
    "a third that is met exactly": "a > 10 && a / 3 == b",
    "numbers that differ by one bit": "a > b && a - b < 1e-15 && b > 1",
}
DEAD = {
    "more than the most": "a > 1.7976931348623157e308",
    "an order in a circle": "a < b && b < c && c < a",
    "both sides of a line": "a * 2 + 1 > 5 && a * 2 + 1 <= 5",
    "a sum that is less than a part": "a >= 0 && b >= 0 && a + b < a",
    "less than itself": "a - a < 0 || a - a > 0",
    "a number that is known and is none": "known(a) && a != a",
    "a third that is more than the whole": "a > 0 && a / 3 > a",
}


@pytest.mark.parametrize("name", REACHED)
def test_numbers_that_can_be_given_are_found(name: str) -> None:
    found = claim([number(each, **WIDE) for each in "abc"], REACHED[name])
    assert found.holds, found


@pytest.mark.parametrize("name", DEAD)
def test_what_no_numbers_do_is_dead(name: str) -> None:
    found = claim([number(each, **WIDE) for each in "abc"], DEAD[name])
    assert (found.holds, found.decided) == (False, True)
    assert set(found.because) <= {"FT1"}


def test_an_unlimited_number_that_is_multiplied_is_still_compared() -> None:
    """It may overflow, but is then infinite, and more than anything."""
    questions = [number("a", **WIDE), yes_no("more", ask_if="!(a * 10 > 5)")]
    assert claim(questions, 'known(a) && more == "yes"').holds
    assert not claim(questions, 'a > 1 && more == "yes"').holds


def test_a_number_that_nobody_can_give_is_unknown() -> None:
    questions = [number("n", minimum=5, maximum=4)]
    assert not claim(questions, "known(n)").holds
    assert claim(questions, "!known(n)").witness == {"n": "unknown"}


def test_the_parts_that_contradict_each_other_are_all_that_is_named() -> None:
    questions = [
        one("first", "a", "b"),
        yes_no("second", ask_if='first == "a"'),
        yes_no("third", ask_if='second == "yes"'),
        yes_no("other", ask_if='first == "b"'),
    ]
    found = claim(questions, 'third == "yes" && first == "b"')
    assert set(found.because) == {"FT1", "third", "second"}


@pytest.mark.parametrize("when", ["n > 8 && n < {} + 0.5", "n > 8 && {} + 0.5 > n", "n > 8 && {} + n > 12"])
@pytest.mark.parametrize("choice", ['(q == "a" ? 1 : 9)', '(q == "b" ? 9 : 1)'])
def test_what_one_answer_rules_out_another_may_reach(when: str, choice: str) -> None:
    """Numbers that conflict do so only where the answers make them what they are."""
    found = claim([one("q", "a", "b"), number("n")], when.format(choice))
    assert found.witness is not None
    assert found.witness["q"] == "b"


@pytest.mark.parametrize("line", ["n == m", "n - m == 0", "n <= m && m <= n"])
def test_numbers_that_are_not_equal_may_differ_either_way(line: str) -> None:
    """Equality is refuted; less and more each stay possible on their own."""
    for other in ("n > m", "n < m"):
        assert claim([number("n"), number("m")], f"({line} && n != m) || {other}").witness is not None


def test_what_has_overflown_is_in_no_order_and_rules_nothing_else_out() -> None:
    """All three orders are refuted, each only where the two are compared."""
    difference = "a * a - b * b"
    when = f'a > 1e200 && b > 1e200 && ({difference} > 0 || {difference} <= 0 || q == "b")'
    found = claim([one("q", "a", "b"), number("a", **WIDE), number("b", **WIDE)], when)
    assert found.witness is not None
    assert found.witness["q"] == "b"
