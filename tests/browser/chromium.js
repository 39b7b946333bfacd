// SPDX-License-Identifier: MIT
// Headless Chromium over its debugging pipe, without any package. Used by the
// tests here and by shot.js.
"use strict";
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const http = require("node:http");
const os = require("node:os");
const path = require("node:path");

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
  ".json": "application/json",
  ".png": "image/png",
};

// Serves a folder on loopback as GitHub Pages would: index.html, 404.html.
function serve(folder) {
  const server = http.createServer((request, response) => {
    let file = decodeURIComponent(request.url.split(/[?#]/)[0]);
    if (file.endsWith("/")) file += "index.html";
    let full = path.join(folder, path.normalize(file));
    let status = 200;
    if (!fs.existsSync(full) || fs.statSync(full).isDirectory()) {
      full = path.join(folder, "404.html");
      status = 404;
    }
    response.writeHead(status, {
      "content-type": TYPES[path.extname(full)] || "application/octet-stream",
    });
    response.end(fs.existsSync(full) ? fs.readFileSync(full) : "");
  });
  return new Promise((done) => {
    server.listen(0, "127.0.0.1", () =>
      done({ url: `http://127.0.0.1:${server.address().port}`, server }),
    );
  });
}

class Chromium {
  static find() {
    for (const name of ["chromium", "chromium-browser", "google-chrome"])
      for (const dir of process.env.PATH.split(":"))
        if (fs.existsSync(path.join(dir, name))) return path.join(dir, name);
    return null;
  }

  constructor(binary) {
    this.profile = fs.mkdtempSync(path.join(os.tmpdir(), "phx-chromium-"));
    this.process = spawn(
      binary,
      [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        `--user-data-dir=${this.profile}`,
        "--remote-debugging-pipe",
        "about:blank",
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
    );
    this.waiting = new Map();
    this.listeners = [];
    this.next = 1;
    let rest = "";
    this.process.stdio[4].on("data", (bytes) => {
      rest += bytes;
      let end;
      while ((end = rest.indexOf("\0")) >= 0) {
        this.receive(JSON.parse(rest.slice(0, end)));
        rest = rest.slice(end + 1);
      }
    });
  }

  receive(message) {
    const waiting = this.waiting.get(message.id);
    if (waiting) {
      this.waiting.delete(message.id);
      if (message.error) waiting.fail(new Error(message.error.message));
      else waiting.done(message.result);
    } else for (const listener of this.listeners) listener(message);
  }

  send(method, params = {}, sessionId) {
    const id = this.next++;
    this.process.stdio[3].write(
      JSON.stringify({ id, method, params, sessionId }) + "\0",
    );
    return new Promise((done, fail) => this.waiting.set(id, { done, fail }));
  }

  event(name, session) {
    return new Promise((done) => {
      const listener = (m) => {
        if (m.method !== name || m.sessionId !== session) return;
        this.listeners.splice(this.listeners.indexOf(listener), 1);
        done(m.params);
      };
      this.listeners.push(listener);
    });
  }

  // A page of a size and colour scheme. `script` false turns JavaScript off.
  async open(url, { width = 1280, height = 900, dark = false, script = true, print = false } = {}) {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, sessionId, targetId);
    await page.send("Page.enable");
    await page.send("Runtime.enable");
    await page.send("Log.enable");
    await page.send("Emulation.setDeviceMetricsOverride", {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: width < 600,
    });
    await page.send("Emulation.setEmulatedMedia", {
      media: print ? "print" : "screen",
      features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }],
    });
    await page.send("Emulation.setScriptExecutionDisabled", { value: !script });
    await page.send("Page.addScriptToEvaluateOnNewDocument", {
      source: `window.__shift = 0;
        new PerformanceObserver((list) => {
          for (const e of list.getEntries()) if (!e.hadRecentInput) window.__shift += e.value;
        }).observe({ type: "layout-shift", buffered: true });`,
    });
    const loaded = this.event("Page.loadEventFired", sessionId);
    await page.send("Page.navigate", { url });
    await loaded;
    if (script) await page.evaluate("document.fonts.ready.then(() => 1)");
    return page;
  }

  async close() {
    await this.send("Browser.close").catch(() => {});
    await new Promise((done) => this.process.once("exit", done));
    fs.rmSync(this.profile, { recursive: true, force: true });
  }
}

class Page {
  constructor(browser, session, target) {
    this.browser = browser;
    this.session = session;
    this.target = target;
    this.problems = [];
    browser.listeners.push((m) => {
      if (m.sessionId !== session) return;
      if (m.method === "Runtime.exceptionThrown")
        this.problems.push(m.params.exceptionDetails.text);
      if (m.method === "Log.entryAdded" && m.params.entry.level === "error")
        this.problems.push(`${m.params.entry.text} ${m.params.entry.url || ""}`);
    });
  }

  send(method, params) {
    return this.browser.send(method, params, this.session);
  }

  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception.description);
    return result.value;
  }

  async screenshot(file, full = true) {
    const { data } = await this.send("Page.captureScreenshot", {
      format: "png",
      captureBeyondViewport: full,
    });
    fs.writeFileSync(file, Buffer.from(data, "base64"));
  }

  close() {
    return this.browser.send("Target.closeTarget", { targetId: this.target });
  }
}

module.exports = { Chromium, serve };
