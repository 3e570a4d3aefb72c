"""What comes in from people, made clean: typed texts, uploaded files, photographs."""
