"""Who may read a published or offered document (protocol/publications.md, wire.md "Documents")."""

from repatria.protocol.directory import Directory
from repatria.protocol.posts import (
    ALL_ROLES,
    Posts,
    heads,
    is_contact_point,
    is_secretariat,
    roles_of,
    serves,
)
from repatria.protocol.publication_shapes import FRAMEWORK
from repatria.protocol.publication_states import OFFERED, Offer


def admits(posts: Posts, access: str, keyid: str, at: int) -> bool:
    """Whether the key may read, at time `at`, what was published with this `access`."""
    if access in ("members", "public"):
        return heads(posts, keyid) or serves(posts, keyid, at, ALL_ROLES)
    if access == "officers":
        return is_contact_point(posts, keyid, at)
    own = heads(posts, keyid, access) or serves(posts, keyid, at, roles_of(access), access)
    return own or is_secretariat(posts, keyid, at)


def may_read(directory: Directory, document: str, keyid: str, at: int) -> bool:
    """Whether the key may read the document of this hash; what nobody named may be read by nobody."""
    published = directory.publication_of(document)
    if published is not None:
        return admits(directory, published.access, keyid, at)
    offered = directory.offer_of(document)
    return offered is not None and offered.state == OFFERED and _sees_offer(directory, offered, keyid, at)


def _sees_offer(directory: Directory, offer: Offer, keyid: str, at: int) -> bool:
    if keyid == offer.issue.by:
        return admits(directory, "members", keyid, at)
    if offer.shelf == FRAMEWORK:
        return admits(directory, "officers", keyid, at)
    return is_secretariat(directory, keyid, at)
