/* SPDX-License-Identifier: MIT */
/* The figure: title, drawings, table, caption with provenance and links. */
#include "figure_files.h"
#include "figure_history.h"

#include <math.h>

static void add_word(struct buf *out, struct str language, enum word word)
{
    buf_add_escaped(out, str_of(words(language, word)));
}

static struct str separator(struct str language)
{
    return str_starts(language, STR("zh")) ? STR("，") : STR(", ");
}

/* ---- Title, measure ---- */

static struct str default_title(const struct figure *f, const struct plot *plot,
                                struct arena *arena)
{
    const struct chart *chart = &plot->chart;
    struct str language = f->directive->language;
    struct str x = chart->x.title;

    if (f->title.len > 0)
        return f->title;
    if (x.len == 0)
        return str_fmt(arena, "%" STR_FMT ": %" STR_FMT,
                       STR_ARG(f->view.result->name), STR_ARG(chart->y.title));
    if (str_starts(language, STR("zh")))
        return str_fmt(arena, "%" STR_FMT "（按 %" STR_FMT "）",
                       STR_ARG(chart->y.title), STR_ARG(x));
    return str_fmt(arena, "%" STR_FMT " by %" STR_FMT, STR_ARG(chart->y.title),
                   STR_ARG(x));
}

/* "mean time, s, lower is better" */
static void add_measure(const struct chart *chart, struct buf *out)
{
    struct str comma = separator(chart->language);

    buf_add(out, chart->y.title);
    if (chart->y.display.unit.len > 0) {
        buf_add(out, comma);
        buf_add(out, chart->y.display.unit);
    }
    if (chart->better == BETTER_HIGHER || chart->better == BETTER_LOWER) {
        buf_add(out, comma);
        buf_add_cstr(out, words(chart->language, chart->better == BETTER_HIGHER
                                                     ? WORD_HIGHER
                                                     : WORD_LOWER));
    }
    if (chart->y.log || chart->x.log) {
        buf_add(out, comma);
        buf_add_cstr(out, words(chart->language, WORD_LOG_SCALE));
    }
}

static const struct point *extreme(const struct chart *chart, bool most,
                                   const struct series **of)
{
    const struct point *found = NULL;

    for (size_t i = 0; i < chart->series.len; i++)
        for (size_t k = 0; k < chart->series.items[i].points.len; k++) {
            const struct point *p = &chart->series.items[i].points.items[k];

            if (isnan(p->y))
                continue;
            if (!found || (most ? p->y > found->y : p->y < found->y)) {
                found = p;
                *of = &chart->series.items[i];
            }
        }
    return found;
}

static struct str description(const struct chart *chart)
{
    static const enum word kinds[] = {
        [CHART_BAR] = WORD_CHART_BAR,
        [CHART_STACKED] = WORD_CHART_BAR,
        [CHART_LINE] = WORD_CHART_LINE,
        [CHART_SCATTER] = WORD_CHART_SCATTER,
        [CHART_HEAT] = WORD_TABLE_OF,
        [CHART_SPARK] = WORD_CHART_LINE,
        [CHART_AUTO] = WORD_CHART_BAR,
        [CHART_BOX] = WORD_CHART_BOX,
        [CHART_NONE] = WORD_TABLE_OF,
        [CHART_PERCENTILE] = WORD_CHART_PERCENTILE};
    const struct series *of = NULL;
    const struct point *p;
    struct buf out = BUF_INIT;
    struct str text;

    buf_add_cstr(&out, words(chart->language, kinds[chart->kind]));
    buf_add_cstr(&out, ": ");
    add_measure(chart, &out);
    buf_add_cstr(&out, ". ");
    for (int most = 0; most < 2; most++) {
        p = extreme(chart, most, &of);
        if (!p)
            break;
        buf_add_cstr(
            &out, words(chart->language, most ? WORD_MAXIMUM : WORD_MINIMUM));
        buf_add_cstr(&out, ": ");
        chart_point_text(chart, of, p, &out);
        buf_add_cstr(&out, ". ");
    }
    text = str_trim(buf_dup(chart->arena, &out));
    buf_deinit(&out);
    return text;
}

/* ---- Caption ---- */

/* Sentences of a caption are parted by a space, or the Chinese full stop. */
static void add_sentence(struct buf *out, struct str language, enum word word)
{
    add_word(out, language, word);
    buf_add_cstr(out, str_starts(language, STR("zh")) ? "。" : ". ");
}

