// SPDX-License-Identifier: Apache-2.0
#include "cpng.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Everything that must survive a longjmp lives in one of these, reached through a pointer that never changes after
// setjmp: no local needs `volatile`.

typedef struct {
    char *error;
    int status;
} report;

static void fail(png_structp png, png_const_charp message) {
    report *to = png_get_error_ptr(png);
    if (to->status == CPNG_OK) to->status = CPNG_INVALID;
    snprintf(to->error, CPNG_ERROR_LENGTH, "%s", message);
    png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

// Writing

typedef struct {
    report report;
    png_structp png;
    png_infop info;
    png_textp texts;
    uint8_t *bytes;
    size_t size;
    size_t capacity;
} writer;

static void append(png_structp png, png_bytep bytes, size_t count) {
    writer *to = png_get_io_ptr(png);
    if (to->capacity - to->size < count) {
        size_t wanted = to->capacity + to->capacity / 2 + count;
        uint8_t *grown = realloc(to->bytes, wanted);
        if (!grown) {
            to->report.status = CPNG_NO_MEMORY;
            png_error(png, "out of memory");
        }
        to->bytes = grown;
        to->capacity = wanted;
    }
    memcpy(to->bytes + to->size, bytes, count);
    to->size += count;
}

static void flush(png_structp png) { (void)png; }

static void describe(writer *to, const cpng_write_request *request) {
    int kind = request->opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA;
    png_set_IHDR(
        to->png, to->info, request->width, request->height, 8, kind, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
        PNG_FILTER_TYPE_DEFAULT);
    png_set_compression_level(to->png, request->level);
    png_set_compression_strategy(to->png, request->strategy);
    png_set_filter(to->png, PNG_FILTER_TYPE_BASE, request->filters);
    png_set_text_compression_level(to->png, 9);
    if (request->pixels_per_metre)
        png_set_pHYs(
            to->png, to->info, request->pixels_per_metre, request->pixels_per_metre, PNG_RESOLUTION_METER);
    if (!request->text_count) return;
    to->texts = calloc((size_t)request->text_count, sizeof(png_text));
    if (!to->texts) {
        to->report.status = CPNG_NO_MEMORY;
        png_error(to->png, "out of memory");
    }
    for (int i = 0; i < request->text_count; i++) {
        const cpng_text *from = &request->texts[i];
        png_textp text = &to->texts[i];
        text->key = (png_charp)from->keyword;
        text->text = (png_charp)from->text;
        if (from->international) {
            text->compression = from->compressed ? PNG_ITXT_COMPRESSION_zTXt : PNG_ITXT_COMPRESSION_NONE;
            text->itxt_length = from->length;
            text->lang = (png_charp)from->language;
            text->lang_key = (png_charp)"";
        } else {
            text->compression = from->compressed ? PNG_TEXT_COMPRESSION_zTXt : PNG_TEXT_COMPRESSION_NONE;
            text->text_length = from->length;
        }
    }
    png_set_text(to->png, to->info, to->texts, request->text_count);
}

int cpng_write(const cpng_write_request *request, uint8_t **bytes, size_t *size, char error[CPNG_ERROR_LENGTH]) {
    writer *const to = calloc(1, sizeof(writer));
    error[0] = 0;
    if (!to) return CPNG_NO_MEMORY;
    to->report.error = error;
    to->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &to->report, fail, ignore);
    if (to->png) to->info = png_create_info_struct(to->png);
    if (!to->info) {
        to->report.status = CPNG_NO_MEMORY;
    } else if (!setjmp(png_jmpbuf(to->png))) {
        png_set_write_fn(to->png, to, append, flush);
        // The default limit of 1,000,000 a side is libpng's taste, not the format's.
        png_set_user_limits(to->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        describe(to, request);
        png_write_info(to->png, to->info);
        if (request->opaque) png_set_filler(to->png, 0, PNG_FILLER_AFTER);
        size_t stride = (size_t)request->width * 4;
        for (uint32_t y = 0; y < request->height; y++) png_write_row(to->png, request->rgba + y * stride);
        png_write_end(to->png, NULL);
    }
    int status = to->report.status;
    png_destroy_write_struct(&to->png, &to->info);
    free(to->texts);
    if (status == CPNG_OK) {
        *bytes = to->bytes;
        *size = to->size;
    } else {
        free(to->bytes);
    }
    free(to);
    return status;
}

// Reading

typedef struct {
    report report;
    png_structp png;
    png_infop info;
    const uint8_t *bytes;
    size_t size;
    size_t position;
    uint8_t *rgba;
    png_bytepp rows;
    cpng_text *texts;
} reader;

static void take(png_structp png, png_bytep bytes, size_t count) {
    reader *from = png_get_io_ptr(png);
    if (from->size - from->position < count) png_error(png, "the file ends before its picture does");
    memcpy(bytes, from->bytes + from->position, count);
    from->position += count;
}

// Deflate cannot pack more than 1,032 bytes into one; a header that promises more pixels than that lies, and costs us
// nothing.
static const uint64_t deflate_limit = 1032;

// Texts are unpacked into memory: these keep the worst file's at 128 MB.
static const int text_limit = 32;

static void admit(reader *from, uint64_t maximum_pixels) {
    uint64_t width = png_get_image_width(from->png, from->info);
    uint64_t height = png_get_image_height(from->png, from->info);
    if (width * height > maximum_pixels) {
        from->report.status = CPNG_TOO_LARGE;
        png_error(from->png, "the picture has more pixels than allowed");
    }
    uint64_t packed = png_get_rowbytes(from->png, from->info) * height;
    if (packed / deflate_limit > from->size) {
        from->report.status = CPNG_TOO_LARGE;
        png_error(from->png, "the header promises more pixels than the file can hold");
    }
}

static void convert(reader *from) {
    png_set_expand(from->png);
    png_set_scale_16(from->png);
    png_set_gray_to_rgb(from->png);
    png_set_add_alpha(from->png, 0xff, PNG_FILLER_AFTER);
    png_set_interlace_handling(from->png);
    png_read_update_info(from->png, from->info);
    size_t height = png_get_image_height(from->png, from->info);
    size_t stride = (size_t)png_get_image_width(from->png, from->info) * 4;
    if (png_get_rowbytes(from->png, from->info) != stride) png_error(from->png, "unexpected row size");
    from->rgba = calloc(height, stride);
    from->rows = malloc(height * sizeof(png_bytep));
    if (!from->rgba || !from->rows) {
        from->report.status = CPNG_NO_MEMORY;
        png_error(from->png, "out of memory");
    }
    for (size_t y = 0; y < height; y++) from->rows[y] = from->rgba + y * stride;
    png_read_image(from->png, from->rows);
    png_read_end(from->png, from->info);
}

static int collect_texts(reader *from) {
    png_textp texts = NULL;
    int count = 0;
    png_get_text(from->png, from->info, &texts, &count);
    if (count < 1) return 0;
    from->texts = calloc((size_t)count, sizeof(cpng_text));
    if (!from->texts) {
        from->report.status = CPNG_NO_MEMORY;
        png_error(from->png, "out of memory");
    }
    for (int i = 0; i < count; i++) {
        cpng_text *to = &from->texts[i];
        int kind = texts[i].compression;
        to->international = kind == PNG_ITXT_COMPRESSION_NONE || kind == PNG_ITXT_COMPRESSION_zTXt;
        to->compressed = kind == PNG_ITXT_COMPRESSION_zTXt || kind == PNG_TEXT_COMPRESSION_zTXt;
        to->keyword = texts[i].key ? texts[i].key : "";
        to->text = texts[i].text ? texts[i].text : "";
        to->length = texts[i].text ? (to->international ? texts[i].itxt_length : texts[i].text_length) : 0;
        to->language = to->international && texts[i].lang ? texts[i].lang : "";
    }
    return count;
}

static void discard(reader *from) {
    png_destroy_read_struct(&from->png, &from->info, NULL);
    free(from->rows);
    free(from->rgba);
    free(from->texts);
    free(from);
}

int cpng_read(
    const uint8_t *bytes, size_t size, uint64_t maximum_pixels, cpng_picture *picture, char error[CPNG_ERROR_LENGTH]) {
    memset(picture, 0, sizeof *picture);
    error[0] = 0;
    reader *const from = calloc(1, sizeof(reader));
    if (!from) return CPNG_NO_MEMORY;
    from->report.error = error;
    from->bytes = bytes;
    from->size = size;
    from->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &from->report, fail, ignore);
    if (from->png) from->info = png_create_info_struct(from->png);
    if (!from->info) {
        from->report.status = CPNG_NO_MEMORY;
    } else if (!setjmp(png_jmpbuf(from->png))) {
        png_set_read_fn(from->png, from, take);
        png_set_user_limits(from->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        png_set_chunk_malloc_max(from->png, CPNG_TEXT_SIZE_LIMIT + 1024);
        png_set_chunk_cache_max(from->png, text_limit);
        png_read_info(from->png, from->info);
        admit(from, maximum_pixels);
        convert(from);
        picture->text_count = collect_texts(from);
    }
    int status = from->report.status;
    if (status != CPNG_OK) {
        discard(from);
        return status;
    }
    picture->width = png_get_image_width(from->png, from->info);
    picture->height = png_get_image_height(from->png, from->info);
    picture->pixels_per_metre = png_get_pixels_per_meter(from->png, from->info);
    picture->rgba = from->rgba;
    picture->texts = from->texts;
    picture->owner = from;
    return CPNG_OK;
}

void cpng_release(cpng_picture *picture) {
    if (picture->owner) discard(picture->owner);
    memset(picture, 0, sizeof *picture);
}
