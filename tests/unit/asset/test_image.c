/* SPDX-License-Identifier: MIT */
/* Images: what a file is, and what a copy of it is and is not. */
#include "asset/asset.h"

#include "asset/vips_library.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* 48 × 30 pixels, on its side (Exif orientation 6), taken at 52° 30' N. */
static const unsigned char photo_bytes[] = {
    0xff, 0xd8, 0xff, 0xe1, 0x00, 0x64, 0x45, 0x78, 0x69, 0x66, 0x00, 0x00,
    0x49, 0x49, 0x2a, 0x00, 0x08, 0x00, 0x00, 0x00, 0x02, 0x00, 0x12, 0x01,
    0x03, 0x00, 0x01, 0x00, 0x00, 0x00, 0x06, 0x00, 0x00, 0x00, 0x25, 0x88,
    0x04, 0x00, 0x01, 0x00, 0x00, 0x00, 0x26, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x02, 0x00, 0x01, 0x00, 0x02, 0x00, 0x02, 0x00, 0x00, 0x00,
    0x4e, 0x00, 0x00, 0x00, 0x02, 0x00, 0x05, 0x00, 0x03, 0x00, 0x00, 0x00,
    0x44, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x34, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x1e, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0xff, 0xdb, 0x00, 0x43,
    0x00, 0x50, 0x37, 0x3c, 0x46, 0x3c, 0x32, 0x50, 0x46, 0x41, 0x46, 0x5a,
    0x55, 0x50, 0x5f, 0x78, 0xc8, 0x82, 0x78, 0x6e, 0x6e, 0x78, 0xf5, 0xaf,
    0xb9, 0x91, 0xc8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xdb, 0x00, 0x43, 0x01, 0x55, 0x5a,
    0x5a, 0x78, 0x69, 0x78, 0xeb, 0x82, 0x82, 0xeb, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xc0, 0x00, 0x11, 0x08, 0x00, 0x1e, 0x00, 0x30, 0x03,
    0x01, 0x22, 0x00, 0x02, 0x11, 0x01, 0x03, 0x11, 0x01, 0xff, 0xc4, 0x00,
    0x1f, 0x00, 0x00, 0x01, 0x05, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x02, 0x03, 0x04, 0x05,
    0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0xff, 0xc4, 0x00, 0xb5, 0x10, 0x00,
    0x02, 0x01, 0x03, 0x03, 0x02, 0x04, 0x03, 0x05, 0x05, 0x04, 0x04, 0x00,
    0x00, 0x01, 0x7d, 0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21,
    0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71, 0x14, 0x32, 0x81,
    0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52, 0xd1, 0xf0, 0x24,
    0x33, 0x62, 0x72, 0x82, 0x09, 0x0a, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x25,
    0x26, 0x27, 0x28, 0x29, 0x2a, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a,
    0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55, 0x56,
    0x57, 0x58, 0x59, 0x5a, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a,
    0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x83, 0x84, 0x85, 0x86,
    0x87, 0x88, 0x89, 0x8a, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99,
    0x9a, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa, 0xb2, 0xb3,
    0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6,
    0xc7, 0xc8, 0xc9, 0xca, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xd9,
    0xda, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xf1,
    0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xff, 0xc4, 0x00,
    0x1f, 0x01, 0x00, 0x03, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01, 0x01,
    0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x02, 0x03, 0x04, 0x05,
    0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0xff, 0xc4, 0x00, 0xb5, 0x11, 0x00,
    0x02, 0x01, 0x02, 0x04, 0x04, 0x03, 0x04, 0x07, 0x05, 0x04, 0x04, 0x00,
    0x01, 0x02, 0x77, 0x00, 0x01, 0x02, 0x03, 0x11, 0x04, 0x05, 0x21, 0x31,
    0x06, 0x12, 0x41, 0x51, 0x07, 0x61, 0x71, 0x13, 0x22, 0x32, 0x81, 0x08,
    0x14, 0x42, 0x91, 0xa1, 0xb1, 0xc1, 0x09, 0x23, 0x33, 0x52, 0xf0, 0x15,
    0x62, 0x72, 0xd1, 0x0a, 0x16, 0x24, 0x34, 0xe1, 0x25, 0xf1, 0x17, 0x18,
    0x19, 0x1a, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x35, 0x36, 0x37, 0x38, 0x39,
    0x3a, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x53, 0x54, 0x55,
    0x56, 0x57, 0x58, 0x59, 0x5a, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69,
    0x6a, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x82, 0x83, 0x84,
    0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97,
    0x98, 0x99, 0x9a, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9, 0xaa,
    0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xc2, 0xc3, 0xc4,
    0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7,
    0xd8, 0xd9, 0xda, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea,
    0xf2, 0xf3, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xff, 0xda, 0x00,
    0x0c, 0x03, 0x01, 0x00, 0x02, 0x11, 0x03, 0x11, 0x00, 0x3f, 0x00, 0xaf,
    0x8c, 0x52, 0xe2, 0x9d, 0x8e, 0x69, 0x42, 0xd6, 0x8e, 0x44, 0xa6, 0x34,
    0x0a, 0x50, 0x29, 0xfb, 0x69, 0x42, 0xd4, 0xdc, 0xd1, 0x31, 0x80, 0x53,
    0x80, 0xa7, 0x05, 0xa7, 0x05, 0xa5, 0x73, 0x44, 0xc6, 0x6d, 0xa5, 0x02,
    0x9f, 0x8a, 0x50, 0x2a, 0x5b, 0x38, 0x93, 0x1a, 0x16, 0x94, 0x2d, 0x3c,
    0x0a, 0x50, 0x29, 0x5c, 0xd1, 0x31, 0x80, 0x53, 0x82, 0xd3, 0x80, 0xa5,
    0x02, 0xa6, 0xe6, 0x89, 0x9f, 0xff, 0xd9,
};

