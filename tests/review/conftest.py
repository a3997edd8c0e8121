"""The validator of PDFs, as the tests of attestations have it."""

from tests.attestations.conftest import verapdf

__all__ = ["verapdf"]
