// SPDX-License-Identifier: MIT
// Every kind of page at two widths, light and dark: nothing wider than the
// window, nothing that shifts, no error in the console, one h1, text on top of
// no other text. Usage: node pages.js SITE
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { Chromium, serve } = require("./chromium.js");

// Runs in the page.
function look() {
  const wide = [];
  const limit = document.documentElement.clientWidth + 1;
  const scrolls = (e) => {
    for (let p = e; p && p !== document.body; p = p.parentElement) {
      const x = getComputedStyle(p).overflowX;
      if (x === "auto" || x === "scroll" || x === "hidden") return true;
    }
    return false;
  };
  for (const e of document.body.querySelectorAll("*")) {
    const r = e.getBoundingClientRect();
    if (r.width && r.right > limit && !scrolls(e) && !e.closest(".skip, .visually-hidden"))
      wide.push(e.outerHTML.slice(0, 80));
  }
  // Two labels of one drawing must not touch. Boxes are taller than glyphs:
  // Han fonts have lines of 1.45 em.
  const overlaps = [];
  for (const svg of document.querySelectorAll("svg")) {
    const boxes = [...svg.querySelectorAll("text")]
      .filter((t) => getComputedStyle(t).visibility === "visible")
      .map((t) => [t.textContent, t.getBoundingClientRect()])
      .filter(([, r]) => r.width > 0);
    for (let i = 0; i < boxes.length; i++)
      for (let k = i + 1; k < boxes.length; k++) {
        const [a, b] = [boxes[i][1], boxes[k][1]];
        const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (x > 1 && y > 6) overlaps.push(`${boxes[i][0]} / ${boxes[k][0]}`);
      }
  }
  return {
    wide: wide.slice(0, 3),
    scroll: document.scrollingElement.scrollWidth - document.documentElement.clientWidth,
    overlaps: overlaps.slice(0, 3),
    h1: document.querySelectorAll("h1").length,
    lang: document.documentElement.lang,
    shift: window.__shift,
    unsized: [...document.querySelectorAll("main img")]
      .filter((i) => /\.(png|jpe?g|webp|avif)$/.test(i.src))
      .filter((i) => !i.getAttribute("width") || !i.getAttribute("height"))
      .map((i) => i.src),
    broken: [...document.images].filter((i) => i.complete && !i.naturalWidth).map((i) => i.src),
  };
}

function kinds(site) {
  const all = [];
  const walk = (dir) => {
    for (const e of fs.readdirSync(dir, { withFileTypes: true })) {
      const full = path.join(dir, e.name);
      if (e.isDirectory()) walk(full);
      else if (e.name === "index.html")
        all.push("/" + path.relative(site, dir).split(path.sep).join("/") + "/");
    }
  };
  walk(site);
  return all.map((p) => (p === "//" ? "/" : p)).sort();
}

async function main(site) {
  const { url, server } = await serve(site);
  const browser = new Chromium(Chromium.find());
  let passed = 0;
  let failed = 0;
  const check = (ok, what) => {
    if (ok) passed++;
    else {
      failed++;
      console.log(`FAILED ${what}`);
    }
  };
  const paths = kinds(site).filter(
    (p) => !fs.readFileSync(path.join(site, p, "index.html"), "utf8").includes('http-equiv="refresh"'),
  );
  for (const p of paths)
    for (const width of [1280, 390]) {
      const page = await browser.open(url + p, { width, dark: width === 390 });
      const seen = await page.evaluate(`(${look})()`);
      const where = `${p} at ${width} px`;
      check(seen.scroll <= 0 && !seen.wide.length, `${where}: wider than the window: ${seen.scroll} ${seen.wide}`);
      check(!seen.overlaps.length, `${where}: text over text: ${seen.overlaps}`);
      check(seen.h1 === 1, `${where}: ${seen.h1} h1`);
      check(seen.shift < 0.03, `${where}: shifts by ${seen.shift}`);
      check(!seen.unsized.length, `${where}: pictures without a size ${seen.unsized}`);
      check(!seen.broken.length, `${where}: broken images ${seen.broken}`);
      check(!page.problems.length, `${where}: ${page.problems}`);
      check(/^(en|zh-Hans)$/.test(seen.lang), `${where}: lang ${seen.lang}`);
      await page.close();
    }
  await browser.close();
  server.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

main(path.resolve(process.argv[2]));
