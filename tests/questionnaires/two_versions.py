"""The small edition of `broken` and a version after it, in which things changed."""

import json
from pathlib import Path

from questionnaires import Edition, load

from .broken import FILES, write

# How answers carry over, and one change of each kind: renamed, split, merged, dropped, asked again, new.
CARRIES_OVER = """\
carries_over:
  from: "1"
  answers:
    species: {from: kind, choices: {fish: goldfish}}
    noises: {from: habits}
    damage: {from: habits, choices: {chews: furniture}}
  kept: [weight]
  ask_again: [asked_neighbours]
  dropped: [name]
"""

CHANGES = (
    ('version: "1"\n', 'version: "2"\n'),
    ("      - id: kind\n", "      - id: species\n"),
    ("{id: fish, text: A fish}", "{id: goldfish, text: A goldfish}"),
    (
        """\
      - id: habits
        kind: many
        text: What does it do?
        why: Some habits disturb.
        source: {work: HOUSE}
        choices:
          - {id: none, text: Nothing, exclusive: true}
          - {id: barks, text: It barks}
          - {id: chews, text: It chews}
""",
        """\
      - id: noises
        kind: many
        text: What does it say?
        why: Some noises disturb.
        source: {work: HOUSE}
        choices:
          - {id: none, text: Nothing, exclusive: true}
          - {id: barks, text: It barks}
      - id: damage
        kind: many
        text: What does it break?
        why: Furniture is dear.
        source: {work: HOUSE}
        choices:
          - {id: none, text: Nothing, exclusive: true}
          - {id: furniture, text: Furniture}
""",
    ),
    ("text: How heavy is it?", "text: How much does it weigh?"),
    ("text: Did you ask your neighbours?", "text: Did you ask all your neighbours?"),
    (
        """\
      - id: name
        kind: text
        text: What is its name?
        why: We like to greet it.
        source: {work: HOUSE}
""",
        """\
      - id: vaccinated
        kind: yes_no
        text: Is it vaccinated?
        why: Others want to stay well.
        source: {work: HOUSE}
""",
    ),
    ('ask_if: kind == "dog"', 'ask_if: species == "dog"'),
    ("'kind in loud_animals && \"barks\" in habits'", "'species in loud_animals && \"barks\" in noises'"),
    (
        "values: [{from: 2026-01-01, is: 30}]",
        "values: [{from: 2026-01-01, is: 30}, {from: 2027-01-01, is: 25}]",
    ),
    ("sections:\n", CARRIES_OVER + "sections:\n"),
)


def write_both(root: Path, *more: tuple[str, str]) -> Path:
    """Both versions; the directory of the newer one, after further replacements in its questionnaire."""
    write(root)
    text = FILES["questionnaire.yaml"]
    for old, new in (*CHANGES, *more):
        assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in the newer version"
        text = text.replace(old, new)
    directory = root / "pets" / "2"
    files = {**FILES, "questionnaire.yaml": text}
    del files["cases/fish.yaml"]
    files["rulebooks/law.yaml"] = files["rulebooks/law.yaml"].replace("kind == ", "species == ")
    for name, content in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(content)
    return directory


def both(root: Path, *more: tuple[str, str]) -> tuple[Edition, Edition]:
    newer = write_both(root, *more)
    return load(root / "pets" / "1"), load(newer)


def register(root: Path) -> dict[str, dict[str, dict[str, object]]]:
    """What published.json says."""
    found: dict[str, dict[str, dict[str, object]]] = json.loads((root / "published.json").read_text())
    return found
