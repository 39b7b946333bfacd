/* SPDX-License-Identifier: MIT */
/*
 * The once-per-image table of copies, and what is kept of them between builds:
 * a file of lines (size, preview, one line a copy) with the bytes of all copies
 * behind an empty line.
 */
#include "images.h"

#include "keep.h"

#include <pthread.h>

/* Part of every key: copies made in another way are others. */
#define MADE_AS "phx images 1"
/* Smaller images are shown as they are. */
#define WORTH_WIDTH 160
#define KEPT_LIMIT (256u << 20)

struct entry {
    struct str key; /* "NAME?WIDTHS" */
    const struct asset *asset;
    struct str widths;
    struct picture picture;
    struct str file; /* where it is kept; NUL-terminated */
    bool ready, shown;
};

struct image_table {
    pthread_mutex_t lock;
    pthread_cond_t ready;
    struct arena arena; /* under the lock */
    struct map entries; /* key → struct entry * */
    bool enabled;
    struct str widths;
    enum image_format formats[2];
    size_t format_count;
    int quality;
    struct hash settings;
};

/* ---- Configuration ---- */

static void destroy(void *ptr)
{
    struct image_table *table = ptr;

    pthread_mutex_destroy(&table->lock);
    pthread_cond_destroy(&table->ready);
    arena_deinit(&table->arena);
}

/* A list or a text with commas, as text with commas. */
static struct str joined(struct arena *arena, struct value v)
{
    struct buf text = BUF_INIT;

    if (v.kind == VALUE_LIST)
        for (size_t i = 0; i < v.as.list->len; i++) {
            if (i)
                buf_add_char(&text, ',');
            value_print(&text, v.as.list->items[i], NULL);
        }
    else if (v.kind == VALUE_STRING)
        buf_add(&text, value_text(v));
    struct str out = buf_dup(arena, &text);
    buf_deinit(&text);
    return out;
}

static void read_formats(struct image_table *table, struct str list)
{
    struct str name;

    while (str_split(&list, ',', &name)) {
        enum image_format format =
            str_is(str_trim(name), "avif") ? IMAGE_AVIF : IMAGE_WEBP;
        if (table->format_count < PHX_COUNT(table->formats))
            table->formats[table->format_count++] = format;
    }
}

void images_init(struct build *build)
{
    const struct config *config = &build->config;
    struct image_table *table = arena_new(build->arena, struct image_table);
    struct value quality = config_value(config, "images.quality");
    struct value enabled = config_value(config, "images.enabled");
    struct str formats =
        joined(build->arena, config_value(config, "images.formats"));

    pthread_mutex_init(&table->lock, NULL);
    pthread_cond_init(&table->ready, NULL);
    arena_init(&table->arena);
    arena_defer(build->arena, destroy, table);
    map_init(&table->entries, &table->arena);
    table->enabled = !value_is(enabled, VALUE_BOOL) || enabled.as.boolean;
    table->widths = joined(build->arena, config_value(config, "images.widths"));
    if (table->widths.len == 0)
        table->widths = STR("480,960,1440");
    read_formats(table, formats);
    table->quality =
        value_is(quality, VALUE_INT) ? (int)quality.as.integer : 80;
    table->settings =
        hash_mix_int(hash_mix_str(hash_bytes(STR(MADE_AS)), formats),
                     (uint64_t)table->quality);
    build->images = table;
}

/* ---- Making ---- */

static struct str copy_path(struct arena *arena, const struct asset *asset,
                            struct str hash, enum image_format format,
                            int width)
{
    struct str ext = path_ext(asset->path);
    struct str stem =
        ext.len ? str_slice(asset->path, 0, asset->path.len - ext.len - 1)
                : asset->path;

    return str_fmt(arena, "%" STR_FMT "-%" STR_FMT "-%d.%s", STR_ARG(stem),
                   STR_ARG(str_slice(hash, 0, 8)), width,
                   format == IMAGE_AVIF ? "avif" : "webp");
}

/* Ascending, none wider than the image; the image's own width ends the list
 * when a wider one was asked for. */
static size_t widths_of(struct str list, int limit, int *out, size_t max)
{
    struct str part;
    size_t count = 0;
    bool wider = false;

    while (str_split(&list, ',', &part) && count + 1 < max) {
        int64_t width;
        if (!str_to_int(str_trim(part), &width) || width < 1)
            continue;
        if (width >= limit) {
            wider = true;
            continue;
        }
        size_t at = count++;
        for (; at > 0 && out[at - 1] > width; at--)
            out[at] = out[at - 1];
        out[at] = (int)width;
    }
    if (wider || count == 0)
        out[count++] = limit;
    return count;
}

