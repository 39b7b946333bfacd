// SPDX-License-Identifier: MIT
// axe-core on each kind of page, in both languages, both modes and at two
// widths; reflow at 320 px and with text of twice the size; what a page weighs.
// Usage: node audit.js SITE [short]
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const zlib = require("node:zlib");
const { Chromium, serve } = require("./chromium.js");

const AXE = path.join(__dirname, "../../node_modules/axe-core/axe.min.js");
const LIMIT = 60 * 1024;

const KINDS = [
  "/",
  "/zh/",
  "/projects/phx/",
  "/zh/projects/phx/",
  "/posts/",
  "/zh/posts/",
  "/posts/katex-in-c/",
  "/zh/posts/katex-in-c/",
  "/posts/chinese-emphasis/",
  "/docs/",
  "/docs/writing/",
  "/docs/gallery/",
  "/tags/",
  "/tags/c/",
  "/archive/",
  "/zh/archive/",
  "/404.html",
];
const SHORT = ["/", "/zh/posts/katex-in-c/", "/docs/gallery/", "/404.html"];

// HTML with the style sheets and scripts that it names, as transferred.
function weigh(site, file) {
  const html = fs.readFileSync(path.join(site, file));
  let sum = zlib.gzipSync(html).length;
  for (const [, name] of html
    .toString()
    .matchAll(/<(?:link rel="stylesheet" href|script[^>]* src)="(\/[^"]+)"/g))
    sum += zlib.gzipSync(fs.readFileSync(path.join(site, name))).length;
  return sum;
}

function pages(site) {
  return fs
    .readdirSync(site, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(".html"));
}

// In the page: what axe says, one line a rule.
function audit() {
  return window.axe.run(document, { resultTypes: ["violations"] }).then((r) =>
    r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(", ")}`),
  );
}

function overflow() {
  return document.scrollingElement.scrollWidth - document.documentElement.clientWidth;
}

async function main(site, short) {
  const { url, server } = await serve(site);
  const browser = new Chromium(Chromium.find());
  const axe = fs.existsSync(AXE) ? fs.readFileSync(AXE, "utf8") : null;
  let passed = 0;
  let failed = 0;
  const check = (ok, what) => {
    if (ok) passed++;
    else {
      failed++;
      console.log(`FAILED ${what}`);
    }
  };
  const there = (p) => fs.existsSync(path.join(site, p.endsWith("/") ? p + "index.html" : p));
  const wanted = (short ? SHORT : KINDS).filter(there);
  check(wanted.length === (short ? SHORT : KINDS).length, "a kind of page is missing");
  if (!axe) console.log("skipped: axe-core is not installed (npm ci)");
  for (const p of axe ? wanted : [])
    for (const width of [1280, 390])
      for (const dark of short ? [width === 390] : [false, true]) {
        const page = await browser.open(url + p, { width, dark });
        await page.evaluate(axe + ";1");
        const found = await page.evaluate(`(${audit})()`);
        check(!found.length, `${p} at ${width} px${dark ? ", dark" : ""}: ${found.join("; ")}`);
        await page.close();
      }
  for (const p of wanted) {
    const page = await browser.open(url + p, { width: 320 });
    check((await page.evaluate(`(${overflow})()`)) <= 0, `${p}: wider than 320 px`);
    await page.close();
    const large = await browser.open(url + p, { width: 390 });
    await large.evaluate('document.documentElement.style.fontSize = "200%"');
    check((await large.evaluate(`(${overflow})()`)) <= 0, `${p}: wider than 390 px with text of twice the size`);
    await large.close();
    const plain = await browser.open(url + p, { width: 390, script: false });
    const { root } = await plain.send("DOM.getDocument");
    const { nodeIds } = await plain.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector: "main h1" });
    check(nodeIds.length === 1, `${p}: nothing to read without scripts`);
    await plain.close();
  }
  for (const name of pages(site)) {
    const bytes = weigh(site, name);
    // The gallery is every kind of chart at once, and no page for a phone.
    if (name.includes("docs/gallery")) continue;
    check(bytes <= LIMIT, `${name}: ${bytes} bytes as transferred, more than ${LIMIT}`);
  }
  await browser.close();
  server.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

main(path.resolve(process.argv[2]), process.argv[3] === "short");
