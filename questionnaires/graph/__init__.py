"""The picture of a questionnaire: what is asked, when, and the way that one's own answers take through it."""

from .drawing import Drawing, style
from .layout import NARROW, WIDE, layout
from .nodes import Graph, Node, graph
from .path import OwnPath, path

__all__ = ["NARROW", "WIDE", "Drawing", "Graph", "Node", "OwnPath", "graph", "layout", "path", "style"]
