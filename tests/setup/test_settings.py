"""Settings come from the environment, each is documented, and a real site has nothing to be warned of."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
REAL = {"MODCHECK_HTTPS": "1", "MODCHECK_HOSTS": "modcheck.example.org", "MODCHECK_SECRET_KEY": "aB3-x" * 15}


def test_a_real_site_is_warned_of_nothing() -> None:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("MODCHECK_", "DJANGO_"))}
    arguments = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    settings = {"DJANGO_SETTINGS_MODULE": "compliance.settings"}
    environment = kept | settings | REAL
    found = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr


def test_each_variable_has_its_place_in_the_documentation() -> None:
    code = "".join(each.read_text() for each in (ROOT / "compliance").rglob("*.py"))
    read = set(re.findall(r"""["'](MODCHECK_[A-Z0-9_]+)["']""", code))
    documented = set(re.findall(r"MODCHECK_[A-Z0-9_]+", (ROOT / "docs" / "settings.md").read_text()))
    assert read - documented == set()
    assert "MODCHECK_SECRET_KEY" in read
