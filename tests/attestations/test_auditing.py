"""compliance.attestations.auditing: nothing is found in what is as it was made, and every change is. A
hundred changes are tried, and so each kind; with `make campaign`, a thousand."""

import os
import random
from itertools import cycle, islice

import pytest

from compliance.attestations import auditing
from tests.attestations import small_register
from tests.attestations.tampering import changes, deliberate, undone

pytestmark = pytest.mark.django_db(transaction=True)

CAMPAIGN = os.environ.get("HYPOTHESIS_PROFILE") == "campaign"
CHANGES = 1000 if CAMPAIGN else 100
SEED = random.randrange(10**6) if CAMPAIGN else 0  # the same ones each time, or new ones


def found() -> list[str]:
    return [str(each) for each in auditing.audit()]


def test_nothing_is_found_after_any_step() -> None:
    steps = {step: found() for step in small_register.steps()}
    assert {step: what for step, what in steps.items() if what} == {}


def test_every_change_is_found() -> None:
    small_register.build()
    draw, missed, kinds = random.Random(SEED), [], changes()
    assert len(kinds) <= CHANGES
    for change in [*islice(cycle(kinds), CHANGES), *deliberate()]:
        with undone(change, draw) as made:
            if next(auditing.audit(), None) is None:
                missed.append(made)
    assert missed == [], f"with the seed {SEED}"
    assert found() == [], "everything is as it was"
