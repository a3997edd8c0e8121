"""survey-core, installed from npm and run by node: what it makes of answers, and how long it takes."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from questionnaires import Edition, Outcome

from . import surveyjs

HERE = Path(__file__).parent
FOLDER = HERE.parent.parent / "var" / "bench"
FILES = ("package.json", "package-lock.json")


class Unavailable(RuntimeError):
    """survey-core cannot be run here; the message says why."""


@dataclass(frozen=True)
class Alternation:
    """Answers in which one question is answered in turn by two values, that many times."""

    answers: Mapping[str, Any]
    question: str
    values: tuple[str, str]
    rounds: int


@dataclass(frozen=True)
class Readings:
    """What survey-core made of the cases, and the seconds of each setting of the alternations."""

    version: str
    cases: tuple[Mapping[str, Any], ...]
    timed: tuple[tuple[float, ...], ...]


def install() -> None:
    """Put the pinned packages into var/bench/node_modules. Raises Unavailable."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise Unavailable(f"there is no `{program}` on this machine (Debian: apt-get install nodejs npm)")
    wanted = [(HERE / name).read_bytes() for name in FILES]
    found = [(FOLDER / name).read_bytes() if (FOLDER / name).is_file() else b"" for name in FILES]
    if wanted == found and (FOLDER / "node_modules" / ".package-lock.json").is_file():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(HERE / name, FOLDER / name)
    done = _run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], FOLDER, "")
    if done.returncode:
        raise Unavailable(f"npm could not install it:\n{done.stderr.strip()[-600:]}")


def read(
    edition: Edition, on: date, cases: Sequence[Mapping[str, Any]], timed: Sequence[Alternation]
) -> Readings:
    """Run survey-core on the exported edition. Raises Unavailable, and NotExpressible from the export."""
    given = {
        "survey": surveyjs.export(edition, on),
        "cases": [surveyjs.data(answers) for answers in cases],
        "timed": [{**asdict(each), "answers": surveyjs.data(each.answers)} for each in timed],
    }
    done = _run(["node", str(HERE / "survey_core.mjs"), str(FOLDER)], HERE, json.dumps(given))
    if done.returncode:
        raise Unavailable(f"node stopped with an error:\n{done.stderr.strip()[-600:]}")
    read = json.loads(done.stdout)
    seconds = tuple(tuple(each / 1e3 for each in measured) for measured in read["timed"])
    return Readings(read["version"], tuple(read["cases"]), seconds)


def differences(outcome: Outcome, reading: Mapping[str, Any]) -> list[str]:
    """Where survey-core and we disagree on complete answers: asked, tier, class, findings, items."""
    values = reading["values"]
    edition = outcome.edition

    def holding(rules: Mapping[str, object]) -> set[str]:
        return {each for each in rules if values.get(surveyjs.name_of(each))}

    pairs: list[tuple[str, object, object]] = [
        ("asked", set(outcome.asked), set(reading["asked"])),
        ("tier", outcome.tier, values["tier"]),
        ("findings", set(outcome.findings), holding(edition.findings)),
        ("items", set(outcome.items), holding(edition.items)),
    ]
    if edition.ladder.change_class:
        pairs.append(("class", outcome.change_class, values[edition.ladder.change_class]))
    return [f"{what}: {ours} here, {theirs} there" for what, ours, theirs in pairs if ours != theirs]


def _run(command: list[str], folder: Path, given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, check=False)
