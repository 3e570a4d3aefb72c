"""One description per register; lists, API, downloads and templates are built from it."""
