"""What those need who write programs for the API: examples, what became another, what ends."""
