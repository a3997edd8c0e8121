"""What a claim shows, put to the evaluator by somebody who did not look for it."""

from questionnaires import Edition, Outcome, classify, problem
from questionnaires.evaluation import compiled
from questionnaires.proving import Claim, Proof
from questionnaires.proving.claims import Answers


def confirm(proof: Proof) -> None:
    """Every witness is a complete set of allowed answers, and shows what its claim says."""
    for claim in proof.claims:
        if claim.witness is not None:
            _confirm(proof, claim)


def _confirm(proof: Proof, claim: Claim) -> None:
    edition, witness = proof.edition, claim.witness
    assert witness is not None
    outcome = _complete(proof, witness)
    match claim.kind:
        case "question":
            assert claim.subject in outcome.asked
        case "choice":
            question, value = claim.subject.split()
            given = witness[question]
            assert value in given if isinstance(given, list) else value == given
        case "finding":
            assert claim.subject in outcome.findings
        case "item":
            assert claim.subject in _given(edition, witness, proof)
        case "apart":
            assert set(claim.subject.split()) <= set(_given(edition, witness, proof))
        case "outcome":
            assert len(outcome.tiers_possible) > 1
        case "riskier" | "silence":
            assert claim.change is not None
            _confirm_pair(proof, claim, outcome, {**witness, **claim.change})


def _confirm_pair(proof: Proof, claim: Claim, before: Outcome, changed: Answers) -> None:
    """The tier falls, and for silence what it falls to is final."""
    tiers = proof.edition.tiers
    counted = classify(proof.edition, changed, proof.on).asked
    after = _complete(proof, {each: changed[each] for each in counted})
    assert tiers.index(after.tier) < tiers.index(before.tier), claim
    if claim.kind == "silence":
        assert not after.provisional, claim


def _complete(proof: Proof, answers: Answers) -> Outcome:
    outcome = classify(proof.edition, answers, proof.on)
    assert set(outcome.asked) == set(answers)
    for each, value in answers.items():
        assert problem(proof.edition.questions[each], value) is None, (each, value)
    return outcome


def _given(edition: Edition, answers: Answers, proof: Proof) -> tuple[str, ...]:
    """The items that follow on any day: those past their end too."""
    of = compiled(edition)
    reading = of.read(of.codec.encode(answers), edition.parameters(proof.on))
    return of.items.of(reading.given)
