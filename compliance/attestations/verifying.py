"""Verifying a file that somebody brings. Its hash is looked up first: what is not in the register is never
parsed. Each check has a name, a result and a meaning; the verdict is words, never a bare "valid"."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

import questionnaires
from questionnaires import UnknownQuestionnaire

from . import keyring, ledger, queries
from .inspecting import Inspection, inspect
from .models import Attestation, Leaf, Letter, Status
from .register.checkpoint import Inconsistent
from .statement import Statement, canonical
from .verification import Check, of_proof, of_seal


@dataclass(frozen=True)
class Verdict:
    """`leaf` is None for what is not ours; `attestation` too where its organisation was deleted."""

    sha256: str
    checks: list[Check]
    leaf: Leaf | None = None
    attestation: Attestation | None = None
    letter: Letter | None = None
    inspection: Inspection | None = field(default=None, repr=False)

    @property
    def genuine(self) -> bool:
        """Issued here, and not one byte is different."""
        return self.leaf is not None and all(each.passed for each in self.checks)

    @property
    def current(self) -> bool:
        """What a letter says was decided on a day, and does not end."""
        stands = self.attestation is not None and self.attestation.stands
        return self.genuine and (stands or self.letter is not None)

    @property
    def headline(self) -> str:
        if self.leaf is None:
            return _("Not genuine: this file is not in the register")
        if not self.genuine:
            return _("Not genuine: not every check passed")
        if self.letter:
            return _("Genuine and unchanged: a letter of %s") % self.letter.organisation.name
        if self.attestation is None:
            return _("Genuine and unchanged, but withdrawn")
        if self.attestation.stands:
            return _("Genuine, unchanged and current")
        return _("Genuine and unchanged, but %s") % self.attestation.status.label

    @property
    def meaning(self) -> str:
        """The status in a sentence."""
        if self.letter:
            day = date_format(self.letter.made_at, "j F Y")
            return _("It was sealed here on %s. What it says is the word of whoever wrote it.") % day
        return status_in_words(self.attestation)


def verify(pdf: bytes) -> Verdict:
    """Never raises, whatever the file is."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    leaf = queries.leaf_of(sha256)
    if leaf is None:
        return Verdict(sha256, [Check(_("In the register"), False, _not_ours(pdf))])
    inspection = inspect(pdf, trusted=keyring.seals(), time_stamp_roots=keyring.time_stamp_roots())
    checks = [
        Check(
            _("In the register"),
            True,
            _("This exact file was written down as entry %(n)s of %(log)s.")
            % {"n": leaf.index, "log": leaf.log.origin},
        ),
        _proved(leaf, sha256),
        *of_seal(inspection),
    ]
    attestation, letter = leaf.attestation, Letter.objects.filter(sha256=sha256).first()
    if letter is not None:
        checks.append(_same_data(letter.document.encode(), inspection))
    if attestation is not None:
        statement = queries.statement(attestation)
        checks += [_same_data(canonical(statement), inspection), *_same_outcome(statement)]
    return Verdict(sha256, checks, leaf, attestation, letter, inspection)


def _not_ours(pdf: bytes) -> str:
    if not pdf:
        return _("The file is empty. It may have been cut off on its way to you.")
    if not pdf.startswith(b"%PDF-"):
        return _("This is no PDF, and everything that is issued here is one. Its proof is a file beside it.")
    return _(
        "No file with this SHA-256 was issued here. Other checks were not run. It may be altered by one "
        "byte, printed and scanned, or from another site."
    )


def status_in_words(attestation: Attestation | None) -> str:
    """Where it stands today."""
    if attestation is None:
        return _("The holder’s account was deleted, and with it what it attested.")
    day = {"until": date_format(attestation.valid_until, "j F Y")}
    status = attestation.status
    if status == Status.WITHDRAWN and attestation.withdrawn_at:
        return _("The holder withdrew it on %(day)s: %(why)s") % {
            "day": date_format(attestation.withdrawn_at, "j F Y"),
            "why": attestation.withdrawn_because,
        }
    if status == Status.SUPERSEDED:
        return _("The holder signed a newer one, which took its place.")
    if status == Status.EXPIRED:
        return _("It held until %(until)s, and was not renewed.") % day
    return _("It holds until %(until)s, unless its holder withdraws it or signs a newer one.") % day


def _proved(leaf: Leaf, sha256: str) -> Check:
    title = _("Proved by the register")
    try:
        text = ledger.prove(leaf)
    except Inconsistent as fault:
        return Check(title, False, str(fault))
    if text is None:
        return Check(title, False, _("The register has not signed for it yet. Try again in a minute."))
    found = of_proof(text, bytes.fromhex(sha256), keyring.verifiers(leaf.log.origin))
    return Check(title, found.passed, found.meaning)


def _same_data(made: bytes, inspection: Inspection) -> Check:
    same = inspection.twin == made
    meaning = (
        _("The data in the file is, byte for byte, what was signed here.")
        if same
        else _("The data in the file is not what was signed here.")
    )
    return Check(_("Statement"), same, meaning)


def _same_outcome(statement: Statement) -> list[Check]:
    """Whether the rules, read again, still give what it says; not told where that version is not on offer."""
    about = statement["questionnaire"]
    try:
        edition = questionnaires.edition(about["id"], about["version"])
    except UnknownQuestionnaire:
        return []
    if dict(edition.digests) != about["files_sha256"]:
        return []  # a draft that was edited since
    outcome = questionnaires.classify(edition, statement["answers"], date.fromisoformat(statement["on"]))
    said = statement["outcome"]
    same = outcome.tier == said["tier"] and [each["id"] for each in said["findings"]] == list(
        outcome.findings
    )
    meaning = (
        _("The published rules, run again on the answers in it, give the same tier for the same reasons.")
        if same
        else _("The published rules, run again on the answers in it, give another outcome.")
    )
    return [Check(_("Outcome"), same, meaning)]
