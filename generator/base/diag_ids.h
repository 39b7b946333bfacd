/* SPDX-License-Identifier: MIT */
/*
 * Included by diag.h with PHX_DIAG defined:
 * PHX_DIAG(name, code, severity, class, title). A code is never used again for
 * something else. First letter: F files, C configuration and content, V values
 * (YAML, JSON, CSV), M markdown, T templates and expressions, A assets,
 * B results, S scripts (maths, code), G git, P output.
 */
/* One line an id. */
/* clang-format off */
PHX_DIAG(FILE_UNREADABLE, "F001", ERROR, FILES, "a file cannot be read")
PHX_DIAG(FILE_ENCODING, "F002", ERROR, FILES, "a file is not UTF-8")
PHX_DIAG(FILE_OUTSIDE, "F003", ERROR, FILES, "a path leaves the site")
PHX_DIAG(FILE_LIMIT, "F004", ERROR, FILES, "a file is larger than a limit")

PHX_DIAG(YAML_SYNTAX, "V001", ERROR, FRONT_MATTER, "YAML does not parse")
PHX_DIAG(YAML_LIMIT, "V002", ERROR, FRONT_MATTER, "YAML passes a limit")
PHX_DIAG(YAML_DUPLICATE_KEY, "V003", WARNING, FRONT_MATTER, "a key stands twice")
PHX_DIAG(JSON_SYNTAX, "V010", ERROR, FILES, "JSON does not parse")
PHX_DIAG(JSON_LIMIT, "V011", ERROR, FILES, "JSON passes a limit")
PHX_DIAG(TOML_SYNTAX, "V015", ERROR, FRONT_MATTER, "TOML does not parse")
PHX_DIAG(CSV_SYNTAX, "V020", ERROR, FILES, "CSV does not parse")

PHX_DIAG(CONFIG_KEY, "C001", WARNING, CONFIG, "an unknown configuration key")
PHX_DIAG(CONFIG_TYPE, "C002", ERROR, CONFIG, "a setting has the wrong type")
PHX_DIAG(CONFIG_VALUE, "C003", ERROR, CONFIG, "a setting has an impossible value")
PHX_DIAG(CONFIG_MISSING, "C004", WARNING, CONFIG, "a setting is missing")
PHX_DIAG(FRONT_MATTER_KEY, "C010", WARNING, FRONT_MATTER, "an unknown front matter key")
PHX_DIAG(FRONT_MATTER_TYPE, "C011", ERROR, FRONT_MATTER, "a front matter value has the wrong type")
PHX_DIAG(FRONT_MATTER_DATE, "C012", ERROR, FRONT_MATTER, "a date cannot be read")
PHX_DIAG(FRONT_MATTER_FORM, "C013", WARNING, FRONT_MATTER, "front matter in a form phx does not read")
PHX_DIAG(URL_DUPLICATE, "C020", ERROR, URLS, "two pages claim one URL")
PHX_DIAG(URL_BAD, "C021", ERROR, URLS, "a URL, slug or permalink is not usable")
PHX_DIAG(URL_ALIAS, "C022", WARNING, URLS, "an alias is not usable")
PHX_DIAG(BASE_URL_MISSING, "C023", WARNING, CONFIG, "base_url is not set")
PHX_DIAG(TRANSLATION_STALE, "C030", WARNING, TRANSLATIONS, "a translation is older than its original")
PHX_DIAG(THEME_MISSING, "C040", ERROR, CONFIG, "the theme is not there")

PHX_DIAG(GIT_SHALLOW, "G001", WARNING, HISTORY, "the clone is shallow")
PHX_DIAG(GIT_OWNER, "G002", WARNING, HISTORY, "git does not trust the repository's owner")
PHX_DIAG(GIT_NONE, "G003", NOTE, HISTORY, "there is no git repository")
PHX_DIAG(GIT_BROKEN, "G004", WARNING, HISTORY, "git history cannot be read")
PHX_DIAG(GIT_NESTED, "G005", WARNING, HISTORY, "a repository inside the site is left out")

PHX_DIAG(LINK_BROKEN, "M001", ERROR, LINKS, "a relative link leads nowhere")
PHX_DIAG(LINK_ANCHOR, "M002", WARNING, LINKS, "a link's anchor is not on its page")
PHX_DIAG(LINK_OUTSIDE, "M003", ERROR, LINKS, "a link leaves the site's folder")
PHX_DIAG(IMAGE_ALT, "M010", WARNING, IMAGES, "an image has no alternative text")
PHX_DIAG(MARKDOWN_LIMIT, "M020", ERROR, FILES, "Markdown passes a limit")
PHX_DIAG(DIRECTIVE_UNKNOWN, "M030", WARNING, DIRECTIVES, "an unknown directive")
PHX_DIAG(DIRECTIVE_OPTION, "M031", ERROR, DIRECTIVES, "a directive's option is wrong")
PHX_DIAG(DIRECTIVE_BODY, "M032", ERROR, DIRECTIVES, "a directive's body is wrong")
PHX_DIAG(ROLE_UNKNOWN, "M033", WARNING, DIRECTIVES, "an unknown role")
PHX_DIAG(ROLE_BAR, "M034", ERROR, DIRECTIVES, "a bare bar inside a role in a table")
PHX_DIAG(ROLE_PLACE, "M035", ERROR, DIRECTIVES, "a role stands where it cannot be computed")
PHX_DIAG(FENCE_ATTRIBUTE, "M036", WARNING, CODE, "a code block's attribute is not known")
PHX_DIAG(FOOTNOTE_UNDEFINED, "M040", WARNING, LINKS, "a footnote is not defined")
PHX_DIAG(INCLUDE_CYCLE, "M041", ERROR, DIRECTIVES, "files include each other")
PHX_DIAG(INCLUDE_MISSING, "M042", ERROR, DIRECTIVES, "an included file is not there")
PHX_DIAG(BODY_CYCLE, "M043", ERROR, DIRECTIVES, "a page's body reads another page's body")
PHX_DIAG(COMPONENT_DECLARATION, "M044", ERROR, TEMPLATES, "a component's declaration is wrong")
PHX_DIAG(LABEL_UNKNOWN, "M050", ERROR, LINKS, "a reference to a label that is not there")
PHX_DIAG(LABEL_DUPLICATE, "M051", ERROR, LINKS, "a label stands twice")
PHX_DIAG(BIBLIOGRAPHY, "M052", ERROR, DIRECTIVES, "a bibliography does not parse")
PHX_DIAG(CITATION_UNKNOWN, "M053", ERROR, LINKS, "a citation of what no bibliography has")
PHX_DIAG(BIBLIOGRAPHY_MISSING, "M054", ERROR, LINKS, "a bibliography is not there")