/* Does a series have more points than pixels? */
static bool is_reduced(const struct chart *chart)
{
    for (size_t i = 0;
         (chart->kind == CHART_LINE || chart->kind == CHART_PERCENTILE ||
          chart->kind == CHART_SPARK) &&
         i < chart->series.len;
         i++)
        if ((double)chart->series.items[i].points.len > CHART_WIDE_WIDTH)
            return true;
    return false;
}

/* What bars or bands stand for; charts that have none say what became of the
 * repeats. */
static void add_spread(const struct chart *chart, struct str language,
                       struct buf *out)
{
    static const enum word spreads[] = {
        [SPREAD_SD_SAMPLE] = WORD_SPREAD_SD_SAMPLE,
        [SPREAD_SD_POPULATION] = WORD_SPREAD_SD_POPULATION,
        [SPREAD_SD] = WORD_SPREAD_SD,
        [SPREAD_STANDARD_ERROR] = WORD_SPREAD_STANDARD_ERROR,
        [SPREAD_CONFIDENCE] = WORD_SPREAD_CONFIDENCE,
        [SPREAD_RANGE] = WORD_SPREAD_RANGE};
    const bool zh = str_starts(language, STR("zh"));
    const bool band = chart->kind == CHART_LINE;
    const bool drawn =
        band || chart->kind == CHART_BAR || chart->kind == CHART_SCATTER;

    if (chart->spread == SPREAD_NONE || chart->kind == CHART_BOX)
        return;
    if (!drawn) {
        if (chart->spread == SPREAD_RANGE)
            add_sentence(out, language, WORD_MEDIANS);
        return;
    }
    add_word(out, language, band ? WORD_BAND : WORD_ERROR_BARS);
    buf_add_cstr(out, zh ? "：" : ": ");
    add_word(out, language, spreads[chart->spread]);
    if (chart->spread == SPREAD_CONFIDENCE && chart->level > 0)
        buf_add_fmt(out, " (%g%%)", chart->level * 100);
    buf_add_cstr(out, zh ? "。" : ". ");
}

static void add_notes(const struct figure *f, const struct plot *plot,
                      struct buf *out)
{
    struct str language = f->directive->language;
    const struct chart *chart = &plot->chart;
    const bool zh = str_starts(language, STR("zh"));

    add_spread(chart, language, out);
    if (chart->kind == CHART_HEAT && chart_heat_is_log(chart))
        add_sentence(out, language, WORD_HEAT_LOG);
    if (chart->kind == CHART_BOX)
        add_sentence(out, language, WORD_BOX_MEANING);
    if (chart->kind == CHART_PERCENTILE)
        add_sentence(out, language, WORD_PERCENTILE_MEANING);
    if (chart_has_front(chart))
        add_sentence(out, language, WORD_FRONT);
    if (f->spec.smooth > 0) {
        add_word(out, language, WORD_SMOOTHED);
        buf_add_fmt(out, zh ? " %g。" : " %g. ", f->spec.smooth);
    }
    if (is_reduced(chart))
        add_sentence(out, language, WORD_REDUCED);
    if (f->past)
        history_notes(f, plot, out);
    if (plot->duplicates > 0)
        buf_add_fmt(out, "%s: %zu. ", words(language, WORD_DUPLICATES),
                    plot->duplicates);
    if (plot->gaps > 0)
        buf_add_fmt(out, "%s: %zu. ", words(language, WORD_GAPS), plot->gaps);
    if (plot->left_out > 0) {
        buf_add_fmt(out, "%s: %zu. ", words(language, WORD_NOT_DRAWN),
                    plot->left_out);
    }
    if (chart->x.categories && plot->categories > chart->x.name_count)
        buf_add_fmt(out, "%zu %s %zu. ", chart->x.name_count,
                    words(language, WORD_SHOWN_OF), plot->categories);
    for (size_t i = 0; i < f->view.table->notes.len; i++)
        if (str_is(f->view.table->notes.items[i], "first-table"))
            add_sentence(out, language, WORD_FIRST_TABLE);
        else if (str_starts(f->view.table->notes.items[i], STR("duplicates:")))
            buf_add_fmt(out, "%s: %" STR_FMT ". ",
                        words(language, WORD_DUPLICATES),
                        STR_ARG(str_from(f->view.table->notes.items[i],
                                         strlen("duplicates:"))));
}

