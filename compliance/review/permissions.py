"""Who works at an authority's desk."""

from compliance.accounts.models import Kind, Role
from compliance.accounts.permissions import for_members

reviewers = for_members(Role.REVIEWER, kind=Kind.REGULATOR)
signatories = for_members(Role.SIGNATORY, kind=Kind.DOWNSTREAM)
holders = for_members(*Role, kind=Kind.DOWNSTREAM)
