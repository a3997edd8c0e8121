"""The faults found so far, and the names that conditions may use."""

from collections.abc import Iterable

from questionnaires.conditions import Symbol
from questionnaires.documents import MOST_FAULTS, Document, Fault, InvalidDocument, Place
from questionnaires.schema import Questionnaire
from questionnaires.strata import Books


class Report:
    """What the checks of one edition share. `unreadable`: some name is wrong, so conditions stay unread."""

    def __init__(self, questionnaire: Questionnaire, sheet: Document, books: Books) -> None:
        self.questionnaire, self.sheet, self.books = questionnaire, sheet, books
        self.faults: list[Fault] = []
        self.symbols: dict[str, Symbol] = {}
        self.where: dict[str, Place] = {}
        self.unreadable = False

    def fault(self, sheet: Document, place: Place, message: str, remedy: str = "") -> None:
        """Note a fault. Raises InvalidDocument with all of them once there are too many to read."""
        self.faults.append(sheet.fault(place, message, remedy))
        if len(self.faults) == MOST_FAULTS:
            raise InvalidDocument(self.faults)

    def unique(self, what: str, ids: Iterable[tuple[Place, str]], sheet: Document) -> None:
        """Note each id that is there already."""
        seen: dict[str, Place] = {}
        for place, each in ids:
            if each in seen:
                message = f"the {what} `{each}` is already there on line {sheet.line(seen[each])}."
                self.fault(sheet, place, message, "Give each its own id.")
            seen[each] = place