struct making {
    struct image_table *table;
    struct entry *entry;
    struct str hash; /* of the copies' key, hexadecimal */
    struct arena *arena;
};

/* One copy; one that is no smaller than the image itself is not kept. */
static int make_copy(struct making *m, enum image_format format, int width,
                     struct error *err)
{
    struct picture *p = &m->entry->picture;
    const struct asset *asset = m->entry->asset;
    const bool sharp = p->info.kind == IMAGE_SHARP;
    int quality = m->table->quality;
    struct str bytes;

    /* AVIF's scale is another: 60 looks like WebP's 80. */
    if (format == IMAGE_AVIF)
        quality = quality > 40 ? quality - 20 : quality / 2 + 1;
    const struct image_target target = {format, width, quality, sharp};
    int rc =
        image_resize(m->arena, asset->bytes, &p->info, &target, &bytes, err);
    if (rc < 0)
        return rc;
    if (bytes.len >= asset->bytes.len)
        return 0;
    p->copies[p->copy_count++] = (struct image_copy){
        .path = copy_path(m->arena, asset, m->hash, format, width),
        .format = format,
        .width = width,
        .bytes = bytes,
        .len = bytes.len,
    };
    return 0;
}

static int make_copies(struct making *m, struct error *err)
{
    struct picture *p = &m->entry->picture;
    int widths[IMAGE_COPIES_MAX / 2];
    size_t count =
        widths_of(m->entry->widths, p->info.width, widths, PHX_COUNT(widths));

    for (size_t f = 0; f < m->table->format_count; f++) {
        if (!image_can_write(m->table->formats[f]))
            continue;
        for (size_t i = 0; i < count; i++) {
            int rc = make_copy(m, m->table->formats[f], widths[i], err);
            if (rc < 0)
                return rc;
        }
    }
    if (p->copy_count == 0 || p->info.alpha)
        return 0;
    return image_preview(m->arena, m->entry->asset->bytes, &p->info,
                         &p->preview, err);
}

static void make(struct making *m)
{
    struct picture *p = &m->entry->picture;
    struct error err = {0};
    int rc = image_read(m->entry->asset->bytes, &p->info, &err);

    if (rc == 0 && m->table->enabled &&
        (p->info.kind == IMAGE_PHOTO || p->info.kind == IMAGE_SHARP) &&
        p->info.width >= WORTH_WIDTH)
        rc = make_copies(m, &err);
    if (rc == 0)
        return;
    p->copy_count = 0;
    p->preview = STR("");
    p->failed = rc;
    p->why = str_dup(m->arena, str_of(err.message));
}

/* ---- Keeping ---- */

static void keep(const struct build *build, const struct making *m)
{
    const struct entry *entry = m->entry;
    const struct picture *p = &entry->picture;
    struct str dir = path_join(m->arena, build->root, STR(".phx/images"));
    struct buf text = BUF_INIT;
    struct error err;

    buf_add_fmt(&text, "%s\n%d %d %d %d %d\n%" STR_FMT "\n", MADE_AS,
                (int)p->info.kind, p->info.width, p->info.height, p->info.alpha,
                p->info.located, STR_ARG(p->preview));
    for (size_t i = 0; i < p->copy_count; i++)
        buf_add_fmt(&text, "%d %d %zu\n", (int)p->copies[i].format,
                    p->copies[i].width, p->copies[i].len);
    buf_add_char(&text, '\n');
    for (size_t i = 0; i < p->copy_count; i++)
        buf_add(&text, p->copies[i].bytes);
    struct hash sum = hash_bytes(buf_str(&text));
    buf_add(&text, str_bytes((const char *)&sum, sizeof(sum)));
    if (fs_mkdirs(dir.ptr, &err) == 0)
        phx_ignore(fs_write_atomic(entry->file.ptr, buf_str(&text), &err),
                   "made again next time");
    buf_deinit(&text);
}

/* The next number of a line. */
static bool number(struct str *line, int64_t *out)
{
    struct str word;

    return str_split(line, ' ', &word) && str_to_int(word, out);
}

