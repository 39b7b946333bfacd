// SPDX-License-Identifier: MIT
// git http-backend behind a web server, with a password.
// node http-backend.js FOLDER prints the port and serves until it is killed.
"use strict";
const http = require("node:http");
const { execFileSync, spawn } = require("node:child_process");

const folder = process.argv[2];
const backend = execFileSync("git", ["--exec-path"]).toString().trim() + "/git-http-backend";
const wanted = "Basic " + Buffer.from("writer:right").toString("base64");

function reply(request, response) {
  if (request.headers.authorization !== wanted) {
    response.writeHead(401, { "WWW-Authenticate": 'Basic realm="git"' });
    response.end();
    return;
  }
  const url = new URL(request.url, "http://localhost");
  const cgi = spawn(backend, [], {
    env: {
      ...process.env,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      REMOTE_USER: "writer",
      REQUEST_METHOD: request.method,
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers["content-type"] || "",
      CONTENT_LENGTH: request.headers["content-length"] || "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] || "",
      GIT_PROTOCOL: request.headers["git-protocol"] || "",
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  request.pipe(cgi.stdin);
  let head = Buffer.alloc(0);
  let begun = false;
  cgi.stdout.on("data", (chunk) => {
    if (begun) return response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) return;
    begun = true;
    const headers = {};
    let status = 200;
    for (const line of head.subarray(0, end).toString().split("\r\n")) {
      const [name, value] = line.split(": ");
      if (name === "Status") status = parseInt(value, 10);
      else headers[name] = value;
    }
    response.writeHead(status, headers);
    response.write(head.subarray(end + 4));
  });
  cgi.stdout.on("end", () => response.end());
}

const server = http.createServer(reply);
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
