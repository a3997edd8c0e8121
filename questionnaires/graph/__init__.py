"""The picture of a questionnaire: what is asked, when, and the way that one's own answers take through it."""

from .drawing import Drawing, style
from .layout import NARROW, WIDE, layout
from .nodes import Graph, Node, graph
from .path import Path, path

__all__ = ["NARROW", "WIDE", "Drawing", "Graph", "Node", "Path", "graph", "layout", "path", "style"]