static struct str photo(void)
{
    return str_bytes((const char *)photo_bytes, sizeof(photo_bytes));
}

static void need_vips(void)
{
    const char *reason;

    if (!vips_library(&reason))
        skip();
}

static int set_up(void **state)
{
    struct arena *arena = calloc(1, sizeof(*arena));

    assert_non_null(arena);
    arena_init(arena);
    *state = arena;
    return 0;
}

static int tear_down(void **state)
{
    arena_deinit(*state);
    free(*state);
    return 0;
}

/* ---- A PNG, written by hand ---- */

static void add_big_endian(struct buf *out, uint32_t n)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_add_char(out, (char)(n >> shift & 0xff));
}

static uint32_t crc_of(struct str s)
{
    uint32_t crc = 0xffffffff;

    for (size_t i = 0; i < s.len; i++) {
        crc ^= (unsigned char)s.ptr[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

static void add_chunk(struct buf *out, const char *type, struct str data)
{
    add_big_endian(out, (uint32_t)data.len);
    size_t from = out->len;
    buf_add_cstr(out, type);
    buf_add(out, data);
    add_big_endian(out, crc_of(str_from(buf_str(out), from)));
}

/* Grey, in stored blocks, a block a row; `width` at most 65,000. */
static void add_pixels(struct buf *out, uint32_t width, uint32_t height)
{
    uint32_t a = 1, b = 0;

    buf_add(out, str_bytes("\x78\x01", 2));
    for (uint32_t y = 0; y < height; y++) {
        uint32_t len = width + 1;
        buf_add_char(out, y + 1 == height);
        buf_add_char(out, (char)(len & 0xff));
        buf_add_char(out, (char)(len >> 8));
        buf_add_char(out, (char)(~len & 0xff));
        buf_add_char(out, (char)(~len >> 8 & 0xff));
        for (uint32_t x = 0; x < len; x++) {
            uint32_t grey = x ? (x * 37 + y * y * 11) & 0xff : 0;
            buf_add_char(out, (char)grey);
            a = (a + grey) % 65521;
            b = (b + a) % 65521;
        }
    }
    add_big_endian(out, b << 16 | a);
}

static struct str png(struct arena *arena, uint32_t width, uint32_t height,
                      bool pixels)
{
    struct buf out = BUF_INIT, part = BUF_INIT;

    buf_add(&out, str_bytes("\x89PNG\r\n\x1a\n", 8));
    add_big_endian(&part, width);
    add_big_endian(&part, height);
    buf_add(&part, str_bytes("\x08\x00\x00\x00\x00", 5));
    add_chunk(&out, "IHDR", buf_str(&part));
    buf_truncate(&part, 0);
    if (pixels)
        add_pixels(&part, width, height);
    add_chunk(&out, "IDAT", buf_str(&part));
    add_chunk(&out, "IEND", STR(""));
    struct str bytes = buf_dup(arena, &out);
    buf_deinit(&part);
    buf_deinit(&out);
    return bytes;
}

static struct image_info read_info(struct str bytes)
{
    struct image_info info;
    struct error err;

    assert_int_equal(image_read(bytes, &info, &err), 0);
    return info;
}

static struct str copy(struct arena *arena, struct str bytes,
                       const struct image_target *target)
{
    const struct image_info info = read_info(bytes);
    struct error err;
    struct str out;

    assert_int_equal(image_resize(arena, bytes, &info, target, &out, &err), 0);
    return out;
}

/* ---- Reading ---- */

static void a_photo_has_the_size_it_is_seen_in(void **state)
{
    (void)state;
    need_vips();
    const struct image_info info = read_info(photo());
    assert_int_equal(info.kind, IMAGE_PHOTO);
    assert_int_equal(info.width, 30);
    assert_int_equal(info.height, 48);
}

static void a_photo_says_that_it_says_where(void **state)
{
    need_vips();
    assert_true(read_info(photo()).located);
    assert_false(read_info(png(*state, 20, 10, true)).located);
}

static void a_png_is_sharp(void **state)
{
    need_vips();
    const struct image_info info = read_info(png(*state, 200, 100, true));
    assert_int_equal(info.kind, IMAGE_SHARP);
    assert_int_equal(info.width, 200);
    assert_int_equal(info.height, 100);
    assert_false(info.alpha);
}

static void every_gif_is_kept(void **state)
{
    static const char gif[] =
        "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,"
        "\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00;";
    const struct image_info info =
        (need_vips(), read_info(str_bytes(gif, sizeof(gif) - 1)));

    (void)state;
    assert_int_equal(info.kind, IMAGE_ANIMATED);
    assert_int_equal(info.width, 1);
}

static void other_files_are_none(void **state)
{
    (void)state;
    assert_int_equal(read_info(STR("%PDF-1.4")).kind, IMAGE_OTHER);
    assert_int_equal(read_info(STR("")).kind, IMAGE_OTHER);
    assert_int_equal(read_info(STR("<!doctype html><html><svg>")).kind,
                     IMAGE_OTHER);
}

static void a_cut_file_is_refused(void **state)
{
    struct image_info info;
    struct error err;
    struct str cut = str_slice(photo(), 0, 60);

    (void)state;
    need_vips();
    assert_int_equal(image_read(cut, &info, &err), PHX_EINPUT);
    assert_non_null(strstr(err.message, "damaged"));
}

static void missing_rows_are_refused(void **state)
{
    const struct image_target target = {IMAGE_WEBP, 100, 80, false};
    struct str whole = png(*state, 200, 400, true);
    struct image_info info;
    struct error err;
    struct str out;

    need_vips();
    struct str half = str_slice(whole, 0, whole.len / 2);
    assert_int_equal(image_read(half, &info, &err), 0);
    assert_int_equal(image_resize(*state, half, &info, &target, &out, &err),
                     PHX_EINPUT);
}

static void a_bomb_is_refused_unread(void **state)
{
    struct image_info info;
    struct error err;

    need_vips();
    assert_int_equal(image_read(png(*state, 60000, 60000, false), &info, &err),
                     PHX_ELIMIT);
    assert_non_null(strstr(err.message, "60000 × 60000"));
}

/* ---- Copies ---- */

static void a_copy_is_turned_and_smaller(void **state)
{
    const struct image_target target = {IMAGE_WEBP, 15, 80, false};

    need_vips();
    const struct image_info info = read_info(copy(*state, photo(), &target));
    assert_int_equal(info.width, 15);
    assert_int_equal(info.height, 24);
}

static void a_copy_has_no_metadata(void **state)
{
    need_vips();
    for (int format = IMAGE_WEBP; format <= IMAGE_AVIF; format++) {
        const struct image_target target = {(enum image_format)format, 30, 80,
                                            false};
        if (!image_can_write(target.format))
            continue;
        struct str bytes = copy(*state, photo(), &target);
        assert_false(read_info(bytes).located);
        assert_int_equal(str_find(bytes, STR("Exif")), STR_NONE);
        assert_int_equal(str_find(bytes, STR("EXIF")), STR_NONE);
        assert_int_equal(str_find(bytes, STR("ICCP")), STR_NONE);
    }
}

static void a_copy_is_never_larger_than_the_image(void **state)
{
    const struct image_target target = {IMAGE_WEBP, 900, 80, true};

    need_vips();
    struct str bytes = copy(*state, png(*state, 200, 100, true), &target);
    assert_int_equal(read_info(bytes).width, 200);
}

static void a_copy_is_the_same_each_time(void **state)
{
    need_vips();
    for (int format = IMAGE_WEBP; format <= IMAGE_AVIF; format++) {
        const struct image_target target = {(enum image_format)format, 100, 70,
                                            false};
        if (!image_can_write(target.format))
            continue;
        struct str image = png(*state, 300, 200, true);
        assert_true(
            str_eq(copy(*state, image, &target), copy(*state, image, &target)));
    }
}

static void a_preview_is_a_few_bytes(void **state)
{
    struct str image = png(*state, 300, 200, true);
    struct error err;
    struct str uri;

    need_vips();
    const struct image_info info = read_info(image);
    assert_int_equal(image_preview(*state, image, &info, &uri, &err), 0);
    assert_true(str_starts(uri, STR("data:image/webp;base64,UklGR")));
    assert_in_range(uri.len, 60, 600);
}

/* ---- SVG ---- */

static void assert_cleaned(struct arena *arena, const char *svg,
                           const char *expected)
{
    struct str out = str_of(svg);

    bool changed = svg_clean(arena, out, &out);
    assert_int_equal(changed, strcmp(svg, expected) != 0);
    if (!str_is(out, expected))
        fail_msg("got %" STR_FMT ", expected %s", STR_ARG(out), expected);
}

static void a_drawing_is_left_alone(void **state)
{
    static const char svg[] =
        "<?xml version='1.0'?>\n<!-- a -->\n<svg viewBox='0 0 4 4'>"
        "<style>a{fill:url(#g)}</style><use xlink:href=\"#a\"/>"
        "<a href='https://a.org'><text>1 &lt; 2</text></a>"
        "<image href='data:image/png;base64,AA=='/></svg>\n";

    assert_cleaned(*state, svg, svg);
}

static void what_runs_is_taken_out(void **state)
{
    assert_cleaned(*state,
                   "<svg onload='x()' Onclick = \"y\"><script>1<2</script>"
                   "<SCRIPT/><g><foreignObject><p>a</p></foreignObject></g>"
                   "<a href='javascript:z'>b</a></svg>",
                   "<svg><g></g><a>b</a></svg>");
    assert_cleaned(*state,
                   "<svg><a><set attributeName='href' to='javascript:1'/>c"
                   "</a></svg>",
                   "<svg><a>c</a></svg>");
}

static void other_hosts_are_taken_out(void **state)
{
    assert_cleaned(*state,
                   "<svg><image href='https://a.org/x.png'/><use "
                   "xlink:href='y.svg#a'/><rect fill='url(//b)' "
                   "style='fill:URL( \"http://c\")'/></svg>",
                   "<svg><image/><use/><rect/></svg>");
    assert_cleaned(*state, "<svg><style>@import 'x'</style>d</svg>",
                   "<svg>d</svg>");
}

static void document_types_are_taken_out(void **state)
{
    assert_cleaned(*state,
                   "<!DOCTYPE svg [<!ENTITY a \"]>\"><!ENTITY b '>'>]>"
                   "<?xml-stylesheet href='a'?><svg/>",
                   "<svg/>");
}

static void what_is_not_understood_ends_the_copy(void **state)
{
    assert_cleaned(*state, "<svg><g fill=red onload='a'/></svg>", "<svg>");
    assert_cleaned(*state, "<svg><g fill='a", "<svg>");
}

static void an_svg_has_a_size(void **state)
{
    int width, height;

    (void)state;
    svg_size(STR("<svg width='640px' height=\"480\" viewBox='0 0 1 1'>"),
             &width, &height);
    assert_int_equal(width, 640);
    assert_int_equal(height, 480);
    svg_size(STR("<svg width='100%' viewBox='0,0, 300 150.4'>"), &width,
             &height);
    assert_int_equal(width, 300);
    assert_int_equal(height, 150);
    svg_size(STR("<svg width='2em'>"), &width, &height);
    assert_int_equal(width, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_photo_has_the_size_it_is_seen_in),
        TEST(a_photo_says_that_it_says_where),
        TEST(a_png_is_sharp),
        TEST(every_gif_is_kept),
        TEST(other_files_are_none),
        TEST(a_cut_file_is_refused),
        TEST(missing_rows_are_refused),
        TEST(a_bomb_is_refused_unread),
        TEST(a_copy_is_turned_and_smaller),
        TEST(a_copy_has_no_metadata),
        TEST(a_copy_is_never_larger_than_the_image),
        TEST(a_copy_is_the_same_each_time),
        TEST(a_preview_is_a_few_bytes),
        TEST(a_drawing_is_left_alone),
        TEST(what_runs_is_taken_out),
        TEST(other_hosts_are_taken_out),
        TEST(document_types_are_taken_out),
        TEST(what_is_not_understood_ends_the_copy),
        TEST(an_svg_has_a_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
