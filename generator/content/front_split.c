/* SPDX-License-Identifier: MIT */
/*
 * Where front matter begins and ends. As forgiving as real sites need: blank
 * lines and HTML comments before it, white space after the marks, CRLF, "..."
 * as its end. A thematic break at the top of a page is no front matter.
 */
#include "front.h"

struct scan {
    struct str rest;
    uint32_t lines; /* taken so far */
};

static bool next_line(struct scan *scan, struct str *line)
{
    if (!str_line(&scan->rest, line))
        return false;
    scan->lines++;
    return true;
}

/* The text behind the last line taken; str_line leaves NULL at the end. */
static struct str behind(const struct scan *scan)
{
    return scan->rest.ptr ? scan->rest : STR("");
}

static bool is_mark(struct str line, const char *mark)
{
    return str_is(str_trim_right(line), mark);
}

/* "key:" or "key: value", a comment, a list item's key. */
static bool is_key_line(struct str line)
{
    size_t i = 0;

    if (line.len &&
        (line.ptr[0] == '#' || line.ptr[0] == '"' || line.ptr[0] == '\''))
        return true;
    while (i < line.len && line.ptr[i] != ':' && line.ptr[i] != ' ' &&
           line.ptr[i] != '\t')
        i++;
    if (i == 0 || i == line.len)
        return false;
    line = str_trim_left(str_from(line, i));
    return line.len && line.ptr[0] == ':' &&
           (line.len == 1 || line.ptr[1] == ' ' || line.ptr[1] == '\t');
}

/* Blank lines and HTML comments before the first line that counts. */
static void skip_before(struct scan *scan)
{
    struct scan at = *scan;
    struct str line;
    bool comment = false;

    while (next_line(&at, &line)) {
        struct str text = str_trim(line);

        if (!comment && text.len && !str_starts(text, STR("<!--")))
            return;
        if (str_starts(text, STR("<!--")))
            comment = true;
        if (comment && str_find(text, STR("-->")) != STR_NONE) {
            if (!str_ends(text, STR("-->")))
                return; /* text behind a comment is the body */
            comment = false;
        }
        if (!comment)
            *scan = at;
    }
}

/* From behind the opening mark; false when there is no closing one. */
static bool find_end(struct scan at, const char *mark, const char *other,
                     struct front_parts *out)
{
    struct str start = behind(&at);
    struct str line;
    size_t taken = 0;

    out->text_line = at.lines;
    while (next_line(&at, &line)) {
        if (is_mark(line, mark) || (other && is_mark(line, other))) {
            out->text = str_slice(start, 0, taken);
            out->body = behind(&at);
            out->body_line = at.lines;
            return true;
        }
        taken = start.len - behind(&at).len;
    }
    return false;
}

/* Whether the text between two "---" is meant as YAML: at the very top any key
 * will do, behind other lines the first line must be one. */
static bool looks_like_keys(struct str text, bool at_top)
{
    struct str line;
    bool blank = true;

    while (str_line(&text, &line)) {
        if (str_trim(line).len == 0)
            continue;
        blank = false;
        if (is_key_line(line))
            return true;
        if (!at_top)
            return false;
    }
    return blank;
}

static void split_yaml(struct scan scan, bool at_top, struct front_parts *out)
{
    struct scan peek = scan;
    struct str line;

    if (find_end(scan, "---", "...", out)) {
        out->form =
            looks_like_keys(out->text, at_top) ? FRONT_YAML : FRONT_NONE;
        return;
    }
    if (next_line(&peek, &line) && is_key_line(line))
        out->form = FRONT_UNCLOSED;
}

/* "@def name = value" lines, with blank ones between them. */
static void split_julia(struct scan scan, struct front_parts *out)
{
    struct scan at = scan;
    struct str line;

    out->form = FRONT_JULIA;
    while (next_line(&at, &line)) {
        if (str_starts(line, STR("@def ")))
            scan = at;
        else if (str_trim(line).len)
            break;
    }
    out->body = behind(&scan);
    out->body_line = scan.lines;
}

void front_split(struct str bytes, struct front_parts *out)
{
    struct scan scan = {bytes, 0};
    struct scan start;
    struct str line;
    struct str whole = bytes;
    bool at_top;

    *out = (struct front_parts){.text = STR("")};
    skip_before(&scan);
    start = scan;
    at_top = scan.lines == 0;
    if (next_line(&scan, &line)) {
        out->open_line = scan.lines;
        if (is_mark(line, "---"))
            split_yaml(scan, at_top, out);
        else if (is_mark(line, "+++") && find_end(scan, "+++", NULL, out))
            out->form = FRONT_TOML;
        else if (str_starts(line, STR("@def ")))
            split_julia(start, out);
    }
    if (out->form == FRONT_NONE || out->form == FRONT_UNCLOSED) {
        out->body = whole;
        out->body_line = 0;
    }
}
