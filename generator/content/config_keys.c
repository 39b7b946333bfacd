/* SPDX-License-Identifier: MIT */
/*
 * The one table of configuration keys. It checks phx.yaml (config_check.c),
 * gives the defaults (config_read.c), and is what the manual and the JSON
 * Schema are made of.
 */
#include "content.h"

#define TEXT CONFIG_TEXT
#define BOOL CONFIG_BOOL
#define INT CONFIG_INT
#define LIST CONFIG_LIST
#define MAP CONFIG_MAP

#define SEVERITIES "off|note|warn|warning|error"

static const struct config_key keys[] = {
    {"title", TEXT, "", NULL, 0, 0, "The site's name."},
    {"description", TEXT, "", NULL, 0, 0, "One sentence about the site."},
    {"base_url", TEXT, "", NULL, 0, 0,
     "Where the site will be published; a path in it comes before every URL."},
    {"language", TEXT, NULL, NULL, 0, 0, "The code of the default language."},
    {"languages", MAP, NULL, NULL, 0, 0, "The site's languages by code."},
    {"languages.*", MAP, NULL, NULL, 0, 0, "One language."},
    {"languages.*.name", TEXT, NULL, NULL, 0, 0,
     "Its name in the language itself."},
    {"languages.*.tag", TEXT, NULL, NULL, 0, 0,
     "Its BCP 47 tag for lang attributes, such as zh-Hans."},
    {"languages.*.folder", TEXT, NULL, NULL, 0, 0,
     "Where its pages are below content/; without it, by suffix."},
    {"languages.*.title", TEXT, NULL, NULL, 0, 0,
     "The site's name in this language."},
    {"languages.*.description", TEXT, NULL, NULL, 0, 0,
     "The site's description in this language."},
    {"languages.*.menus", MAP, NULL, NULL, 0, 0,
     "Menus that replace the site's in this language."},
    {"languages.*.params", MAP, NULL, NULL, 0, 0,
     "Values that replace those of params in this language."},
    {"timezone", TEXT, "UTC", NULL, 0, 0,
     "The zone of dates written without one: an IANA name or +08:00."},
    {"theme", TEXT, "phoenix", NULL, 0, 0, "The theme's name."},
    {"author", TEXT | MAP, NULL, NULL, 0, 0,
     "The main author: a name, or name, url, email and what the theme reads."},
    {"authors", MAP, NULL, NULL, 0, 0,
     "Authors by the id that pages use in `authors`."},
    {"authors.*", TEXT | MAP, NULL, NULL, 0, 0, "One author."},
    {"copyright", TEXT, "", NULL, 0, 0,
     "The line about rights, for feeds too."},
    {"output", TEXT, "public", NULL, 0, 0,
     "The folder the site is built into."},
    {"menus", MAP, NULL, NULL, 0, 0, "Menus by name."},
    {"menus.*", LIST, NULL, NULL, 0, 0,
     "Entries with name and url or page, and perhaps children."},
    {"permalinks", MAP, NULL, NULL, 0, 0,
     "Patterns of pages' URLs by section, such as /:year/:slug/."},
    {"permalinks.*", TEXT, NULL, NULL, 0, 0, "A section's pattern."},
    {"taxonomies", LIST | MAP, NULL, NULL, 0, 0,
     "Front matter keys that group pages; tags and categories without it."},
    {"taxonomies.*", MAP, NULL, NULL, 0, 0, "One taxonomy."},
    {"taxonomies.*.title", TEXT, NULL, NULL, 0, 0, "Its heading."},
    {"taxonomies.*.feeds", BOOL, "true", NULL, 0, 0,
     "Whether terms get feeds."},
    {"taxonomies.*.paginate", INT, NULL, NULL, 0, 10000,
     "Pages of a term on one page; 0 is all."},
    {"content", MAP, NULL, NULL, 0, 0, "How pages are read and listed."},
    {"content.paginate", INT, "10", NULL, 0, 10000,
     "Pages of a list on one page; 0 is all."},
    {"content.summary_length", INT, "0", NULL, 0, 100000,
     "Most letters of a description made from a summary; 0 is no limit."},
    {"content.related", INT, "3", NULL, 0, 100, "How many related pages."},
    {"content.main", TEXT | LIST, NULL, NULL, 0, 0,
     "The sections whose pages fill home, archive and the site's feeds."},
    {"severity", MAP, NULL, NULL, 0, 0,
     "Classes of diagnostics and how severe they are."},
    {"severity.*", TEXT | BOOL, NULL, SEVERITIES, 0, 0, "One class."},
    {"budgets", MAP, NULL, NULL, 0, 0, "Limits that fail a build."},
    {"budgets.page_bytes", INT, NULL, NULL, 1, INT32_MAX,
     "Most bytes of one page's HTML."},
    {"budgets.page_gzip", INT, NULL, NULL, 1, INT32_MAX,
     "Most bytes of one page's HTML as transferred."},
    {"budgets.asset_bytes", INT, NULL, NULL, 1, INT32_MAX,
     "Most bytes of one published file."},
    {"budgets.site_bytes", INT, NULL, NULL, 1, INT64_MAX,
     "Most bytes of the whole output."},
    {"budgets.build_seconds", INT | CONFIG_NUMBER, NULL, NULL, 1, 86400,
     "Longest build."},
    {"feeds", MAP | BOOL, NULL, NULL, 0, 0, "Feeds; false is none."},
    {"feeds.formats", TEXT | LIST, "atom,rss,json", "atom|rss|json", 0, 0,
     "Which formats."},
    {"feeds.limit", INT, "20", NULL, 1, 10000, "Most entries of a feed."},
    {"feeds.full", BOOL, "true", NULL, 0, 0,
     "Whole pages in feeds; false is summaries."},
    {"feeds.sections", BOOL, "true", NULL, 0, 0, "Whether sections get feeds."},
    {"search", MAP | BOOL, NULL, NULL, 0, 0, "Search; false is none."},
    {"search.enabled", BOOL, "true", NULL, 0, 0, "Whether to make an index."},
    {"search.command", TEXT, NULL, NULL, 0, 0, "Where Pagefind is."},
    {"sass", TEXT, "libsass", "libsass|dart", 0, 0,
     "What compiles style sheets."},
    {"images", MAP, NULL, NULL, 0, 0, "How images are made smaller."},
    {"images.widths", LIST, NULL, NULL, 0, 0, "Widths in pixels."},
    {"images.quality", INT, "80", NULL, 1, 100, "Quality of lossy images."},
    {"publish", MAP, NULL, NULL, 0, 0, "Publication on GitHub Pages."},
    {"publish.branch", TEXT, "gh-pages", NULL, 0, 0,
     "The branch to commit to."},
    {"publish.remote", TEXT, "origin", NULL, 0, 0, "The remote to push to."},
    {"publish.cname", TEXT, "", NULL, 0, 0, "The site's own domain."},
    {"publish.message", TEXT, NULL, NULL, 0, 0, "The commit's message."},
    {"bench", MAP, NULL, NULL, 0, 0, "Results and how to run benchmarks."},
    {"bench.results", TEXT, "benchmarks/results", NULL, 0, 0,
     "The folder of result files."},
    {"bench.run", MAP, NULL, NULL, 0, 0, "Commands by name."},
    {"params", MAP, NULL, NULL, 0, 0, "Anything; for templates and the theme."},
};

const struct config_key *config_keys(size_t *count)
{
    *count = PHX_COUNT(keys);
    return keys;
}
