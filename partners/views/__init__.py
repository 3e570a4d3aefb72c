"""Pages of partners and of their contact persons."""
