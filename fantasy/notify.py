"""Telling people outside: to chats, webhooks and mailboxes, by the addresses of the settings."""

import logging
from collections.abc import Iterable

from pydantic import SecretStr


def unsent(addresses: Iterable[SecretStr], *, title: str, body: str) -> list[str]:
    """Send a message to each address; the kinds of those that did not take it, such as `discord`.

    The addresses hold secrets: nothing of them but the kind is ever told.

    Args:
        addresses: as Apprise reads them: a webhook's own https address (Discord, Slack),
            json://host/path for any webhook, mailtos://user:password@host for e-mail.
        title: one line.
        body: plain text.
    """
    from apprise import Apprise, NotifyFormat  # noqa: PLC0415 - only who sends pays for it

    logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)
    failed = []
    for address in addresses:
        service = Apprise.instantiate(address.get_secret_value())
        if service is None:
            failed.append("an address that does not read")
        elif not service.notify(title=title, body=body, body_format=NotifyFormat.TEXT):
            failed.append(str(service.service_name).lower())
    return failed
