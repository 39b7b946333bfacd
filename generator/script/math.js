/* SPDX-License-Identifier: MIT */
/*
 * The door to KaTeX for math.c. phx_math answers markup, or for a formula that
 * does not render an object: KaTeX's message, the position in UTF-16 units
 * (absent when unknown), and the markup KaTeX shows in its place.
 */
(function (global) {
    "use strict";

    function escape(text) {
        return text.replace(/[&<>"']/g, function (c) {
            return "&#" + c.charCodeAt(0) + ";";
        });
    }

    /* Errors that are not about the formula's syntax, such as a stack that
     * overflows: KaTeX itself has no markup for them. */
    function plain(tex, message) {
        return '<span class="katex-error" title="' + escape(message) +
            '" style="color:#cc0000">' + escape(tex) + "</span>";
    }

    global.phx_math = function (tex, display, trust, extra) {
        var options = {
            displayMode: display,
            output: "htmlAndMathml",
            throwOnError: true,
            strict: false,
            trust: trust,
            maxExpand: 1000,
            maxSize: 500
        };
        if (extra) {
            Object.assign(options, JSON.parse(extra));
        }
        try {
            return katex.renderToString(tex, options);
        } catch (error) {
            if (!(error instanceof katex.ParseError)) {
                var message = error instanceof RangeError
                    ? "the formula is nested too deeply" : String(error);
                return { message: message, html: plain(tex, message) };
            }
            options.throwOnError = false;
            return {
                message: error.message,
                position: error.position,
                html: katex.renderToString(tex, options)
            };
        }
    };
}(this));
