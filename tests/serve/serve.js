// SPDX-License-Identifier: MIT
// The preview as its clients see it: good ones, slow ones, broken ones and bad
// ones. Usage: node serve.js PHX THEME
"use strict";
const fs = require("node:fs");
const net = require("node:net");
const path = require("node:path");
const zlib = require("node:zlib");
const { Site, Preview, Events, until } = require("./preview.js");

const [phx, theme] = process.argv.slice(2);
let passed = 0;
let failed = 0;

function check(ok, what) {
  if (ok) passed++;
  else {
    failed++;
    console.log(`FAILED ${what}`);
  }
}

function equal(got, wanted, what) {
  check(got === wanted, `${what}: ${JSON.stringify(got)}, expected ${JSON.stringify(wanted)}`);
}

const SCRIPT = '<script src="/.phx/live.js"';

// ---- As GitHub Pages answers ---------------------------------------------------

async function pages(p) {
  const home = await p.get("/");
  equal(home.status, 200, "home");
  equal(home.fields["content-type"], "text/html; charset=utf-8", "type of a page");
  equal(home.fields["cache-control"], "no-cache", "pages are asked for again");
  check(home.body.includes(SCRIPT), "a page has the script");
  check(!("access-control-allow-origin" in home.fields), "other sites may not read");

  const folder = await p.get("/posts?x=1");
  equal(folder.status, 301, "a folder without its slash");
  equal(folder.fields.location, "/posts/?x=1", "its location");
  equal((await p.get("/posts/")).status, 200, "a folder");
  equal((await p.get("/plain")).body.includes("Plain"), true, "/plain is plain.html");
  equal((await p.get("/plain.html")).status, 200, "/plain.html");
  equal((await p.get("/plain/")).status, 404, "/plain/ is nothing");

  const missing = await p.get("/nothing");
  equal(missing.status, 404, "a missing page");
  check(missing.body.includes("Not here"), "404.html is its body");
  check(missing.body.includes(SCRIPT), "404.html has the script");

  const fetched = await p.get("/", { "Sec-Fetch-Dest": "empty" });
  check(!fetched.body.includes(SCRIPT), "what a script fetches is as published");

  const types = {
    "/style.css": "text/css; charset=utf-8",
    "/data.json": "application/json; charset=utf-8",
    "/dot.png": "image/png",
    "/sitemap.xml": "application/xml; charset=utf-8",
    "/robots.txt": "text/plain; charset=utf-8",
    "/NOEXT": "application/octet-stream",
  };
  for (const [target, type] of Object.entries(types))
    equal((await p.get(target)).fields["content-type"], type, `type of ${target}`);
  equal((await p.get("/a%20b/%E4%B8%AD.txt")).body, "wide\n", "a path with spaces and Chinese");
}

async function methods(p) {
  const get = await p.get("/style.css");
  const head = await p.get("/style.css", {}, "HEAD");
  equal(head.status, 200, "HEAD");
  equal(head.body, "", "HEAD has no body");
  equal(head.fields["content-length"], get.fields["content-length"], "HEAD has the length");
  equal(head.fields.etag, get.fields.etag, "HEAD has the tag");
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "FOO"])
    equal((await p.get("/", {}, method)).status, 405, method);
  const keep = await p.send(
    "GET /style.css HTTP/1.1\r\nHost: localhost\r\n\r\n" +
      "GET /nothing.css HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
  );
  equal(keep.body.match(/HTTP\/1.1 404/g).length, 1, "two requests on one connection");
}

// ---- Caching, ranges, compression ------------------------------------------------

