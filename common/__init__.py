"""Parts that every app uses. Holds no word of the domain."""
