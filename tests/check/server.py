# A web server for outside links: server.py PORT-FILE LOG. Each request is a
# line "METHOD PATH USER-AGENT" of the log.
import http.server
import sys

port_file, log_file = sys.argv[1:3]
seen = set()


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        with open(log_file, "a") as log:
            log.write(f"{self.command} {self.path} {self.headers['User-Agent']}\n")
        status = {"/gone": 404, "/private": 403, "/broken": 500}.get(self.path, 200)
        if self.path == "/get-only" and self.command == "HEAD":
            status = 405
        if self.path == "/later" and self.path not in seen:
            status = 429
        seen.add(self.path)
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "1")
        self.send_header("Content-Length", "5")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"hello")

    do_HEAD = answer
    do_GET = answer

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(port_file, "w") as out:
    out.write(str(server.server_address[1]))
server.serve_forever()
