"""Letters to people and the local outbox of a trial."""