static bool parse_head(struct str *rest, struct picture *p)
{
    struct str line;
    int64_t n[5];

    if (!str_line(rest, &line) || !str_is(line, MADE_AS) ||
        !str_line(rest, &line))
        return false;
    for (size_t i = 0; i < PHX_COUNT(n); i++)
        if (!number(&line, &n[i]))
            return false;
    p->info = (struct image_info){(enum image_kind)n[0], (int)n[1], (int)n[2],
                                  n[3] != 0, n[4] != 0};
    return str_line(rest, &p->preview);
}

/* What keep() wrote, whole; false: there is none, or it is not whole. */
static bool parse_kept(struct making *m, struct str file)
{
    struct picture p = {0};
    struct hash sum;
    struct str line;

    if (file.len < sizeof(sum))
        return false;
    struct str text = str_slice(file, 0, file.len - sizeof(sum));
    memcpy(&sum, file.ptr + text.len, sizeof(sum));
    struct str rest = text;
    if (!hash_eq(sum, hash_bytes(text)) || !parse_head(&rest, &p))
        return false;
    while (str_line(&rest, &line) && line.len) {
        int64_t format, width, len;
        if (p.copy_count == IMAGE_COPIES_MAX || !number(&line, &format) ||
            !number(&line, &width) || !number(&line, &len))
            return false;
        p.copies[p.copy_count++] = (struct image_copy){
            .path = copy_path(m->arena, m->entry->asset, m->hash,
                              (enum image_format)format, (int)width),
            .format = (enum image_format)format,
            .width = (int)width,
            .len = (size_t)len};
    }
    size_t at = (size_t)(rest.ptr - file.ptr);
    for (size_t i = 0; i < p.copy_count; i++) {
        p.copies[i].at = at;
        at += p.copies[i].len;
    }
    if (at != text.len)
        return false;
    p.preview = str_dup(m->arena, p.preview);
    m->entry->picture = p;
    return true;
}

static bool read_kept(struct making *m)
{
    struct arena arena;
    struct error err;
    struct str file;
    bool ok;

    arena_init(&arena);
    ok = fs_read(&arena, m->entry->file.ptr, KEPT_LIMIT, &file, &err) == 0 &&
         parse_kept(m, file);
    arena_deinit(&arena);
    return ok;
}

/* ---- The table ---- */

static bool is_raster_name(struct str name)
{
    static const char *const known[] = {"png", "jpg",  "jpeg", "webp",
                                        "gif", "avif", "svg"};
    struct str ext = path_ext(name);

    for (size_t i = 0; i < PHX_COUNT(known); i++)
        if (str_eq_nocase(ext, str_of(known[i])))
            return true;
    return false;
}

static struct hash fingerprint(const struct image_table *table,
                               const struct asset *asset, struct str widths)
{
    return hash_mix_str(
        hash_mix_str(hash_mix(asset->id, table->settings), asset->name),
        widths);
}

/* The entry of a key, made by whoever asks first. */
static struct entry *find(struct build *build, const struct asset *asset,
                          struct str key, struct str widths, bool *first)
{
    struct image_table *table = build->images;
    struct entry *entry = map_get(&table->entries, key);

    *first = entry == NULL;
    if (entry)
        return entry;
    entry = arena_new(&table->arena, struct entry);
    entry->key = str_dup(&table->arena, key);
    entry->asset = asset;
    entry->widths = str_dup(&table->arena, widths);
    map_set(&table->entries, entry->key, entry);
    return entry;
}

/* Fills an entry; in an arena of its own, which the table then takes. */
static void fill_entry(struct build *build, struct entry *entry)
{
    struct image_table *table = build->images;
    struct arena arena;

    arena_init(&arena);
    struct making m = {.table = table, .entry = entry, .arena = &arena};
    m.hash = hash_hex(&arena, fingerprint(table, entry->asset, entry->widths));
    entry->file =
        path_join(&arena, build->root,
                  str_fmt(&arena, ".phx/images/%" STR_FMT, STR_ARG(m.hash)));
    /* An SVG's size costs less than a look at the disk. */
    bool kept = table->enabled &&
                !str_eq_nocase(path_ext(entry->asset->name), STR("svg"));
    if (!kept || !read_kept(&m)) {
        make(&m);
        if (kept && !entry->picture.failed)
            keep(build, &m);
    }
    pthread_mutex_lock(&table->lock);
    arena_take(&table->arena, &arena);
    entry->ready = true;
    pthread_cond_broadcast(&table->ready);
    pthread_mutex_unlock(&table->lock);
}

static struct entry *get(struct build *build, const struct asset *asset,
                         struct str key, struct str widths)
{
    struct image_table *table = build->images;
    bool first;

