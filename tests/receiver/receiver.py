"""A host's side of docs/join-endpoint.json, for one host at a terminal.

It takes requests on loopback, prints one line for each, and reads decisions from standard input:
`approve r1 https://meet.example.org/room`, `waitlist r1`, `decline r1`. It keeps everything in memory, and tells
nobody a link whose request it has not approved.
"""

import json
import secrets
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MOST_BYTES = 16 * 1024
REQUESTS = {}
BY_KEY = {}
LOCK = threading.Lock()


class Request:
    """One request to join: who asks for what, and what was decided."""

    def __init__(self, number, asked):
        self.number, self.asked, self.answer = number, asked, {"state": "pending"}
        # Whoever knows the address sees the answer: it is not to be guessed.
        self.path = f"/join/{secrets.token_urlsafe(24)}"


def wrong(asked):
    """Why a request cannot be taken, or None."""
    if not isinstance(asked, dict) or not isinstance(asked.get("session"), dict):
        return "The request has no session."
    session = asked["session"]
    for key in ("uid", "title", "start"):
        if not isinstance(session.get(key), str) or not session[key]:
            return f"The session has no {key}."
    if not isinstance(asked.get("message"), str):
        return "The request has no message."
    return None


class Handler(BaseHTTPRequestHandler):
    """Answers as the document says."""

    def do_POST(self):
        if self.path != "/join":
            return self.refuse(404, "There is nothing here.")
        key = self.headers.get("Idempotency-Key", "")
        length = int(self.headers.get("Content-Length", "0") or "0")
        if not key:
            return self.refuse(400, "An Idempotency-Key is needed, so that asking twice is asking once.")
        if length > MOST_BYTES:
            return self.refuse(413, "The request is too long.")
        try:
            asked = json.loads(self.rfile.read(length))
        except ValueError:
            return self.refuse(400, "The request is not JSON.")
        reason = wrong(asked)
        if reason:
            return self.refuse(422, reason)
        with LOCK:
            request = BY_KEY.get(key)
            if request is None:
                request = BY_KEY[key] = Request(f"r{len(REQUESTS) + 1}", asked)
                REQUESTS[request.number] = request
                print(f"{request.number} {asked.get('name') or 'somebody'}: {asked['session']['title']}", flush=True)
            elif request.asked != asked:
                return self.refuse(422, "The same Idempotency-Key came with another request.")
            self.say(202, request.answer, {"Location": request.path})

    def do_GET(self):
        with LOCK:
            request = next((one for one in REQUESTS.values() if one.path == self.path), None)
            if request is None:
                return self.refuse(404, "There is no such request.")
            self.say(200, request.answer, {"Cache-Control": "no-store"})

    def refuse(self, status, reason):
        self.say(status, {"title": reason, "status": status}, {}, "application/problem+json")

    def say(self, status, body, headers, kind="application/json"):
        body = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Addresses of requests are nobody's business."""


def decide(line):
    """Carries out one line of the host's."""
    words = line.split()
    with LOCK:
        request = REQUESTS.get(words[1]) if len(words) > 1 else None
        if request is None:
            return print("no such request", flush=True)
        if words[0] == "approve" and len(words) == 3:
            request.answer = {"state": "approved", "link": words[2]}
        elif words[0] == "waitlist":
            request.answer = {"state": "waitlist"}
        elif words[0] == "decline":
            request.answer = {"state": "declined"}
        else:
            return print("approve R LINK, waitlist R, or decline R", flush=True)
        print(f"{request.number} {request.answer['state']}", flush=True)


def main():
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 0), Handler)
    print(f"http://127.0.0.1:{server.server_port}/join", flush=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for line in sys.stdin:
        if line.strip():
            decide(line)


if __name__ == "__main__":
    main()
