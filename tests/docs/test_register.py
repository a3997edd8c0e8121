"""The script in docs/register.md, run as a stranger would, agrees with us."""

import re
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from compliance.attestations.register.commitment import Kind, commit
from compliance.attestations.register.note import Signer
from compliance.attestations.register.proof import prove, verify
from tests.attestations.register.logs import ORIGIN, Log, entries, signer

PAGE = (Path(__file__).parents[2] / "docs/register.md").read_text()
(SCRIPT,) = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)

FILE, SALT = b"%PDF-1.7 and so on", sha256(b"salt").digest()


def proof(index: int, size: int, kind: Kind = Kind.ISSUED) -> str:
    entry = commit(kind, SALT, sha256(FILE).digest())
    log = Log([*entries(index), entry, *entries(size - index - 1, start=index)])
    return prove(log.read, index, kind, SALT, log.signed()).text


def check(under: Path, file: bytes, proof: str, key: Signer) -> subprocess.CompletedProcess[str]:
    for name, content in {"check.sh": SCRIPT.encode(), "file.pdf": file, "proof": proof.encode()}.items():
        (under / name).write_bytes(content)
    command = ["sh", "check.sh", "file.pdf", "proof", key.vkey]
    return subprocess.run(command, cwd=under, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("index", "size", "kind"),
    [(0, 1, Kind.ISSUED), (2, 3, Kind.RENEWED), (6, 7, Kind.SHARED), (256, 300, Kind.WITHDRAWN)],
)
def test_a_stranger_finds_what_we_find(tmp_path: Path, index: int, size: int, kind: Kind) -> None:
    text = proof(index, size, kind)
    assert verify(text, sha256(FILE).digest(), ORIGIN, [signer().verifier]).index == index
    done = check(tmp_path, FILE, text, signer())
    assert done.stdout.endswith(f"The register has this: {kind}, entry {index} of {size}\n"), done.stderr
    assert done.returncode == 0


def other_bit(text: str, line: int) -> str:
    lines = text.split("\n")
    lines[line] = lines[line][:-3] + ("A" if lines[line][-3] != "A" else "B") + lines[line][-2:]
    return "\n".join(lines)


TEXT = proof(5, 9)


@pytest.mark.parametrize(
    ("file", "text", "key"),
    [
        (FILE + b"\n", TEXT, signer()),
        (FILE, TEXT.replace("index 5", "index 4"), signer()),
        (FILE, TEXT.replace("index 5", "index 9"), signer()),
        (FILE, other_bit(TEXT, 1), signer()),  # the salt
        (FILE, other_bit(TEXT, 4), signer()),  # a hash
        (FILE, other_bit(TEXT, -2), signer()),  # the signature
        (FILE, other_bit(TEXT, -4), signer()),  # the root
        (FILE, TEXT, signer(seed="another key")),
        (FILE, TEXT, signer("another.example")),
    ],
    ids=["file", "place", "outside", "salt", "hash", "signature", "root", "key", "register"],
)
def test_a_stranger_is_not_fooled(tmp_path: Path, file: bytes, text: str, key: Signer) -> None:
    done = check(tmp_path, file, text, key)
    assert done.returncode != 0
    assert "The register has this" not in done.stdout


def test_the_page_names_every_kind() -> None:
    assert all(f"`{each}`" in PAGE for each in Kind)
