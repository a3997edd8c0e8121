"""A proof for people and for machines: lines, faults with their place, and JSON."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from questionnaires.documents import Fault
from questionnaires.editions import Edition

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
    for claim in proof.broken:
        message, remedy = in_words(claim)
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


def faults(proof: Proof) -> list[Fault]:
    """What does not hold, as faults of the files."""
    return [Fault(*_place(proof.edition, claim), *in_words(claim)) for claim in proof.broken]


def _place(edition: Edition, claim: Claim) -> tuple[str, int]:
    own = claim.subject.replace(" ", ".") if claim.kind == "choice" else claim.place
    return edition.places.get(own) or edition.places.get(claim.place) or next(iter(edition.places.values()))


def in_words(claim: Claim) -> tuple[str, str]:
    """What does not hold, and what to do about it."""
    if not claim.decided:
        return f"{claim.text}: {claim.note}", "Make the conditions simpler."
    if claim.kind in ("question", "choice", "finding", "item"):
        if claim.because:
            parts = ", ".join(f"`{each}`" for each in claim.because)
            return (
                f"{_never(claim.text)}: {parts} contradict each other.",
                f"Change one, or remove {claim.place}.",
            )
        return f"{_never(claim.text)}.", "Change its condition, or remove it."
    if claim.kind == "riskier" and not claim.exempt:
        remedy = "Mend the rule, or say under `exempt` where this is meant, and why."
        return f"a riskier answer to `{claim.place}` can lower the tier: {claim.note}", remedy
    if claim.kind == "silence" and not claim.exempt:
        remedy = "Mend the rule, make it provisional, or say under `exempt` where this is meant, and why."
        return f"not knowing `{claim.place}` can give a lower final tier: {claim.note}", remedy
    if claim.kind == "apart":
        return (
            f"it is not so that {claim.text}.",
            "Make their conditions exclude each other, or drop `excludes`.",
        )
    if claim.kind == "boundary":
        return f"{claim.text}: {claim.note}", "Correct the comparison, or what `boundary` declares."
    return (
        f"it is not so that {claim.text}. {claim.note}".strip(),
        "See `prove` for the answers that show it.",
    )


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