PHX_DIAG(MATH_ERROR, "S001", WARNING, MATH, "a formula does not parse")
PHX_DIAG(SCRIPT_HOST, "S002", ERROR, MATH, "the JavaScript library is missing or failed")
PHX_DIAG(CODE_LANGUAGE, "S010", NOTE, CODE, "no highlighter for a language")

PHX_DIAG(TEMPLATE_SYNTAX, "T001", ERROR, TEMPLATES, "a template does not parse")
PHX_DIAG(TEMPLATE_MISSING, "T002", ERROR, TEMPLATES, "a template is not there")
PHX_DIAG(TEMPLATE_UNDEFINED, "T003", ERROR, TEMPLATES, "a name is not defined")
PHX_DIAG(TEMPLATE_FILTER, "T004", ERROR, TEMPLATES, "an unknown filter")
PHX_DIAG(TEMPLATE_TEST, "T005", ERROR, TEMPLATES, "an unknown test")
PHX_DIAG(TEMPLATE_RUNTIME, "T006", ERROR, TEMPLATES, "a template failed while running")
PHX_DIAG(TEMPLATE_LIMIT, "T007", ERROR, TEMPLATES, "a template passes a limit")
PHX_DIAG(EXPRESSION, "T010", ERROR, TEMPLATES, "an expression is wrong")

PHX_DIAG(SASS, "A001", ERROR, ASSETS, "a style sheet does not compile")
PHX_DIAG(ASSET_MISSING, "A002", ERROR, ASSETS, "an asset is not there")
PHX_DIAG(ASSET_DUPLICATE, "A003", ERROR, ASSETS, "two files claim one output path")
PHX_DIAG(SASS_WARNING, "A004", WARNING, ASSETS, "a style sheet warns")
PHX_DIAG(GRAPH, "A010", ERROR, DIRECTIVES, "a graph does not parse")
PHX_DIAG(GRAPH_WARNING, "A011", WARNING, DIRECTIVES, "Graphviz warns about a graph")
PHX_DIAG(GRAPH_LIBRARY, "A012", WARNING, DIRECTIVES, "Graphviz is not installed")
PHX_DIAG(MERMAID_LIBRARY, "A013", WARNING, DIRECTIVES, "mermaid is not installed")

PHX_DIAG(RESULT_MISSING, "B001", ERROR, RESULTS, "a result file is not there")
PHX_DIAG(RESULT_FORMAT, "B002", ERROR, RESULTS, "a result file's format is not known")
PHX_DIAG(RESULT_CONTENT, "B003", ERROR, RESULTS, "a result file is damaged")
PHX_DIAG(RESULT_COLUMN, "B004", ERROR, RESULTS, "a column is not in the result")
PHX_DIAG(RESULT_EMPTY, "B005", ERROR, RESULTS, "a selection is empty")
PHX_DIAG(RESULT_QUERY, "B006", ERROR, RESULTS, "a query is wrong")
PHX_DIAG(RESULT_LIMIT, "B007", ERROR, RESULTS, "a result file passes a limit")
PHX_DIAG(CLAIM_FALSE, "B010", ERROR, CLAIMS, "an assertion no longer holds")

PHX_DIAG(FEED_MISSING_DATE, "X001", WARNING, FEEDS, "a page in a feed has no date")

PHX_DIAG(OUTPUT_UNWRITABLE, "P001", ERROR, FILES, "the output cannot be written")
PHX_DIAG(OUTPUT_FOREIGN, "P002", WARNING, FILES, "the output folder holds other files")
PHX_DIAG(OUTPUT_DUPLICATE, "P003", ERROR, URLS, "two outputs have one path")
PHX_DIAG(CACHE, "P020", NOTE, FILES, "the cache cannot be used")
PHX_DIAG(BUDGET, "P010", ERROR, BUDGETS, "a budget is passed")
PHX_DIAG(PUBLISH_SOURCE, "P020", ERROR, PUBLISH, "what would be published is not in order")
PHX_DIAG(PUBLISH_FOREIGN, "P021", ERROR, PUBLISH, "the branch is not one of phx's")
PHX_DIAG(PUBLISH_EDITED, "P022", ERROR, PUBLISH, "somebody has changed what phx published")
PHX_DIAG(PUBLISH_REJECTED, "P023", ERROR, PUBLISH, "the remote refuses the publication")
/* clang-format on */
#undef PHX_DIAG
