// SPDX-License-Identifier: MIT
// Writes Prism's grammars as the table that generator/script/grammars.h reads:
//
//   node generator/make/grammars.js OUT          the table
//   node generator/make/grammars.js --list       which languages stay in
//                                                JavaScript, and why
//
// Loads every language that generator/script/languages.c offers, in its order,
// and follows the objects from there: a grammar that is used in many places, or
// in itself, is written once.
"use strict";
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const vm = require("node:vm");
const { translate } = require("./pattern.js");

const root = path.join(__dirname, "../..");
const prism = path.join(root, "node_modules/prismjs");

// Components that change tokens by functions, and the languages they do it
// for. A Prism with other ones ends the script: look at them first.
const TEMPLATES = "finds templates in markup by a function";
const REWRITES = "changes its tokens by a function";
const HOOKED = {
    django: [TEMPLATES, "django"],
    ejs: [TEMPLATES, "ejs"],
    erb: [TEMPLATES, "erb"],
    etlua: [TEMPLATES, "etlua"],
    ftl: [TEMPLATES, "ftl"],
    handlebars: [TEMPLATES, "handlebars"],
    latte: [TEMPLATES, "latte"],
    liquid: [TEMPLATES, "liquid"],
    php: [TEMPLATES, "php"],
    smarty: [TEMPLATES, "smarty"],
    soy: [TEMPLATES, "soy"],
    tt2: [TEMPLATES, "tt2"],
    twig: [TEMPLATES, "twig"],
    graphql: [REWRITES, "graphql"],
    jsx: [REWRITES, "jsx", "tsx"],
    markdown: [REWRITES, "markdown"],
    naniscript: [REWRITES, "naniscript"],
    xquery: [REWRITES, "xquery"],
};
// prism_after.js asks Prism itself for the markup of these tokens.
const BLOCK = "code-block";

// ---- Loading, as languages.c and highlight.c do it ------------------------------

function names_in_languages_c(list) {
    const source = fs.readFileSync(path.join(root, "generator/script/languages.c"), "utf8");
    const found = new RegExp(`const ${list}\\[\\] = \\{([^}]*)\\}`).exec(source);
    if (!found) {
        throw new Error(`languages.c has no list ${list}`);
    }
    return [...found[1].matchAll(/"([^"]*)"/g)].map((m) => m[1]);
}

function read_components() {
    const all = JSON.parse(fs.readFileSync(path.join(prism, "components.json"), "utf8")).languages;
    const completing = names_in_languages_c("completing");
    const guarded = names_in_languages_c("guarded");
    const list = (value) => value === undefined ? [] : [].concat(value);
    const languages = new Map();
    delete all.meta;
    for (const [id, entry] of Object.entries(all)) {
        languages.set(id, {
            guarded: guarded.includes(id),
            offered: !entry.modify || completing.includes(id) || guarded.includes(id),
            before: [],
            after: [],
        });
    }
    for (const [id, entry] of Object.entries(all)) {
        const before = [...list(entry.require), ...list(entry.optional)];
        if (completing.includes(id)) {
            before.unshift(...list(entry.modify));
            list(entry.modify).forEach((other) => languages.get(other).after.push(id));
        }
        languages.get(id).before = before.filter((other) => languages.get(other)?.offered);
    }
    return languages;
}

function load_all(languages) {
    const context = vm.createContext({});
    const run = (file) => vm.runInContext(fs.readFileSync(file, "utf8"), context, file);
    const loaded = new Set();
    const hooked = new Set();
    let loading = null;

    run(path.join(root, "generator/script/prism_before.js"));
    run(path.join(prism, "components/prism-core.min.js"));
    run(path.join(root, "generator/script/prism_after.js"));
    const api = vm.runInContext("Prism", context);
    const add = api.hooks.add;
    api.hooks.add = function (name, callback) {
        if (name !== "wrap") {
            hooked.add(loading);
        }
        add(name, callback);
    };
    function load(id) {
        const language = languages.get(id);
        if (loaded.has(id)) {
            return;
        }
        language.before.forEach(load);
        if (loaded.has(id)) {
            return;
        }
        loaded.add(id);
        loading = id;
        if (language.guarded) {
            vm.runInContext("phx_guard()", context);
        }
        run(path.join(prism, `components/prism-${id}.min.js`));
        if (language.guarded) {
            vm.runInContext("phx_release()", context);
        }
        language.after.forEach(load);
    }
    for (const [id, language] of languages) {
        if (language.offered) {
            load(id);
        }
    }
    const unknown = [...hooked].filter((id) => !HOOKED[id]);
    if (unknown.length) {
        throw new Error(`look at the hooks of ${unknown.join(", ")}, then change HOOKED`);
    }
    return { grammars: api.languages, RegExp: vm.runInContext("RegExp", context) };
}

// ---- The graph -------------------------------------------------------------------

class Table {
    constructor(RegExp) {
        this.RegExp = RegExp;
        this.texts = new Map();
        this.text = "";
        this.patterns = new Map();
        this.grammars = new Map(); // object -> { number, rules, why }
    }

    // Where `text` stands in the pool, and its length.
    place(text) {
        if (!this.texts.has(text)) {
            this.texts.set(text, this.text.length);
            this.text += text;
        }
        return [this.texts.get(text), text.length];
    }

