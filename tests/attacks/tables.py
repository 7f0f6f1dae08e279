"""All tables of attacks: importing one files its attacks, so importing this one knows them all."""

from tests.attacks import (
    file_attacks,
    leaving_attacks,
    lock_attacks,
    log_attacks,
    notice_attacks,
    office_attacks,
    onlooker_attacks,
    parser_attacks,
    publication_attacks,
    register_attacks,
    room_attacks,
    sealing_attacks,
    shelf_attacks,
    standing_attacks,
)
from tests.attacks.table import ATTACKS, staged

__all__ = ["ATTACKS", "TABLES", "staged"]

TABLES = (
    register_attacks,
    standing_attacks,
    log_attacks,
    room_attacks,
    leaving_attacks,
    sealing_attacks,
    file_attacks,
    lock_attacks,
    parser_attacks,
    notice_attacks,
    publication_attacks,
    shelf_attacks,
    office_attacks,
    onlooker_attacks,
)
