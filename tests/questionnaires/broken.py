"""A small edition that is right, and a way to break it in one place."""

from pathlib import Path

import pytest

from questionnaires import InvalidDocument, load
from questionnaires.__main__ import main

# file, what is replaced, by what, the piece on whose line the fault is, message, remedy
Broken = tuple[str, str, str, str, str, str]
# the same without a place: the fault is on the line of what was changed
Mistake = tuple[str, str, str, str, str]

QUESTIONNAIRE = """\
id: pets
version: "1"
title: Pets at work
summary: May the pet come along?
minutes: {from: 1, to: 2}
ladder: ladder
rulebooks: [ladder, law]
works:
  HOUSE: {short: House rules, title: Rules of the house}
lists:
  loud_animals: [dog, parrot]
parameters:
  - {id: limit, values: [{from: 2026-01-01, is: 30}], source: {work: HOUSE}}
sections:
  - id: pet
    title: The pet
    topics: [{id: size, title: How big is it, layout: grid}]
    questions:
      - id: kind
        kind: one
        ordered: risk
        text: What kind of animal is it?
        why: Large animals need more room.
        source: {work: HOUSE, part: "2"}
        choices:
          - {id: fish, text: A fish}
          - {id: parrot, text: A parrot}
          - {id: dog, text: A dog}
      - id: habits
        kind: many
        text: What does it do?
        why: Some habits disturb.
        source: {work: HOUSE}
        choices:
          - {id: none, text: Nothing, exclusive: true}
          - {id: barks, text: It barks}
          - {id: chews, text: It chews}
      - id: weight
        kind: number
        text: How heavy is it?
        why: The lift has a limit.
        source: {work: HOUSE}
        above: 0
        unit: kg
        topic: size
      - id: trained
        kind: yes_no
        text: Is it trained?
        why: Trained animals are calmer.
        source: {work: HOUSE}
        ask_if: kind == "dog"
        unsure: {counts_as: 'no'}
      - id: name
        kind: text
        text: What is its name?
        why: We like to greet it.
        source: {work: HOUSE}
      - id: asked_neighbours
        kind: yes_no
        text: Did you ask your neighbours?
        why: They hear it too.
        source: {work: HOUSE}
        ask_if: atLeast(tier, "P1")
facts:
  - {id: loud, kind: boolean, is: 'kind in loud_animals && "barks" in habits'}
  - id: size_class
    kind: ordered
    values: [small, big]
    cases:
      - {when: weight > limit, is: big}
      - {is: small}
"""

LADDER = """\
id: ladder
title: House ladder
kind: ladder
jurisdiction: none
as_of: 2026-11-23
summary: Who may come.
validity: {final_months: 12, provisional_days: 90}
tiers:
  - {id: P0, name: Welcome, meaning: Bring it along.}
  - {id: P1, name: Ask first, meaning: Ask your neighbours.}
findings:
  - id: F1
    tier: P1
    title: A loud animal
    text: Your neighbours will hear it.
    when: loud || atLeast(size_class, "big")
    source: {work: HOUSE, part: "3"}
items:
  - id: HINT-1
    kind: voluntary
    addressee: downstream
    title: Ask
    text: Ask the people at the next desks.
    when: '"F1" in findings'
    source: {work: HOUSE, part: "4"}
"""

LAW = """\
id: law
title: The law
kind: law
jurisdiction: EU
as_of: 2026-11-23
summary: What the law says.
items:
  - id: LAW-1
    kind: law
    addressee: downstream
    title: Leash
    text: Keep it on a leash.
    when: kind == "dog"
    source: {work: HOUSE, checked_on: 2026-11-23, against: secondary}
    valid_from: 2026-01-01
"""

CASE = """\
name: A quiet fish
story: It says nothing.
on: 2026-11-23
answers: {kind: fish, habits: [none], weight: 1, name: Wanda}
expect: {tier: P0, provisional: false, findings: [], items: []}
"""

FILES = {
    "questionnaire.yaml": QUESTIONNAIRE,
    "rulebooks/ladder.yaml": LADDER,
    "rulebooks/law.yaml": LAW,
    "cases/fish.yaml": CASE,
}


def write(root: Path, file: str = "", old: str = "", new: str = "") -> Path:
    """The edition's directory, with one piece of one file replaced."""
    directory = root / "pets" / "1"
    for name, text in FILES.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text)
    if file:
        assert FILES[file].count(old) == 1, f"{old!r} is {FILES[file].count(old)} times in {file}"
        (directory / file).write_text(FILES[file].replace(old, new))
    return directory


def assert_told(broken: Broken, root: Path) -> None:
    """The fault is among those that are told, with its place and remedy."""
    file, old, new, place, message, remedy = broken
    directory = write(root, file, old, new)
    with pytest.raises(InvalidDocument) as caught:
        load(directory)
    faults = [fault for fault in caught.value.faults if message in fault.message]
    assert faults, str(caught.value)[:2_000]
    assert remedy in faults[0].remedy
    if place:
        text = (directory / file).read_text()
        assert faults[0].file.endswith(file)
        assert faults[0].line == text[: text.index(place)].count("\n") + 1


def assert_told_once(
    mistake: Mistake, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`check` prints one line about it, and that line says where it is and what to do."""
    monkeypatch.chdir(root)
    file, old, new, message, remedy = mistake
    directory = write(root)
    assert old in FILES[file]
    text = FILES[file].replace(old, new, 1)
    (directory / file).write_text(text)
    pairs = zip(FILES[file].splitlines(), text.splitlines(), strict=False)
    changed = next(line for line, (before, after) in enumerate(pairs, start=1) if before != after)
    assert main(["check", "pets/1"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1, told
    assert message in told
    assert remedy in told
    place = told.split(": ")[0]
    assert place.startswith(f"pets/1/{file}:")
    assert abs(int(place.rsplit(":", 1)[1]) - changed) <= 1  # a value below its key has the key's line
