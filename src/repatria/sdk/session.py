"""A signed-in officer (or head): one object with everything they may do.

    session = Session.sign_in("https://…", "wanjiku.kamau", passphrase, kit, root=hash_on_paper)
    session.sync()
    session.mail.send(Letter(("ch/contact-point",), "Subject", "Text"))

With a `Profile` everything verified is kept, sealed, on this disk, and pins bind the next start. Without
one, what holds is only what the vault remembers.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Generator
from contextlib import ExitStack
from typing import Any

from repatria.protocol import locks, opening, sealing
from repatria.protocol.keys import Seeds
from repatria.sdk import live
from repatria.sdk.ceremony import Ceremony
from repatria.sdk.connection import Connection, decode_b64, encode_b64
from repatria.sdk.courses import Courses
from repatria.sdk.decisions import Decisions
from repatria.sdk.drafts import Drafts
from repatria.sdk.enrol import Enrolled
from repatria.sdk.errors import Blocked, NotSignedIn, RepatriaError, Unreachable, WrongUse, blocking
from repatria.sdk.frameworks import Frameworks
from repatria.sdk.keyring import Keyring
from repatria.sdk.library import Library
from repatria.sdk.lists import OwnLists
from repatria.sdk.mail import Mail
from repatria.sdk.meetings import Meetings
from repatria.sdk.notices import Notices
from repatria.sdk.office import OfficeRoom
from repatria.sdk.profile import Profile
from repatria.sdk.publications import Publications
from repatria.sdk.reading import Reading
from repatria.sdk.register import Register, clock
from repatria.sdk.rooms import Arrival, Rooms
from repatria.sdk.screening import Screening
from repatria.sdk.seating import Seating
from repatria.sdk.store import MemoryStore, Store
from repatria.sdk.threads import Threads
from repatria.sdk.unlocking import start, unlock
from repatria.sdk.upkeep import Upkeep
from repatria.sdk.vault import Vault
from repatria.sdk.watching import Watch
from repatria.sdk.writer import Me, Writer


class Session:
    """Connection, verified register, rooms and verbs of one signed-in key."""

    def __init__(
        self,
        connection: Connection,
        seeds: Seeds,
        login: str,
        *,
        net: str | None,
        store: Store | None = None,
        now: Callable[[], int] = clock,
    ) -> None:
        self.connection = connection
        self.login = login
        self.now = now
        self.seeds = seeds
        self.keyid = seeds.keyset.keyid
        self.store = store or MemoryStore()
        self.vault = Vault(connection, self.store, seeds, self.keyid)
        self.vault.fetch()
        self.register = Register(connection, self.store, net, pin=self.vault.pin, now=now)
        self.rooms = Rooms(connection, self.store, self.register, now=now)
        self.keyring = Keyring(seeds, self.keyid, self.rooms)
        if self.rooms.held and self.office is not None:
            self.keyring.learn_offices(self.register.directory, self.office)
        self.threads = Threads(self.rooms, self.register, self.keyring, self.keyid)
        self._officer: Writer | None = None
        self._notices: Notices | None = None
        self._screening: Screening | None = None
        self._office_room: OfficeRoom | None = None
        self._watch: Watch | None = None

    # Signing in and out.

    @classmethod
    def sign_in(  # noqa: PLR0913 - what a sign-in needs
        cls,
        server: str,
        login: str,
        passphrase: str,
        kit: str,
        *,
        root: str | None = None,
        profile: Profile | None = None,
        now: Callable[[], int] = clock,
    ) -> Session:
        """Sign in with passphrase and kit; verify the register before anything else.

        `root` is the root hash on paper: needed unless this profile or the officer's vault knows it.
        """
        connection = Connection(server)
        with ExitStack() as unless_signed_in:
            unless_signed_in.callback(connection.close)
            seeds, answer = unlock(connection, login, passphrase, kit)
            keyid = seeds.keyset.keyid
            net = root
            if profile is not None and profile.exists():
                known = profile.facts()
                if (known["login"], known["server"]) == (login, connection.server):
                    net = _same_network(known["net"], root)
            store = profile.store(seeds.kem, keyid) if profile else None
            session = cls(connection, seeds, login, net=net, store=store, now=now)
            session.vault.check_passkeys(answer["locks"])
            session.register.sync()
            if profile is not None:
                session._keep(profile, answer)
            unless_signed_in.pop_all()
        return session

    @classmethod
    def begin(
        cls, enrolled: Enrolled, *, store: Store | None = None, now: Callable[[], int] = clock
    ) -> Session:
        """The first session of somebody who enrolled in this process: passphrase and kit are fresh."""
        connection = Connection(enrolled.server)
        with ExitStack() as unless_begun:
            unless_begun.callback(connection.close)
            answer = start(connection, enrolled.login, enrolled.auth)
            connection.bearer = answer["token"]
            net = enrolled.net
            session = cls(connection, enrolled.seeds, enrolled.login, net=net, store=store, now=now)
            session.register.sync()
            unless_begun.pop_all()
        return session

    @classmethod
    def resume(cls, profile: Profile, *, now: Callable[[], int] = clock) -> Session:
        """Go on with the living session of a profile. Raises NotSignedIn when it has ended."""
        facts, kept = profile.facts(), profile.session()
        connection = Connection(facts["server"], bearer=kept["token"])
        with ExitStack() as unless_resumed:
            unless_resumed.callback(connection.close)
            try:
                answer = connection.get_json("/session")
            except NotSignedIn:
                profile.forget_session()
                raise
            key = locks.device_key(decode_b64(kept["device"]), decode_b64(answer["resume"]), facts["login"])
            with blocking("session"):
                seeds = Seeds(*_split(opening.open(key, b"repatria/v1/seeds\n", profile.sealed_seeds())))
            store = profile.store(seeds.kem, facts["key"])
            session = cls(connection, seeds, facts["login"], net=facts["net"], store=store, now=now)
            unless_resumed.pop_all()
        return session

    @staticmethod
    def sign_out(profile: Profile) -> None:
        """Forget the session here whatever the server says, and end it there."""
        facts, kept = profile.facts(), profile.session()
        profile.forget_session()
        connection = Connection(facts["server"], bearer=kept["token"])
        try:
            connection.delete("/session")
        except NotSignedIn:
            return  # it had ended already
        finally:
            connection.close()

    def _keep(self, profile: Profile, answer: dict[str, Any]) -> None:
        profile.write_facts(
            {
                "server": self.connection.server,
                "login": self.login,
                "key": self.keyid,
                "net": self.register.net or "",
            }
        )
        profile.write_lock(answer["lock"])
        device = secrets.token_bytes(32)
        key = locks.device_key(device, decode_b64(answer["resume"]), self.login)
        sealed = sealing.seal(
            key, b"repatria/v1/seeds\n", secrets.token_bytes(24), self.seeds.sign + self.seeds.kem
        )
        profile.write_session(answer["token"], encode_b64(device), sealed)

    def another_connection(self) -> Connection:
        """A connection of its own to the same server, in the same session."""
        return Connection(self.connection.server, bearer=self.connection.bearer)

    def close(self) -> None:
        """Let go of the connection; the session itself lives on until it idles out or is ended."""
        self.connection.close()

    def end(self) -> None:
        """End the session on the server, and let go of the connection."""
        self.connection.delete("/session")
        self.connection.close()

    # Being up to date.

    def sync(self) -> list[Arrival]:
        """Verify what is new in the register and my rooms; repair my office's key where it is amiss."""
        directory = self.register.sync()
        with blocking("client"):
            directory.check_client(self.register.release)
        self.notices.drop_ended()
        if self.office is None:
            return []
        arrivals = self.rooms.sync()
        self.rooms.check_pins(self.vault.rooms)
        self.keyring.learn_offices(self.register.directory, self.office)
        if self.upkeep.run():
            arrivals += self.rooms.sync()
            self.keyring.learn_offices(self.register.directory, self.office)
        return arrivals

    def follow(self) -> Generator[list[Arrival]]:
        """What arrives, verified, as it arrives: first what came since the last sync. Never ends by
        itself: raises NotSignedIn when the session has ended, Blocked when something does not verify.
        """
        for _ in live.cursors(self.connection):
            arrivals = self._sync_if_reachable()
            if arrivals:
                yield arrivals

    def _sync_if_reachable(self) -> list[Arrival]:
        """When the line breaks here too, nothing is lost: the stream says its cursor when it is back."""
        try:
            return self.sync()
        except Unreachable:
            return []

    def save(self) -> None:
        """Let the vault follow: pins of register and rooms, for this officer's other machines."""
        if self.register.pin is not None:
            self.vault.push(self.register.pin, self.rooms.pins())

    # Who this is, and what they may do.

    @property
    def office(self) -> str | None:
        """The office of an active officer; None for heads and for those who wait."""
        officer = self.register.directory.officer(self.keyid)
        return officer.office if officer is not None and officer.active(self.now()) else None

    @property
    def writer(self) -> Writer:
        office = self.office
        if office is None:
            raise WrongUse("no_office", "only an active officer of an office writes in rooms")
        if self._officer is None or self._officer.me.office != office:
            me = Me(self.keyid, office, self.seeds)
            self._officer = Writer(self.connection, self.register, self.rooms, self.keyring, me, now=self.now)
            self._upkeep = Upkeep(self.register, self.rooms, self.keyring, self._officer, now=self.now)
        return self._officer

    @property
    def upkeep(self) -> Upkeep:
        assert self.writer is not None
        return self._upkeep

    @property
    def mail(self) -> Mail:
        self.register.check_not_blocked()
        return Mail(self.connection, self.store, self.rooms, self.threads, self.writer)

    @property
    def seating(self) -> Seating:
        """Which offices hold seats in my office's rooms."""
        self.register.check_not_blocked()
        return Seating(self.register, self.rooms, self.writer)

    @property
    def drafts(self) -> Drafts:
        """What is being written, as it follows this officer; letters kept on this disk are `mail.drafts`."""
        return Drafts(self.connection, self.seeds, self.keyid)

    @property
    def reading(self) -> Reading:
        """What this person keeps for themselves about publications; the browser has the same."""
        return Reading(self.connection, self.seeds, self.keyid)

    @property
    def notices(self) -> Notices:
        """Notices of the network: heads may sign for them, officers also read drafts and send records."""
        self.register.check_not_blocked()
        writer = self.writer if self.office is not None else None
        if self._notices is None or self._notices.writer is not writer:
            own = (self.register, self.threads, self.ceremony, writer)
            self._notices = Notices(self.connection, self.store, *own, self.now)
        return self._notices

    @property
    def publications(self) -> Publications:
        """What the network publishes, on all shelves."""
        self.register.check_not_blocked()
        own = (self.connection, self.store, self.register, self.ceremony)
        return Publications(*own, self.keyid, self.now)

    @property
    def frameworks(self) -> Frameworks:
        return Frameworks(self.publications)

    @property
    def library(self) -> Library:
        return Library(self.publications)

    @property
    def meetings(self) -> Meetings:
        writer = self.writer if self.office is not None else None
        return Meetings(self.publications, self.threads, writer)

    @property
    def courses(self) -> Courses:
        writer = self.writer if self.office is not None else None
        return Courses(self.publications, self.threads, writer, self.reading)

    @property
    def office_room(self) -> OfficeRoom:
        """What my office shares about screening."""
        self.register.check_not_blocked()
        writer = self.writer if self.office is not None else None
        if self._office_room is None or self._office_room.writer is not writer:
            room = OfficeRoom(self.connection, self.store, self.register, self.rooms, self.keyring, writer)
            self._office_room = room
        return self._office_room

    @property
    def lists(self) -> OwnLists:
        """Lists that others publish, as my office holds them."""
        return OwnLists(self.office_room)

    @property
    def screening(self) -> Screening:
        """Names and records against the valid notices that I may read and `lists`; all on this machine."""
        notices = self.notices
        if self._screening is None or self._screening.notices is not notices:
            kept = None if isinstance(self.store, MemoryStore) else self.store
            self._screening = Screening(notices, self.lists, Decisions(self.office_room), kept)
        return self._screening

    @property
    def watch(self) -> Watch:
        """Names that my office screens again whenever either side changes."""
        screening = self.screening
        if self._watch is None or self._watch.screening is not screening:
            self._watch = Watch(self.office_room, screening)
        return self._watch

    @property
    def ceremony(self) -> Ceremony:
        """Statements signed by this key."""
        return Ceremony(self.register, key=self.seeds.signing_key, now=self.now)

    def duty(self) -> list[dict[str, Any]]:
        """Who is on duty in every office, as the server computes it from the rosters."""
        return list(self.connection.get_json("/duty"))

    def roster(self) -> dict[str, Any]:
        """The roster of my office, as it can be changed and set again."""
        return dict(self.connection.get_json(f"/duty/{self.writer.me.office}"))

    def set_duty(self, plan: dict[str, Any]) -> None:
        """Replace the roster of my office: `{"roster": […], "absences": […], "closed": […]}` (wire.md)."""
        self.connection.put(f"/duty/{self.writer.me.office}", plan)

    def notifications(self) -> dict[str, Any]:
        """Where, when and in which language I am written to: `{"email","remind","language"}`."""
        return dict(self.connection.get_json("/me/notifications"))

    def set_notifications(self, wish: dict[str, Any]) -> None:
        """Replace it (wire.md); an empty `email` ends all mail."""
        self.connection.put("/me/notifications", wish)

    def clocks(self) -> list[dict[str, Any]]:
        """Clocks of my office, and those escalated to me."""
        return list(self.connection.get_json("/clocks"))


def _same_network(known: str, given: str | None) -> str:
    if given is not None and given != known:
        raise Blocked("wrong_network", f"this profile belongs to {known}")
    return known


def _split(seeds: bytes) -> tuple[bytes, bytes]:
    if len(seeds) != 64:
        raise RepatriaError("profile_damaged", "the sealed seeds are of another size")
    return seeds[:32], seeds[32:]
