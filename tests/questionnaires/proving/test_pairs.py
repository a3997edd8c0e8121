"""Riskier answers and silence, in small editions made for the purpose."""

from datetime import date
from typing import Any

import pytest

from questionnaires.proving import Claim, Proof
from questionnaires.proving.grounds import Ground
from questionnaires.proving.pairs import riskier, silence

from .evidence import confirm
from .small_editions import TEXTS, Written

ON = date(2026, 11, 23)


def written(questions: list[dict[str, Any]], findings: dict[str, str], **ladder: Any) -> Written:
    """An edition of these questions, with findings by tier."""
    rules = [
        {"id": f"F{tier}", "tier": tier, "title": "?", "text": "?", "when": when, "source": {"work": "W"}}
        for tier, when in findings.items()
    ]
    book = {
        "id": "ladder", "title": "?", "kind": "ladder", "jurisdiction": "none", "as_of": "2026-11-23",
        "summary": "?", "validity": {"final_months": 12, "provisional_days": 90},
        "tiers": [{"id": each, "name": "?", "meaning": "?"} for each in ("T0", "T1", "T2")],
        "findings": rules, **ladder,
    }  # fmt: skip
    sheet = {
        "id": "small", "version": "1", "title": "?", "summary": "?", "minutes": {"from": 1, "to": 2},
        "ladder": "ladder", "rulebooks": ["ladder"], "works": {"W": {"short": "?", "title": "?"}},
        "sections": [{"id": "all", "title": "?", "questions": [{**TEXTS, **each} for each in questions]}],
    }  # fmt: skip
    return Written(sheet, book)


def one(name: str, *choices: str, **keys: Any) -> dict[str, Any]:
    return {"id": name, "kind": "one", "choices": [{"id": each, "text": "?"} for each in choices], **keys}


def yes_no(name: str, **keys: Any) -> dict[str, Any]:
    return {"id": name, "kind": "yes_no", **keys}


def number(name: str, **keys: Any) -> dict[str, Any]:
    question = {"id": name, "kind": "number", "minimum": 0, "maximum": 10, **keys}
    return {key: value for key, value in question.items() if value is not None}


def gated(when: str) -> dict[str, Any]:
    return {"id": "G", "outcome": "N", "name": "?", "meaning": "?", "when": when, "source": {"work": "W"}}


def claims(edition: Written) -> dict[str, Claim]:
    """The claims about pairs by kind and question, each with what the evaluator says of its witness."""
    ground = Ground(edition.load(), ON)
    found = tuple(claim for part in (riskier, silence) for claim in part(ground))
    confirm(Proof(ground.edition, ON, found))
    assert all(claim.decided for claim in found)
    return {f"{claim.kind} {claim.subject}": claim for claim in found}


# a riskier answer --------------------------------------------------------------------------------------


def test_a_riskier_answer_is_any_riskier_answer_not_only_the_next() -> None:
    """Between the two lies a gate, behind which nothing is claimed."""
    gates = [gated('q == "b"')]
    edition = written([one("q", "a", "b", "c", ordered="risk")], {"T1": 'q == "a"'}, gates=gates)
    claim = claims(edition)["riskier q"]
    assert not claim.holds
    assert (claim.witness, claim.change) == ({"q": "a"}, {"q": "c"})


def test_what_a_riskier_answer_opens_may_be_answered_in_any_way() -> None:
    questions = [one("q", "a", "b", ordered="risk"), yes_no("more", ask_if='q == "b"')]
    claim = claims(written(questions, {"T1": 'q == "a" || more == "yes"'}))["riskier q"]
    assert not claim.holds
    assert claim.change == {"q": "b", "more": "no"}


def test_behind_a_gate_nothing_is_claimed() -> None:
    gates = [gated('q == "b"')]
    edition = written([one("q", "a", "b", ordered="risk")], {"T2": 'q == "a"'}, gates=gates)
    assert claims(edition)["riskier q"].holds


def test_an_exemption_holds_where_it_says_and_no_further() -> None:
    exempt = [{"claim": "riskier", "when": 'other == "yes"', "reason": "It is meant."}]
    questions = [yes_no("other"), one("q", "a", "b", ordered="risk", exempt=exempt)]
    assert claims(written(questions, {"T1": 'q == "a" && other == "yes"'}))["riskier q"].holds
    assert claims(written(questions, {"T1": 'q == "b" || other == "yes"'}))["riskier q"].exempt
    ground = Ground(written(questions, {"T1": 'q == "a"'}).load(), ON)
    first, second = riskier(ground)
    assert (first.holds, first.exempt) == (False, False)
    assert (second.holds, second.exempt) == (True, True)


# silence -----------------------------------------------------------------------------------------------


def test_unknown_is_provisional_where_a_number_behind_it_gives_more() -> None:
    assert claims(written([number("n")], {"T1": "n > 5"}))["silence n"].holds


