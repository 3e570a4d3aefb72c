"""The sentences of the structural checks. English here; Ukrainian in the catalogue."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

MISSING_ATTRIBUTE = _("The element «%(element)s» has no attribute «%(attribute)s».")
UNKNOWN_ATTRIBUTE = _("The element «%(element)s» cannot have the attribute «%(attribute)s».")
STRAY_TEXT = _("The element «%(element)s» holds text where none may stand: «%(text)s».")
NO_CHILDREN = _("The element «%(element)s» may hold text only.")
UNKNOWN_ELEMENT = _("The element «%(child)s» may not stand in «%(element)s».")
WRONG_ORDER = _("The element «%(child)s» in «%(element)s» must stand before «%(before)s».")
MISSING_ELEMENT = _("The element «%(element)s» lacks «%(child)s».")
TOO_MANY = _("«%(element)s» has %(count)s elements «%(child)s»; one is allowed.")
# By simple type, so that every sentence can be translated as a whole.
WRONG_VALUE = {
    "date": _(
        "«%(value)s» in %(element)s (%(what)s) is wrong: it must be a date such as 2026-03-31."
    ),
    "dateTime": _(
        "«%(value)s» in %(element)s (%(what)s) is wrong: it must be a date and time such as "
        "2026-03-31T12:00:00Z."
    ),
    "decimal": _(
        "«%(value)s» in %(element)s (%(what)s) is wrong: it must be a number such as 1000.50."
    ),
    "boolean": _("«%(value)s» in %(element)s (%(what)s) is wrong: it must be 1, 0, true or false."),
    "int": _("«%(value)s» in %(element)s (%(what)s) is wrong: it must be a whole number."),
    "nonNegativeInteger": _(
        "«%(value)s» in %(element)s (%(what)s) is wrong: it must be a whole number from 0."
    ),
    "positiveInteger": _(
        "«%(value)s» in %(element)s (%(what)s) is wrong: it must be a whole number from 1."
    ),
    "anyURI": _(
        "«%(value)s» in %(element)s (%(what)s) is wrong: it must be an address such as https://example.org/page."
    ),
    "NMTOKEN": _(
        "«%(value)s» in %(element)s (%(what)s) is wrong: it must be one word without spaces."
    ),
}
EMPTY_VALUE = {
    "date": _("%(element)s (%(what)s) is empty: it must be a date such as 2026-03-31."),
    "dateTime": _(
        "%(element)s (%(what)s) is empty: it must be a date and time such as 2026-03-31T12:00:00Z."
    ),
    "decimal": _("%(element)s (%(what)s) is empty: it must be a number such as 1000.50."),
    "boolean": _("%(element)s (%(what)s) is empty: it must be 1, 0, true or false."),
    "int": _("%(element)s (%(what)s) is empty: it must be a whole number."),
    "nonNegativeInteger": _("%(element)s (%(what)s) is empty: it must be a whole number from 0."),
    "positiveInteger": _("%(element)s (%(what)s) is empty: it must be a whole number from 1."),
    "anyURI": _(
        "%(element)s (%(what)s) is empty: it must be an address such as https://example.org/page."
    ),
    "NMTOKEN": _("%(element)s (%(what)s) is empty: it must be one word without spaces."),
}

# The file as a whole.
EMPTY_FILE = _("The file is empty.")
NOT_XML = _("This is not an XML file.")
COMPRESSED = _("The file is packed. Unpack it and give the XML file itself.")
BROKEN_XML = _("The file is not well-formed XML, line %(line)s: %(error)s.")
CUT_OFF = _("The file ends too early, line %(line)s: it was probably not copied completely.")
BROKEN_END = _("Something stands after the end of the document, line %(line)s.")
WRONG_ENCODING = _(
    "The letters of the file cannot be read, line %(line)s: they are not in the encoding that "
    "the file names in its first line. Save it as UTF-8."
)
DOCTYPE = _(
    "The file has a document type declaration (DOCTYPE). IATI files need none, and it can hide "
    "harmful entities; take it out."
)
UNKNOWN_ENTITY = _(
    "The file uses an entity that it does not define, line %(line)s. Write the character itself."
)
TOO_DEEP = _("Elements are nested too deeply, line %(line)s: this is no IATI file.")
TOO_LARGE_TEXT = _("One text of the file is larger than 10 MB, line %(line)s.")
TOO_LARGE_ACTIVITY = _("One activity is larger than %(size)s MB, after line %(line)s.")
NOT_IATI = _("This is not an IATI file: it begins with «%(root)s», not with «iati-activities».")
ORGANISATION_FILE = _(
    "This is an IATI file about organisations. Give the file about activities: it begins with "
    "«iati-activities»."
)
NO_VERSION = _("The file does not say which version of IATI it follows (attribute «version»).")
OLD_VERSION = _(
    "The file follows IATI %(version)s. Versions 1.x are no longer in use: ask the publisher for "
    "a file of version 2.01 to 2.03."
)
UNKNOWN_VERSION = _("The file follows IATI %(version)s. Versions 2.01, 2.02 and 2.03 can be read.")
STRANGE_VERSION = _(
    "«%(version)s» is no version of IATI. The file is read as if it followed version 2.03."
)
NO_ACTIVITIES = _("The file has no activities.")
DOUBLE_IDENTIFIER = _("The identifier «%(identifier)s» stands in the file more than once.")
BY_SCHEMA = _("The official schema refuses it: %(error)s")

# Codes.
UNKNOWN_CODE = _("«%(code)s» in %(element)s is not a code of the list %(codelist)s.")
CODE_NOT_HERE = _(
    "«%(code)s» in %(element)s is not among the codes that the portal knows of the list "
    "%(codelist)s."
)
WITHDRAWN_CODE = _(
    "«%(code)s» in %(element)s is a withdrawn code of the list %(codelist)s; use a current one."
)
