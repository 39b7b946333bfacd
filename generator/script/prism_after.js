/* SPDX-License-Identifier: MIT */
/*
 * The door to Prism for highlight.c, run after its core and before any
 * language.
 *
 * Markdown highlights its own code blocks with the languages that happen to be
 * there. So that the result does not depend on what was highlighted before, the
 * hook below notes the languages that are missing, and phx_highlight answers
 * with their names instead of markup: highlight.c loads them and asks again.
 */
(function (global) {
    "use strict";
    var languages = Prism.languages;
    var asked = Object.create(null);
    var wanted = [];
    var kept = null;

    function has(name) {
        return Object.prototype.hasOwnProperty.call(languages, name);
    }

    Prism.hooks.add("wrap", function (env) {
        var match = env.type === "code-block" &&
            /(?:^| )language-(\S+)/.exec(env.classes.join(" "));
        if (match && !has(match[1]) && !asked[match[1]] &&
            wanted.indexOf(match[1]) < 0) {
            wanted.push(match[1]);
        }
    });

    /* What Prism's encode and stringify make of tokens, in one step and without
     * the objects for hooks, which took half of the time. Hooks look at code
     * blocks only (asciidoc, markdown, and the one above), and markup's at
     * entities, which must not be asked: it would give "\n" in C a title only
     * where some page before had HTML. */
    var hooked = { "code-block": true };
    var special = /[&<\u00a0]/;

    function text(s) {
        if (!special.test(s)) {
            return s;
        }
        return s.replace(/&/g, "&amp;").replace(/</g, "&lt;")
            .replace(/\u00a0/g, " ");
    }

    function markup(o, id) {
        if (typeof o === "string") {
            return text(o);
        }
        if (Array.isArray(o)) {
            var all = "";
            for (var i = 0; i < o.length; i++) {
                all += markup(o[i], id);
            }
            return all;
        }
        if (hooked[o.type] === true) {
            return Prism.Token.stringify(Prism.util.encode(o), id);
        }
        var alias = o.alias ? " " + [].concat(o.alias).join(" ") : "";
        return '<span class="token ' + o.type + alias + '">' +
            markup(o.content, id) + "</span>";
    }

    function highlight(code, id) {
        var env = { code: code, grammar: languages[id], language: id };
        Prism.hooks.run("before-tokenize", env);
        env.tokens = Prism.tokenize(env.code, env.grammar);
        Prism.hooks.run("after-tokenize", env);
        return markup(env.tokens, env.language);
    }

    /* Markup; or { wanted: "names" }; or null when there is no such grammar. */
    global.phx_highlight = function (code, id) {
        if (!has(id)) {
            return null;
        }
        wanted = [];
        var html = highlight(code, id);
        if (!wanted.length) {
            return html;
        }
        wanted.forEach(function (name) {
            asked[name] = true;
        });
        return { wanted: wanted.join(" ") };
    };

    /* Between these two a language file may change grammars that are there
     * already: it changes copies, which are dropped. */
    global.phx_guard = function () {
        kept = Object.assign({}, languages);
        Object.keys(kept).forEach(function (name) {
            if (typeof kept[name] === "object") {
                languages[name] = Prism.util.clone(kept[name]);
            }
        });
    };
    global.phx_release = function () {
        Object.assign(languages, kept);
        kept = null;
    };
}(this));
