// SPDX-License-Identifier: MIT
// Screenshots, to be looked at: node tests/browser/shot.js SITE OUT PATH...
// makes OUT/NAME-{1280,390}-{light,dark}.png of each path of the built site.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { Chromium, serve } = require("./chromium.js");

async function main([site, out, ...paths]) {
  const { url, server } = await serve(path.resolve(site));
  const browser = new Chromium(Chromium.find());
  fs.mkdirSync(out, { recursive: true });
  for (const p of paths)
    for (const width of [1280, 390])
      for (const dark of [false, true]) {
        const page = await browser.open(url + p, { width, height: width > 600 ? 900 : 844, dark });
        const name = p.replace(/\W+/g, "-").replace(/^-|-$/g, "") || "home";
        await page.screenshot(`${out}/${name}-${width}-${dark ? "dark" : "light"}.png`);
        await page.close();
      }
  await browser.close();
  server.close();
}

main(process.argv.slice(2));
