"""python -m questionnaires publish ID VERSION: freeze a version, once nothing stands against it."""

import argparse
import sys
from pathlib import Path
from typing import Any

from questionnaires.documents import file_name
from questionnaires.loading import edition_directory
from questionnaires.publishing import AlreadyPublished, publish

from .arguments import today


def add(commands: Any) -> None:
    """Add the command to a parser's commands."""
    parser = commands.add_parser("publish", help="freeze a version: its files may not change any more")
    parser.add_argument("id", help="the questionnaire, for example downstream-modification")
    parser.add_argument("version", help="the version, for example 2026.1")
    parser.set_defaults(run=_publish)


def _publish(options: argparse.Namespace) -> int:
    directory = edition_directory(options.id, options.version)
    try:
        made = publish(directory, on=today())
    except AlreadyPublished as error:
        print(error)
        return 0
    except OSError as error:
        print(
            f"{file_name(Path(str(error.filename)))}: cannot be written: {error.strerror}.", file=sys.stderr
        )
        return 1
    print(f"{options.id} {options.version} is published, {len(made.files)} files, digest {made.digest}")
    print("Commit published.json with it. From now on `check` holds its files to this digest.")
    return 0