    pattern(regexp) {
        const key = `${regexp.flags.replace("g", "")}/${regexp.source}`;
        if (!this.patterns.has(key)) {
            this.patterns.set(key, { number: this.patterns.size, ...translate(regexp) });
        }
        return this.patterns.get(key).number;
    }

    rule(name, entry) {
        const bare = entry instanceof this.RegExp;
        const alias = bare || !entry.alias ? "" : " " + [].concat(entry.alias).join(" ");
        if (name === BLOCK) {
            throw new Error("has blocks of other languages");
        }
        return {
            pattern: this.pattern(bare ? entry : entry.pattern),
            open: `<span class="token ${name}${alias}">`,
            inside: bare || !entry.inside ? null : this.grammar(entry.inside),
            lookbehind: !bare && Boolean(entry.lookbehind),
            greedy: !bare && Boolean(entry.greedy),
        };
    }

    // Prism's tokenize does this at the grammar's first use.
    static flatten(object) {
        const rest = object.rest;
        if (rest) {
            if (rest.rest) {
                throw new Error("a rest with a rest: its tokens depend on what was used first");
            }
            Object.assign(object, rest);
            delete object.rest;
        }
    }

    grammar(object) {
        let grammar = this.grammars.get(object);
        if (grammar) {
            return grammar;
        }
        grammar = { number: this.grammars.size, rules: [], why: null };
        this.grammars.set(object, grammar);
        Table.flatten(object);
        for (const name of Object.keys(object).filter((key) => object[key])) {
            for (const entry of [].concat(object[name])) {
                try {
                    grammar.rules.push(this.rule(name, entry));
                } catch (error) {
                    grammar.why = grammar.why || `${name}: ${error.message}`;
                }
            }
        }
        return grammar;
    }
}

// The reason that a grammar, or one inside of it, has for staying in JavaScript.
function reason_of(grammar, seen = new Set()) {
    if (!grammar || seen.has(grammar)) {
        return null;
    }
    seen.add(grammar);
    return grammar.rules.reduce((why, rule) => why || reason_of(rule.inside, seen), grammar.why);
}

function read_languages(table, languages, grammars) {
    const hooked = new Map();
    for (const [why, ...ids] of Object.values(HOOKED)) {
        ids.forEach((id) => hooked.set(id, why));
    }
    const all = [];
    for (const [id, language] of languages) {
        if (!language.offered || !grammars[id]) {
            continue;
        }
        const why = hooked.get(id);
        const grammar = why ? null : table.grammar(grammars[id]);
        all.push({ id, grammar, why: why || reason_of(grammar) });
    }
    return all.sort((a, b) => a.id < b.id ? -1 : 1);
}

// ---- Writing: the structs of grammars.h, one after the other ----------------------

const NONE = 0xFFFFFFFF;

class Writer {
    constructor() {
        this.bytes = [];
    }

    u32(...numbers) {
        for (const number of numbers) {
            const b = Buffer.alloc(4);
            os.endianness() === "LE" ? b.writeUInt32LE(number) : b.writeUInt32BE(number);
            this.bytes.push(b);
        }
    }

    u64(number) {
        const b = Buffer.alloc(8);
        os.endianness() === "LE" ? b.writeBigUInt64LE(number) : b.writeBigUInt64BE(number);
        this.bytes.push(b);
    }

    mask(mask) {
        this.u64(BigInt.asUintN(64, mask));
        this.u64(mask >> 64n);
    }
}

function write(table, languages, out) {
    const w = new Writer();
    const grammars = [...table.grammars.values()];
    const rules = grammars.flatMap((g) => g.rules);
    const patterns = [...table.patterns.values()];

    w.u32(0x50485847, languages.length, grammars.length, rules.length, patterns.length, 0);
    for (const p of patterns) {
        w.mask(p.all);
        w.mask(p.any);
        w.u32(...table.place(p.narrow), ...table.place(p.wide), p.shortest,
            Number(p.caseless) + 2 * Number(p.multiline) + 4 * Number(p.single));
    }
    for (const r of rules) {
        w.u32(r.pattern, ...table.place(r.open), r.inside ? r.inside.number : NONE,
            Number(r.lookbehind) + 2 * Number(r.greedy));
    }
    let first = 0;
    for (const g of grammars) {
        w.u32(first, g.rules.length);
        first += g.rules.length;
    }
    for (const l of languages) {
        w.u32(...table.place(l.id), l.why ? NONE : l.grammar.number);
    }
    fs.writeFileSync(out, Buffer.concat([...w.bytes, Buffer.from(table.text, "latin1")]));
}

function main([out]) {
    const components = read_components();
    const { grammars, RegExp } = load_all(components);
    const table = new Table(RegExp);
    const languages = read_languages(table, components, grammars);

    if (out !== "--list") {
        write(table, languages, out);
        return;
    }
    const stay = languages.filter((l) => l.why);
    stay.forEach((l) => console.log(`${l.id}: ${l.why}`));
    console.log(`${languages.length - stay.length} of ${languages.length} languages in C, ` +
        `${table.grammars.size} grammars, ${table.patterns.size} patterns`);
}

main(process.argv.slice(2));
