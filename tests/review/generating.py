"""Many submissions to an authority, made quickly: worked cases and variations of them, as the engine judges
them, with other names, days and states. Rows and labels are as `receiving` makes them; nobody sent them, and
no files are there.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import cycle, islice

from django.db import connection
from django.utils import timezone

from compliance.accounts.models import Organisation, User
from compliance.attestations.statement import Statement, Subject, build, canonical, digest
from compliance.review import labels, ordered_ids
from compliance.review.models import CLOSED, Clarification, Label, State, Submission
from questionnaires import classify
from tests.cases import FILES, answers_of, case, edition

SEED = 20_261_124
DAYS = 400  # that submissions are spread over
ADJECTIVES = ("quiet", "amber", "northern", "early", "plain", "second", "open", "silver", "low", "green")
NOUNS = ("harbour", "lantern", "orchard", "signal", "meadow", "compass", "ledger", "kiln", "heron", "quarry")
FORMS = ("Labs", "Works", "AI", "Systems", "Studio", "Institute")
BASES = ("Gemma 3 27B, Google", "Llama 3.1 8B, Meta", "Qwen 3 32B", "Mistral Small 3", "OLMo 2 13B")
ORGANISATIONS = [f"{a} {n} {f}".capitalize() for a in ADJECTIVES for n in NOUNS for f in FORMS]
MODELS = [f"{noun} {i}" for noun in NOUNS for i in range(1, 401)]


@dataclass(frozen=True)
class Sample:
    """A statement that many submissions repeat, but for the names in it."""

    statement: Statement
    text: str
    digest: str
    valid_days: int

    @property
    def labels(self) -> set[str]:
        return labels.of(self.statement)


@cache
def samples(number: int = 300) -> tuple[Sample, ...]:
    """The worked cases, and variations of them: another base, other markets and fields."""
    chance = random.Random(SEED)
    of = edition()
    made = []
    for i in range(number):
        worked = case(sorted(FILES)[i % len(FILES)])
        answers = answers_of(sorted(FILES)[i % len(FILES)])
        if i >= len(FILES):
            markets = [each.id for each in of.questions["markets"].choices]
            fields = [each.id for each in of.questions["sectors"].choices if not each.exclusive]
            answers["markets"] = chance.sample(markets, chance.randint(1, 3))
            answers["sectors"] = chance.sample(fields, chance.randint(1, 2))
            answers["base_model"] = chance.choice(BASES)
        outcome = classify(of, answers, worked.on)
        if outcome.unanswered:
            continue
        at = datetime.combine(worked.on, datetime.min.time(), UTC)
        statement = build(outcome, Subject("", "", ""), made_at=at, salt=f"{i:032x}", with_remedies=False)
        days = (date.fromisoformat(statement["valid_until"]) - worked.on).days
        made.append(Sample(statement, canonical(statement).decode(), digest(statement), days))
    return tuple(made)


def submissions(
    authority: Organisation, number: int, *, reviewers: Sequence[User] = (), until: datetime | None = None
) -> Iterator[Submission]:
    """Not stored yet, the oldest first."""
    chance = random.Random(SEED + number)
    until = until or timezone.now()
    moments = sorted(until - timedelta(days=DAYS) * chance.random() for _ in range(number))
    for at in moments:
        sample = chance.choice(samples())
        outcome = sample.statement["outcome"]
        state = chance.choice([*State.values[:4], *State.values])
        yield Submission(
            id=ordered_ids.new(at),
            authority=authority,
            received_at=at,
            statement=sample.text,
            digest=sample.digest,
            subject_organisation=chance.choice(ORGANISATIONS),
            subject_model=chance.choice(MODELS),
            tier=outcome["tier"],
            change_class=outcome["change_class"] or "",
            provisional=outcome["provisional"],
            valid_until=at.date() + timedelta(days=sample.valid_days),
            changed=chance.choice([None, None, None, True, False]),
            state=state,
            closed=state in CLOSED,
            assignee=None if state == State.RECEIVED else chance.choice([None, *reviewers]),
        )


def store(authority: Organisation, made: Iterable[Submission]) -> list[Submission]:
    """A few, with their labels."""
    stored = Submission.objects.bulk_create(made)
    of = {each.digest: each.labels for each in samples()}
    Label.objects.bulk_create(
        Label(submission=each, authority=authority, value=value)
        for each in stored
        for value in sorted(of[each.digest] | _names(each.subject_organisation) | _names(each.subject_model))
    )
    return stored


def fill(authority: Organisation, number: int, *, reviewers: Sequence[User] = ()) -> None:
    """Very many, with their labels; of those that were asked, some are late with the answer."""
    _prepare()
    made = submissions(authority, number, reviewers=reviewers)
    while some := list(islice(made, 5000)):
        Submission.objects.bulk_create(some)
        Clarification.objects.bulk_create(
            Clarification(submission=each, text="Why?", due=each.received_at + timedelta(days=days))
            for each, days in zip(some, cycle((14, *[600] * 9)))
            if each.state == State.ASKED
        )
        identity = Submission._meta.pk
        first, last = some[0].pk, some[-1].pk
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO review_label (submission_id, authority_id, value) "
                "SELECT DISTINCT s.id, s.authority_id, b.value FROM review_submission s JOIN bears b "
                "ON b.what IN (s.digest, s.subject_organisation, s.subject_model) "
                "WHERE s.authority_id = %s AND s.id BETWEEN %s AND %s ORDER BY s.id",
                [identity.get_db_prep_value(each, connection) for each in (authority.pk, first, last)],
            )


def _prepare() -> None:
    """A table of all labels that what is generated can bear, by digest or name."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bears")
        cursor.execute("CREATE TEMPORARY TABLE bears (what varchar(400), value varchar(100))")
        values = [(each.digest, value) for each in samples() for value in each.labels]
        values += [(each, value) for each in (*ORGANISATIONS, *MODELS) for value in _names(each)]
        cursor.executemany("INSERT INTO bears VALUES (%s, %s)", values)
        cursor.execute("CREATE INDEX bears_what ON bears (what)")


def _names(text: str) -> set[str]:
    return set(labels.sought("word", text))
