"""Notification e-mail without any content: something is new, sign in.

The outbox row is written with the alarm and dropped after the mail server took the mail, so it is
sent at least once; a crash between the two may send it twice, and it says nothing either time.
"""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from repatria.server import log
from repatria.server.alarms import tables
from repatria.server.installation import Installation
from repatria.server.settings import Settings

BATCH = 20
LEASE_SECONDS = 120
FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS = 30, 3600
MOST_TRIES = 48
SMTP_SECONDS = 20
SUBJECT = "Repatria: new item, sign in"
TEXT = "There is a new item for you. Sign in to read it.\r\n\r\n{origin}/\r\n"


async def send_waiting(house: Installation) -> None:
    """Send what waits; what the mail server refuses waits longer each time."""
    if not house.settings.smtp:
        return
    now = house.now()
    waiting = await house.database.hot.change(
        lambda tx: tables.lease_mail(tx, now, now + LEASE_SECONDS, BATCH)
    )
    for id_, address, tries in waiting:
        await _send_one(house, id_, address, tries + 1)


async def _send_one(house: Installation, id_: int, address: str, tries: int) -> None:
    writer = house.database.hot
    try:
        await house.database.in_thread(send, house.settings, address)
    except (OSError, smtplib.SMTPException) as error:
        log.write(event="mail_refused", failure=type(error).__name__, count=tries)
        if tries < MOST_TRIES:
            due = house.now() + min(FIRST_DELAY_SECONDS * 2 ** (tries - 1), LONGEST_DELAY_SECONDS)
            await writer.change(lambda tx: tables.delay_mail(tx, id_, due))
            return
    await writer.change(lambda tx: tables.drop_mail(tx, id_))


def compose(settings: Settings, address: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.mail_from or "repatria@localhost"
    message["To"] = address
    message["Subject"] = SUBJECT
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain="repatria")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(TEXT.format(origin=settings.origin))
    return message


def send(settings: Settings, address: str) -> None:
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
        connection.send_message(compose(settings, address))
