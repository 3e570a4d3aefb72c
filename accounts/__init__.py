"""Users, roles, memberships in the abstract, invitations and access requests."""
