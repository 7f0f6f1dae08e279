"""Notification e-mail without any content: something is new, sign in. In the reader's language.

The outbox row is written in the transaction that decided to tell, and dropped after the mail server
took the mail. So it is sent at least once; a crash between the two may send it twice, under the same
Message-ID, and it says nothing either time.
"""

from __future__ import annotations

import json
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import formatdate
from functools import cache
from importlib.resources import files
from urllib.parse import unquote, urlsplit

from repatria.server import log
from repatria.server.alarms import tables
from repatria.server.alarms.tables import Waiting
from repatria.server.installation import Installation
from repatria.server.settings import Settings
from repatria.server.shapes import EMAIL_ADDRESS

BATCH = 20
LEASE_SECONDS = 120
FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS = 30, 3600
MOST_TRIES = 48
SMTP_SECONDS = 20


@cache
def texts() -> dict[str, dict[str, str]]:
    """`subject` and `text` by language."""
    read = files(__package__).joinpath("mail.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = json.loads(read)
    return found


async def send_waiting(house: Installation) -> None:
    """Send what waits; what the mail server refuses waits longer each time."""
    if not house.settings.smtp:
        return
    now = house.now()
    waiting = await house.database.hot.change(
        lambda tx: tables.lease_mail(tx, now, now + LEASE_SECONDS, BATCH)
    )
    for mail in waiting:
        await _send_one(house, mail)


async def _send_one(house: Installation, mail: Waiting) -> None:
    writer = house.database.hot
    if not re.fullmatch(EMAIL_ADDRESS, mail.address):
        # Taken before addresses were read so strictly. It must not hold up the mail of everybody else.
        log.write(event="mail_refused", failure="address", count=mail.tries)
        await writer.change(lambda tx: tables.drop_mail(tx, mail.id))
        return
    message = compose(house, mail)
    try:
        await house.database.in_thread(send, house.settings, message)
    except (OSError, smtplib.SMTPException) as error:
        log.write(event="mail_refused", failure=type(error).__name__, count=mail.tries)
        if mail.tries < MOST_TRIES:
            due = house.now() + min(FIRST_DELAY_SECONDS * 2 ** (mail.tries - 1), LONGEST_DELAY_SECONDS)
            await writer.change(lambda tx: tables.delay_mail(tx, mail.id, due))
            return
    await writer.change(lambda tx: tables.drop_mail(tx, mail.id))


def compose(house: Installation, mail: Waiting) -> EmailMessage:
    """The same row always gives the same Message-ID, which nobody can link to a room."""
    said = texts()[mail.language]
    name = house.invent("mail", f"{mail.id} {mail.opening} {mail.step} {mail.address}", 16).hex()
    message = EmailMessage()
    message["From"] = house.settings.mail_from or "repatria@localhost"
    message["To"] = mail.address
    message["Subject"] = said["subject"]
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{name}@repatria>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.language
    message.set_content(f"{said['text']}\r\n\r\n{house.settings.origin}/\r\n", cte="base64")
    return message


def send(settings: Settings, message: EmailMessage) -> None:
    """Raises OSError or SMTPException."""
    with connected(settings) as connection:
        connection.send_message(message)


@contextmanager
def connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    """`smtps://` is TLS from the start; `smtp://` takes STARTTLS where the server offers it.

    A password is only ever sent under TLS. Raises OSError or SMTPException.
    """
    url = urlsplit(settings.smtp)
    host, context = url.hostname or "localhost", ssl.create_default_context()
    if url.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            host, url.port or 465, timeout=SMTP_SECONDS, context=context
        )
    else:
        connection = smtplib.SMTP(host, url.port or 25, timeout=SMTP_SECONDS)
    with connection:
        connection.ehlo()
        secure = url.scheme == "smtps"
        if not secure and connection.has_extn("starttls"):
            connection.starttls(context=context)
            secure = True
        if url.username and secure and settings.mail_password_file is not None:
            password = settings.mail_password_file.read_text().strip()
            connection.login(unquote(url.username), password)
        yield connection
