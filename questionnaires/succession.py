"""Versions that follow each other: which one people begin with, and which they may move to."""

from pathlib import Path

from .editions import Edition
from .loading import edition, library, version_key
from .publishing import publication


def current(questionnaire_id: str) -> Edition:
    """The version that people begin with: the newest published one; where none is, as while it is being
    written, the newest. Raises UnknownQuestionnaire."""
    published = _published(questionnaire_id)
    return edition(questionnaire_id, list(published)[-1] if published else None)


def way(old: Edition, new: Edition) -> tuple[Edition, ...]:
    """The versions from one to a later one, each of which says how answers to the one before carry over;
    empty where there is no such way."""
    found = [new]
    while found[0].version != old.version:
        rule = found[0].questionnaire.carries_over
        there = library().get(new.id, {})
        if rule is None or rule.from_ not in there or not _later(found[0].version, rule.from_):
            return ()
        found.insert(0, edition(new.id, rule.from_))
    return tuple(found)


def newer(old: Edition) -> Edition | None:
    """The newest published version after this one that its answers can be carried to."""
    for version in reversed(_published(old.id)):
        if not _later(version, old.version):
            return None
        found = edition(old.id, version)
        if way(old, found):
            return found
    return None


def _published(questionnaire_id: str) -> dict[str, Path]:
    versions = library().get(questionnaire_id, {})
    return {version: directory for version, directory in versions.items() if publication(directory)}


def _later(version: str, other: str) -> bool:
    return version_key(version) > version_key(other)
