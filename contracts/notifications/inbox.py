"""Messages to one person, in the platform itself."""

from __future__ import annotations

from typing import Annotated

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Word
from contracts.language.noun import Noun
from contracts.language.operation import ById
from contracts.language.paging import PageRequest
from contracts.language.payload import Reply, Thing
from contracts.notifications import SERVICE

inbox = Noun(SERVICE, "/inbox", "message_id")


class Message(Thing):
    """A message in a person's inbox; `about` is the id of what it speaks of."""

    id: Id
    version: int
    station_id: Id
    kind: str
    about: Id
    subject: str
    text: str
    at: Instant
    read: bool
    read_at: Instant | None


class MessageState(Reply):
    """A message after it was read."""

    id: Id
    version: int
    read: bool


class ListInbox(PageRequest):
    """My messages, the latest first by default."""

    sort: Annotated[str, Word(("-at", "at"))] = "-at"
    read: bool | None = None


list_inbox = inbox.list("list_inbox", "List my messages", ListInbox, Message, permissions.ME_READ)
read_message = inbox.does(
    "read_message", "Mark my message as read", ById, MessageState, permissions.ME_READ, in_station=True, example={}
)
