// SPDX-License-Identifier: MIT
// Each kind of chart beside the same rows drawn by Vega-Lite, to be looked at:
//
//   node tests/charts/compare.js PHX SITE OUT.html
//
// SITE is the built site with docs/gallery/; the rows come from `phx bench show
// --json`. Vega's own defaults are used, but for the size of a figure.
"use strict";
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const q = (field, more) => ({ field, type: "quantitative", ...more });
const n = (field, more) => ({ field, type: "nominal", ...more });
const o = (field, more) => ({ field, type: "ordinal", ...more });
const log = { scale: { type: "log" } };

// title: of the figure in the gallery; what of the result; how to draw it.
const CASES = [
  {
    title: "Time to compress the sources of phx with gzip",
    result: "gzip.json",
    layer: [
      { mark: "bar", encoding: { x: o("level"), y: q("mean") } },
      {
        transform: [
          { calculate: "datum.mean - datum.stddev", as: "lo" },
          { calculate: "datum.mean + datum.stddev", as: "hi" },
        ],
        mark: "errorbar",
        encoding: { x: o("level"), y: q("lo"), y2: { field: "hi" } },
      },
    ],
  },
  {
    title: "Processor time of gzip, in the program and in the kernel",
    result: "gzip.json",
    transform: [{ fold: ["user", "system"], as: ["part", "time"] }],
    mark: "bar",
    encoding: { x: o("level"), y: q("time"), color: n("part") },
  },
  {
    title: "Finding a key among few, in Go",
    result: "search.txt",
    transform: [{ filter: "datum.n <= 64" }],
    mark: "bar",
    encoding: { x: o("n"), y: q("nsop", { aggregate: "median" }), xOffset: n("how"), color: n("how") },
  },
  {
    title: "Hashing bytes, in Rust",
    result: "hashing",
    mark: "bar",
    encoding: { y: n("function"), x: q("mean"), yOffset: o("value"), color: o("value") },
  },
  {
    title: "Sorting 32-bit numbers",
    result: "sorting.json",
    transform: [{ filter: "!datum.aggregate_name" }],
    mark: { type: "line", point: true },
    encoding: { x: q("arg", log), y: q("real_time", { aggregate: "median", ...log }), color: n("family") },
  },
  {
    title: "Learning two spirals with three rates",
    result: "train.csv",
    mark: { type: "line", strokeWidth: 1 },
    encoding: { x: q("step"), y: q("loss"), color: n("rate") },
  },
  {
    title: "Latency of a small server in Node, by hey",
    result: "hey",
    transform: [
      { fold: ["latency_p10", "latency_p25", "latency_p50", "latency_p75", "latency_p90", "latency_p95", "latency_p99"], as: ["percentile", "latency"] },
    ],
    mark: { type: "line", point: true },
    encoding: { x: o("percentile"), y: q("latency", log), color: n("file") },
  },
  {
    title: "30 runs of gzip at each level",
    result: "gzip.json",
    transform: [{ flatten: ["times"] }],
    mark: "boxplot",
    encoding: { y: o("level"), x: q("times") },
  },
  {
    title: "Latency against throughput of a small server in Node, by wrk",
    result: "wrk",
    layer: [
      { mark: "point", encoding: { x: q("requests_per_second"), y: q("latency_p99") } },
      { mark: { type: "text", dx: 12 }, encoding: { x: q("requests_per_second"), y: q("latency_p99"), text: n("connections") } },
    ],
  },
  {
    title: "Finding a key, in Go",
    result: "search.txt",
    height: 150,
    layer: [
      { mark: "rect", encoding: { y: o("n"), x: n("how"), color: q("nsop", { aggregate: "median" }) } },
      { mark: "text", encoding: { y: o("n"), x: n("how"), text: q("nsop", { aggregate: "median", format: ".1f" }) } },
    ],
  },
  {
    title: "Requests a second",
    result: "locust-history.csv",
    width: 96,
    height: 24,
    mark: "line",
    encoding: { x: { field: "timestamp", type: "temporal", axis: null }, y: q("requests_per_s", { axis: null }) },
  },
];

// Vega reads "a/b" and "a.b" as paths: Go's ns/op becomes nsop.
function plain(rows) {
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([k, v]) => [k.replace(/[/.]/g, ""), v])),
  );
}

function rows(phx, result) {
  const file = path.join("benchmarks/results/gallery", result);
  return plain(JSON.parse(execFileSync(phx, ["bench", "show", file, "--json"], { maxBuffer: 1 << 28 })).rows);
}

async function draw({ vega, compile }, phx, c) {
  const { title, result, ...spec } = c;
  const { spec: compiled } = compile({
    width: 520,
    height: 260,
    background: "white",
    ...spec,
    data: { values: rows(phx, result) },
  });
  const view = new vega.View(vega.parse(compiled), { renderer: "none" });
  return view.toSVG();
}

async function main([phx, site, out]) {
  const tools = { vega: await import("vega"), compile: (await import("vega-lite")).compile };
  const page = fs.readFileSync(path.join(site, "docs/gallery/index.html"), "utf8");
  const styles = fs
    .readdirSync(path.join(site, "css"), { recursive: true })
    .filter((f) => f.endsWith(".css"))
    .map((f) => fs.readFileSync(path.join(site, "css", f), "utf8"));
  const figures = page.match(/<figure class="result"[\s\S]*?<\/figure>/g) || [];
  let body = "";
  for (const c of CASES) {
    const figure = figures.find((f) => f.includes(`${c.title}</p>`));
    if (!figure) throw new Error(`the gallery has no figure "${c.title}"`);
    body += `<div class="pair">${figure}<div>${await draw(tools, phx, c)}</div></div>\n`;
  }
  fs.writeFileSync(
    out,
    `<!doctype html><meta charset="utf-8"><title>phx and Vega-Lite</title><style>${styles.join("\n")}
    .pair { display: grid; grid-template-columns: 640px 700px; gap: 24px; border-bottom: 1px solid #999 }
    .pair figure { margin: 16px }</style>${body}`,
  );
}

main(process.argv.slice(2)).catch((e) => {
  console.error(`compare.js: ${e.message}`);
  process.exit(1);
});
