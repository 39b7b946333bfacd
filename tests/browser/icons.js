// SPDX-License-Identifier: MIT
// The theme's icons as PNG, drawn from its SVG; run by hand when that changes:
// node tests/browser/icons.js themes/phoenix/static
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { Chromium } = require("./chromium.js");

async function main([folder]) {
  const svg = fs.readFileSync(path.join(folder, "icon.svg"), "utf8");
  const browser = new Chromium(Chromium.find());
  for (const size of [180, 192, 512]) {
    const picture = svg.replace("<svg ", `<svg width="${size}" height="${size}" `);
    const page = await browser.open(
      `data:text/html,${encodeURIComponent(`<body style="margin:0;background:%231c1b19;display:grid">${picture}`.replace("%23", "#"))}`,
      { width: size, height: size },
    );
    await page.screenshot(path.join(folder, `icon-${size}.png`), false);
    await page.close();
  }
  await browser.close();
}

main(process.argv.slice(2));
