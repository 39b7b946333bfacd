// SPDX-License-Identifier: MIT
// A preview in Chromium while its files are edited. Usage:
//   node preview.js PHX THEME          the test
//   node preview.js PHX THEME OUT      screenshots of what is wrong, to be looked at
"use strict";
const path = require("node:path");
const { Chromium } = require("./chromium.js");
const { Site, Preview, until } = require("../serve/preview.js");

const [phx, theme, shots] = process.argv.slice(2);
let passed = 0;
let failed = 0;

function check(ok, what) {
  if (ok) passed++;
  else {
    failed++;
    console.log(`FAILED ${what}`);
  }
}

// True within some seconds; a page that loads again answers with an exception.
function eventually(page, expression, what) {
  return until(() => page.evaluate(expression).catch(() => false), what, 15000).then(
    () => check(true, what),
    () => check(false, what),
  );
}

const post = (body) => `---\ntitle: First\ndate: 2026-01-01\n---\n${body}\n`;
const OVERLAY = `document.querySelector("phx-problems")`;
const inOverlay = (selector) => `${OVERLAY}.shadowRoot.querySelector(${JSON.stringify(selector)})`;
const shows = (text) => `document.body.innerText.includes(${JSON.stringify(text)})`;

async function edits(page, other, site) {
  await page.evaluate("window.kept = 1; scrollTo(0, 700)");
  await other.evaluate("window.kept = 1");
  site.write("content/posts/first.md", post(`New words.\n\n${"Tall.\n\n".repeat(200)}`));
  await eventually(page, shows("New words."), "an edited post is shown");
  check(await page.evaluate("window.kept === undefined"), "by loading the page again");
  await eventually(page, "Math.abs(scrollY - 700) < 2", "where it was read");
  check(await other.evaluate("window.kept === 1"), "a page that shows nothing of it stays");

  site.write("content/about.md", "---\ntitle: About\n---\nOther text.\n");
  await eventually(other, shows("Other text."), "a tab that only follows is told, too");
}

async function errors(page, other, site) {
  await page.evaluate("window.kept = 1");
  const template = site.read("themes/plain/templates/page.html");
  site.write("themes/plain/templates/page.html", `${template}\n{{ page.<script>alert(1)</script> }}\n`);
  await eventually(page, `!!${OVERLAY}`, "a broken template is shown over the page");
  const place = await page.evaluate(`${inOverlay(".place")}.textContent`);
  check(/^themes\/plain\/templates\/page\.html:\d+:\d+$/.test(place), `with its place: ${place}`);
  const line = 1 + template.split("\n").length;
  check(place.includes(`:${line}:`), `in line ${line}: ${place}`);
  check(await page.evaluate(`${inOverlay("pre")}.textContent.includes("<script>alert(1)")`), "and the line as text");
  check(await page.evaluate(`!${inOverlay("script")}`), "which is no markup");
  await eventually(other, `!!${OVERLAY}`, "a broken template is shown in every tab");

  await page.evaluate(`dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }))`);
  check(await page.evaluate(`!${OVERLAY}`), "Escape closes it");
  site.write("themes/plain/templates/page.html", `${template}\n{% if %}\n`);
  await eventually(page, `!!${OVERLAY}`, "another error shows it again");
  await page.send("Page.reload");
  await eventually(page, `!!${OVERLAY} && document.readyState === "complete"`, "a page that is loaded now shows it");

  await page.evaluate("window.kept = 2");
  site.write("themes/plain/templates/page.html", template);
  await eventually(page, `!${OVERLAY}`, "mended, it goes");
  check(await page.evaluate("window.kept === 2"), "without a reload, for nothing else changed");
  await eventually(other, `!${OVERLAY}`, "mended, it goes in every tab");
}

const COLOUR = "getComputedStyle(document.body).color";

