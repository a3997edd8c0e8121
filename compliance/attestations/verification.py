"""Verifying without the site: only a PDF, its proof file and two public keys are needed; neither Django nor a
database, nor the network.

    python -m compliance.attestations.verification FILE.pdf --proof FILE.pdf.tlog-proof \\
        --seal seal.pem --register 'example.org/register+1a2b3c4d+A…'

The proof is checked before the PDF is parsed: what the register does not have is never looked into.
"""

import argparse
import hashlib
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509

from .inspecting import Inspection, Name, inspect
from .register import proof
from .register.commitment import Kind
from .register.note import Verifier

TITLES = {
    Name.SEAL: "Sealed by the site",
    Name.INTACT: "Seal intact",
    Name.ENTIRE_FILE: "Entire file covered",
    Name.NO_CHANGES: "Changes forbidden",
    Name.TIME_STAMP: "Time-stamp",
    Name.STATEMENT: "Statement attached",
}
OF_FILES = (Kind.ISSUED, Kind.RENEWED, Kind.DECIDED)


@dataclass(frozen=True)
class Check:
    """`meaning` says in plain words what was found. `none`: there was nothing to check, and that is
    no fault."""

    title: str
    passed: bool
    meaning: str
    none: bool = False
    at: datetime | None = None  # the time that it is true of

    @property
    def result(self) -> str:
        return ("none" if self.none else "passed") if self.passed else "FAILED"


def of_seal(inspection: Inspection) -> list[Check]:
    """A file without a time-stamp is as genuine; it would be wrong to say that its time-stamp passed."""
    found = []
    for each in inspection.checks:
        none = each.name == Name.TIME_STAMP and each.passed and not inspection.stamps
        found.append(Check(TITLES[each.name], each.passed, each.meaning, none))
    return found


def of_proof(text: str | bytes, sha256: bytes, verifiers: Collection[Verifier]) -> Check:
    """That the register has a file with this hash."""
    title = "In the register"
    reasons = ["No key of a register was given."]
    for origin in dict.fromkeys(each.name for each in verifiers):
        try:
            proven = proof.verify(text, sha256, origin, verifiers)
        except proof.NotProven as reason:
            reasons = [str(reason)]
            continue
        if proven.kind not in OF_FILES:
            return Check(title, False, "What the register has is about something else than a file.")
        size = "one entry" if proven.checkpoint.size == 1 else f"{proven.checkpoint.size} entries"
        when = f" of {in_words(proven.signed_at)}" if proven.signed_at else ""
        meaning = f"It is entry {proven.index} of {origin}, under a signed checkpoint{when} over {size}."
        return Check(title, True, meaning, at=proven.signed_at)
    return Check(title, False, reasons[0])


def verify(
    pdf: bytes,
    proof_text: str | bytes,
    *,
    verifiers: Collection[Verifier],
    seals: Collection[x509.Certificate],
    time_stamp_roots: Collection[x509.Certificate] = (),
) -> list[Check]:
    """Each check in its order, the proof first. It never raises, whatever the files are."""
    found = of_proof(proof_text, hashlib.sha256(pdf).digest(), verifiers)
    if not found.passed:
        return [found]
    return [found, *of_seal(inspect(pdf, trusted=seals, time_stamp_roots=time_stamp_roots))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status 0 only where every check passed; 2 where something given cannot be used."""
    parser = argparse.ArgumentParser(
        prog="python -m compliance.attestations.verification",
        description="Verify a PDF that a Modcheck site issued, offline.",
    )
    parser.add_argument("pdf", type=Path)
    parser.add_argument("--proof", type=Path, required=True, help="the .tlog-proof file beside the PDF")
    parser.add_argument("--seal", type=Path, required=True, help="certificates of the site's seals, as PEM")
    parser.add_argument(
        "--register", action="append", required=True, help="key of the site's register; again for each other"
    )
    parser.add_argument(
        "--time-stamps", type=Path, help="root certificates of time-stamping services, as PEM"
    )
    given = parser.parse_args(arguments)
    try:
        verifiers = [_verifier(each) for each in given.register]
        seals = _certificates(given.seal)
        roots = _certificates(given.time_stamps) if given.time_stamps else []
        pdf, text = given.pdf.read_bytes(), given.proof.read_bytes()
    except OSError as fault:
        return _refuse(f"{fault.filename}: {fault.strerror}.")
    except ValueError as fault:
        return _refuse(str(fault))
    checks = verify(pdf, text, verifiers=verifiers, seals=seals, time_stamp_roots=roots)
    for each in checks:
        print(f"{each.result:6}  {each.title}: {each.meaning}")
    if not all(each.passed for each in checks):
        print("Not genuine." if len(checks) > 1 else "Not genuine; other checks were not run.")
        return 1
    when = f"the checkpoint of {in_words(checks[0].at)}" if checks[0].at else "that checkpoint"
    print(f"Genuine and unchanged as of {when}.")
    print("Today's status (current, expired, withdrawn, superseded) is not known here.")
    print("It is the holder's own declaration: nobody has checked what it says.")
    return 0


def in_words(moment: datetime) -> str:
    """A time, to the minute."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def _verifier(key: str) -> Verifier:
    try:
        return Verifier.parse(key)
    except ValueError as fault:
        raise ValueError(f"--register: {fault}.") from None


def _certificates(file: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(file.read_bytes())
    except ValueError:
        raise ValueError(f"{file}: it holds no certificates in PEM form.") from None


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
