"""Cures for Daphne and Twisted, which read a whole body before any application is asked.

Measured without them: a 150 MB form from anybody took 2 GB of memory and stopped the site for
38 seconds, and the empty form that Wagtail's editor sends was answered with a bare 400.
"""

import asyncio

from daphne import http_protocol
from daphne.cli import CommandLineInterface
from daphne.server import Server
from twisted.internet import defer, reactor

from portal.transport.limits import limit_for
from portal.transport.refusals import refusal

# A client that is still sending when we refuse gets this long to read the answer.
LINGER_SECONDS = 2


class Request(http_protocol.WebRequest):
    """Daphne's request: never parses forms, and refuses too large bodies while they arrive."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not hasattr(self, "_parsePOSTFormSubmission"):
            raise RuntimeError("This Twisted parses forms in another way: see docs/decisions.")
        self._parsePOSTFormSubmission = False
        self._refused = False

    def gotLength(self, length):  # noqa: N802 — Twisted's name
        super().gotLength(length)
        if length == 0:
            return
        self._left = limit_for(self._early_path())
        if (length or 0) > self._left:
            self._refuse()

    def handleContentChunk(self, data):  # noqa: N802 — Twisted's name
        if self._refused:
            return
        self._left -= len(data)
        if self._left < 0:
            self._refuse()
        else:
            super().handleContentChunk(data)

    def process(self):
        if self._refused:
            self.channel.loseConnection()
            return None
        return super().process()

    def _early_path(self):
        # Twisted gives the request its address only after the body.
        return self.channel._path.split(b"?", 1)[0].decode("latin1")

    def _refuse(self):
        self._refused = True
        self.content.truncate(0)
        # Twisted would promise to read on.
        self.requestHeaders.removeHeader(b"expect")
        headers, body = refusal(413, self._early_path(), secure=bool(self.isSecure()))
        head = b"".join(b"%s: %s\r\n" % pair for pair in headers)
        channel = self.channel
        channel.transport.write(
            b"HTTP/1.1 413 Content Too Large\r\n" + head + b"Connection: close\r\n\r\n" + body
        )
        reactor.callLater(LINGER_SECONDS, lambda: channel.transport and channel.loseConnection())

    def basic_error(self, status, status_text, body):
        """Answer Daphne's own refusals like all others: in words, with all headers."""
        path = (self.path or b"/").decode("latin1")
        headers, page = refusal(status, path, secure=bool(self.isSecure()))
        self.handle_reply({"type": "http.response.start", "status": status, "headers": headers})
        self.handle_reply({"type": "http.response.body", "body": page})


class PoliteServer(Server):
    """Daphne that lets the site say goodbye before it cuts the connections of its sockets."""

    farewell = None

    def kill_all_applications(self):
        # Daphne stumbles over connections whose answer is complete.
        for details in self.connections.values():
            details.setdefault("application_instance", defer_nothing())
        if self.farewell is None:
            return super().kill_all_applications()
        said = defer.Deferred.fromFuture(asyncio.ensure_future(type(self).farewell()))
        return said.addBoth(lambda _said: Server.kill_all_applications(self))


def defer_nothing():
    """Return a future that is done, in place of an application that is."""
    done = asyncio.get_running_loop().create_future()
    done.set_result(None)
    return done


def cure(farewell=None):
    """
    Make Daphne use our classes; it looks the names up for each connection and when it starts.

    `farewell` is a coroutine function, called once in Daphne's loop when the process is to end.
    """
    http_protocol.WebRequest = Request
    PoliteServer.farewell = farewell
    CommandLineInterface.server_class = PoliteServer
