"""IATI activity files into the register of projects, in bulk.

`payload` turns an activity into the values of our columns, `checking` judges a file and keeps
them, `taking` puts what was decided into the register by statements over sets.
"""
