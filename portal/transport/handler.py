"""Django's handler with the whole request in one thread hop."""

import asyncio
import contextlib

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import FileResponse
from django.urls import set_script_prefix

from portal.headers import security_headers


class OneHopHandler(ASGIHandler):
    """Middleware, view, template and closing of connections run in one call in one thread.

    Django's own handler hops between the loop and threads for each synchronous middleware, for
    the signals and for the closing; with this stack that was up to half of the time.
    """

    def __init__(self):
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        # More threads than database connections would only wait for each other.
        self.places = asyncio.Semaphore(settings.REQUEST_THREADS)

    async def __call__(self, scope, receive, send):
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        try:
            async with ThreadSensitiveContext():
                await self.respond(scope, body, receive, send)
        finally:
            body.close()

    async def respond(self, scope, body, receive, send):
        async with self.places:
            response = await finish(sync_to_async(self.answer)(scope, body))
        if not response.streaming:
            await self.send_response(response, send)
            return
        try:
            await self.stream(response, receive, send)
        finally:
            # Sends request_finished, which gives the database connection back.
            await finish(sync_to_async(response.close)())

    def answer(self, scope, body):
        """Return the finished response; all but streaming ones are closed already."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, response = self.create_request(scope, body)
        if request is None:
            response.headers.update(security_headers(scope["path"]))
        else:
            response = self.get_response(request)
            response._handler_class = self.__class__
            if isinstance(response, FileResponse):
                response.block_size = self.chunk_size
        if not response.streaming:
            response.close()
        return response

    async def stream(self, response, receive, send):
        """Send piece by piece until the end or until the client goes away."""
        if not response.is_async:
            response.streaming_content = pieces(iter(response.streaming_content))
        sending = asyncio.ensure_future(self.send_response(response, send))
        leaving = asyncio.ensure_future(self.listen_for_disconnect(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)


def batch(parts):
    """Return the next parts of a synchronous stream together, at least one chunk unless it ends."""
    taken, size = [], 0
    for part in parts:
        taken.append(part)
        size += len(part)
        if size >= OneHopHandler.chunk_size:
            break
    return b"".join(taken)


async def pieces(parts):
    """Yield a synchronous stream in batches; Django itself would first put all of it into memory."""
    while part := await finish(sync_to_async(batch)(parts)):
        yield part


async def finish(work):
    """Await `work` to its end even when the server cancels: a thread cannot be interrupted.

    Leaving earlier would give the place away while the thread still holds its connection.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        with contextlib.suppress(Exception):
            await task
        raise
