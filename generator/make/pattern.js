// SPDX-License-Identifier: MIT
// One JavaScript regular expression as two for PCRE2, with what lets
// generator/script/tokens.c pass over text in which it cannot match.
//
// `narrow` is for text of ASCII without carriage returns and NUL, in 8-bit
// units; `wide` for any text in 16-bit units, which are what JavaScript matches
// without its flag u. Both are compiled without UTF, with DOTALL,
// DOLLAR_ENDONLY, MATCH_UNSET_BACKREF and line feed as the only newline
// (generator/script/pcre_width.inc). Every set of characters is written out, so
// that no rule of PCRE2 about \s, ., case or escapes counts.
//
// What has another meaning in PCRE2, or none, throws: its language stays in
// JavaScript.
"use strict";
const { RegExpParser } = require("@eslint-community/regexpp");

const LAST = 0xFFFF;

// PCRE2 compiles to 64 K of 8-bit units, of which a word takes two more than it
// has letters.
const LONGEST = 30000;

// ---- Sets of units: sorted ranges [first, last] that do not touch ------------

function set(ranges) {
    const all = [];
    for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
        const top = all[all.length - 1];
        if (top && first <= top[1] + 1) {
            top[1] = Math.max(top[1], last);
        } else {
            all.push([first, last]);
        }
    }
    return all;
}

function without(ranges, universe) {
    const rest = [];
    for (const [from, to] of universe) {
        let next = from;
        for (const [first, last] of ranges) {
            if (last < next || first > to) {
                continue;
            }
            if (first > next) {
                rest.push([next, first - 1]);
            }
            next = last + 1;
        }
        if (next <= to) {
            rest.push([next, to]);
        }
    }
    return rest;
}

const EVERY = [[0, LAST]];
// A narrow text has no NUL and no carriage return.
const NARROW = [[1, 12], [14, 127]];

function both(a, b) {
    return without(without(b, EVERY), a);
}

const units = (text) => set([...text].map((c) => [c.charCodeAt(0), c.charCodeAt(0)]));
const LINE_ENDS = units("\n\r\u2028\u2029");
const SETS = {
    any: without(LINE_ENDS, EVERY),
    digit: [[48, 57]],
    word: set([[48, 57], [65, 90], [95, 95], [97, 122]]),
    space: set([[9, 13], [0x2000, 0x200A],
        ...units(" \xA0\u1680\u2028\u2029\u202F\u205F\u3000\uFEFF")]),
};

// ECMAScript's Canonicalize for patterns with the flag i and without u.
function canonical(unit) {
    const upper = String.fromCharCode(unit).toUpperCase();
    const to = upper.charCodeAt(0);
    return upper.length !== 1 || (unit >= 128 && to < 128) ? unit : to;
}

// The units that have others of the same canonical unit, with all of those.
function read_cases() {
    const groups = new Map();
    for (let unit = 0; unit <= LAST; unit++) {
        const to = canonical(unit);
        groups.set(to, [...(groups.get(to) || []), unit]);
    }
    return [...groups.values()].filter((g) => g.length > 1)
        .flatMap((g) => g.map((unit) => [unit, g.map((same) => [same, same])]));
}
const CASES = read_cases();

// What `make` gives for the same argument, made once.
function remembered(make, key_of) {
    const known = new Map();
    return (argument) => {
        const key = key_of(argument);
        if (!known.has(key)) {
            known.set(key, make(argument));
        }
        return known.get(key);
    };
}

const with_cases = remembered((ranges) => {
    const has = (unit) => ranges.some(([first, last]) => unit >= first && unit <= last);
    return set([...ranges, ...CASES.filter(([unit]) => has(unit)).flatMap(([, same]) => same)]);
}, String);

