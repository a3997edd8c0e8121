"""Random small editions: what the prover says agrees with trying all answers."""

from datetime import date

from hypothesis import given, settings

from questionnaires.proving import Claim, Proof, prove

from .brute_force import BruteForce
from .evidence import confirm
from .small_editions import Written, editions

ON = date(2026, 11, 23)
FEW = settings(max_examples=max(40, settings().max_examples // 10))


@FEW
@given(editions())
def test_every_claim_agrees_with_trying_all_answers(written: Written) -> None:
    proof = prove(written.load(), ON)
    assert all(claim.decided for claim in proof.claims)
    confirm(proof)
    _agrees(proof, BruteForce(proof.edition, ON))


@FEW
@given(editions(wild=True))
def test_wild_numbers_never_make_a_claim_wrong(written: Written) -> None:
    proof = prove(written.load(), ON)
    confirm(proof)
    _agrees(proof, BruteForce(proof.edition, ON))


def _agrees(proof: Proof, brute: BruteForce) -> None:
    """What trying finds, the prover finds; what only the prover finds, the evaluator has confirmed."""
    for claim in proof.claims:
        if not claim.decided:
            continue
        match claim.kind:
            case "question" | "choice" | "finding" | "item":
                assert claim.holds == (claim.witness is not None)
                assert claim.holds or (claim.kind, claim.subject) not in brute.reached, claim
            case "apart":
                first, second = claim.subject.split()
                met = {("together", f"{first} {second}"), ("together", f"{second} {first}")} & brute.reached
                assert claim.holds == (claim.witness is None)
                if first != second:
                    assert not (claim.holds and met), claim
            case "riskier" | "silence":
                _pairs_agree(proof, brute, claim)


def _pairs_agree(proof: Proof, brute: BruteForce, claim: Claim) -> None:
    question = proof.edition.questions[claim.place]
    trees = proof.edition.trees.exempt[question.id]
    exempt = [
        (each, tree) for each, tree in zip(question.exempt, trees, strict=True) if each.claim == claim.kind
    ]
    for answers, _ in brute.lowered(claim.kind, question):
        inside = [each for each, tree in exempt if tree is None or brute.holds(tree, answers)]
        if claim.exempt:
            own = next(each for each, _ in exempt if each.reason in claim.text)
            assert claim.holds or own not in inside, (claim, answers)
        else:
            assert not claim.holds or inside, (claim, answers)
            assert claim.holds or claim.witness is not None
