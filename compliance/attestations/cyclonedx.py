"""A statement as a CycloneDX attestation, for tools that read that: CycloneDX 1.6 (ECMA-424, first edition).
Its fields are used as the Authoritative Guide to Attestations (cyclonedx.org/guides) has them.

It is a self-declaration: answers are claims about the model, and so is what follows from them. Nobody scored
anything, so there is no conformance and no confidence. docs/statement.md says what stands where, and why. No
Django here.
"""

import base64
import json
from collections.abc import Iterator
from datetime import date
from uuid import NAMESPACE_URL, uuid5

import questionnaires

from .standards import Part, Requirement, Standard, filled, properties, question_ref, standards
from .statement import Statement, digest

DECLARED = (  # what a signatory ticks on the site
    "I have read this. The answers are true as far as I know, and I may declare them for the organisation."
)
_ASSESSOR, _MODEL = "assessor", "model"


def as_json(statement: Statement) -> str:
    """The CycloneDX document of a statement; the same statement gives the same text. Its words come from the
    edition of the questionnaire: raises questionnaires.UnknownQuestionnaire where that is not on offer."""
    return json.dumps(_document(statement), ensure_ascii=False, indent=1)


def _document(statement: Statement) -> Part:
    named = statement["questionnaire"]
    edition = questionnaires.edition(named["id"], named["version"])
    on = date.fromisoformat(statement["on"])
    explanation = questionnaires.explain(questionnaires.classify(edition, statement["answers"], on))
    found = standards(explanation)
    uuid = statement["id"] or uuid5(NAMESPACE_URL, _named_by(digest(statement)))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid}",
        "version": 1,
        "metadata": _metadata(statement, has_end=explanation.tier is not None),
        "externalReferences": list(_statements(statement)),
        "declarations": _declarations(statement, found),
        "definitions": {"standards": [_standard(statement, each) for each in found]},
    }


def _metadata(statement: Statement, *, has_end: bool) -> Part:
    issuer, outcome = statement["issuer"], statement["outcome"]
    site = [{"type": "website", "url": issuer["site"]}] if issuer else []
    tool = filled({"type": "application", "name": "Modcheck", "externalReferences": site})
    about = {
        "kind": statement["kind"],
        "evaluation": _truth(issuer["evaluation"]) if issuer else None,
        "on": statement["on"],
        "valid_until": statement["valid_until"] if has_end else None,
        "tier": outcome["tier"],
        "change_class": outcome["change_class"],
        "provisional": _truth(outcome["provisional"]),
    }
    return {
        "timestamp": statement["made_at"],
        "tools": {"components": [tool]},
        "properties": properties(about),
    }


def _statements(statement: Statement) -> Iterator[Part]:
    """The whole statement, of which this document tells a part, and the one before it."""
    yield {
        "type": "attestation",
        "url": "statement.json",
        "comment": "The whole statement as canonical JSON (RFC 8785), attached to the same PDF as this.",
        "hashes": _hashes(digest(statement)),
    }
    if before := statement["supersedes"]:
        yield {
            "type": "attestation",
            "url": _named_by(before),
            "comment": "The statement that this one takes the place of.",
            "hashes": _hashes(before),
        }


def _declarations(statement: Statement, found: list[Standard]) -> Part:
    subject = statement["subject"]
    organisation = {"name": subject["organisation"]}
    model = {"bom-ref": _MODEL, "type": "machine-learning-model", "name": subject["model"]}
    declarations = {
        "assessors": [{"bom-ref": _ASSESSOR, "thirdParty": False, "organization": organisation}],
        "attestations": [_attestation(statement, each) for each in found if each.requirements],
        "claims": [_claim(statement, each) for standard in found for each in standard.requirements],
        "evidence": list(_evidence(statement)),
        "targets": {"components": [filled({**model, "version": subject["version"]})]},
        "affirmation": _affirmation(statement, organisation),
    }
    return filled(declarations)


def _attestation(statement: Statement, standard: Standard) -> Part:
    return {
        "summary": f"{standard.title}. {_standing(statement)} "
        "Made by the organisation itself and checked by nobody. No conformance is claimed.",
        "assessor": _ASSESSOR,
        "map": [
            {"requirement": each.ref, "claims": [_about(each.ref), *map(_about, each.because)]}
            for each in standard.requirements
        ],
    }


def _standing(statement: Statement) -> str:
    """Who stands behind it, in words."""
    issuer, signatory = statement["issuer"], statement["signatory"]
    if not signatory:
        return "Evaluation: nobody has signed this." if issuer else "Nobody has signed it."
    by = f"Declared by {signatory['name']}, {signatory['function']}."
    return f"Evaluation: issued with keys that prove nothing. {by}" if issuer["evaluation"] else by


def _claim(statement: Statement, requirement: Requirement) -> Part:
    attached = enumerate(statement["evidence"], start=1)
    return filled(
        {
            "bom-ref": _about(requirement.ref),
            "target": _MODEL,
            "predicate": requirement.says,
            "evidence": [
                f"evidence/{n}" for n, each in attached if question_ref(each["question"]) == requirement.ref
            ],
        }
    )


def _evidence(statement: Statement) -> Iterator[Part]:
    for n, each in enumerate(statement["evidence"], start=1):
        sha256, size = each["sha256"], int(each["size"])
        yield {
            "bom-ref": f"evidence/{n}",
            "description": f"A file that supports an answer: {size} bytes, SHA-256 {sha256}. It is not "
            "enclosed, and nobody has checked what it says.",
            "data": [{"name": each["name"], "contents": {"url": _named_by(sha256)}}],
        }


def _affirmation(statement: Statement, organisation: Part) -> Part | None:
    """What the signatory declared. It refers to where that is kept: the seal of the PDF is the site's."""
    signatory = statement["signatory"]
    if not signatory:
        return None
    kept = {
        "type": "attestation",
        "url": f"{statement['issuer']['site']}/verify/{statement['id']}/",
        "comment": "The site where it was declared tells whether it is genuine and current. The PDF bears "
        "that site’s seal, not a signature of this person.",
    }
    person = {"name": signatory["name"], "role": signatory["function"]}
    return {
        "statement": DECLARED,
        "signatories": [{**person, "organization": organisation, "externalReference": kept}],
    }


def _standard(statement: Statement, standard: Standard) -> Part:
    named = statement["questionnaire"]
    sha256 = named["files_sha256"].get(standard.file)
    written = {"type": "other", "url": standard.file, "comment": "The file in which it is written."}
    return filled(
        {
            "bom-ref": standard.ref,
            "name": standard.title,
            "version": named["version"],
            "description": standard.about,
            "requirements": [{"bom-ref": each.ref, **each.content} for each in standard.requirements],
            "externalReferences": [{**written, "hashes": _hashes(sha256)}] if sha256 else None,
        }
    )


def _about(ref: str) -> str:
    """The claim about a requirement."""
    return f"claim/{ref}"


def _named_by(sha256: str) -> str:
    """The name of something by its SHA-256 alone (RFC 6920, section 3)."""
    return "ni:///sha-256;" + base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode().rstrip("=")


def _hashes(sha256: str) -> list[Part]:
    return [{"alg": "SHA-256", "content": sha256}]


def _truth(value: bool) -> str:
    return "true" if value else "false"