static void add_author(struct buf *out, struct str language)
{
    buf_add_cstr(out, " (");
    add_word(out, language, WORD_SAYS_AUTHOR);
    buf_add_char(out, ')');
}

static void add_fact(const struct figure *f, const char *key, enum word missing,
                     struct buf *out)
{
    const struct fact *fact = table_fact_of(f->view.table, key);
    struct str language = f->directive->language;

    if (!fact && missing == WORD_COUNT)
        return;
    buf_add(out, separator(language));
    if (!fact) {
        add_word(out, language, missing);
        return;
    }
    buf_add_escaped(out, fact->text);
    if (fact->from_author)
        add_author(out, language);
}

static bool is_plain_tool(const struct table *table)
{
    return str_is(str_of(table->tool->name), "table") ||
           str_is(str_of(table->tool->name), "json") ||
           str_is(str_of(table->tool->name), "markdown");
}

/* Other facts of the author: the machine's parts, flags, what a tool cannot
 * know. */
static void add_author_facts(const struct figure *f, struct buf *out)
{
    static const char *const told[] = {"version", "date", "machine", "tool"};
    struct str language = f->directive->language;

    for (size_t i = 0; i < f->view.table->facts.len; i++) {
        const struct fact *fact = &f->view.table->facts.items[i];
        bool known = !fact->from_author;

        for (size_t k = 0; k < PHX_COUNT(told); k++)
            known = known || str_is(fact->key, told[k]);
        if (known)
            continue;
        buf_add(out, separator(language));
        buf_add_escaped(out, fact->key);
        buf_add_char(out, ' ');
        buf_add_escaped(out, fact->text);
        add_author(out, language);
    }
}

static void add_commit_id(const struct figure *f,
                          const struct repo_file_history *history,
                          struct buf *out)
{
    const bool link = f->view.store->commit_url.len > 0;

    if (link) {
        buf_add_cstr(out, "<a href=\"");
        buf_add_escaped(out, f->view.store->commit_url);
        buf_add_escaped(out, history->commit);
        buf_add_cstr(out, "\">");
    }
    buf_add_cstr(out, "<code>");
    buf_add_escaped(out, str_slice(history->commit, 0, 7));
    buf_add_cstr(out, link ? "</code></a>" : "</code>");
}

/* ", file as of commit abc1234 (2026-01-02)" */
static void add_commit(const struct figure *f,
                       const struct repo_file_history *history, struct buf *out)
{
    const struct date_fields d = date_fields(history->updated);

    buf_add(out, separator(f->directive->language));
    add_word(out, f->directive->language, WORD_FILE_COMMIT);
    buf_add_char(out, ' ');
    add_commit_id(f, history, out);
    buf_add_fmt(out, " (%04d-%02d-%02d)", d.year, d.month, d.day);
}

/* Provenance, in sentences of the page's language. */
static void add_provenance(const struct figure *f, struct buf *out)
{
    const struct table *table = f->view.table;
    const struct repo_file_history *history = f->view.result->history;
    struct str language = f->directive->language;
    const bool plain = is_plain_tool(table);
    const bool zh = str_starts(language, STR("zh"));
    const struct fact *version = table_fact_of(table, "version");

    add_word(out, language, plain ? WORD_FROM_FILE : WORD_SOURCE);
    if (!zh)
        buf_add_char(out, ' ');
    buf_add_escaped(out, table->tool_label.len ? table->tool_label
                                               : str_of(table->tool->label));
    if (version) {
        buf_add_char(out, ' ');
        buf_add_escaped(out, version->text);
    } else if (!plain) {
        buf_add(out, separator(language));
        add_word(out, language, WORD_NO_VERSION);
    }
    if (version && version->from_author)
        add_author(out, language);
    add_fact(f, "date", WORD_COUNT, out);
    add_fact(f, "machine", plain ? WORD_COUNT : WORD_NO_MACHINE, out);
    add_author_facts(f, out);
    if (history)
        add_commit(f, history, out);
    buf_add_cstr(out, zh ? "。" : ".");
}

