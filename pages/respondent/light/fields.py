"""What did somebody fill in? The fields of a plain form, as browsers send them."""

from urllib.parse import parse_qsl

from starlette.requests import Request

MOST_BYTES = 256 * 1024
MOST_FIELDS = 400


async def fields_of(request: Request) -> dict[str, str]:
    """The fields of a form as they were sent; nothing of one that is far too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return {}
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}
    return dict(pairs)