def test_unknown_pays_where_no_value_is_tried_that_shows_it() -> None:
    """The evaluator tries the ends and the constants. What lies between is found all the same, though the
    first pair that comes to mind is provisional."""
    window = 'easy == "no" && n * 2 > 7 && n * 2 < 7.5'
    edition = written([yes_no("easy"), number("n")], {"T1": f'(easy == "yes" && n > 5) || ({window})'})
    claim = claims(edition)["silence n"]
    assert not claim.holds
    assert claim.witness is not None
    assert claim.witness["easy"] == "no"


def test_unknown_pays_where_the_rules_take_it_for_little() -> None:
    claim = claims(written([number("n", unknown_is_cautious=True)], {"T1": "n > 5"}))["silence n"]
    assert not claim.holds
    assert claim.change == {"n": "unknown"}


def test_a_rise_that_stays_below_the_tier_before_leaves_it_provisional_too() -> None:
    """Unknown is T0, and what may be behind it T1: less than the T2 of a small number, but no final T0."""
    claim = claims(written([number("n")], {"T1": "n > 5", "T2": "n < 2"}))["silence n"]
    assert claim.holds


def test_other_hidden_answers_may_not_cover_for_this_one() -> None:
    """Where b is unknown a known a gives more than an unknown one, and no number behind b would."""
    edition = written([number("a"), number("b")], {"T1": "known(a) && !known(b)"})
    assert not claims(edition)["silence a"].holds
    edition = written([number("a"), number("b")], {"T1": "(a > 5 && b > 5) || (known(a) && !known(b))"})
    assert claims(edition)["silence a"].holds


def test_what_hidden_values_would_open_counts_as_open() -> None:
    questions = [number("n"), yes_no("more", ask_if="n > 5")]
    assert claims(written(questions, {"T1": 'more == "yes"'}))["silence n"].holds


@pytest.mark.parametrize("key", ["silent", "makes_provisional", "stands_for_any"])
def test_a_choice_that_says_nothing(key: str) -> None:
    """It pays where it is only silent; the other two keep the outcome provisional."""
    question = one("q", "bad", "good", "open")
    question["choices"][2][key] = True
    assert claims(written([question], {"T1": 'q == "bad"'}))["silence q"].holds is (key != "silent")


def test_a_hidden_answer_that_only_a_hidden_value_opens_stays_hidden() -> None:
    """Behind the gate lies no tier; only the open choice of the second question leads past it."""
    second = one("second", "a", "open", ask_if="n > 5")
    second["choices"][1]["stands_for_any"] = True
    gates = [gated('second == "a"')]
    edition = written([number("n"), second], {"T1": "n > 5"}, gates=gates)
    assert claims(edition)["silence n"].holds


def test_one_answer_that_is_never_final_does_not_cover_for_another() -> None:
    question = one("q", "bad", "open", "nobody_looked")
    question["choices"][1]["makes_provisional"] = True
    question["choices"][2]["silent"] = True
    claim = claims(written([question], {"T1": 'q == "bad"'}))["silence q"]
    assert claim.change == {"q": "nobody_looked"}


def test_late_questions_count_as_they_are_asked_afterwards() -> None:
    """Only the lower tier asks one that leaves everything open, whatever is answered."""
    late = one("late", "a", "b", ask_if='tier == "T0"')
    for choice in late["choices"]:
        choice["makes_provisional"] = True
    questions = [number("n", unknown_is_cautious=True), late]
    assert claims(written(questions, {"T1": "n > 5"}))["silence n"].holds


def test_a_silent_tick_among_several() -> None:
    question = one("q", "bad", "good", "nobody_looked", kind="many")
    question["choices"][2]["silent"] = True
    claim = claims(written([question], {"T1": '"bad" in q'}))["silence q"]
    assert not claim.holds
    assert claim.change is not None
    assert "nobody_looked" in claim.change["q"]
    assert "bad" not in claim.change["q"]


def test_unsure_pays_only_where_no_finding_reads_it() -> None:
    question = yes_no("q", unsure={"counts_as": "no"})
    assert claims(written([question], {"T1": 'q == "yes"'}))["silence q"].holds
    questions = [question, yes_no("more", ask_if='q == "yes"')]
    claim = claims(written(questions, {"T1": 'more == "yes"'}))["silence q"]
    assert not claim.holds


def test_silence_is_claimed_only_where_the_ladder_says() -> None:
    questions = [yes_no("matters"), number("n", unknown_is_cautious=True)]
    silence_ = {"when": 'matters == "yes"', "text": "?"}
    edition = written(questions, {"T1": 'n > 5 && matters == "no"'}, silence=silence_)
    assert claims(edition)["silence n"].holds
    assert not claims(written(questions, {"T1": "n > 5"}, silence=silence_))["silence n"].holds