async function styles(page, site) {
  await page.evaluate("window.kept = 3");
  site.write("themes/plain/styles/main.scss", "body { color: rgb(1, 2, 3) }\n");
  await eventually(page, `${COLOUR} === "rgb(1, 2, 3)"`, "an edited style is shown");
  check(await page.evaluate("window.kept === 3"), "without a reload");
  site.write("themes/plain/styles/main.scss", "body { color: rgb(4, 5, 6) }\n");
  await eventually(page, `${COLOUR} === "rgb(4, 5, 6)"`, "and again");
  check(await page.evaluate("window.kept === 3"), "without a reload");
  await eventually(page, `document.querySelectorAll('link[rel="stylesheet"]').length === 2`, "the old sheets are gone");
  const width = "getComputedStyle(document.body).paddingTop";
  site.write("static/plain.css", "body { padding-top: 7px }\n");
  await eventually(page, `${width} === "7px"`, "a style sheet that keeps its name");
  check(await page.evaluate("window.kept === 3"), "without a reload");
  site.write("static/plain.css", "body { padding-top: 9px }\n");
  await eventually(page, `${width} === "9px"`, "and again");
  check(await page.evaluate("window.kept === 3"), "without a reload");

  // A style and the text of the page at once.
  site.write("themes/plain/styles/main.scss", "body { color: rgb(7, 8, 9) }\n");
  site.write("content/posts/first.md", post("Both at once."));
  await eventually(page, `${shows("Both at once.")} && ${COLOUR} === "rgb(7, 8, 9)"`, "with the text");
  check(await page.evaluate("window.kept === undefined"), "by a reload");
}

async function missing(browser, p, site) {
  const page = await browser.open(`${p.url}/posts/later/`);
  check(await page.evaluate(shows("404")), "a page that is not there");
  site.write("content/posts/later.md", "---\ntitle: Later\ndate: 2026-01-01\n---\nNow it is.\n");
  await eventually(page, shows("Now it is."), "appears when it is written");
  await page.close();
}

// The server ends and starts anew at the same port: pages find back.
async function restart(page, p, site) {
  const { port } = p;
  await p.stop();
  site.write("content/posts/first.md", post("Written meanwhile."));
  const again = new Preview(phx, site, ["--port", String(port)]);
  await again.ready();
  await eventually(page, shows("Written meanwhile."), "a page finds a server that was started again");
  return again;
}

function makeSite() {
  const site = new Site(theme);
  const base = site.read("themes/plain/templates/base.html");
  site.write(
    "themes/plain/templates/base.html",
    base.replace("</head>", '<link rel="stylesheet" href="/plain.css">\n</head>'),
  );
  site.write("static/plain.css", "body { padding-top: 5px }\n");
  site.write("static/favicon.ico", ""); // browsers ask for it
  site.write("content/posts/first.md", post(`Old words.\n\n${"Tall.\n\n".repeat(200)}`));
  site.write("content/about.md", "---\ntitle: About\n---\nText.\n");
  return site;
}

async function test() {
  const site = makeSite();
  let p = new Preview(phx, site);
  await p.listening();
  const browser = new Chromium(Chromium.find());
  const page = await browser.open(`${p.url}/posts/first/`);
  await eventually(page, shows("Old words."), "the page comes up by itself after the first build");
  const other = await browser.open(`${p.url}/about/`);
  check(await page.evaluate("!document.querySelector('phx-problems')"), "nothing is wrong");
  await edits(page, other, site);
  await errors(page, other, site);
  await styles(page, site);
  await missing(browser, p, site);
  p = await restart(page, p, site);
  const problems = page.problems.filter((text) => !text.includes("ERR_CONNECTION") && !text.includes("503"));
  check(!problems.length, `nothing in the console: ${problems}`);
  await browser.close();
  check((await p.stop()) === 0, "the preview ends");
  site.remove();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

async function takeShots() {
  const site = makeSite();
  site.write("content/posts/second.md", "---\ntitle: Second\ndtae: 2026-01-01\ntags: {a: b}\n---\n[x](gone.md) and [y](also/gone.md)\n");
  site.write(
    "content/posts/long.md",
    `---\ntitle: Long\n---\n${"很长的一行，里面有一个坏链接 ".repeat(12)} [坏](missing-file-with-a-long-name.md)\n`,
  );
  const p = new Preview(phx, site);
  await p.listening();
  await until(async () => (await p.news()).problems.length, "problems");
  const browser = new Chromium(Chromium.find());
  for (const width of [1280, 390])
    for (const dark of [false, true]) {
      const page = await browser.open(`${p.url}/posts/first/`, { width, dark, height: width > 600 ? 900 : 844 });
      await until(() => page.evaluate(`!!${OVERLAY}`), "the problems");
      await page.screenshot(path.join(shots, `problems-${width}-${dark ? "dark" : "light"}.png`), false);
      await page.close();
    }
  await browser.close();
  await p.stop();
  site.remove();
}

(shots ? takeShots() : test()).catch((error) => {
  console.log(error);
  console.log(`${passed} passed, ${failed + 1} failed`);
  process.exit(1);
});
