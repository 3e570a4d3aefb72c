"""Open data as a whole: the catalogue for harvesters and the nightly files. docs/open-data.md."""
