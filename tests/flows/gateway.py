"""What stands before the interface for programs that can show a token but no session: it signs them
in. The host that they asked for is handed on, so that links lead back through the gateway."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

TOKEN = "a token of the tests"
HOP = frozenset({"connection", "transfer-encoding", "keep-alive", "server", "date"})


class Gateway:
    """Listens on a free port of the loopback while it is entered; gives the base to ask."""

    def __init__(self, base: str, cookie: str) -> None:
        behind = urlsplit(base)

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                known = self.headers.get("authorization") == f"Bearer {TOKEN}"
                if not known and not self.path.endswith("/metadata"):  # what a server can do is everybody's
                    self.tell(401, [], b"")
                    return
                asked = {name: text for name, text in self.headers.items() if name.lower() != "authorization"}
                line = http.client.HTTPConnection(behind.netloc)
                line.request(self.command, self.path, body, asked | ({"Cookie": cookie} if known else {}))
                answer = line.getresponse()
                self.tell(answer.status, answer.getheaders(), answer.read())
                line.close()

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = pass_on

            def tell(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
                self.send_response_only(status)
                for name, text in headers:
                    if name.lower() not in HOP | {"content-length"}:
                        self.send_header(name, text)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Requests are nobody's business."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._path = behind.path

    def __enter__(self) -> str:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self._server.server_port}{self._path}"

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
