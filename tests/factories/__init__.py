"""Records for tests, by app. Each is valid as it comes; name only what the test is about."""
