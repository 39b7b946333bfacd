/* SPDX-License-Identifier: MIT */
/* Inputs in tables, and both as bytes. */
#include "traces.h"

#include "codec.h"

/* ---- Sets ---- */

void input_set_init(struct input_set *set, struct arena *arena)
{
    *set = (struct input_set){.arena = arena};
    map_init(&set->seen, arena);
}

uint32_t input_set_add(struct input_set *set, const struct trace_input *input)
{
    struct buf seal = BUF_INIT;
    uint32_t place;

    buf_add_char(&seal, (char)('A' + (int)input->kind));
    buf_add_bytes(&seal, &input->fingerprint, sizeof(input->fingerprint));
    size_t head = seal.len;
    buf_add(&seal, input->key);
    const void *known = map_get(&set->seen, buf_str(&seal));
    if (known) {
        place = (uint32_t)((uintptr_t)known - 1);
    } else {
        struct str own = buf_dup(set->arena, &seal);
        struct trace_input copy = {input->kind, str_from(own, head),
                                   input->fingerprint};
        place = (uint32_t)set->list.len;
        vec_push(set->arena, &set->list, copy);
        map_set(&set->seen, own, (void *)(uintptr_t)(place + 1));
    }
    buf_deinit(&seal);
    return place;
}

/* ---- Encoding ---- */

/* Gives the inputs of all units places in one table. */
struct merge {
    struct arena arena;
    const struct traces *old;
    uint32_t *old_places;   /* of old inputs, + 1; 0: none yet */
    struct input_set fresh; /* those of new units */
    struct trace_facts *facts;
    struct buf *inputs; /* encoded, in order */
    uint32_t count;
    PHX_VEC(uint32_t) fresh_places; /* of `fresh`, + 1 */
};

static uint32_t put_input(struct merge *m, const struct trace_input *input)
{
    buf_add_char(m->inputs, (char)(int)input->kind);
    encode_hash(m->inputs, input->fingerprint);
    encode_str(m->inputs, input->key);
    m->facts->uses_clock |= input->kind == INPUT_CLOCK;
    m->facts->uses_dirty |=
        input->kind == INPUT_SETTING && str_is(input->key, "build.dirty");
    return m->count++;
}

static uint32_t place_of_old(struct merge *m, uint32_t at)
{
    if (m->old_places[at] == 0)
        m->old_places[at] = put_input(m, &m->old->inputs[at]) + 1;
    return m->old_places[at] - 1;
}

static uint32_t place_of_new(struct merge *m, const struct trace_input *input)
{
    uint32_t at = input_set_add(&m->fresh, input);

    while (m->fresh_places.len <= at)
        vec_push(&m->arena, &m->fresh_places, 0);
    if (m->fresh_places.items[at] == 0)
        m->fresh_places.items[at] = put_input(m, input) + 1;
    return m->fresh_places.items[at] - 1;
}

static void encode_strs(struct buf *out, const struct str *items, size_t count)
{
    encode_int(out, count);
    for (size_t i = 0; i < count; i++)
        encode_str(out, items[i]);
}

static void put_unit(struct merge *m, const struct unit *unit, struct buf *out)
{
    encode_str(out, unit->key);
    encode_int(out, unit->said);
    encode_strs(out, unit->outputs, unit->output_count);
    encode_strs(out, unit->files, unit->file_count);
    encode_int(out, unit->input_count);
    for (size_t i = 0; i < unit->input_count; i++) {
        uint32_t at = unit->inputs[i];
        encode_int(out, unit->of ? place_of_new(m, &unit->of->list.items[at])
                                 : place_of_old(m, at));
    }
}

void traces_encode(const struct unit *const *units, size_t count,
                   const struct traces *old, struct buf *out,
                   struct trace_facts *facts)
{
    struct buf inputs = BUF_INIT, list = BUF_INIT;
    struct merge m = {.old = old, .facts = facts, .inputs = &inputs};

    *facts = (struct trace_facts){0};
    arena_init(&m.arena);
    input_set_init(&m.fresh, &m.arena);
    m.old_places = arena_array(&m.arena, uint32_t, old ? old->input_count : 0);
    for (size_t i = 0; i < count; i++)
        put_unit(&m, units[i], &list);
    encode_int(out, m.count);
    buf_add(out, buf_str(&inputs));
    encode_int(out, count);
    buf_add(out, buf_str(&list));
    buf_deinit(&inputs);
    buf_deinit(&list);
    arena_deinit(&m.arena);
}

/* ---- Decoding ---- */

static void decode_inputs(struct arena *arena, struct decoder *d,
                          struct traces *out)
{
    size_t count = decode_count(d);
    struct trace_input *inputs = arena_array(arena, struct trace_input, count);

    for (size_t i = 0; i < count && !d->failed; i++) {
        uint64_t kind = decode_int(d);
        d->failed |= kind > INPUT_CLOCK;
        inputs[i].kind = (enum input_kind)kind;
        inputs[i].fingerprint = decode_hash(d);
        inputs[i].key = decode_str(d);
    }
    out->inputs = inputs;
    out->input_count = count;
    out->states = arena_alloc(arena, count, sizeof(*out->states));
}

static const struct str *decode_strs(struct arena *arena, struct decoder *d,
                                     size_t *count)
{
    *count = decode_count(d);
    struct str *items = arena_array(arena, struct str, *count);
    for (size_t i = 0; i < *count; i++)
        items[i] = decode_str(d);
    return items;
}

static void decode_unit(struct arena *arena, struct decoder *d,
                        struct traces *out)
{
    struct unit *unit = arena_new(arena, struct unit);

    unit->key = decode_str(d);
    unit->said = decode_int(d) != 0;
    unit->outputs = decode_strs(arena, d, &unit->output_count);
    unit->files = decode_strs(arena, d, &unit->file_count);
    unit->input_count = decode_count(d);
    uint32_t *inputs = arena_array(arena, uint32_t, unit->input_count);
    for (size_t i = 0; i < unit->input_count; i++) {
        uint64_t at = decode_int(d);
        d->failed |= at >= out->input_count;
        inputs[i] = (uint32_t)at;
    }
    unit->inputs = inputs;
    map_set(&out->units, unit->key, unit);
}

bool traces_decode(struct arena *arena, struct str bytes, struct traces *out)
{
    struct decoder d = decoder_of(bytes);

    *out = (struct traces){0};
    decode_inputs(arena, &d, out);
    map_init(&out->units, arena);
    size_t count = decode_count(&d);
    for (size_t i = 0; i < count && !d.failed; i++)
        decode_unit(arena, &d, out);
    return decoder_done(&d);
}
