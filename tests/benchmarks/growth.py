"""How the time of a full evaluation grows with the questionnaire.

Made-up editions repeat one block of six questions, two facts, two findings and four items, the proportions of
the real one; each block's conditions read the block before it. Milliseconds, medians of one call with every
question answered. The editions are written as YAML and loaded as any other.
"""

import random
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from questionnaires import Edition, classify, load

from .measuring import SEED, Answers, made_up, median_seconds, milliseconds, row

SIZES = (60, 120, 240, 480)  # questions
SETS = 20  # of answers
ON = date(2026, 11, 23)

SHEET = """\
id: {id}
version: "1"
title: Growth
summary: Made up
minutes: {{from: 1, to: 2}}
ladder: ladder
rulebooks: [ladder]
works: {{W: {{title: Nothing, short: Nothing}}}}
lists: {{heavy: [b, c]}}
parameters: [{{id: line, values: [{{from: 2020-01-01, is: 50}}], source: {{work: W}}}}]
sections:
{sections}
facts:
{facts}
"""
SECTION = """\
  - id: section_{n}
    title: Section {n}
    questions:
      - {{id: one_{n}, kind: one, ordered: risk, text: One, why: Why, source: {{work: W}}{ask},
         choices: [{{id: low, text: L}}, {{id: middle, text: M}}, {{id: high, text: H}}]}}
      - {{id: many_{n}, kind: many, text: Many, why: Why, source: {{work: W}},
         choices: [{{id: none, text: N, exclusive: true}}, {{id: a, text: A}}, {{id: b, text: B}},
                   {{id: c, text: C}}]}}
      - {{id: yes_{n}, kind: yes_no, text: Y, why: W, source: {{work: W}}, ask_if: 'anyOf(many_{n}, heavy)'}}
      - {{id: number_{n}, kind: number, text: Number, why: Why, source: {{work: W}}, minimum: 0, maximum: 100,
         unknown_is_cautious: true, ask_if: 'yes_{n} == "yes" || atLeast(one_{n}, "middle")'}}
      - {{id: choice_{n}, kind: one, text: Choice, why: Why, source: {{work: W}},
         choices: [{{id: x, text: X}}, {{id: y, text: Y}}], unsure: {{counts_as: y}}}}
      - {{id: text_{n}, kind: text, text: Text, why: Why, source: {{work: W}}}}
"""
FACTS = """\
  - {{id: fact_{n}, kind: boolean, is: 'number_{n} > line || (choice_{n} == "y" && "c" in many_{n}){before}'}}
  - id: level_{n}
    kind: ordered
    values: [little, some, much]
    cases:
      - {{when: 'fact_{n} && atLeast(one_{n}, "high")', is: much}}
      - {{when: 'fact_{n} || yes_{n} == "yes"', is: some}}
      - {{is: little}}
"""
LADDER = """\
id: ladder
title: Growth
kind: ladder
jurisdiction: none
as_of: 2026-11-23
summary: Made up
validity: {{final_months: 12, provisional_days: 90}}
tiers: [{{id: T0, name: N, meaning: M}}, {{id: T1, name: N, meaning: M}}, {{id: T2, name: N, meaning: M}}]
findings:
{findings}
items:
{items}
"""
FINDINGS = """\
  - {{id: A{n}, tier: T2, title: A, text: A, source: {{work: W}},
     when: 'level_{n} == "much" && yes_{n} == "yes"'}}
  - {{id: B{n}, tier: T1, title: B, text: B, source: {{work: W}},
     when: 'atLeast(level_{n}, "some") || fact_{n}'}}
"""
ITEMS = """\
  - {{id: I{n}, {item}, when: 'fact_{n}'}}
  - {{id: J{n}, {item}, when: 'atLeast(tier, "T1") && "b" in many_{n}'}}
  - {{id: K{n}, {item}, when: 'anyOf(many_{n}, heavy) && one_{n} != "low"'}}
  - {{id: L{n}, {item}, when: '"A{n}" in findings || atLeast(level_{n}, "some")'}}
"""
ITEM = "kind: voluntary, addressee: downstream, title: I, text: I, source: {work: W}"


def lines() -> Iterator[str]:
    """The lines of the page."""
    yield f"Growth: made-up editions, all questions answered, {SETS} sets of answers"
    first = 0.0
    for size in SIZES:
        seconds = _measure(size)
        first = first or seconds / size
        share = seconds / size / first
        yield row(f"{size} questions", milliseconds(seconds), f"{share:.2f} a question, 1 at {SIZES[0]}")


def _measure(size: int) -> float:
    with TemporaryDirectory() as folder:
        directory = Path(folder) / f"growth-{size}" / "1"
        write(directory, size)
        edition = load(directory)
    chance = random.Random(SEED)
    sets = cycle([made_up(edition, chance) for _ in range(SETS)])
    return median_seconds(partial(_classify, edition, sets), times=40 * SETS)


def _classify(edition: Edition, sets: Iterator[Answers]) -> None:
    classify(edition, next(sets), ON)


def write(directory: Path, size: int) -> None:
    """Write an edition of that many questions."""
    blocks = range(size // 6)
    (directory / "rulebooks").mkdir(parents=True)
    sections = "".join(SECTION.format(n=n, ask=f", ask_if: '!fact_{n - 1}'" if n else "") for n in blocks)
    facts = "".join(FACTS.format(n=n, before=f' || level_{n - 1} == "much"' if n else "") for n in blocks)
    sheet = SHEET.format(id=directory.parent.name, sections=sections, facts=facts)
    (directory / "questionnaire.yaml").write_text(sheet)
    findings = "".join(FINDINGS.format(n=n) for n in blocks)
    items = "".join(ITEMS.format(n=n, item=ITEM) for n in blocks)
    (directory / "rulebooks" / "ladder.yaml").write_text(LADDER.format(findings=findings, items=items))
