"""A start that fails says why in our own sentence, where there is one, and not by a traceback."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from survey.errors import SameBoatError

FAILED = "lifespan.startup.failed"


class OwnWords:
    """ASGI middleware: puts the sentence of our error in the place of its traceback."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; the word that a start failed waits until its error is known."""
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def sending(message: Message) -> None:
            if message["type"] == FAILED:
                held.append(message)
            else:
                await send(message)

        try:
            await self._app(scope, receive, sending)
        except BaseException as error:
            said = {"message": str(error)} if isinstance(error, SameBoatError) else {}
            for message in held:
                await send({**message, **said})
            raise
