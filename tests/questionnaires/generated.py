"""Made-up editions of any size, sound as they are made; and faults that can be put into them.

They repeat one block of six questions, three facts, two findings and five items, the proportions of the real
questionnaire; each block's conditions read the block before it. They are YAML and loaded as any other.
"""

from collections.abc import Mapping
from pathlib import Path

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
      - {{id: one_{n}, kind: one, ordered: risk, changeable: true, text: One, why: Why,
         source: {{work: W}}{ask},
         choices: [{{id: low, text: L}}, {{id: middle, text: M}}, {{id: high, text: H}}]}}
      - {{id: many_{n}, kind: many, text: Many, why: Why, source: {{work: W}},
         choices: [{{id: none, text: N, exclusive: true}}, {{id: a, text: A}}, {{id: b, text: B}},
                   {{id: c, text: C}}]}}
      - {{id: yes_{n}, kind: yes_no, changeable: true, text: Y, why: W, source: {{work: W}},
         ask_if: 'anyOf(many_{n}, heavy)'}}
      - {{id: number_{n}, kind: number, text: Number, why: Why, source: {{work: W}}, minimum: 0, maximum: 100,
         ask_if: 'yes_{n} == "yes" || atLeast(one_{n}, "middle")'}}
      - {{id: choice_{n}, kind: one, text: Choice, why: Why, source: {{work: W}},
         choices: [{{id: x, text: X}}, {{id: y, text: Y}}], unsure: {{counts_as: y}}}}
      - {{id: text_{n}, kind: text, text: Text, why: Why, source: {{work: W}}}}
"""
FACTS = """\
  - {{id: fact_{n}, kind: boolean, is: 'number_{n} > line || (choice_{n} == "y" && "c" in many_{n}){before}'}}
  - id: over_{n}
    kind: boolean
    is: 'number_{n} > line / 3'
    boundary: {{below: false, at: false, above: true}}
  - id: level_{n}
    kind: ordered
    values: [little, some, much]
    cases:
      - {{when: 'fact_{n} && over_{n} && atLeast(one_{n}, "high")', is: much}}
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
  - {{id: I{n}, {item}, when: 'fact_{n}', excludes: [M{n}]}}
  - {{id: J{n}, {item}, when: 'atLeast(tier, "T1") && "b" in many_{n}'}}
  - {{id: K{n}, {item}, when: 'anyOf(many_{n}, heavy) && one_{n} != "low"'}}
  - {{id: M{n}, {item}, when: '!fact_{n} && "a" in many_{n}'}}
  - {{id: L{n}, {item}, when: '"A{n}" in findings || atLeast(level_{n}, "some")'}}
"""
ITEM = "kind: voluntary, addressee: downstream, title: I, text: I, source: {work: W}"


def write(directory: Path, size: int, changes: Mapping[str, str] | None = None) -> Path:
    """Write an edition of that many questions, with some pieces of its text replaced; its directory."""
    blocks = range(size // 6)
    (directory / "rulebooks").mkdir(parents=True)
    sections = "".join(SECTION.format(n=n, ask=f", ask_if: fact_{n - 1}" if n else "") for n in blocks)
    facts = "".join(FACTS.format(n=n, before=f' || level_{n - 1} == "much"' if n else "") for n in blocks)
    sheet = SHEET.format(id=directory.parent.name, sections=sections, facts=facts)
    findings = "".join(FINDINGS.format(n=n) for n in blocks)
    items = "".join(ITEMS.format(n=n, item=ITEM) for n in blocks)
    ladder = LADDER.format(findings=findings, items=items)
    for old, new in (changes or {}).items():
        found = (sheet + ladder).count(old)
        assert found == 1, f"{old!r} is there {found} times"
        sheet, ladder = sheet.replace(old, new), ladder.replace(old, new)
    (directory / "questionnaire.yaml").write_text(sheet)
    (directory / "rulebooks" / "ladder.yaml").write_text(ladder)
    return directory
