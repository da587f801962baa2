"""A company's own sign-in for tests: the package oidc-provider-mock in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

from tests.journeys.server import free_port

PEOPLE: Sequence[Mapping[str, object]] = (
    {
        "sub": "s-1",
        "email": "All-1@boat.example",
        "email_verified": True,
        "groups": ["people team", "all"],
    },
    {"sub": "s-2", "email": "nobody@boat.example", "email_verified": True},
    {"sub": "s-3", "email": "all-1@boat.example"},
    {"sub": "gone", "email": "all-2@boat.example", "email_verified": True},
)


@contextmanager
def company(people: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """The address of its metadata, until the block ends; it asks for no password."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"]
    for one in people:
        command += ["--user-claims", json.dumps(one)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    url = f"http://localhost:{port}/.well-known/openid-configuration"
    try:
        _wait_for(process, url)
        yield url
    finally:
        process.kill()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], url: str) -> None:
    for _ in range(300):
        try:
            with urlopen(url):
                return
        except URLError:
            try:
                process.wait(0.1)
            except subprocess.TimeoutExpired:
                continue
            break
    raise AssertionError("The provider did not start.")