async function conditions(p) {
  for (const target of ["/", "/style.css", "/big.txt"]) {
    const first = await p.get(target);
    const tag = first.fields.etag;
    check(/^"[^"]+"$/.test(tag), `${target} has a tag: ${tag}`);
    const again = await p.get(target, { "If-None-Match": tag });
    equal(again.status, 304, `${target} with its tag`);
    equal(again.body, "", `${target}: 304 has no body`);
    equal(again.fields.etag, tag, `${target}: 304 has the tag`);
    equal((await p.get(target, { "If-None-Match": `"x", W/${tag}` })).status, 304, "in a list, weak");
    equal((await p.get(target, { "If-None-Match": '"x"' })).status, 200, "another tag");
  }
  const file = await p.get("/style.css");
  const date = file.fields["last-modified"];
  equal((await p.get("/style.css", { "If-Modified-Since": date })).status, 304, "since its date");
  const older = new Date(Date.parse(date) - 1000).toUTCString();
  equal((await p.get("/style.css", { "If-Modified-Since": older })).status, 200, "since before");
  equal(
    (await p.get("/style.css", { "If-Modified-Since": date, "If-None-Match": '"x"' })).status,
    200,
    "the tag decides before the date",
  );
  equal((await p.get("/nothing", { "If-None-Match": "*" })).status, 404, "a 404 is never 304");
}

async function ranges(p, big) {
  const cases = [
    ["bytes=0-9", 206, big.slice(0, 10), `bytes 0-9/${big.length}`],
    ["bytes=5-", 206, big.slice(5), `bytes 5-${big.length - 1}/${big.length}`],
    ["bytes=-7", 206, big.slice(-7), `bytes ${big.length - 7}-${big.length - 1}/${big.length}`],
    ["bytes=0-99999999", 206, big, `bytes 0-${big.length - 1}/${big.length}`],
    [`bytes=${big.length}-`, 416, "", `bytes */${big.length}`],
    ["bytes=-0", 416, "", `bytes */${big.length}`],
    ["bytes=9-5", 200, big, undefined],
    ["bytes=0-1,5-6", 200, big, undefined],
    ["nonsense", 200, big, undefined],
  ];
  for (const [range, status, body, content] of cases) {
    const got = await p.get("/big.txt", { Range: range, "Accept-Encoding": "gzip" });
    equal(got.status, status, `${range}: status`);
    check(got.body === body, `${range}: body`);
    equal(got.fields["content-range"], content, `${range}: Content-Range`);
    equal(Number(got.fields["content-length"]), body.length, `${range}: length`);
  }
  const tag = (await p.get("/big.txt")).fields.etag;
  equal((await p.get("/big.txt", { Range: "bytes=0-1", "If-Range": tag })).status, 206, "If-Range");
  equal((await p.get("/big.txt", { Range: "bytes=0-1", "If-Range": '"x"' })).status, 200, "If-Range, other bytes");
  equal((await p.get("/posts/", { Range: "bytes=0-1" })).body.length, 2, "a range of a page");
  equal((await p.get("/nothing", { Range: "bytes=0-1" })).status, 404, "no range of a 404");
  equal((await p.get("/big.txt", { Range: "bytes=0-1" }, "HEAD")).status, 200, "no range of HEAD");
}

async function compression(p, big) {
  const plain = await p.get("/big.txt");
  const packed = await p.get("/big.txt", { "Accept-Encoding": "br, gzip;q=0.8" });
  equal(packed.fields["content-encoding"], "gzip", "compressed");
  check(zlib.gunzipSync(packed.bytes).toString() === big, "and the same bytes");
  check(packed.bytes.length < big.length / 2, "and fewer");
  equal(packed.fields.vary.includes("Accept-Encoding"), true, "Vary");
  check(packed.fields.etag !== plain.fields.etag, "another tag");
  const fields = { "Accept-Encoding": "gzip", "If-None-Match": packed.fields.etag };
  equal((await p.get("/big.txt", fields)).status, 304, "304 of the compressed one");
  equal((await p.get("/big.txt", { ...fields, "Accept-Encoding": "br" })).status, 200, "not of the other");
  const head = await p.get("/big.txt", { "Accept-Encoding": "gzip" }, "HEAD");
  equal(head.fields["content-length"], packed.fields["content-length"], "HEAD of the compressed one");
  for (const [target, accept, why] of [
    ["/big.txt", "gzip;q=0", "refused"],
    ["/style.css", "gzip", "small"],
    ["/noise.png", "gzip", "compressed already"],
  ])
    equal((await p.get(target, { "Accept-Encoding": accept })).fields["content-encoding"], undefined, `not: ${why}`);
}

