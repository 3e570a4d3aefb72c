"""Municipalities abroad, twin links, similarity and letters; holds nothing yet."""