function set_of(node, i) {
    let ranges;
    switch (node.type) {
    case "Character":
        ranges = [[node.value, node.value]];
        return i ? with_cases(ranges) : ranges;
    case "CharacterClassRange":
        ranges = [[node.min.value, node.max.value]];
        return i ? with_cases(ranges) : ranges;
    case "CharacterSet":
        ranges = SETS[node.kind];
        if (!ranges) {
            throw new Error("\\p");
        }
        return node.negate ? without(ranges, EVERY) : ranges;
    case "CharacterClass":
        ranges = set(node.elements.flatMap((e) => set_of(e, i)));
        return node.negate ? without(ranges, EVERY) : ranges;
    default:
        throw new Error(node.type);
    }
}

// ---- Writing -------------------------------------------------------------------

// Of what never matches: in narrow text, \r does not. It is left out, so that
// \r?\n becomes \n; but for groups, which are counted.
const NEVER = null;

function has_groups(node) {
    return find_groups(node, []).length > 0;
}

function unit_text(unit) {
    const c = String.fromCharCode(unit);
    const named = { "\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f" }[c];
    if (named || unit < 32 || unit > 126) {
        return named || `\\x{${unit.toString(16)}}`;
    }
    return /[\\^$.|?*+()[\]{}-]/.test(c) ? "\\" + c : c;
}

function class_text(ranges) {
    return ranges.map(([first, last]) => unit_text(first) +
        (last > first + 1 ? "-" : "") + (last > first ? unit_text(last) : "")).join("");
}

// The letter that stands for a set under CASELESS, or null.
function letter_of(ranges) {
    const small = String.fromCharCode(ranges[0][0]).toLowerCase();
    return ranges.length === 2 && /[a-z]/.test(small) &&
        JSON.stringify(ranges) === JSON.stringify(units(small + small.toUpperCase())) ? small : null;
}

function set_text(ranges, flags, wide) {
    const universe = wide ? EVERY : NARROW;
    const inside = both(ranges, universe);
    const outside = without(ranges, universe);
    if (!outside.length) {
        return ".";
    }
    if (!inside.length) {
        return NEVER;
    }
    if (inside.length === 1 && inside[0][0] === inside[0][1]) {
        return unit_text(inside[0][0]);
    }
    const letter = flags.includes("i") && letter_of(inside);
    if (letter) {
        return letter;
    }
    const yes = class_text(inside), no = class_text(outside);
    return no.length < yes.length ? `[^${no}]` : `[${yes}]`;
}

const EDGES = {
    start: { narrow: "^", wide: "^", many: "(?<![^\\n\\r\\x{2028}\\x{2029}])" },
    end: { narrow: "$", wide: "$", many: "(?![^\\n\\r\\x{2028}\\x{2029}])" },
};

// Is `group` certain to have been set when `reference` is reached, in the same
// round of every quantifier around both? JavaScript unsets groups at the
// beginning of a round, PCRE2 does not.
function check_reference(reference) {
    const group = reference.resolved;
    const above = [];
    for (let at = reference; at; at = at.parent) {
        above.push(at);
    }
    let repeated = false, optional = false, at = group;
    while (!above.includes(at)) {
        at = at.parent;
        const shared = above.includes(at);
        repeated = repeated || (at.type === "Quantifier" && !shared && at.max > 1);
        optional = optional || (!shared && ((at.type === "Quantifier" && at.min === 0) ||
            (at.alternatives && at.alternatives.length > 1)));
    }
    const around = above.slice(above.indexOf(at)).some((n) => n.type === "Quantifier" && n.max > 1);
    if (at === reference || at.type !== "Alternative" || group.start > reference.start ||
        repeated || (optional && around)) {
        throw new Error("a reference that counts on JavaScript's unset groups");
    }
}

function can_be_empty(node) {
    switch (node.type) {
    case "Alternative":
        return node.elements.every(can_be_empty);
    case "Group":
    case "CapturingGroup":
        return node.alternatives.some(can_be_empty);
    case "Quantifier":
        return node.min === 0 || can_be_empty(node.element);
    case "Backreference":
        return can_be_empty(node.resolved);
    default:
        return node.type === "Assertion";
    }
}

