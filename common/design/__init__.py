"""How it looks: assets, form renderer, components."""
