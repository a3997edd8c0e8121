"""What the guide to versions shows is what works."""

import re
from pathlib import Path

import pytest

from questionnaires import InvalidDocument
from questionnaires.__main__ import main
from questionnaires.loading import load_text
from questionnaires.schema import Questionnaire

TEXT = (Path(__file__).parents[2] / "docs" / "versions.md").read_text()


def test_its_carry_over_has_only_keys_that_there_are() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    broken = block.replace("dropped:", "droped:")
    keys = ("version", "title", "summary", "minutes", "ladder", "rulebooks", "works", "sections")
    for text, unknown in ((block, []), (broken, ["there is no key `droped` here."])):
        with pytest.raises(InvalidDocument) as caught:
            load_text(Questionnaire, f"id: x\n{text}", "versions.md")
        told = [fault.message for fault in caught.value.faults]
        missing = {f"the key `{each}` is missing." for each in keys}
        assert [each for each in told if each not in missing] == unknown


COMMANDS = re.findall(r"^python -m questionnaires (compare versions [^#\n]+)", TEXT, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_run(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(command.split()) == 0
    assert "Answers" in capsys.readouterr().out
