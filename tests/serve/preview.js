// SPDX-License-Identifier: MIT
// A small site in a temporary folder and a `phx serve` that shows it.
"use strict";
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");

class Site {
  // `theme` is a folder with a theme named plain.
  constructor(theme, config = "") {
    this.root = fs.mkdtempSync(path.join(os.tmpdir(), "phx-serve-"));
    if (theme) {
      fs.cpSync(theme, path.join(this.root, "themes/plain"), { recursive: true });
      config += "theme: plain\n";
    }
    this.write("phx.yaml", `title: preview\nbase_url: https://preview.example\n${config}`);
    this.write("content/_index.md", "---\ntitle: Home\n---\n");
    this.write("content/posts/_index.md", "---\ntitle: Posts\n---\n");
    this.write("content/posts/first.md", "---\ntitle: First\ndate: 2026-01-01\n---\nThe first words.\n");
  }

  write(name, text) {
    const file = path.join(this.root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }

  read(name) {
    return fs.readFileSync(path.join(this.root, name), "utf8");
  }

  remove() {
    fs.rmSync(this.root, { recursive: true, force: true });
  }
}

// Resolves to what `attempt` gives once it is true; throws when it never is.
async function until(attempt, what, milliseconds = 20000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const result = await attempt();
    if (result) return result;
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

class Preview {
  constructor(phx, site, options = ["--port", "0"], env = {}) {
    this.log = "";
    this.process = spawn(phx, ["serve", ...options, site.root], {
      env: { ...process.env, TZ: "UTC", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream.on("data", (text) => (this.log += text));
    this.ended = new Promise((done) =>
      this.process.once("exit", (code, signal) => done(signal || code)),
    );
  }

  // Until it listens; its address without the last slash.
  async listening() {
    const [, url] = await until(() => /Preview at (\S+)\//.exec(this.log), `listening: ${this.log}`);
    this.url = url;
    this.port = Number(new URL(url).port);
    return url;
  }

  // Until the first build is there.
  async ready() {
    await this.listening();
    await until(async () => (await this.news()).output > 0, "the first build");
    return this.url;
  }

  async news() {
    return JSON.parse((await this.get("/.phx/news")).body);
  }

  // One request as it stands; resolves to the whole answer.
  send(text, { port = this.port } = {}) {
    return new Promise((done, fail) => {
      const socket = net.connect(port, "127.0.0.1");
      const parts = [];
      socket.on("data", (bytes) => parts.push(bytes));
      socket.on("error", fail);
      socket.on("close", () => done(parse(Buffer.concat(parts))));
      socket.write(text);
    });
  }

  get(target, fields = {}, method = "GET") {
    const all = { Host: `127.0.0.1:${this.port}`, Connection: "close", ...fields };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return this.send(`${method} ${target} HTTP/1.1\r\n${lines.join("")}\r\n`);
  }

  // The exit status; "SIGKILL" when it did not end by itself.
  async stop(signal = "SIGINT") {
    this.process.kill(signal);
    const timer = setTimeout(() => this.process.kill("SIGKILL"), 30000);
    const ended = await this.ended;
    clearTimeout(timer);
    return ended;
  }
}

function parse(bytes) {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return { status: 0, fields: {}, body: "", bytes: Buffer.alloc(0) };
  const [first, ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const fields = {};
  for (const line of lines) {
    const colon = line.indexOf(":");
    fields[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const body = bytes.subarray(end + 4);
  return { status: Number(first.split(" ")[1]), fields, bytes: body, body: body.toString() };
}

// Server-sent events; `next` resolves to the next message.
class Events {
  constructor(port) {
    this.messages = [];
    this.waiting = [];
    this.socket = net.connect(port, "127.0.0.1");
    this.closed = new Promise((done) => this.socket.once("close", done));
    this.socket.on("error", () => {});
    this.socket.write(`GET /.phx/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
    this.status = 0; // until the server has answered
    let rest = "";
    this.socket.on("data", (bytes) => {
      rest += bytes;
      this.status ||= Number(rest.split(" ")[1]);
      let match;
      while ((match = /^data: (.*)\n\n/m.exec(rest))) {
        rest = rest.slice(match.index + match[0].length);
        const message = JSON.parse(match[1]);
        if (this.waiting.length) this.waiting.shift()(message);
        else this.messages.push(message);
      }
    });
  }

  next() {
    if (this.messages.length) return Promise.resolve(this.messages.shift());
    return new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error("no event in 30 s")), 30000);
      this.waiting.push((message) => {
        clearTimeout(timer);
        done(message);
      });
    });
  }

  // The first message that `wanted` accepts.
  async find(wanted) {
    for (;;) {
      const message = await this.next();
      if (wanted(message)) return message;
    }
  }

  close() {
    this.socket.destroy();
  }
}

module.exports = { Site, Preview, Events, until };
