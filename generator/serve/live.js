// SPDX-License-Identifier: MIT
// Runs in every page of a preview: takes the outcome of each build, and swaps
// style sheets, loads the page again or shows what is wrong. Added to pages by
// the server alone; no published page has it.
"use strict";
(() => {
  const me = document.currentScript.dataset;
  let output = Number(me.output); // the output this page is from
  let build = 0; // the last one that this page has heard of
  const scrollKey = "phx-scroll";

  // ---- The page ----

  // A page that is loaded again stays where it was read.
  function restoreScroll() {
    let saved = null;
    try {
      saved = JSON.parse(sessionStorage.getItem(scrollKey));
      sessionStorage.removeItem(scrollKey);
    } catch {
      return; // storage is blocked: the browser does what it does
    }
    if (!saved || saved.address !== location.href) return;
    const jump = () => scrollTo({ left: saved.x, top: saved.y, behavior: "instant" });
    jump();
    if (document.readyState !== "complete") addEventListener("load", jump, { once: true });
  }

  function reload() {
    try {
      const place = { address: location.href, x: scrollX, y: scrollY };
      sessionStorage.setItem(scrollKey, JSON.stringify(place));
    } catch {
      // see restoreScroll
    }
    location.reload();
  }

  const address = (path) => me.base + "/" + path.split("/").map(encodeURIComponent).join("/");

  // The changed files that are this page or were loaded by it; null: not known.
  function concerning(changed) {
    if (!changed || !me.path) return null;
    const loaded = new Set();
    for (const entry of performance.getEntriesByType("resource"))
      loaded.add(new URL(entry.name).pathname);
    return changed.filter((path) => path === me.path || loaded.has(address(path)));
  }

  // The new sheet is there before the old one goes: nothing flashes.
  function swapStyle(old, fresh) {
    const next = document.importNode(fresh);
    next.addEventListener("load", () => old.remove(), { once: true });
    next.addEventListener("error", reload, { once: true });
    old.dataset.phxOld = "";
    old.after(next);
  }

  // Pages differ only in the addresses of their style sheets when the server
  // gives them one fingerprint. False when more than that has changed.
  async function swapStyles(changed) {
    const answer = await fetch(location.href);
    if (answer.headers.get("X-Phx-Fingerprint") !== me.fingerprint) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const sheets = (of) => [...of.querySelectorAll('link[rel~="stylesheet"]:not([data-phx-old])')];
    const [old, fresh] = [sheets(document), sheets(page)];
    if (old.length !== fresh.length) return false;
    const paths = changed.map(address);
    old.forEach((link, i) => {
      const href = new URL(fresh[i].getAttribute("href"), location);
      // Other bytes under the same name want another address.
      const same = href.pathname === new URL(link.href).pathname;
      if (same && paths.includes(href.pathname)) href.searchParams.set("output", output);
      fresh[i].href = href;
      if (!same || href.search) swapStyle(link, fresh[i]);
    });
    return true;
  }

  async function update(changed) {
    const mine = concerning(changed);
    if (mine && mine.length === 0) return;
    const styles = mine && changed.some((path) => path.endsWith(".css"));
    const only = styles && mine.every((path) => path === me.path || path.endsWith(".css"));
    if (!only || !(await swapStyles(changed))) reload();
  }

  // ---- What is wrong ----

  const css = `
    :host { all: initial; position: fixed; inset: 0; z-index: 2147483647; overflow: auto;
      background: rgb(0 0 0 / .5); font: 15px/1.5 system-ui, sans-serif;
      --bg: #fff; --fg: #1a1a1a; --soft: #595959; --line: #d9d9d9; --code: #f5f5f5; --bad: #b3261e; --link: #0b57d0 }
    @media (prefers-color-scheme: dark) { :host { --bg: #1b1b1d; --fg: #ececec; --soft: #a8a8a8;
      --line: #3a3a3d; --code: #26262a; --bad: #ff8a80; --link: #8ab4f8 } }
    section { box-sizing: border-box; max-width: 60rem; margin: 4vh auto; padding: 1.25rem 1.5rem;
      background: var(--bg); color: var(--fg); border-top: 4px solid var(--bad); border-radius: 6px }
    header { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem }
    h2 { margin: 0; font-size: 1.2em; color: var(--bad) }
    ol { list-style: none; margin: 0; padding: 0 }
    li { padding: .9rem 0; border-top: 1px solid var(--line) }
    header + ol > li:first-child { border: 0 }
    button { font: inherit; color: var(--link); background: none; border: 0; padding: 0; cursor: pointer;
      text-align: start; overflow-wrap: anywhere; text-decoration: underline; text-underline-offset: 2px }
    header button { flex: none }
    button:focus-visible { outline: 2px solid var(--link); outline-offset: 2px }
    p { margin: .25rem 0; overflow-wrap: anywhere; white-space: pre-line }
    .message { font-weight: 600 } .soft { color: var(--soft) }
    code, pre, .place { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: .9em }
    pre { margin: .5rem 0; padding: .6rem .8rem; background: var(--code); border-radius: 4px; overflow-x: auto; tab-size: 4 }
    mark { background: none; color: var(--bad); font-weight: 600; text-decoration: underline wavy 1px; text-underline-offset: 3px }
    @media (max-width: 40rem) { section { margin: 0; min-height: 100vh; border-radius: 0; padding: 1rem } }`;

  // Every text goes through here, never through markup.
  function element(name, attributes = {}, ...children) {
    const e = document.createElement(name);
    for (const key in attributes) e.setAttribute(key, attributes[key]);
    e.append(...children);
    return e;
  }

  // The server starts the editor, or says which link might.
  async function openEditor(index) {
    const answer = await fetch(`/.phx/open?problem=${index}`, {
      method: "POST",
      headers: { "X-Phx-Token": me.token },
    });
    const link = answer.ok ? (await answer.text()).trim() : "";
    if (link) location.href = link;
  }

  // Columns count bytes of UTF-8, from 1.
  function sourceLine(problem) {
    const bytes = new TextEncoder().encode(problem.source);
    const text = (from, to) => new TextDecoder().decode(bytes.slice(from, to));
    const start = Math.max(0, problem.column - 1);
    const end = Math.min(bytes.length, start + Math.max(1, problem.length));
    if (!problem.column || start >= bytes.length) return element("pre", {}, problem.source);
    return element("pre", {}, text(0, start), element("mark", {}, text(start, end)), text(end));
  }

  // What is marked at the end of a long line is scrolled to.
  function showMark(mark) {
    const box = mark.parentElement;
    const [at, edge] = [mark.getBoundingClientRect(), box.getBoundingClientRect()];
    if (at.right > edge.right) box.scrollLeft = at.left - edge.left - edge.width / 3;
  }

  function problemItem(problem, index) {
    const item = element("li");
    if (problem.path) {
      const place = [problem.path, problem.line, problem.column].filter(Boolean).join(":");
      const link = element("button", { class: "place", title: "Open in the editor" }, place);
      link.addEventListener("click", () => openEditor(index).catch(() => {}));
      item.append(link);
    }
    const code = problem.code ? ` [${problem.code}]` : "";
    item.append(element("p", { class: "message" }, problem.message, element("span", { class: "soft" }, code)));
    if (problem.source) item.append(sourceLine(problem));
    if (problem.hint) item.append(element("p", {}, problem.hint));
    if (problem.chain) item.append(element("p", { class: "soft" }, problem.chain));
    return item;
  }

  let overlay = null;

  function hideProblems() {
    if (overlay) overlay.remove();
    overlay = null;
  }

  function showProblems(news) {
    hideProblems();
    const count = news.problems.length + news.more;
    const close = element("button", {}, "Close");
    close.addEventListener("click", hideProblems);
    const list = element("ol", {}, ...news.problems.map(problemItem));
    if (news.more) list.append(element("li", { class: "soft" }, `… and ${news.more} more`));
    const title = count === 1 ? "The site was not built: 1 problem" : `The site was not built: ${count} problems`;
    overlay = element("phx-problems", { role: "alertdialog", "aria-label": title });
    const root = overlay.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // a <style> would be up to the page's CSP
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    root.append(element("section", {}, element("header", {}, element("h2", {}, title), close), list));
    document.documentElement.append(overlay);
    for (const mark of root.querySelectorAll("mark")) showMark(mark);
  }

  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideProblems();
  });

  // ---- News ----

  function take(news) {
    if (news.session !== me.session) return reload();
    if (news.build < build) return; // an answer that took the longer way
    build = news.build;
    if (news.problems.length) showProblems(news);
    else hideProblems();
    if (news.output === output) return;
    const next = output !== 0 && news.output === output + 1;
    output = news.output;
    if (!next) return reload();
    update(news.changed).catch(reload);
  }

  // A browser opens six connections to a server: one tab listens for all of
  // them and passes on what it hears. A tab that has just come asks by itself.
  const channel = new BroadcastChannel("phx-news");

  function listen() {
    const events = new EventSource("/.phx/events");
    events.addEventListener("message", (event) => {
      const news = JSON.parse(event.data);
      channel.postMessage(news);
      take(news);
    });
    return new Promise(() => {}); // until the tab is closed
  }

  function follow() {
    channel.addEventListener("message", (event) => take(event.data));
    fetch("/.phx/news")
      .then((answer) => answer.json())
      .then(take)
      .catch(() => {}); // the server is gone; the listening tab waits for it
    navigator.locks.request("phx-news", listen);
  }

  restoreScroll();
  if (navigator.locks) follow();
  else listen(); // not a secure context: reached from another machine
})();