    pthread_mutex_lock(&table->lock);
    struct entry *entry = find(build, asset, key, widths, &first);
    while (!first && !entry->ready)
        pthread_cond_wait(&table->ready, &table->lock);
    pthread_mutex_unlock(&table->lock);
    if (first)
        fill_entry(build, entry);
    return entry;
}

const struct picture *images_get(struct reader *reader,
                                 const struct asset *asset, struct str widths)
{
    struct build *build = render_host_of(reader)->build;
    const struct image_table *table = build->images;

    if (!table || !asset || !is_raster_name(asset->name))
        return NULL;
    if (widths.len == 0)
        widths = table->widths;
    struct str key = str_fmt(reader->arena, "%" STR_FMT "?%" STR_FMT,
                             STR_ARG(asset->name), STR_ARG(widths));
    reader_note(reader, INPUT_ASSET, key, fingerprint(table, asset, widths));
    return &get(build, asset, key, widths)->picture;
}

/* ---- From keys ---- */

static const struct asset *asset_of(const struct build *build, struct str key,
                                    struct str *widths)
{
    size_t mark = str_rchr(key, '?');

    if (mark == STR_NONE || !build->images)
        return NULL;
    *widths = str_from(key, mark + 1);
    return asset_find(build->assets, str_slice(key, 0, mark));
}

bool images_fingerprint(const struct build *build, struct str key,
                        struct hash *out)
{
    struct str widths;
    const struct asset *asset = asset_of(build, key, &widths);

    if (!asset)
        return false;
    *out = fingerprint(build->images, asset, widths);
    return true;
}

void images_show(struct build *build, struct str key)
{
    struct image_table *table = build->images;
    struct str widths;
    const struct asset *asset = asset_of(build, key, &widths);

    if (!asset)
        return;
    struct entry *entry = get(build, asset, key, widths);
    pthread_mutex_lock(&table->lock);
    entry->shown = true;
    pthread_mutex_unlock(&table->lock);
}

void images_note(struct build *build, const struct trace *trace)
{
    for (size_t i = 0; i < trace->inputs.len; i++)
        if (trace->inputs.items[i].kind == INPUT_ASSET)
            images_show(build, trace->inputs.items[i].key);
}

/* ---- Publishing ---- */

static int publish(struct build *build, const struct entry *entry,
                   struct arena *arena, struct error *err)
{
    const struct picture *p = &entry->picture;
    struct str file = STR("");

    if (p->copy_count && p->copies[0].bytes.len == 0) {
        int rc = fs_read(arena, entry->file.ptr, KEPT_LIMIT, &file, err);
        if (rc < 0)
            return rc;
    }
    for (size_t i = 0; i < p->copy_count; i++) {
        const struct image_copy *c = &p->copies[i];
        struct str bytes =
            c->bytes.len ? c->bytes : str_slice(file, c->at, c->at + c->len);
        int rc = keep_put(build, c->path, bytes, OUTPUT_ASSET, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* Once a site, whatever the number of its images. */
static void report_missing(struct build *build)
{
    const struct map *entries = &build->images->entries;

    for (size_t i = 0; build->images->enabled && i < entries->len; i++) {
        const struct entry *entry = entries->entries[i].value;
        if (entry->picture.failed != PHX_ELIBRARY)
            continue;
        diag_hint(build->diags,
                  diag_add(build->diags, DIAG_IMAGE_LIBRARY, NULL,
                           (struct span){0}, "%" STR_FMT,
                           STR_ARG(entry->picture.why)),
                  "images are shown as they are; `images: {enabled: false}` "
                  "says that this is meant");
        return;
    }
}

int images_publish(struct build *build, struct error *err)
{
    const struct map *entries = &build->images->entries;
    struct arena arena;
    int rc = 0;

    report_missing(build);
    arena_init(&arena);
    for (size_t i = 0; i < entries->len && rc == 0; i++) {
        const struct entry *entry = entries->entries[i].value;
        if (entry->shown)
            rc = publish(build, entry, &arena, err);
        arena_reset(&arena);
    }
    arena_deinit(&arena);
    return rc;
}

const struct asset *images_find(const struct build *build, struct arena *arena,
                                struct str url)
{
    const struct config *config = &build->config;

    if (config->base_url.len && str_starts(url, config->base_url))
        url = str_from(url, config->base_url.len);
    else if (str_starts(url, config->base_path))
        url = str_from(url, config->base_path.len);
    if (!str_starts(url, STR("/")))
        return NULL;
    return asset_find_url(build->assets, arena, str_from(url, 1));
}
