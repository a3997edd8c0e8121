"""Settings come from the environment, each is documented, and a real site has nothing to be warned of."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from compliance.attestations import keys

ROOT = Path(__file__).parents[2]
REAL = {"MODCHECK_HTTPS": "1", "MODCHECK_HOSTS": "modcheck.example.org", "MODCHECK_SECRET_KEY": "aB3-x" * 15}


def check(**settings: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MODCHECK_", "DJANGO_"))}
    arguments = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = kept | {"DJANGO_SETTINGS_MODULE": "compliance.settings"} | settings
    return subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def own_keys(tmp_path: Path) -> dict[str, str]:
    """Made with the commands of the documentation."""
    text = (ROOT / "docs" / "settings.md").read_text()
    commands = next(each for each in re.findall(r"```\n(.*?)```", text, re.DOTALL) if "openssl" in each)
    commands, assignments = commands.rsplit("\n\n", 1)
    subprocess.run(["sh", "-ec", commands], cwd=tmp_path, check=True, capture_output=True)
    return {name: str(tmp_path / file) for name, file in re.findall(r"(MODCHECK_\w+)=(\S+)", assignments)}


def test_a_real_site_is_warned_of_nothing(own_keys: dict[str, str]) -> None:
    found = check(**REAL, **own_keys)
    assert found.returncode == 0, found.stderr


def test_keys_made_as_the_documentation_says_can_be_used(own_keys: dict[str, str]) -> None:
    key, certificates, register = (Path(each).read_bytes() for each in own_keys.values())
    seal = keys.load(key, certificates)
    assert not seal.evaluation
    assert "Example Office, integrity seal" in seal.subject
    keys.load_register_key(register)


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        (("SEAL_KEY", "SEAL_CERTIFICATES", "REGISTER_KEY"), "needs keys of its own for what it seals"),
        (("REGISTER_KEY",), "go together"),
    ],
)
def test_a_real_site_does_not_start_with_keys_for_evaluation(
    own_keys: dict[str, str], missing: tuple[str, ...], message: str
) -> None:
    given = {name: value for name, value in own_keys.items() if name.removeprefix("MODCHECK_") not in missing}
    found = check(**REAL, **given)
    assert found.returncode != 0
    assert message in found.stderr


def test_each_variable_has_its_place_in_the_documentation() -> None:
    code = "".join(each.read_text() for each in (ROOT / "compliance").rglob("*.py"))
    read = set(re.findall(r"""["'](MODCHECK_[A-Z0-9_]+)["']""", code))
    documented = set(re.findall(r"MODCHECK_[A-Z0-9_]+", (ROOT / "docs" / "settings.md").read_text()))
    assert read - documented == set()
    assert "MODCHECK_SECRET_KEY" in read