/* "serve.json (raw file in the repository at abc1234)" */
static void add_withheld(const struct figure *f, struct buf *out)
{
    const struct result *result = f->view.result;
    struct str language = f->directive->language;

    buf_add_cstr(out, " <code>");
    buf_add_escaped(out, path_name(result->path));
    buf_add_cstr(out, "</code> (");
    if (result->history) {
        add_word(out, language, WORD_WITHHELD_AT);
        buf_add_char(out, ' ');
        add_commit_id(f, result->history, out);
    } else {
        add_word(out, language, WORD_WITHHELD);
    }
    buf_add_char(out, ')');
}

/* The file, or the files of a folder. */
static void add_links(const struct figure *f, struct buf *out)
{
    const struct bench_directive *d = f->directive;
    const struct result *result = f->view.result;

    if (!result->is_folder && result->withheld) {
        add_withheld(f, out);
    } else if (!result->is_folder) {
        buf_add_cstr(out, " <a class=\"result-file\" href=\"");
        buf_add_escaped(out, d->raw_url);
        buf_add_char(out, '/');
        struct buf url = BUF_INIT;

        buf_add_url(&url, result->path);
        buf_add_escaped(out, buf_str(&url));
        buf_deinit(&url);
        buf_add_cstr(out, "\">");
        buf_add_escaped(out, path_name(result->path));
        buf_add_cstr(out, "</a>");
    } else {
        buf_add_cstr(out, " <code>");
        buf_add_escaped(out, result->path);
        buf_add_fmt(out, "/</code> (%zu)", result->members.len);
    }
    if (d->plain)
        return;
    buf_add_cstr(out, " <a class=\"result-permalink\" href=\"#");
    buf_add_escaped(out, d->id);
    buf_add_cstr(out, "\">");
    add_word(out, d->language, WORD_PERMALINK);
    buf_add_cstr(out, "</a>");
}

/* ---- The figure ---- */

static void write_details(const struct figure *f, const struct plot *plot,
                          struct reader *reader, struct buf *out)
{
    struct str language = f->directive->language;

    if (f->table == TABLE_NONE && !f->directive->plain)
        return;
    if (f->table == TABLE_OPEN || f->directive->plain ||
        plot->chart.kind == CHART_NONE) {
        figure_table(f, plot, reader, out);
        return;
    }
    buf_add_fmt(out, "<details class=\"result-data\"%s><summary>",
                f->view.len <= 12 ? " data-print=\"open\"" : "");
    add_word(out, language, WORD_DATA);
    buf_add_fmt(out, " (%zu %s)</summary>\n", f->view.len,
                words(language, f->view.len == 1 ? WORD_ROW : WORD_ROWS));
    figure_table(f, plot, reader, out);
    buf_add_cstr(out, "</details>\n");
}

void figure_write(struct figure *f, struct plot *plot, struct reader *reader,
                  struct buf *out)
{
    const struct bench_directive *d = f->directive;
    struct chart *chart = &plot->chart;
    struct buf measure = BUF_INIT;
    struct str files[2];

    chart->id = d->id;
    chart->title = default_title(f, plot, reader->arena);
    chart->desc = description(chart);
    buf_add_cstr(out, "<figure class=\"result\" id=\"");
    buf_add_escaped(out, d->id);
    buf_add_cstr(out, "\">\n<p class=\"result-title\">");
    if (d->number.len > 0) {
        buf_add_cstr(out, "<span class=\"figure-number\">");
        buf_add_escaped(out, d->number);
        buf_add_cstr(out, "</span> ");
    }
    buf_add_escaped(out, chart->title);
    buf_add_cstr(out, "</p>\n<p class=\"result-measure\">");
    add_measure(chart, &measure);
    buf_add_escaped(out, buf_str(&measure));
    buf_deinit(&measure);
    buf_add_cstr(out, "</p>\n");
    if (!d->plain && chart->kind != CHART_NONE)
        chart_draw(chart, out);
    write_details(f, plot, reader, out);
    buf_add_cstr(out, "<figcaption>");
    buf_add(out, d->caption);
    buf_add_cstr(out, "<p class=\"result-source\">");
    add_notes(f, plot, out);
    add_provenance(f, out);
    add_links(f, out);
    if (figure_keeps_files(f)) {
        figure_files(f, plot, reader, files);
        figure_file_links(f, files, out);
    }
    buf_add_cstr(out, "</p>");
    /* In the caption: nothing may follow one in a figure. */
    if (figure_keeps_files(f))
        figure_dataset(f, plot, files, reader, out);
    buf_add_cstr(out, "</figcaption>\n</figure>\n");
}
