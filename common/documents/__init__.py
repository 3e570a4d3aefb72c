"""Letters and other papers as DOCX and PDF, with the typography of their language.

Knows no word of the domain: whoever wants a paper fills a `Document` with texts.
"""
