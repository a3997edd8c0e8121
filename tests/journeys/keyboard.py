"""A person who uses the keyboard alone: Tab, Shift+Tab, Space, Enter, arrows and typing."""

import re
from collections.abc import Mapping
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

import questionnaires
from tests.cases import MAIN
from tests.journeys.looking import RULES

MOST_STOPS = 300


class Keyboard:
    """`check` looks at each new page with axe; `faults` is what it found."""

    def __init__(self, page: Page, *, check: bool = True) -> None:
        self.page, self.check = page, check
        self.faults: list[str] = []

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.look()

    def look(self) -> None:
        if not self.check:
            return
        found: Any = Axe().run(self.page, options=RULES).response["violations"]
        where = f"{self.page.url} ({self.page.title()})"
        self.faults += [
            f"{where}: {each['id']}: {node['target']}" for each in found for node in each["nodes"]
        ]

    @property
    def title(self) -> str:
        return self.page.title().removesuffix(" · Modcheck")

    @property
    def heading(self) -> str:
        return self.page.inner_text("h1")

    def field(self, label: str) -> Locator:
        """By its label; the star of those that are needed is not shown."""
        words = re.compile(rf"^\s*{re.escape(label)}\*?\s*$")
        name = self.page.locator("main label", has_text=words).get_attribute("for")
        return self.page.locator(f"#{name}")

    def at(self, target: Locator) -> bool:
        return bool(target.evaluate("element => element === document.activeElement"))

    def to(self, target: Locator, key: str = "Tab") -> None:
        """Go on until it has the focus."""
        target.wait_for()
        for _ in range(MOST_STOPS):
            if self.at(target):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} does not lead to {target}")

    def type(self, label: str, text: str) -> None:
        self.to(self.field(label))
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def press(self, name: str, role: Any = "button") -> None:
        """A button or link that leads to another page."""
        self.to(self.page.get_by_role(role, name=name, exact=True).first)
        self.go()

    def follow(self, name: str) -> None:
        self.press(name, "link")

    def go(self) -> None:
        """Enter, from where the focus is."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.look()

    def tick(self, box: Locator) -> None:
        if not box.is_checked():
            self.to(box)
            self.page.keyboard.press("Space")
        assert box.is_checked()

    def choose(self, radio: Locator) -> None:
        """Tab leads into a group, arrows within it."""
        group = self.page.locator(f'main input[name="{radio.get_attribute("name")}"]')
        chosen = [each for each in group.all() if each.is_checked()]
        self.to(chosen[0] if chosen else group.first)
        for _ in range(group.count()):
            if self.at(radio):
                break
            self.page.keyboard.press("ArrowDown")
        if not radio.is_checked():
            self.page.keyboard.press("Space")
        assert radio.is_checked()

    def select(self, label: str, option: str) -> None:
        field = self.field(label)
        self.to(field)
        self.page.keyboard.type(option)
        assert option in field.evaluate("field => field.selectedOptions[0].textContent")

    def answer(self, answers: Mapping[str, Any]) -> None:
        """Give the questions of the page that is open their answers."""
        questions = questionnaires.edition(MAIN).questions
        fields = self.page.eval_on_selector_all(
            "main form.mc-ask [name]", "all => all.map(each => each.name)"
        )
        for name in dict.fromkeys(each for each in fields if each in answers):
            value, kind = answers[name], questions[name].kind
            field = self.page.locator(f"#id_{name}")
            if kind == "number" and value == "unknown":
                self.tick(self.page.locator(f"#id_unknown__{name}"))
            elif kind in ("number", "text"):
                self.to(field)
                self.page.keyboard.press("Control+A")
                self.page.keyboard.type(repr(float(value)) if kind == "number" else value)
            elif kind == "many":
                for each in self.page.locator(f'main input[name="{name}"]').all():
                    if each.get_attribute("value") in value:
                        self.tick(each)
            else:
                self.choose(self.page.locator(f"#id_{name}_{value}"))
