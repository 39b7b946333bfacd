/* SPDX-License-Identifier: MIT */
/* Media types by extension: what a static server has to say about a file. */
#include "asset/asset.h"

struct str asset_mime_type(struct str path)
{
    static const struct {
        struct str ext;
        struct str type;
    } types[] = {
        {STR_INIT("atom"), STR_INIT("application/atom+xml; charset=utf-8")},
        {STR_INIT("avif"), STR_INIT("image/avif")},
        {STR_INIT("bmp"), STR_INIT("image/bmp")},
        {STR_INIT("css"), STR_INIT("text/css; charset=utf-8")},
        {STR_INIT("csv"), STR_INIT("text/csv; charset=utf-8")},
        {STR_INIT("gif"), STR_INIT("image/gif")},
        {STR_INIT("gz"), STR_INIT("application/gzip")},
        {STR_INIT("htm"), STR_INIT("text/html; charset=utf-8")},
        {STR_INIT("html"), STR_INIT("text/html; charset=utf-8")},
        {STR_INIT("ico"), STR_INIT("image/x-icon")},
        {STR_INIT("ics"), STR_INIT("text/calendar; charset=utf-8")},
        {STR_INIT("jpeg"), STR_INIT("image/jpeg")},
        {STR_INIT("jpg"), STR_INIT("image/jpeg")},
        {STR_INIT("js"), STR_INIT("text/javascript; charset=utf-8")},
        {STR_INIT("json"), STR_INIT("application/json; charset=utf-8")},
        {STR_INIT("jxl"), STR_INIT("image/jxl")},
        {STR_INIT("md"), STR_INIT("text/markdown; charset=utf-8")},
        {STR_INIT("mjs"), STR_INIT("text/javascript; charset=utf-8")},
        {STR_INIT("mp3"), STR_INIT("audio/mpeg")},
        {STR_INIT("mp4"), STR_INIT("video/mp4")},
        {STR_INIT("ogg"), STR_INIT("audio/ogg")},
        {STR_INIT("otf"), STR_INIT("font/otf")},
        {STR_INIT("pdf"), STR_INIT("application/pdf")},
        {STR_INIT("png"), STR_INIT("image/png")},
        {STR_INIT("rss"), STR_INIT("application/rss+xml; charset=utf-8")},
        {STR_INIT("svg"), STR_INIT("image/svg+xml")},
        {STR_INIT("ttf"), STR_INIT("font/ttf")},
        {STR_INIT("txt"), STR_INIT("text/plain; charset=utf-8")},
        {STR_INIT("wasm"), STR_INIT("application/wasm")},
        {STR_INIT("wav"), STR_INIT("audio/wav")},
        {STR_INIT("webm"), STR_INIT("video/webm")},
        {STR_INIT("webmanifest"), STR_INIT("application/manifest+json")},
        {STR_INIT("webp"), STR_INIT("image/webp")},
        {STR_INIT("woff"), STR_INIT("font/woff")},
        {STR_INIT("woff2"), STR_INIT("font/woff2")},
        {STR_INIT("xml"), STR_INIT("application/xml; charset=utf-8")},
        {STR_INIT("zip"), STR_INIT("application/zip")},
    };
    struct str ext = path_ext(path);
    for (size_t i = 0; i < PHX_COUNT(types); i++) {
        if (str_eq_nocase(ext, types[i].ext))
            return types[i].type;
    }
    return STR("application/octet-stream");
}
