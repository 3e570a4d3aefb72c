"""Which municipality abroad is like a Ukrainian community, and which community like it.

Pure functions over plain columns (`scoring`, `ranking`, `reverse`), weights learned from known
links (`weights`), reasons in words (`reasons`), the way from the database (`sources`), and the
measurement (`evaluation`). See docs/similarity.md.
"""
