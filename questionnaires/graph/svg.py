"""Small things of SVG that several parts of the picture need."""

from xml.etree.ElementTree import Element, SubElement

from .cards import Text


def number(value: float) -> str:
    """A coordinate, without digits that nobody sees."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def write(parent: Element, text: Text, css: str) -> Element:
    """A line of text, its labels in spans that have a look of their own."""
    element = SubElement(parent, "text", {"class": css, "x": number(text.x), "y": number(text.y)})
    last: Element | None = None
    for run in text.line:
        if run.role == "label":
            last = SubElement(element, "tspan", {"class": "g-label"})
            last.text = run.text
        elif last is None:
            element.text = (element.text or "") + run.text
        else:
            last.tail = (last.tail or "") + run.text
    return element
