"""The calculators beside a question about compute: their fields, and the FLOP that they give."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionnaires import estimation
from questionnaires.explanation import number_in_words

from . import numbers


@dataclass(frozen=True)
class Input:
    """One number that a calculator needs. `scale` turns the page's unit into the engine's."""

    name: str
    label: Any
    unit: str
    example: str
    range: tuple[float, float]  # in the engine's unit
    scale: float = 1.0

    def read(self, text: str) -> float:
        """The number, in the engine's unit. Raises NotANumber, in words for this field."""
        if not text.strip():
            raise numbers.NotANumber(_("Write a number, for example %s.") % self.example)
        value = numbers.parse(text, self.unit, self.example)
        low, high = (each / self.scale for each in self.range)
        if not low <= value <= high:
            message = (
                _("%(value)s is too small. Write %(end)s or more.")
                if value < low
                else _("%(value)s is too large. Write %(end)s or less.")
            )
            shown = {"value": number_in_words(value), "end": number_in_words(low if value < low else high)}
            raise numbers.NotANumber(message % shown)
        return value * self.scale


@dataclass(frozen=True)
class Method:
    """One way to estimate: its name in the address of its button, its words, and its inputs."""

    name: str
    legend: Any
    hint: Any
    button: Any
    inputs: tuple[Input, ...]


_PEAK = gettext_lazy("Peak speed of one device, TFLOP/s")
METHODS = (
    Method(
        "tokens",
        gettext_lazy("From the data: 6 × parameters × tokens"),
        gettext_lazy(
            "For a dense model. For adapters (LoRA) take all parameters: that is a safe upper bound. "
            "You can write 70B or 15T."
        ),
        gettext_lazy("Calculate from the data"),
        (
            Input("parameters", gettext_lazy("Parameters"), "parameters", "70B", estimation.PARAMETERS),
            Input("tokens", gettext_lazy("Training tokens, all passes"), "tokens", "15T", estimation.TOKENS),
        ),
    ),
    Method(
        "hardware",
        gettext_lazy("From the machines: devices × time × peak speed × utilisation"),
        gettext_lazy("If you do not know the utilisation, 40 % is usual."),
        gettext_lazy("Calculate from the machines"),
        (
            Input("devices", gettext_lazy("Devices"), "devices", "64", estimation.DEVICES),
            Input("hours", gettext_lazy("Hours each"), "hours", "500", estimation.HOURS),
            Input(
                "peak",
                gettext_lazy("Peak speed of one device, TFLOP/s"),
                "TFLOP/s",
                "989",
                estimation.PEAK,
                1e12,
            ),
            Input("utilisation", gettext_lazy("Utilisation, %"), "%", "40", estimation.UTILISATION, 0.01),
        ),
    ),
)


@dataclass(frozen=True)
class Cell:
    """An input as its template sees it."""

    input: Input
    text: str
    error: str

    @property
    def name(self) -> str:
        return f"calc_{self.input.name}"


class Calculator:
    """What was typed into the calculators of a page, and what is wrong with it, by input."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.errors: dict[str, str] = {}
        self.result = ""

    @property
    def methods(self) -> list[tuple[Method, list[Cell]]]:
        return [(method, [self._cell(each) for each in method.inputs]) for method in METHODS]

    @property
    def cells(self) -> list[Cell]:
        return [cell for _method, cells in self.methods for cell in cells]

    @property
    def used(self) -> bool:
        return any(cell.text or cell.error for cell in self.cells)

    def _cell(self, field: Input) -> Cell:
        return Cell(field, str(self.data.get(f"calc_{field.name}", "")), self.errors.get(field.name, ""))

    def estimate(self, name: str) -> float | None:
        """The FLOP that a method gives; None where an input is wrong, which `errors` then tells."""
        method = next((each for each in METHODS if each.name == name), METHODS[0])
        values: list[float] = []
        for each in method.inputs:
            try:
                values.append(each.read(self._cell(each).text))
            except numbers.NotANumber as error:
                self.errors[each.name] = str(error)
        if self.errors:
            return None
        try:
            flop = (estimation.by_hardware if method.name == "hardware" else estimation.by_tokens)(*values)
        except estimation.Implausible as error:
            self.errors[method.inputs[0].name] = str(error)
            return None
        self.result = _("That makes %s FLOP. It is in the field; save it if it looks right.")
        self.result %= number_in_words(float(f"{flop:.4g}"))
        return flop
