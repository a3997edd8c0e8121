"""A proof for people and for machines: lines, faults with their place, and JSON."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from questionnaires.conditions.words import Words
from questionnaires.documents import Fault
from questionnaires.editions import Edition
from questionnaires.plain_words import plain_words
from questionnaires.schema import Finding, Gate, Item

from .claims import Claim, Kind, Proof

HEADINGS: dict[Kind, str] = {
    "question": "questions that can be asked",
    "choice": "choices that can be chosen",
    "finding": "findings that can fire",
    "item": "items that can be given",
    "outcome": "paths that end in one outcome",
    "apart": "pairs of items that exclude each other",
    "boundary": "lines seen from below, at and above",
    "riskier": "questions where a riskier answer never lowers the tier",
    "silence": "questions where not knowing never pays",
}


def as_json(proof: Proof) -> dict[str, Any]:
    """The proof as the command contract has it, with more beside it."""
    return {
        "questionnaire": proof.edition.id,
        "version": proof.edition.version,
        "on": proof.on.isoformat(),
        "sound": proof.sound,
        "claims": [
            {
                "claim": claim.text,
                "holds": claim.holds,
                "witness": claim.witness,
                "kind": claim.kind,
                "subject": claim.subject,
                "change": claim.change,
                "because": list(claim.because),
                "note": claim.note,
                "decided": claim.decided,
            }
            for claim in proof.claims
        ],
    }


def lines(proof: Proof) -> Iterator[str]:
    """The proof in words: how many claims of each kind hold, what is exempt and why, and what is broken."""
    yield f"{proof.edition.id} {proof.edition.version}, on {proof.on}"
    held = Counter(claim.kind for claim in proof.claims if claim.holds)
    all_of = Counter(claim.kind for claim in proof.claims)
    for kind, heading in HEADINGS.items():
        if all_of[kind]:
            yield f"  {held[kind]:>5} of {all_of[kind]:<5} {heading}"
    exempt = [claim for claim in proof.claims if claim.exempt and claim.holds]
    if exempt:
        yield "Exempt, each with a reason in the file:"
    for claim in exempt:
        yield f"  {claim.text} ({claim.note})"
        if when := _where(proof, claim):
            yield f"    that is, where {when}"
    for claim in _told(proof):
        message, remedy = in_words(proof.edition, claim)
        yield f"Not so: {message} {remedy}"
        if claim.witness:
            yield f"    answers: {_shown(claim.witness)}"
        if claim.change:
            yield f"    changed: {_shown(claim.change)}"
    yield (
        "Sound."
        if proof.sound
        else f"Not sound: {len(proof.broken)} of {len(proof.claims)} claims do not hold."
    )


def _where(proof: Proof, claim: Claim) -> Words | None:
    """Where an exemption holds, in words; None: everywhere."""
    declared = proof.edition.questions[claim.place].exempt
    words = plain_words(proof.edition, proof.on).exempt[claim.place]
    return next(when for each, when in zip(declared, words, strict=True) if each == claim.exemption)


def faults(proof: Proof) -> list[Fault]:
    """What does not hold, as faults of the files."""
    return [Fault(*_place(proof.edition, claim), *in_words(proof.edition, claim)) for claim in _told(proof)]


def _told(proof: Proof) -> list[Claim]:
    """What does not hold, less what follows from it: choices and exemptions of a question never asked."""
    dead = {claim.subject for claim in proof.broken if claim.kind == "question"}
    return [
        claim
        for claim in proof.broken
        if not ((claim.kind == "choice" or claim.exempt) and claim.place in dead)
    ]


def _place(edition: Edition, claim: Claim) -> tuple[str, int]:
    own = claim.subject.replace(" ", ".") if claim.kind == "choice" else claim.place
    if claim.exempt:
        own = f"{claim.place} exempt {claim.kind}"
    return edition.places.get(own) or edition.places.get(claim.place) or next(iter(edition.places.values()))


def in_words(edition: Edition, claim: Claim) -> tuple[str, str]:
    """What does not hold, and what to do about it."""
    if not claim.decided:
        return f"{claim.text}: {claim.note}", "Make the conditions simpler."
    if claim.kind in ("question", "choice", "finding", "item"):
        if len(claim.because) > 1:
            parts = _listed([_with_condition(edition, each) for each in claim.because])
            return (
                f"{_never(claim.text)}: {parts} contradict each other.",
                "Change one of them, or remove it.",
            )
        parts = "".join(f": {_with_condition(edition, each)} can never hold" for each in claim.because)
        return f"{_never(claim.text)}{parts}.", "Change its condition, or remove it."
    if claim.exempt:
        remedy = "Remove the exemption, or correct its `when`."
        return f"`{claim.place}` need not be exempt from “{claim.kind}”. {claim.note}", remedy
    if claim.kind == "riskier":
        remedy = "Mend the rule, or say under `exempt` where this is meant, and why."
        return f"a riskier answer to `{claim.place}` can lower the tier: {_example(claim)}", remedy
    if claim.kind == "silence":
        remedy = "Mend the rule, make it provisional, or say under `exempt` where this is meant, and why."
        return f"not knowing `{claim.place}` can give a lower final tier: {_example(claim)}", remedy
    if claim.kind == "boundary":
        return f"{claim.text}: {claim.note}", "Correct the comparison, or what `boundary` declares."
    if claim.kind == "apart":
        both = claim.text.replace("are never given", "can be given")
        return f"{both}, and they exclude each other.", "Correct a condition, or drop `excludes`."
    if claim.witness is not None:
        both = claim.text.replace("never hold", "can hold")
        return f"{both}, and an outcome is only one.", "Make their conditions exclude each other."
    return claim.note, "Correct `minimum`, `above` or `maximum`."


def _example(claim: Claim) -> str:
    """What the counter-example changes, and what comes of it."""
    if claim.witness is None or claim.change is None:
        return claim.note
    before, after = _value(claim.witness.get(claim.place)), _value(claim.change[claim.place])
    return f"{claim.note.rstrip('.')} with {after} instead of {before}; `prove` shows all answers."


def _listed(parts: list[str]) -> str:
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _with_condition(edition: Edition, part: str) -> str:
    """A part's id, with its condition where it has just one."""
    facts = {each.id: each.is_ for each in edition.questionnaire.facts}
    asks = {each: question.ask_if for each, question in edition.questions.items()}
    rules: list[Finding | Item | Gate] = [
        *edition.findings.values(),
        *edition.items.values(),
        *edition.gates.values(),
    ]
    condition = {**facts, **asks, **{each.id: each.when for each in rules}}.get(part)
    return f"`{part}` ({' '.join(condition.split())})" if condition else f"`{part}`"


def _never(text: str) -> str:
    return text.replace(" can be ", " can never be ").replace(" can fire", " can never fire")


def _shown(answers: Any) -> str:
    return ", ".join(f"{each}: {_value(value)}" for each, value in answers.items())


def _value(value: Any) -> str:
    return (
        f"[{', '.join(value)}]"
        if isinstance(value, list)
        else f"{value!r}"
        if isinstance(value, float)
        else str(value)
    )
