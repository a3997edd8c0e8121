"""manage.py attest: a file of answers in, a sealed PDF and its proof out; a plain message where that cannot
be. manage.py verify: what it says of them."""

import io
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings

from compliance.attestations import keyring, verification
from tests.attestations.printing import text_of
from tests.cases import FILES

pytestmark = pytest.mark.django_db(transaction=True)

PLAIN = """\
role: use_only
organisation_size: small
markets: [uk]
stage: released
prohibited_purposes: [none]
"""


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.yaml"
    file.write_text(PLAIN)
    return file


def attest(file: Path, output: Path, **options: Any) -> str:
    """Runs the command; what it said."""
    out, err = io.StringIO(), io.StringIO()
    call_command("attest", str(file), output=output, stdout=out, stderr=err, **options)
    return out.getvalue() + err.getvalue()


def refusal(file: Path, output: Path, **options: Any) -> str:
    with pytest.raises(CommandError) as refused:
        attest(file, output, **options)
    return str(refused.value)


def statement_in(file: Path) -> dict[str, Any]:
    with pikepdf.open(file) as pdf:
        found: dict[str, Any] = json.loads(pdf.attachments["statement.json"].get_file().read_bytes())
    return found


def test_a_file_of_answers_becomes_a_pdf(answers: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.pdf"
    assert attest(answers, output).splitlines()[0] == f"{output}: T0, final"
    assert "Evaluation: nobody has signed this." in text_of(output.read_bytes())
    assert (tmp_path / "report.pdf.tlog-proof").read_text().startswith("c2sp.org/tlog-proof@v1\n")
    assert statement_in(output)["answers"]["role"] == "use_only"


def test_a_case_is_taken_with_its_day_and_the_names_given(tmp_path: Path) -> None:
    output = tmp_path / "report.pdf"
    said = attest(
        FILES["w03"], output, organisation="Example Ltd", model="Sorter", model_version="4", salt="ab" * 16
    )
    assert said.splitlines()[0] == f"{output}: T3, provisional"
    statement = statement_in(output)
    assert statement["on"] == "2026-11-23"
    assert statement["subject"] == {"organisation": "Example Ltd", "model": "Sorter", "version": "4"}
    assert statement["salt"] == "ab" * 16


def test_it_stands_in_a_log_of_its_own(answers: Path, tmp_path: Path) -> None:
    attest(answers, tmp_path / "report.pdf")
    statement = statement_in(tmp_path / "report.pdf")
    assert statement["issuer"]["register"] == "localhost:8000/register/evaluation/unsigned"
    assert (statement["signatory"], statement["holder"]) == (None, None)


def verify(file: Path) -> str:
    out = io.StringIO()
    call_command("verify", str(file), stdout=out)
    return out.getvalue()


def test_what_it_makes_can_be_verified(answers: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.pdf"
    attest(answers, output)
    said = verify(output).splitlines()
    assert [each[:6].strip() for each in said[:-1]].count("passed") == 10
    assert "none    Time-stamp: It has no time-stamp." in "\n".join(said)
    assert said[-1] == (
        "Genuine, unchanged and current. It is an evaluation: nobody has signed it, and nobody has checked "
        "it. It was sealed with a key for evaluation, which proves nothing about who made it."
    )


def test_the_key_that_it_tells_is_the_one_to_verify_it_with_offline(
    answers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output, seal = tmp_path / "report.pdf", tmp_path / "seal.pem"
    key = attest(answers, output).split()[-1]
    seal.write_bytes(b"".join(each.public_bytes(Encoding.PEM) for each in keyring.seals()))
    given = [str(output), "--proof", f"{output}.tlog-proof", "--seal", str(seal), "--register", key]
    assert verification.main(given) == 0
    assert re.search(r"under a signed checkpoint of .+ UTC over one entry\.", capsys.readouterr().out)


def test_anything_else_is_not_genuine(answers: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.pdf"
    attest(answers, output)
    output.write_bytes(output.read_bytes() + b"\n")
    with pytest.raises(CommandError, match="Not genuine: this file is not in the register"):
        verify(output)
    with pytest.raises(CommandError, match="No such file or directory"):
        verify(tmp_path / "nothing.pdf")


def test_one_whose_time_is_over_does_not_pass(answers: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.pdf"
    attest(answers, output, on=date(2024, 1, 1))
    with pytest.raises(CommandError, match="Genuine and unchanged, but expired"):
        verify(output)


def test_it_is_refused_where_the_site_has_keys_of_its_own(answers: Path, tmp_path: Path) -> None:
    with override_settings(SEAL_KEY="-----BEGIN EC PRIVATE KEY-----"):
        message = refusal(answers, tmp_path / "report.pdf")
    assert message.startswith("This site has keys of its own, and seals only what somebody has signed.")


def test_without_a_salt_every_report_has_its_own(answers: Path, tmp_path: Path) -> None:
    salts = set()
    for name in ("one.pdf", "two.pdf"):
        attest(answers, tmp_path / name)
        salts.add(statement_in(tmp_path / name)["salt"])
    assert len(salts) == 2


def test_open_questions_are_listed_and_no_file_is_made(answers: Path, tmp_path: Path) -> None:
    answers.write_text(PLAIN.replace("stage: released\n", "").replace("markets: [uk]\n", ""))
    output = tmp_path / "report.pdf"
    assert refusal(answers, output) == (
        f"{answers}: 2 questions are not answered: markets, stage. An attestation needs every answer."
    )
    assert not output.exists()


def test_one_open_question_is_said_in_the_singular(answers: Path, tmp_path: Path) -> None:
    answers.write_text(PLAIN.replace("stage: released\n", ""))
    message = refusal(answers, tmp_path / "report.pdf")
    assert "One question is not answered: stage. An attestation needs every answer." in message


def test_answers_that_are_not_asked_are_named_and_left_out(answers: Path, tmp_path: Path) -> None:
    answers.write_text(PLAIN + "release: internal\n")
    output = tmp_path / "report.pdf"
    said = attest(answers, output)
    assert f"{answers}:6: `release`" in said
    assert "release" not in statement_in(output)["answers"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("role: emperor\n", ":1: the answer to `role`: `emperor` is not one of the choices."),
        ("rolle: modify\n", ":1: "),
        ("role: [modify\n", ":"),
        ("- modify\n", ":1: "),
        ("role: modify\nrole: host\n", ":2: "),
        ("", ":1: "),
    ],
)
def test_a_file_that_is_wrong_is_told_with_its_line(
    answers: Path, tmp_path: Path, text: str, message: str
) -> None:
    answers.write_text(text)
    output = tmp_path / "report.pdf"
    assert f"{answers}{message}" in refusal(answers, output)
    assert not output.exists()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    file, output = tmp_path / "nothing.yaml", tmp_path / "report.pdf"
    message = refusal(file, output)
    assert str(file) in message
    assert str(output) not in message


def test_a_file_that_is_no_text_is_told(answers: Path, tmp_path: Path) -> None:
    answers.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")
    assert str(answers) in refusal(answers, tmp_path / "report.pdf")


def test_an_output_that_cannot_be_written_is_told(answers: Path, tmp_path: Path) -> None:
    output = tmp_path / "no such directory" / "report.pdf"
    assert refusal(answers, output) == f"{output}: No such file or directory."
    assert refusal(answers, tmp_path) == f"{tmp_path}: Is a directory."


def test_a_character_that_no_font_has_is_told_and_no_file_is_made(answers: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.pdf"
    message = refusal(answers, output, organisation="Acme 🦊")
    assert "the organisation's name: 🦊 (U+1F98A fox face)" in message
    assert not output.exists()


def test_an_invisible_character_is_told_and_no_file_is_made(answers: Path, tmp_path: Path) -> None:
    output = tmp_path / "report.pdf"
    message = refusal(answers, output, model="Acme\u2066 7B")
    assert "the model's name: an invisible character (U+2066 left-to-right isolate)." in message
    assert not output.exists()


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("--on=2026-13-01", "`2026-13-01` is not a day. Write it as 2026-11-23."),
        ("--made-at=yesterday", "`yesterday` is not a time. Write it as 2026-11-23T12:00:00Z."),
        ("--salt=hello", "`hello` is no salt. Write 32 of 0-9 and a-f: openssl rand -hex 16"),
        ("--organisation= ", "a name is missing. Write one, or leave the option out."),
    ],
)
def test_an_option_that_cannot_be_taken_is_told(answers: Path, option: str, message: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("attest", str(answers), "--output=report.pdf", option)
    assert message in str(refused.value)


def test_an_unknown_questionnaire_is_told(answers: Path, tmp_path: Path) -> None:
    message = refusal(answers, tmp_path / "report.pdf", questionnaire="what-chnged")
    assert message.startswith("There is no questionnaire `what-chnged`.")
    assert "what-changed" in message


def test_it_needs_no_database_to_begin_with_and_takes_a_time_without_zone_as_utc(
    answers: Path, tmp_path: Path
) -> None:
    output, var = tmp_path / "report.pdf", tmp_path / "var"
    var.mkdir()
    environment = {"TZ": "Asia/Seoul", "PATH": "/usr/bin:/bin", "MODCHECK_DATABASE": str(var / "new.sqlite3")}
    environment |= {f"MODCHECK_{each}": str(var / each) for each in ("KEYS", "CHECKPOINTS", "ATTESTATIONS")}
    command = [
        sys.executable,
        "manage.py",
        "attest",
        answers,
        "-o",
        output,
        "--made-at",
        "2026-11-23T12:00:00",
    ]
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, check=True)
    assert statement_in(output)["made_at"] == "2026-11-23T12:00:00Z"


def test_the_annex_on_what_would_change_it_can_be_left_out(tmp_path: Path) -> None:
    for options, there in (({}, True), ({"without_remedies": True}, False)):
        attest(FILES["v05"], tmp_path / "report.pdf", **options)
        text = text_of((tmp_path / "report.pdf").read_bytes())
        assert ("Annex B: what would change the outcome" in text) is there
        assert (
            "Test refusals and attacks before and after the change, with the same prompts" in text
        ) is there
        assert ("Annex B: sources and versions" in text) is not there
