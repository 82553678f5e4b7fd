"""A catalogue and a picture server of one's own, on this machine only."""

import io
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ENTRY = {
    "title": "Evening",
    "artist": "Somebody",
    "year": "1899",
    "rights": "Public domain",
    "source": None,
    "stand_in": True,
    "offered": True,
    "note": None,
}


def picture(width: int = 200, height: int = 150, form: str = "JPEG", mode: str = "RGB") -> bytes:
    """The bytes of a picture with something on it."""
    pixels = np.random.default_rng(3).integers(0, 255, (height, width, 3), np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).convert(mode).save(out, form)
    return out.getvalue()


@pytest.fixture
def catalogue(tmp_path: Path) -> Callable[..., Path]:
    """Writes a catalogue of the given entries (id to what differs) with stand-in pictures."""

    def write(**entries: dict[str, object]) -> Path:
        pictures = tmp_path / "pictures"
        pictures.mkdir(exist_ok=True)
        styles = []
        for style_id, differs in entries.items():
            (pictures / f"{style_id}.jpg").write_bytes(picture())
            styles.append(ENTRY | {"id": style_id, "picture": f"{style_id}.jpg"} | differs)
        path = tmp_path / "catalogue.json"
        path.write_text(json.dumps({"styles": styles}), "utf-8")
        return path

    return write


@dataclass
class Answer:
    """What the server says to one path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "image/jpeg"})
    pause: float = 0.0


@dataclass
class Server:
    """A picture server; `answers` by path, `asked` is what came."""

    address: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A real HTTP server on the loopback interface."""
    monkeypatch.setenv("no_proxy", "*")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known.asked.append(self.path)
            answer = known.answers.get(self.path, Answer(b"no such thing", 404))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            for start in range(0, len(answer.body), 1 << 16):
                try:
                    self.wfile.write(answer.body[start : start + (1 << 16)])
                except ConnectionError:
                    return
                known.closing.wait(answer.pause)

        def log_message(self, format: str, *args: object) -> None:
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    known = Server(f"http://127.0.0.1:{listener.server_port}")
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield known
    known.closing.set()
    listener.shutdown()
    listener.server_close()
    thread.join()
