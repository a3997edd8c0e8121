"""compliance.attestations.verification: without site, database and Django, a file is proved or not."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from compliance.attestations import keyring, keys, ledger, lifecycle, queries
from compliance.attestations.register.note import Signer
from compliance.attestations.verification import main
from tests.attestations.issued import issue
from tests.people import Team

pytestmark = pytest.mark.django_db(transaction=True)

WITHOUT_DJANGO = """
import sys
sys.modules["django"] = None
from compliance.attestations.verification import main
status = main(sys.argv[1:])
assert not any(name.split(".")[0] == "django" for name in sys.modules if sys.modules[name])
sys.exit(status)
"""


@dataclass
class Held:
    """What somebody received, and the two public keys."""

    pdf: Path
    proof: Path
    seal: Path
    vkey: str

    @property
    def arguments(self) -> list[str]:
        return [str(self.pdf), "--proof", str(self.proof), "--seal", str(self.seal), "--register", self.vkey]


@pytest.fixture
def team() -> Team:
    return Team("Larkspur Labs")


@pytest.fixture
def held(tmp_path: Path, team: Team) -> Held:
    found = issue(team)
    file = found.files.get()
    assert file.leaf
    held = Held(tmp_path / "a.pdf", tmp_path / "a.pdf.tlog-proof", tmp_path / "seal.pem", "")
    held.pdf.write_bytes(queries.content(file))
    held.proof.write_text(ledger.prove(file.leaf) or "")
    held.seal.write_bytes(b"".join(each.public_bytes(Encoding.PEM) for each in keyring.seals()))
    held.vkey = keyring.signer(file.leaf.log.origin).vkey
    return held


def test_it_needs_the_file_the_proof_and_two_keys_alone(held: Held) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, *held.arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("passed") == 6
    assert "none    Time-stamp: It has no time-stamp." in done.stdout
    told = r"Genuine and unchanged as of the checkpoint of \d+ \w+ \d{4}, \d\d:\d\d UTC\."
    assert re.search(told, done.stdout)
    assert "Today's status" in done.stdout


def test_one_byte_more_is_another_file_and_is_not_looked_into(
    held: Held, capsys: pytest.CaptureFixture[str]
) -> None:
    held.pdf.write_bytes(held.pdf.read_bytes() + b"\n")
    assert main(held.arguments) == 1
    said = capsys.readouterr().out
    assert said.count("FAILED") == 1
    assert "passed" not in said
    assert "other checks were not run" in said


def test_another_sites_keys_prove_nothing(
    held: Held, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = held.vkey.split("+")[0]
    other = Signer(name, Ed25519PrivateKey.generate()).vkey
    assert main([*held.arguments[:-1], other]) == 1
    held.seal.write_bytes(other_certificate(tmp_path))
    assert main(held.arguments) == 1
    assert "FAILED  Sealed by the site" in capsys.readouterr().out


def other_certificate(directory: Path) -> bytes:
    return keys.evaluation(directory / "other").certificate.public_bytes(Encoding.PEM)


def test_the_proof_of_a_withdrawal_is_none_of_the_file(
    held: Held, team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    found = queries.of_organisation(team.organisation).get()
    lifecycle.withdraw(attestation=found, reason="Wrong.", actor=team.user("signatory"))
    leaf = found.leaves.get(kind="withdrawn")
    held.proof.write_text(ledger.prove(leaf) or "")
    assert main(held.arguments) == 1
    capsys.readouterr()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"c2sp.org/tlog-proof@v1\nindex 0\n\n"])
def test_a_proof_that_is_none_is_told(held: Held, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    held.proof.write_bytes(content)
    assert main(held.arguments) == 1
    assert "FAILED  In the register" in capsys.readouterr().out


def test_what_cannot_be_used_is_told(held: Held, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*held.arguments[:-1], "no key"]) == 2
    held.seal.write_text("no certificate")
    assert main(held.arguments) == 2
    held.pdf.unlink()
    assert main(held.arguments) == 2
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("--register: ")
    assert said[1] == f"{held.seal}: it holds no certificates in PEM form."
    assert len(said) == 3
