"""Publishing freezes a version: `published.json`, beside the questionnaires, has the SHA-256 of its files.

What is published are the rules: questionnaire.yaml and rulebooks/*.yaml. Cases test them and may be
added later. A version's digest is SHA-256 over what `sha256sum questionnaire.yaml rulebooks/*.yaml` prints,
so that anybody can check it without this program.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from . import cases, continuity
from .documents import Document, Fault, InvalidDocument, file_name, read
from .editions import Edition
from .filling import fill
from .loading import digests, load, version_key
from .proving import prove, reporting
from .schema import Date, Part, Version

FILE = "published.json"
NEW_VERSION = "Put it back as it was, and make a new version instead."

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Proved(Part):
    """That a version was proved sound: on which day, and how many claims."""

    on: Date
    claims: int


class Publication(Part):
    """A version as it was published."""

    digest: Digest
    files: dict[str, Digest]
    published_on: Date
    proved: Proved


Publications = dict[str, dict[Version, Publication]]  # questionnaire id -> version -> publication


class _Register(Part):
    publications: Publications


class AlreadyPublished(Exception):
    """A version that is published stays as it is."""


def publications(root: Path) -> Publications:
    """What is published of the questionnaires in a directory. Raises InvalidDocument."""
    return fill(_Register, _register(root)).publications if (root / FILE).exists() else {}


def _register(root: Path) -> Document:
    """published.json (JSON is YAML), under a name, as our models want it."""
    document = read(root / FILE)
    lines = {("publications", *place): line for place, line in document.lines.items()}
    return Document(document.file, {"publications": document.data}, lines)


@cache
def _kept(root: Path) -> Publications:
    return publications(root)


def publication(directory: Path) -> Publication | None:
    """The publication of the edition in a directory, read once a process; None for a draft."""
    return _kept(directory.parent.parent).get(directory.parent.name, {}).get(directory.name)


def digest(files: Mapping[str, str]) -> str:
    """One digest over those of several files: of the lines that `sha256sum` prints, in the order of names."""
    lines = "".join(f"{files[name]}  {name}\n" for name in sorted(files))
    return hashlib.sha256(lines.encode()).hexdigest()


# checking ---------------------------------------------------------------------------------------------


def check(directory: Path) -> list[Fault]:
    """Whether the files of an edition, if it is published, are still as they were."""
    root = directory.parent.parent
    published = publications(root).get(directory.parent.name, {}).get(directory.name)
    if published is None:
        return []
    name = f"{directory.parent.name} {directory.name}"
    if digest(published.files) != published.digest:
        message = f"the digest of {name} is not that of its files."
        return [_fault(directory, ("digest",), message, "Put back the entry as it was.")]
    found = digests(directory)
    faults = []
    for file, expected in published.files.items():
        if file not in found:
            message = f"the file {file} was published with {name} and is gone."
            faults.append(_fault(directory, ("files", file), message, NEW_VERSION))
        elif found[file] != expected:
            message = f"was published with {name} and has changed since."
            faults.append(Fault(file_name(directory / file), 1, message, NEW_VERSION))
    for file in sorted(found.keys() - published.files.keys()):
        message = f"was added to {name} after it was published."
        faults.append(
            Fault(file_name(directory / file), 1, message, "Remove it, and make a new version instead.")
        )
    return faults


def check_all(root: Path) -> list[Fault]:
    """Published versions that are not there any more."""
    faults = []
    for each, versions in publications(root).items():
        for version in versions:
            directory = root / each / version
            if not (directory / "questionnaire.yaml").is_file():
                message = f"{each} {version} is published, and its files are gone."
                remedy = "Put them back: people may have answered it."
                faults.append(_fault(directory, (), message, remedy))
    return faults


def _fault(directory: Path, within: tuple[str, ...], message: str, remedy: str) -> Fault:
    """A fault at the entry of a version in published.json."""
    place = ("publications", directory.parent.name, directory.name, *within)
    return _register(directory.parent.parent).fault(place, message, remedy)


# publishing -------------------------------------------------------------------------------------------

# What a version must pass before it is published, besides loading and being proved sound.
Gate = Callable[[Edition, Path], Iterable[Fault]]


def _follows(edition: Edition, directory: Path) -> list[Fault]:
    """A version after a published one says how answers carry over, so that people can move to it."""
    published = publications(directory.parent.parent).get(edition.id, {})
    earlier = [each for each in published if version_key(each) < version_key(edition.version)]
    rule = edition.questionnaire.carries_over
    sheet = read(directory / "questionnaire.yaml")
    if earlier and rule is None:
        newest = max(earlier, key=version_key)
        message = f"does not say how answers to {newest} carry over."
        remedy = f'Add `carries_over: {{from: "{newest}"}}`; `check` then says what is to decide.'
        return [sheet.fault(("version",), message, remedy)]
    if rule is not None and rule.from_ not in published:
        message = f"answers carry over from {rule.from_}, which is not published."
        return [sheet.fault(("carries_over", "from"), message, f"Publish {rule.from_} first.")]
    return []


GATES: tuple[Gate, ...] = (cases.check, continuity.check, _follows)


def publish(directory: Path, *, on: date, gates: Iterable[Gate] = GATES) -> Publication:
    """Publish the edition in a directory. Raises InvalidDocument with all that stands against it, and
    AlreadyPublished; then nothing is written."""
    root, name = directory.parent.parent, f"{directory.parent.name} {directory.name}"
    everything = publications(root)
    if directory.name in everything.get(directory.parent.name, {}):
        if faults := check(directory):
            raise InvalidDocument(faults)
        raise AlreadyPublished(f"{name} is published already, and unchanged.")
    edition = load(directory)
    if faults := [fault for gate in gates for fault in gate(edition, directory)]:
        raise InvalidDocument(faults)
    proof = prove(edition, on)
    if not proof.sound:
        raise InvalidDocument(reporting.faults(proof))
    files, proved = dict(edition.digests), Proved(on=proof.on, claims=len(proof.claims))
    made = Publication(digest=digest(files), files=files, published_on=on, proved=proved)
    versions = {**everything.get(edition.id, {}), edition.version: made}
    _write(root / FILE, {**everything, edition.id: versions})
    _kept.cache_clear()
    return made


def _write(file: Path, everything: Publications) -> None:
    """Sorted, so that the same content is the same bytes; whole or not at all."""
    data = _Register(publications=everything).model_dump(mode="json")["publications"]
    text = json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
