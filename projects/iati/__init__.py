"""The IATI Activity Standard 2.03, both ways: reading, checking and writing activities.

One small module per element in `elements/`, in the order of the schema. Everything here but
`export` and `codes` is pure: it takes objects and gives back objects.
"""
