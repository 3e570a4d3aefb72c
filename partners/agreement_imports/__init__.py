"""Letting the state register of agreements in: 12 columns of a table, or rows of JSON.

Nothing is lost: each row ends as an agreement, as a duplicate of one, or on the list where an
official decides.
"""
