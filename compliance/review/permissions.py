"""Who works at an authority's desk, and who of a company deals with it."""

from compliance.accounts.models import Kind, Role
from compliance.accounts.permissions import for_members

reviewers = for_members(Role.REVIEWER, kind=Kind.REGULATOR)

# Of whoever attests: any organisation can hold an attestation, an authority's desk excepted.
signatories = for_members(Role.SIGNATORY)
answerers = for_members(Role.SIGNATORY, Role.ASSESSOR)
holders = for_members(*Role)
