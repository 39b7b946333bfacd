// SPDX-License-Identifier: MIT
// How long a save takes to the browser: the time from the start of write() to
// the event that `phx serve` sends, and to the new page's last byte.
//
//   node benchmarks/speed/latency.js [--posts N] [--runs R] [--json FILE]
//
// --posts: the posts of generate.c, with the theme of run.sh; without it a site
// of 30 small pages with the built-in theme. One client, on the same machine.
// Environment: BUILD, phx's build folder (default: build; it must be up to
// date), PHX, a phx to measure instead.
"use strict";
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { Site, Preview, Events } = require("../../tests/serve/preview.js");

const root = path.resolve(__dirname, "../..");
const build = path.resolve(process.env.BUILD || path.join(root, "build"));
const phx = process.env.PHX || path.join(build, "phx");

function options(args) {
  const o = { posts: 0, runs: 20, json: null };
  for (let i = 0; i < args.length; i += 2) {
    const name = args[i].slice(2);
    if (!(name in o) || args[i + 1] === undefined) {
      console.error(`latency.js: unknown option ${args[i]} (the head of this file lists them)`);
      process.exit(2);
    }
    o[name] = name === "json" ? args[i + 1] : Number(args[i + 1]);
  }
  return o;
}

// A site, the post that is edited, its address and the style sheet's source.
function smallSite() {
  const site = new Site(null);
  for (let i = 0; i < 28; i++)
    site.write(
      `content/posts/p${i}.md`,
      `---\ntitle: Post ${i}\ndate: 2026-01-01\nupdated: 2026-01-01\n---\n\n${"Some words of a paragraph. ".repeat(40)}\n`,
    );
  const style = fs.readFileSync(path.join(root, "themes/phoenix/styles/main.scss"), "utf8");
  site.write("themes/phoenix/styles/main.scss", style);
  return { site, post: "content/posts/p7.md", url: "/posts/p7/", style: "themes/phoenix/styles/main.scss" };
}

function generatedSite(posts) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "phx-latency-"));
  const run = path.join(__dirname, "run.sh");
  execFileSync("sh", [run, "--prepare", dir, "--posts", String(posts)], {
    env: { ...process.env, BUILD: build },
    stdio: "ignore",
  });
  const site = Object.create(Site.prototype);
  site.root = path.join(dir, "phx");
  site.remove = () => fs.rmSync(dir, { recursive: true, force: true });
  const name = fs.readdirSync(path.join(site.root, "content/posts")).filter((n) => /^post-/.test(n))[0];
  return {
    site,
    post: `content/posts/${name}`,
    url: `/posts/${path.parse(name).name}/`,
    style: "themes/speed/static/style.css",
  };
}

const milliseconds = (from) => Number(process.hrtime.bigint() - from) / 1e6;

// One edit: [until the event, until the page].
async function once(p, events, edit, url, word) {
  const from = process.hrtime.bigint();
  edit();
  let seen;
  do {
    await events.next();
    seen = milliseconds(from);
  } while (word && !(await p.get(url)).body.includes(word));
  return [seen, milliseconds(from)];
}

async function measure(p, events, runs, edit, url, mark) {
  const all = [];
  for (let i = 0; i <= runs; i++) {
    const word = `saved${process.pid}n${i}`;
    const times = await once(p, events, () => edit(word), url, mark && word);
    if (i > 0) all.push(times); // the first warms up
    await new Promise((done) => setTimeout(done, 120));
    events.messages.length = 0;
  }
  return all;
}

const sorted = (all, k) => all.map((times) => times[k]).sort((a, b) => a - b);
const quantile = (list, q) => list[Math.min(list.length - 1, Math.floor(q * list.length))];

function row(name, all) {
  const [event, page] = [sorted(all, 0), sorted(all, 1)];
  const numbers = [quantile(event, 0.5), quantile(event, 0.9), event.at(-1), quantile(page, 0.5)];
  console.log(name.padEnd(16) + numbers.map((n) => n.toFixed(1).padStart(10)).join(""));
  return { edit: name, event_ms: event, page_ms: page };
}

async function main() {
  const o = options(process.argv.slice(2));
  const { site, post, url, style } = o.posts ? generatedSite(o.posts) : smallSite();
  const text = site.read(post);
  const sheet = site.read(style);
  const p = new Preview(phx, site, ["--port", "0"]);
  await p.ready();
  const events = new Events(p.port);
  await events.next();
  const pages = o.posts || 30;
  console.log(`${pages} pages, ${o.runs} saves each, milliseconds from write()\n`);
  console.log("edited".padEnd(16) + ["event", "p90", "max", "page"].map((n) => n.padStart(10)).join(""));
  const edits = [
    ["body", (word) => site.write(post, `${text}\n${word}\n`), true],
    ["title", (word) => site.write(post, text.replace(/^title: .*$/m, `title: ${word}`)), true],
    ["style sheet", (word) => site.write(style, `${sheet}\n/*! ${word} */ .x${word} { color: red }\n`), false],
  ];
  const results = [];
  for (const [name, edit, mark] of edits)
    results.push(row(name, await measure(p, events, o.runs, edit, url, mark)));
  events.close();
  await p.stop();
  site.remove();
  if (o.json) fs.writeFileSync(o.json, JSON.stringify({ pages, runs: o.runs, edits: results }, null, 1) + "\n");
}

main().catch((error) => {
  console.error(`latency.js: ${error.message}`);
  process.exit(1);
});
