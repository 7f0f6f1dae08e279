"""Lists that others publish, read row by row: what is listed, or what is wrong with the row.

`measure` a file, `detect` its format, `read` it, and `plan` what it would change. Nothing is fetched from
anywhere.
"""

from repatria.notices.importing.formats import Format, detect, licence_of, read
from repatria.notices.importing.interpol import Pictures, read_pictures
from repatria.notices.importing.listed import Charge, Doubt, Link, Listed, Origin, RowFault, Source
from repatria.notices.importing.plan import Change, FieldChange, Plan, plan
from repatria.notices.importing.streams import measure

__all__ = [
    "Change",
    "Charge",
    "Doubt",
    "FieldChange",
    "Format",
    "Link",
    "Listed",
    "Origin",
    "Pictures",
    "Plan",
    "RowFault",
    "Source",
    "detect",
    "licence_of",
    "measure",
    "plan",
    "read",
    "read_pictures",
]