function quantifier_text(node, flags, wide) {
    // JavaScript ends a loop at an empty round and takes that round back.
    if (node.max > 1 && can_be_empty(node.element)) {
        throw new Error("a repetition of what can be empty");
    }
    const range = node.max === Infinity ? `${node.min},`
        : node.max === node.min ? `${node.min}` : `${node.min},${node.max}`;
    const short = { "0,": "*", "1,": "+", "0,1": "?" }[range];
    const element = text_of(node.element, flags, wide);
    if (element === NEVER) {
        return node.min ? NEVER : "";
    }
    return element + (short || `{${range}}`) + (node.greedy ? "" : "?");
}

function lookahead_text(node, list) {
    if (list === NEVER) {
        return node.negate ? "" : NEVER;
    }
    return `(?${node.negate ? "!" : "="}${list})`;
}

function assertion_text(node, flags, wide) {
    switch (node.kind) {
    case "word":
        return node.negate ? "\\B" : "\\b";
    case "lookahead":
        return lookahead_text(node, list_text(node.alternatives, flags, wide));
    case "start":
    case "end":
        return EDGES[node.kind][!wide ? "narrow" : flags.includes("m") ? "many" : "wide"];
    default:
        throw new Error(node.kind);
    }
}

function sequence_text(elements, flags, wide) {
    const texts = elements.map((e) => text_of(e, flags, wide));
    if (!texts.includes(NEVER)) {
        return texts.join("");
    }
    return elements.some(has_groups) ? "(?!)" : NEVER;
}

// What alternatives are put together by; null for those that stay alone.
function first_of(elements, flags) {
    const first = elements[0];
    if (!first || first.type !== "Character" || elements.some(has_groups)) {
        return null;
    }
    return flags.includes("i") ? canonical(first.value) : first.value;
}

// PCRE2 tries alternatives one after the other. So those that begin with the
// same character are written as one, "to|on|off" as "to|o(?:n|ff)". The order
// counts among these only: of two that begin otherwise, one cannot match.
function lists_texts(lists, flags, wide) {
    const texts = [];
    let together = new Map();
    function write_together() {
        for (const those of together.values()) {
            texts.push(those.length === 1 ? sequence_text(those[0], flags, wide)
                : factored_text(those, flags, wide));
        }
        together = new Map();
    }
    for (const elements of lists) {
        const first = first_of(elements, flags);
        if (first === null) {
            write_together();
            texts.push(sequence_text(elements, flags, wide));
        } else {
            together.set(first, [...(together.get(first) || []), elements]);
        }
    }
    write_together();
    return texts.filter((text) => text !== NEVER);
}

function factored_text(lists, flags, wide) {
    const first = text_of(lists[0][0], flags, wide);
    const rest = lists_texts(lists.map((elements) => elements.slice(1)), flags, wide);
    if (first === NEVER || !rest.length) {
        return NEVER;
    }
    return first + (rest.length === 1 ? rest[0] : `(?:${rest.join("|")})`);
}

function list_text(alternatives, flags, wide) {
    const texts = lists_texts(alternatives.map((a) => a.elements), flags, wide);
    return texts.length ? texts.join("|") : NEVER;
}

function text_of(node, flags, wide) {
    let text;
    switch (node.type) {
    case "Group":
        text = list_text(node.alternatives, flags, wide);
        return text === NEVER ? NEVER : `(?:${text})`;
    case "CapturingGroup":
        text = list_text(node.alternatives, flags, wide);
        return `(${text === NEVER ? "(?!)" : text})`;
    case "Quantifier":
        if (node.element.type === "Assertion") {
            throw new Error("a repeated assertion");
        }
        return quantifier_text(node, flags, wide);
    case "Assertion":
        return assertion_text(node, flags, wide);
    case "Backreference":
        check_reference(node);
        return `\\g{${number_of(node.resolved)}}`;
    default:
        return set_text(set_of(node, flags.includes("i")), flags, wide);
    }
}

let groups = []; // of the pattern that is being written
function number_of(group) {
    return groups.indexOf(group) + 1;
}