// ---- What is refused ---------------------------------------------------------------

async function refusals(p, site) {
  for (const host of ["evil.example", "evil.example:80", `localhost.evil.example:${p.port}`, "192.168.1.1", ""])
    equal((await p.get("/", { Host: host })).status, 403, `Host: ${host}`);
  for (const host of ["localhost", `localhost:${p.port}`, "127.0.0.1", "[::1]:80"])
    equal((await p.get("/", { Host: host })).status, 200, `Host: ${host}`);
  equal((await p.get("/.phx/news", { Host: "evil.example" })).status, 403, "the news, foreign host");
  equal((await p.send("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).status, 400, "no host");
  equal(
    (await p.send("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).status,
    400,
    "two hosts",
  );
  equal((await p.get("http://evil.example/")).status, 403, "an absolute target elsewhere");
  equal((await p.get(`http://localhost:${p.port}/`)).status, 200, "an absolute target here");

  const secret = "top secret";
  const climbing = [
    "/../secret.txt", "/posts/../../secret.txt", "/%2e%2e/secret.txt", "/%2E%2E/secret.txt",
    "/.%2e/secret.txt", "/%2e./secret.txt", "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt",
    "/%252e%252e/secret.txt", "/%252e%252e%252fsecret.txt", "/..%5csecret.txt", "/..\\secret.txt",
    "/posts/..%00/secret.txt", "/%c0%ae%c0%ae/secret.txt", "/%uff0e%uff0e/secret.txt",
    "//secret.txt", "///etc/passwd", "/./secret.txt", "/posts/%2e/../../secret.txt",
    "/leak.txt", "/leaks/secret.txt", "/leaks/", "/.phx-manifest", "/.hidden", "/.git/config", "/posts/.hidden",
  ];
  for (const target of climbing) {
    const got = await p.get(target);
    check([400, 404].includes(got.status), `${target}: ${got.status}`);
    check(!got.body.includes(secret) && !got.body.includes("root:"), `${target} gives nothing away`);
  }
  equal((await p.get("//evil.example/")).status, 404, "no redirect to elsewhere");
  equal((await p.get("/" + "a".repeat(5000))).status, 414, "a long address");
  check([414, 431, 0].includes((await p.get("/" + "a".repeat(100000))).status), "a very long address");
  check([431, 400, 413, 0].includes((await p.get("/", { X: "a".repeat(100000) })).status), "a long field");
  for (const text of ["\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\0\0\0\0\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n"]) {
    const socket = net.connect(p.port, "127.0.0.1");
    socket.on("error", () => {});
    socket.end(text);
  }
  equal((await p.get("/")).status, 200, "answers after nonsense");
  check(fs.existsSync(path.join(site.root, ".phx/preview/leak.txt")), "the links of this test are there");
}

// POST /.phx/open: only from this page, on this machine.
async function editor(p, site, opened) {
  const page = (await p.get("/")).body;
  const token = /data-token="(\w+)"/.exec(page)[1];
  const origin = `http://127.0.0.1:${p.port}`;
  const right = { Origin: origin, "X-Phx-Token": token, "Content-Length": 0 };
  const open = (fields, query = "?problem=0") => p.get(`/.phx/open${query}`, fields, "POST");

  equal((await open(right)).status, 409, "no problem to open");
  site.write("content/posts/first.md", "---\ntitle: [\n---\nx\n");
  await until(async () => (await p.news()).problems.length, "a problem");
  equal((await open({ ...right, "X-Phx-Token": "0" })).status, 403, "a wrong token");
  equal((await open({ ...right, Origin: "http://evil.example" })).status, 403, "a foreign page");
  equal((await open({ "X-Phx-Token": token, "Content-Length": 0 })).status, 403, "no origin");
  equal((await open({ ...right, "Sec-Fetch-Site": "cross-site" })).status, 403, "cross-site");
  for (const query of ["", "?problem=-1", "?problem=99", "?problem=x", "?problem=99999999999999999999"])
    equal((await open(right, query)).status, 409, `problem ${query}`);
  equal((await p.get("/.phx/open?problem=0", right)).status, 404, "GET opens nothing");
  check(!fs.existsSync(opened), "nothing was opened");

  const done = await open(right);
  equal(done.status, 200, "opened");
  equal(done.body.trim(), "", "by the editor, not by a link");
  await until(() => fs.existsSync(opened) && fs.readFileSync(opened, "utf8"), "the editor");
  check(/^\/.*\/content\/posts\/first\.md:\d+:\d+\n$/.test(fs.readFileSync(opened, "utf8")), "at the place");
  site.write("content/posts/first.md", "---\ntitle: First\ndate: 2026-01-01\n---\nThe first words.\n");
  await until(async () => !(await p.news()).problems.length, "mended");
}

// ---- Changes -------------------------------------------------------------------------

// A slow machine may see a file while it is written: what counts is where the
// news ends up, not how many there are.
async function changes(p, site) {
  const events = new Events(p.port);
  const before = await events.next();
  check(before.output > 0, "an event stream starts with what there is");
  const head = "---\ntitle: First\ndate: 2026-01-01\n---\n";
  const served = async (words) => (await p.get("/posts/first/")).body.includes(words);

  site.write("content/posts/first.md", `${head}Other words.\n`);
  let news;
  do news = await events.next();
  while (!(await served("Other words.")));
  check(news.output > before.output, "an edit is a new output");
  check(news.changed.includes("posts/first/index.html"), "and says which page changed");

  site.write("content/posts/first.md", `${head}Other words. [gone](gone.md)\n`);
  news = await events.find((n) => n.problems.length);
  const { path: where, line, column } = news.problems[0];
  equal(`${where}:${line}:${column}`, "content/posts/first.md:5:14", "an error has its place");
  check(!(await served("gone.md")), "and what has it is not served");

  site.write("content/posts/first.md", `${head}Mended.\n`);
  await events.find((n) => !n.problems.length && n.output > news.output);
  await until(() => served("Mended."), "mended");
  passed++;

  // A burst is few builds, and the last one has everything.
  for (let i = 0; i < 60; i++)
    site.write(`content/posts/p${i}.md`, `---\ntitle: P${i}\ndate: 2026-01-02\n---\nBody ${i}\n`);
  let builds = 0;
  do {
    news = await events.next();
    builds++;
  } while ((await p.get("/posts/p59/")).status !== 200);
  check(builds <= 5, `60 files are few builds: ${builds}`);
  const last = await p.get("/posts/p0/");
  check(last.body.includes("Body 0"), "all of them are there");
  events.close();

  // A stream that has ended is not in the way of the next change.
  site.write("content/posts/p0.md", "---\ntitle: P0\ndate: 2026-01-02\n---\nBody changed\n");
  await until(async () => (await p.get("/posts/p0/")).body.includes("Body changed"), "a change without listeners");
}

async function clean(site) {
  const text = fs.readFileSync(path.join(site.root, ".phx/preview/index.html"), "utf8");
  check(!text.includes(".phx/"), "the output has no script");
  check(!fs.existsSync(path.join(site.root, "public")), "nothing is written where builds go");
}

// ---- Many, slow and broken clients --------------------------------------------------

const connect = (port) =>
  new Promise((done, fail) => {
    const socket = net.connect(port, "127.0.0.1", () => done(socket));
    socket.on("error", fail);
  });

async function crowds(p) {
  const idle = [];
  for (let i = 0; i < 1000; i++) idle.push(await connect(p.port));
  for (let i = 0; i < 300; i++) idle[i].write("GET / HTTP/1.1\r\nHost: loc");
  let start = Date.now();
  equal((await p.get("/")).status, 200, "answers beside 1,000 idle connections");
  check(Date.now() - start < 2000, `and soon: ${Date.now() - start} ms`);

  // Clients that ask for a lot and never read.
  const deaf = [];
  for (let i = 0; i < 20; i++) {
    const socket = await connect(p.port);
    socket.pause();
    socket.write("GET /huge.bin HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(3));
    deaf.push(socket);
  }
  start = Date.now();
  equal((await p.get("/style.css")).status, 200, "answers beside clients that do not read");
  check(Date.now() - start < 2000, `and soon: ${Date.now() - start} ms`);

  // Clients that leave in the middle.
  for (let i = 0; i < 50; i++) {
    const socket = await connect(p.port);
    socket.write(i % 2 ? "GET /huge.bin HTTP/1.1\r\nHost: localhost\r\n\r\n" : "GET /.phx/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    socket.resetAndDestroy ? socket.resetAndDestroy() : socket.destroy();
  }
  equal((await p.get("/")).status, 200, "answers after clients that left");

  // A slow one, byte by byte, is answered too.
  const slow = await connect(p.port);
  let heard = "";
  slow.on("data", (bytes) => (heard += bytes));
  for (const byte of "GET /style.css HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n") {
    slow.write(byte);
    await new Promise((done) => setTimeout(done, 5));
  }
  await until(() => heard.includes("HTTP/1.1 200"), "an answer to a slow client");
  passed++;

  // Streams beyond the limit are refused, the others go on.
  const streams = [];
  for (let i = 0; i < 300; i++) streams.push(new Events(p.port));
  await until(() => streams.every((s) => s.status), "an answer to 300 event streams");
  check(streams.filter((s) => s.status === 200).length > 200, "most of them are listened to");
  check(streams.some((s) => s.status === 503), "those beyond the limit are refused");
  equal((await p.get("/")).status, 200, "answers beside 256 event streams");
  for (const s of streams) s.close();
  for (const s of [...idle, ...deaf, slow]) s.destroy();
  equal((await p.get("/")).status, 200, "answers afterwards");
}

async function body(p) {
  const answer = await p.send(
    "POST /.phx/open HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 200000\r\n\r\n" + "x".repeat(200000),
  );
  equal(answer.status, 403, "a request with a body");
  equal((await p.get("/")).status, 200, "and then the next");
}

// ---- Starting and ending -------------------------------------------------------------

async function life(site) {
  const one = new Preview(phx, site);
  await one.ready();
  const events = new Events(one.port);
  await events.next();
  const idle = await connect(one.port);
  idle.on("error", () => {});

  const two = new Preview(phx, site, ["--port", "0", "--drafts"]);
  await two.ready();
  check(fs.existsSync(path.join(site.root, ".phx/preview-2/index.html")), "a second preview has its own folder");
  equal((await two.get("/posts/draft/")).status, 200, "with drafts");
  equal((await one.get("/posts/draft/")).status, 404, "the first has none");

  const taken = new Preview(phx, site, ["--port", String(one.port)]);
  equal(await taken.ended, 1, "a port that is taken");
  check(taken.log.includes("cannot listen"), "is said");
  equal(await new Preview(phx, site, ["--port", "x"]).ended, 2, "a port that is none");
  equal(await new Preview(phx, { root: "/nonexistent" }).ended, 1, "no such folder");
  equal(await new Preview(phx, site, ["--port", "0", "--host", "no.such.host.invalid"]).ended, 1, "no such host");

  equal(await one.stop("SIGINT"), 0, "ends at SIGINT, with open streams");
  await events.closed;
  passed++;
  equal(await two.stop("SIGTERM"), 0, "ends at SIGTERM");
  check(await one.get("/").catch(() => true), "nobody listens any more");
  idle.destroy();
}

// Without --port a preview takes what is free from 4400 on.
async function ports(site) {
  const [a, b] = [new Preview(phx, site, []), new Preview(phx, site, [])];
  await a.ready();
  await b.ready();
  check(a.port !== b.port, "two previews, two ports");
  check(Math.min(a.port, b.port) >= 4400 && Math.max(a.port, b.port) <= 4500, `near 4400: ${a.port}, ${b.port}`);
  for (const p of [a, b]) equal(await p.stop(), 0, "ends");
}

async function basePath() {
  const site = new Site(theme, "");
  const p = new Preview(phx, site, ["--port", "0", "--base-url", "https://who.example/notes"]);
  await p.ready();
  check(p.log.includes(`${p.port}/notes/`), "the address has the base path");
  equal((await p.get("/notes/")).status, 200, "below the base path");
  let got = await p.get("/");
  equal([got.status, got.fields.location].join(" "), "302 /notes/", "/ leads there");
  got = await p.get("/notes");
  equal([got.status, got.fields.location].join(" "), "301 /notes/", "/notes leads there");
  got = await p.get("/notes/posts");
  equal([got.status, got.fields.location].join(" "), "301 /notes/posts/", "a folder below it");
  equal((await p.get("/posts/")).status, 404, "beside it is nothing");
  equal((await p.get("/notesposts/")).status, 404, "nor in a longer name");
  equal(await p.stop(), 0, "ends");
  site.remove();
}

// A site that is wrong from the start: the waiting page, then the site.
async function waiting() {
  const site = new Site(theme, "");
  site.write("content/posts/first.md", "---\ntitle: [\n---\n");
  const p = new Preview(phx, site);
  await p.listening();
  await until(async () => (await p.news()).problems.length > 0, "the problem of the first build");
  const page = await p.get("/posts/first/");
  equal(page.status, 503, "no output yet");
  check(page.body.includes(SCRIPT), "a waiting page with the script");
  site.write("content/posts/first.md", "---\ntitle: First\n---\nHere.\n");
  await until(async () => (await p.get("/posts/first/")).status === 200, "the site");
  passed++;
  equal(await p.stop(), 0, "ends");
  site.remove();
}

async function polling() {
  const site = new Site(theme, "");
  const p = new Preview(phx, site, ["--port", "0", "--poll"]);
  await p.ready();
  site.write("content/posts/first.md", "---\ntitle: First\ndate: 2026-01-01\n---\nPolled words.\n");
  await until(async () => (await p.get("/posts/first/")).body.includes("Polled words."), "a change seen by looking");
  passed++;
  equal(await p.stop(), 0, "ends");
  site.remove();
}

async function main() {
  const site = new Site(theme, "");
  const big = Array.from({ length: 4000 }, (_, i) => `line ${i} of a text\n`).join("");
  const opened = path.join(site.root, "opened");
  site.write("static/style.css", "body { color: red }\n");
  site.write("static/data.json", "{}\n");
  site.write("static/dot.png", "x");
  site.write("static/noise.png", "x".repeat(4000));
  site.write("static/NOEXT", "x");
  site.write("static/plain.html", "<p>Plain</p>\n");
  site.write("static/big.txt", big);
  site.write("static/huge.bin", Buffer.alloc(16 << 20, 1));
  site.write("static/a b/中.txt", "wide\n");
  site.write("content/posts/draft.md", "---\ntitle: Draft\ndraft: true\n---\nx\n");
  site.write("themes/plain/templates/404.html", "<!doctype html><title>404</title><body>Not here</body>\n");
  site.write("secret.txt", "top secret\n");
  site.write("editor.sh", `#!/bin/sh\nprintf '%s\\n' "$1" >"${opened}"\n`);
  fs.chmodSync(path.join(site.root, "editor.sh"), 0o755);

  const p = new Preview(phx, site, undefined, { PHX_EDITOR: `'${site.root}/editor.sh' {file}:{line}:{column}` });
  await p.ready();
  const output = path.join(site.root, ".phx/preview");
  fs.symlinkSync("../../secret.txt", path.join(output, "leak.txt"));
  fs.symlinkSync("../..", path.join(output, "leaks"));
  fs.writeFileSync(path.join(output, ".hidden"), "top secret\n");

  await pages(p);
  await methods(p);
  await conditions(p);
  await ranges(p, big);
  await compression(p, big);
  await refusals(p, site);
  await editor(p, site, opened);
  await changes(p, site);
  await clean(site);
  await body(p);
  await crowds(p);
  equal(await p.stop(), 0, "ends");
  await life(site);
  await ports(site);
  site.remove();
  await basePath();
  await waiting();
  await polling();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

main().catch((error) => {
  console.log(error);
  console.log(`${passed} passed, ${failed + 1} failed`);
  process.exit(1);
});
