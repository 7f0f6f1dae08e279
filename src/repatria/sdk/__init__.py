"""The Python client of Repatria: verify everything, then act. Start with `Session`."""

from repatria.sdk.ceremony import Ceremony, Person, first_root
from repatria.sdk.connection import Connection
from repatria.sdk.courses import Course, Courses
from repatria.sdk.drafts import Draft
from repatria.sdk.errors import (
    Blocked,
    NotSignedIn,
    Refused,
    RepatriaError,
    Unreachable,
    WrongUse,
)
from repatria.sdk.files import Files, LibraryFile
from repatria.sdk.frameworks import Frameworks
from repatria.sdk.letters import (
    Answer,
    Asset,
    ConcernedPerson,
    Letter,
    Measure,
    Reply,
    RequestForm,
    Tick,
)
from repatria.sdk.library import Library, NewFile
from repatria.sdk.lists import OwnLists
from repatria.sdk.meetings import Meeting, Meetings
from repatria.sdk.notices import NoticeDraft, Notices, Standing
from repatria.sdk.places import Place, nominee
from repatria.sdk.profile import Profile, default_folder
from repatria.sdk.publications import Publications, Retiring, Written
from repatria.sdk.register import Register
from repatria.sdk.rotation import Rotated, rotate
from repatria.sdk.screening import Lead, Screening
from repatria.sdk.session import Session
from repatria.sdk.threads import Message, Request, Thread
from repatria.sdk.verify import verify_bundle
from repatria.sdk.witness import Witness
from repatria.sdk.writer import Sent

__all__ = [
    "Answer",
    "Asset",
    "Blocked",
    "Ceremony",
    "ConcernedPerson",
    "Connection",
    "Course",
    "Courses",
    "Draft",
    "Files",
    "Frameworks",
    "Lead",
    "Letter",
    "Library",
    "LibraryFile",
    "Measure",
    "Meeting",
    "Meetings",
    "Message",
    "NewFile",
    "NotSignedIn",
    "NoticeDraft",
    "Notices",
    "OwnLists",
    "Person",
    "Place",
    "Profile",
    "Publications",
    "Refused",
    "Register",
    "RepatriaError",
    "Reply",
    "Request",
    "RequestForm",
    "Retiring",
    "Rotated",
    "Screening",
    "Sent",
    "Session",
    "Standing",
    "Thread",
    "Tick",
    "Unreachable",
    "Witness",
    "Written",
    "WrongUse",
    "default_folder",
    "first_root",
    "nominee",
    "rotate",
    "verify_bundle",
]