function find_groups(node, found) {
    if (node.type === "CapturingGroup") {
        found.push(node);
    }
    for (const child of node.alternatives || node.elements || []) {
        find_groups(child, found);
    }
    if (node.element) {
        find_groups(node.element, found);
    }
    return found;
}

// ---- What a text must have for a match -----------------------------------------

// A clause is a set of ASCII characters as a bit mask, bit 0 for all others: a
// text without any of them has no match.
function mask_of(ranges) {
    let mask = 0n;
    for (const [first, last] of ranges) {
        if (last > 127 || first === 0) {
            mask |= 1n;
        }
        for (let unit = Math.max(first, 1); unit <= Math.min(last, 127); unit++) {
            mask |= 1n << BigInt(unit);
        }
    }
    return mask;
}

// About how often the characters of a clause are seen in code.
const weight = remembered((mask) => {
    let sum = 0;
    for (let unit = 0; unit < 128; unit++) {
        if (mask >> BigInt(unit) & 1n) {
            const c = String.fromCharCode(unit);
            sum += /[ \n]/.test(c) ? 20 : /[a-z]/.test(c) ? 4 : 1;
        }
    }
    return sum;
}, String);

function rarest(clauses) {
    return clauses.reduce((a, b) => weight(b) < weight(a) ? b : a);
}

function any_of(alternatives, i) {
    const all = alternatives.map((a) => clauses_of(a, i));
    if (all.some((clauses) => !clauses.length)) {
        return [];
    }
    const common = all[0].filter((clause) => all.every((c) => c.includes(clause)));
    return [...common, all.map(rarest).reduce((a, b) => a | b)];
}

function clauses_of(node, i) {
    switch (node.type) {
    case "Alternative":
        return node.elements.flatMap((e) => clauses_of(e, i));
    case "Group":
    case "CapturingGroup":
        return any_of(node.alternatives, i);
    case "Quantifier":
        return node.min ? clauses_of(node.element, i) : [];
    case "Assertion":
        return node.kind === "lookahead" && !node.negate ? any_of(node.alternatives, i) : [];
    case "Backreference":
        return [];
    default:
        return [mask_of(set_of(node, i))];
    }
}

function shortest(node) {
    const least = (list) => Math.min(...list.map(shortest));
    switch (node.type) {
    case "Alternative":
        return node.elements.reduce((sum, e) => sum + shortest(e), 0);
    case "Group":
    case "CapturingGroup":
        return least(node.alternatives);
    case "Quantifier":
        return node.min * shortest(node.element);
    case "Assertion":
    case "Backreference":
        return 0;
    default:
        return 1;
    }
}

function is_set({ elements }) {
    return elements.length === 1 && elements[0].type.startsWith("Character");
}

// ---- The whole -------------------------------------------------------------------

exports.translate = function (regexp) {
    const flags = regexp.flags.replace("g", "");
    if (/[^im]/.test(flags)) {
        throw new Error(`the flags ${flags}`);
    }
    const ast = new RegExpParser({ ecmaVersion: 2020 })
        .parsePattern(regexp.source, 0, regexp.source.length, false);
    const i = flags.includes("i");
    groups = find_groups(ast, []);
    const narrow = list_text(ast.alternatives, flags, false) ?? "(?!)";
    if (narrow.length > LONGEST) {
        throw new Error("a pattern that PCRE2 finds too large");
    }
    const clauses = any_of(ast.alternatives, i);
    const single = ast.alternatives.length === 1 && is_set(ast.alternatives[0]);
    const is_alone = (mask) => !single && (mask & (mask - 1n)) === 0n;
    const others = clauses.filter((mask) => !is_alone(mask));
    return {
        narrow,
        wide: list_text(ast.alternatives, flags, true) ?? "(?!)",
        caseless: i,
        multiline: flags.includes("m"),
        // One character of `any`, and nothing else.
        single,
        shortest: Math.min(...ast.alternatives.map(shortest)),
        // All of these …
        all: clauses.filter(is_alone).reduce((a, b) => a | b, 0n),
        // … and one of these.
        any: others.length ? rarest(others) : mask_of(EVERY),
    };
};
