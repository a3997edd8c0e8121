"""manage.py attest ANSWERS.yaml -o attestation.pdf: the main job without a browser. Nobody signs it: it is
sealed with the key for evaluation, says so, and stands in a log of its own."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

import questionnaires
from compliance.attestations import issuing, keyring, ledger, queries, requesting
from compliance.attestations.models import Attestation, Purpose, State
from compliance.attestations.statement import Incomplete, Subject
from compliance.attestations.typography import Unprintable


class Command(BaseCommand):
    help = "Makes an evaluation attestation (PDF, and its proof) of a file of answers. Nobody signs it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "answers", type=Path, help="YAML: question id to value, or a case with `answers:`"
        )
        parser.add_argument(
            "-o", "--output", type=Path, required=True, help="the PDF to write; its proof stands beside it"
        )
        parser.add_argument("--questionnaire", default="downstream-modification")
        parser.add_argument("--organisation", type=_name, default="Organisation not stated")
        parser.add_argument("--model", type=_name, default="Model not stated")
        parser.add_argument("--model-version", default="")
        parser.add_argument("--on", type=_day, help="the day the rules are read; default: today")
        parser.add_argument("--made-at", type=_time, help="the statement's time; default: now")
        parser.add_argument(
            "--without-remedies", action="store_true", help="leave out the annex on what would change it"
        )
        parser.add_argument("--salt", type=_salt, help="the statement's salt, 32 hex digits; default: random")

    def handle(self, *args: Any, **options: Any) -> None:
        if not keyring.evaluation():
            raise CommandError(
                "This site has keys of its own, and seals only what somebody has signed. Sign in the browser."
            )
        call_command("migrate", verbosity=0)  # there may be no database yet: this machine is one for trying
        try:
            edition = questionnaires.current(options["questionnaire"])
            answers, day, not_asked = questionnaires.read_answers(edition, options["answers"])
            outcome = questionnaires.classify(edition, answers, options["on"] or day or timezone.localdate())
            for remark in questionnaires.remarks(edition, answers, outcome.progress, not_asked):
                self.stderr.write(str(remark))
            subject = Subject(options["organisation"], options["model"], options["model_version"])
            requested = requesting.request_unsigned(
                outcome=outcome,
                subject=subject,
                made_at=options["made_at"] or timezone.now(),
                salt=options["salt"],
                with_remedies=not options["without_remedies"],
            )
            self._write(issuing.proceed(requested.pk), options["output"])
        except (questionnaires.InvalidDocument, questionnaires.UnknownQuestionnaire) as error:
            raise CommandError(str(error)) from None
        except Incomplete as error:
            raise CommandError(f"{options['answers']}: {error}. An attestation needs every answer.") from None
        except Unprintable as error:
            raise CommandError(
                f"These characters cannot be printed. {error}. Write the text without them."
            ) from None
        except OSError as error:
            raise CommandError(f"{options['output']}: {error.strerror}.") from None
        self.stdout.write(
            f"{options['output']}: {outcome.tier}, {'provisional' if outcome.provisional else 'final'}"
        )
        key = keyring.signer(ledger.log(Purpose.UNSIGNED).origin).vkey
        self.stdout.write(f"It is in the log of what nobody signs, whose key is {key}")

    def _write(self, made: Attestation, output: Path) -> None:
        file = queries.file_of(made)
        if made.state != State.ISSUED or file is None or file.leaf is None:
            raise CommandError(f"{made.trouble} See: python manage.py register status")
        output.write_bytes(queries.content(file))
        output.with_name(f"{output.name}.tlog-proof").write_text(ledger.prove(file.leaf) or "")


def _name(text: str) -> str:
    if not text.strip():
        raise ArgumentTypeError("a name is missing. Write one, or leave the option out.")
    return text


def _salt(text: str) -> str:
    if not re.fullmatch("[0-9a-f]{32}", text):
        raise ArgumentTypeError(f"`{text}` is no salt. Write 32 of 0-9 and a-f: openssl rand -hex 16")
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"`{text}` is not a day. Write it as 2026-11-23.") from None


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"`{text}` is not a time. Write it as 2026-11-23T12:00:00Z.") from None
