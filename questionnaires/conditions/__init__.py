"""The condition language: a documented subset of CEL with one typed tree and several readings of it."""

from .checking import boolean, numeric, similar
from .grammar import ConditionError
from .tree import Boolean, Numeric, Symbol, names

__all__ = ["Boolean", "ConditionError", "Numeric", "Symbol", "boolean", "names", "numeric", "similar"]
