"""Human numbers of records such as PL-AGR-2026-0007: allocated once, never computed again."""
