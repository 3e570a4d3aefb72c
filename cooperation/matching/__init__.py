"""Who could help with an idea or a request: partners, calls, places abroad, each with reasons."""
