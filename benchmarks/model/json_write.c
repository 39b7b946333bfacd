/* SPDX-License-Identifier: MIT */
/* The JSON writer. Numbers and layout are as Python's json module has them. */
#include "json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void json_writer_init(struct json_writer *w, bool flat)
{
    *w = (struct json_writer){.first = true, .flat = flat};
    w->stream = open_memstream(&w->data, &w->size);
    if (w->stream == NULL)
        abort(); /* no memory for a handle */
}

static void new_line(struct json_writer *w)
{
    if (w->flat)
        return;
    fputc('\n', w->stream);
    for (int i = 0; i < w->depth; i++)
        fputs("  ", w->stream);
}

static void write_string(FILE *out, const char *text)
{
    fputc('"', out);
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\')
            fprintf(out, "\\%c", *p);
        else if (*p == '\n')
            fputs("\\n", out);
        else if ((unsigned char)*p < 0x20)
            fprintf(out, "\\u%04x", (unsigned)(unsigned char)*p);
        else
            fputc(*p, out);
    }
    fputc('"', out);
}

/* What stands before each value. */
static void begin(struct json_writer *w, const char *key)
{
    if (!w->first)
        fputs(w->flat ? ", " : ",", w->stream);
    w->first = false;
    if (w->depth > 0)
        new_line(w);
    if (key != NULL) {
        write_string(w->stream, key);
        fputs(": ", w->stream);
    }
}

void json_open(struct json_writer *w, const char *key, char bracket)
{
    begin(w, key);
    fputc(bracket, w->stream);
    w->depth++;
    w->first = true;
}

void json_close(struct json_writer *w, char bracket)
{
    w->depth--;
    if (!w->first)
        new_line(w);
    fputc(bracket, w->stream);
    w->first = false;
}

/* The shortest digits that read back as the same number. */
void json_write_number(struct json_writer *w, const char *key, double number)
{
    begin(w, key);
    if (isnan(number)) {
        fputs("NaN", w->stream);
        return;
    }
    if (isinf(number)) {
        fputs(number > 0 ? "Infinity" : "-Infinity", w->stream);
        return;
    }
    char text[40];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, number);
        if (digits == 17 || !(fabs(strtod(text, NULL) - number) > 0))
            break;
    }
    fputs(text, w->stream);
}

void json_write_text(struct json_writer *w, const char *key, const char *text)
{
    begin(w, key);
    write_string(w->stream, text);
}

void json_write_bool(struct json_writer *w, const char *key, bool value)
{
    begin(w, key);
    fputs(value ? "true" : "false", w->stream);
}

void json_write_null(struct json_writer *w, const char *key)
{
    begin(w, key);
    fputs("null", w->stream);
}

char *json_writer_take(struct json_writer *w, size_t *size)
{
    if (!w->flat)
        fputc('\n', w->stream);
    fclose(w->stream);
    *size = w->size;
    return w->data;
}

int json_writer_save(struct json_writer *w, const char *path,
                     struct fault *fault)
{
    size_t size;
    char *data = json_writer_take(w, &size);
    int rc = file_write(path, data, size, fault);
    free(data);
    return rc;
}
