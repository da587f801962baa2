"""A company's sign-in that may lie: it gives whatever identity token a test has forged."""

import hmac
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "boat", "a secret of the client that is long enough"
METADATA = "/.well-known/openid-configuration"


def by_hand(said: Mapping[str, object], secret: bytes) -> str:
    """A token of HS256 with a secret that no library would take for one."""
    parts = ({"alg": "HS256", "kid": "ours"}, said)
    signed = b".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    mark = urlsafe_b64encode(hmac.digest(secret, signed, "sha256")).rstrip(b"=")
    return f"{signed.decode()}.{mark.decode()}"


@dataclass
class Forger:
    """What it gives next; `url` is where it stands, `asked` what the last of us came with."""

    url: str = ""
    token: str = ""
    named: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def key(self) -> RSAKey:
        """The key whose public half it shows."""
        return RSAKey.generate_key(2048, {"kid": "ours"})

    @cached_property
    def other(self) -> RSAKey:
        """A key of somebody else that calls itself the same."""
        return RSAKey.generate_key(2048, {"kid": "ours"})

    def forge(self, sent_to: str, *, by: str = "", **claims: object) -> None:
        """Make the token for whoever was sent here, true but for what is said."""
        asked = {name: one[0] for name, one in parse_qs(urlsplit(sent_to).query).items()}
        now = int(time.time())
        said = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "s-1",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": "all-1@boat.example",
            "email_verified": True,
        }
        said = {name: one for name, one in (said | claims).items() if one is not None}
        match by:
            case "":
                self.token = jwt.encode({"alg": "RS256", "kid": "ours"}, said, self.key)
            case "another key":
                self.token = jwt.encode({"alg": "RS256", "kid": "ours"}, said, self.other)
            case "the secret":
                key = OctKey.import_key(SECRET)
                self.token = jwt.encode({"alg": "HS256"}, said, key)
            case "the public key":
                self.token = by_hand(said, self.key.as_pem(private=False))
            case "nobody":
                signed = jwt.encode({"alg": "RS256", "kid": "ours"}, said, self.key)
                _, payload, _ = signed.split(".")
                self.token = f"eyJhbGciOiJub25lIn0.{payload}."

    def told(self, path: str) -> Mapping[str, Any]:
        """The answer of an address."""
        match path:
            case "/jwks":
                return {"keys": [self.key.as_dict(private=False)]}
            case "/token":
                return {"access_token": "a", "token_type": "Bearer", "id_token": self.token}
            case _:
                ends = ("authorization", "token", "userinfo")
                found = {f"{end}_endpoint": f"{self.url}/{end}" for end in ends}
                more = {"issuer": self.url, "jwks_uri": f"{self.url}/jwks"}
                signs = {"id_token_signing_alg_values_supported": ["RS256"]}
                return found | more | signs | dict(self.named)


@contextmanager
def false_company() -> Iterator[Forger]:
    """It listens until the block ends."""
    forger = Forger()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(forger.told(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        forger.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield forger
        server.shutdown()
