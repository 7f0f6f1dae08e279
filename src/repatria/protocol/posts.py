"""What somebody's post lets them say or read (protocol/notices.md, publications.md, "Statements").

Asked of the books while a statement is folded, and of the directory by servers and clients.
"""

from typing import Protocol

from repatria.protocol.issue import Issue
from repatria.protocol.publication_shapes import FRAMEWORK, jurisdiction_country
from repatria.protocol.records import ACTIVE, Books, Head, Officer, Statement

SECRETARIAT, PARTNERS, AUDITORS = "XN", "XP", "XA"
LEADING = frozenset({"head", "deputy"})
SERVING = frozenset({"officer", "deputy", "head"})
OFFERING = SERVING | {"partner"}
ALL_ROLES = OFFERING | {"auditor"}
# Whoever belongs to the network without being a contact point, by the country of their own: their offices
# hold nobody else, and nobody else's hold them.
_ROLES_OF = {PARTNERS: frozenset({"partner"}), AUDITORS: frozenset({"auditor"})}


def roles_of(country: str) -> frozenset[str]:
    """The roles that an office of this country may have."""
    return _ROLES_OF.get(country, SERVING)


def is_operational(country: str) -> bool:
    """Whether requests, notices and what answers them are this country's business at all."""
    return country not in _ROLES_OF


class Posts(Protocol):
    def officer(self, keyid: str) -> Officer | None: ...

    def head(self, keyid: str) -> Head | None: ...

    def bureau_head(self, country: str) -> Head | None: ...


def issue(books: Books, statement: Statement) -> Issue:
    officer, head = books.officer(statement.by), books.head(statement.by)
    post = officer.chain[0] if officer else head.appointment if head else statement.link
    return Issue(statement.hash, statement.index, statement.by, post.index, statement.time)


def serves(posts: Posts, keyid: str, at: int, roles: frozenset[str], country: str | None = None) -> bool:
    """Whether the key is an active officer with one of these roles (of that country) at time `at`."""
    officer = posts.officer(keyid)
    if officer is None or officer.role not in roles or country not in (None, officer.country):
        return False
    return officer.active(at)


def heads(posts: Posts, keyid: str, country: str | None = None) -> bool:
    """Whether the key is that of a head in force, of a bureau or an agency (of that country)."""
    head = posts.head(keyid)
    return head is not None and head.status == ACTIVE and country in (None, head.country)


def is_contact_point(posts: Posts, keyid: str, at: int) -> bool:
    """Whether operational traffic is this key's business: officers and heads, no partners and auditors."""
    head = posts.head(keyid)
    if head is not None and not is_operational(head.country):
        return False
    return heads(posts, keyid) or serves(posts, keyid, at, SERVING)


def is_bureau_head(posts: Posts, keyid: str, country: str) -> bool:
    head = posts.bureau_head(country)
    return head is not None and head.keyid == keyid


def is_secretariat(posts: Posts, keyid: str, at: int) -> bool:
    return serves(posts, keyid, at, SERVING, SECRETARIAT)


def is_lead(posts: Posts, keyid: str, at: int, country: str) -> bool:
    if not is_operational(country):
        return False
    return is_bureau_head(posts, keyid, country) or serves(posts, keyid, at, LEADING, country)


def is_national(posts: Posts, keyid: str, at: int, country: str) -> bool:
    if not is_operational(country):
        return False
    return is_bureau_head(posts, keyid, country) or serves(posts, keyid, at, SERVING, country)


def may_offer(posts: Posts, keyid: str, at: int, shelf: str) -> bool:
    """Whether the key is a contributor to this shelf; to the frameworks partners are none."""
    if is_contact_point(posts, keyid, at):
        return True
    return shelf != FRAMEWORK and (heads(posts, keyid, PARTNERS) or serves(posts, keyid, at, OFFERING))


def decides(posts: Posts, keyid: str, at: int, shelf: str, item: str) -> bool:
    """Whether the key may publish an item of this shelf, and return or refuse what is offered for it."""
    if shelf == FRAMEWORK:
        return is_national(posts, keyid, at, jurisdiction_country(item))
    return is_secretariat(posts, keyid, at)
