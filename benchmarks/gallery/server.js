// SPDX-License-Identifier: MIT
// What wrk, hey and locust ask: node server.js PORT answers a table of twenty
// rows, made for each request.
"use strict";
const http = require("node:http");

function table() {
  const rows = [];
  for (let i = 0; i < 20; i++)
    rows.push({ id: i, name: `row ${i}`, value: Math.sqrt(i * 7919) });
  return JSON.stringify(rows);
}

http
  .createServer((request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(table());
  })
  .listen(Number(process.argv[2]), "127.0.0.1");
