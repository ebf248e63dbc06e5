// SPDX-License-Identifier: Apache-2.0
#include "copenexr.h"

#include <OpenEXR/openexr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    /// The first message of a call is the cause, later ones its consequences.
    char message[COPENEXR_ERROR_LENGTH];
    const uint8_t *source;
    uint8_t *bytes;
    size_t size;
    size_t capacity;
    int out_of_memory;
} stream;

static void note(exr_const_context_t context, exr_result_t code, const char *message) {
    void *data = NULL;
    (void)code;
    if (!context || exr_get_user_data(context, &data) != EXR_ERR_SUCCESS || !data) return;
    stream *to = data;
    if (!to->message[0]) snprintf(to->message, sizeof to->message, "%s", message);
}

static int answer(stream *from, exr_result_t result, char error[COPENEXR_ERROR_LENGTH]) {
    if (result == EXR_ERR_SUCCESS) return COPENEXR_OK;
    const char *said = from->message[0] ? from->message : exr_get_default_error_message(result);
    snprintf(error, COPENEXR_ERROR_LENGTH, "%s", said);
    from->message[0] = 0;
    return from->out_of_memory || result == EXR_ERR_OUT_OF_MEMORY ? COPENEXR_NO_MEMORY : COPENEXR_INVALID;
}

static int refuse(int status, const char *message, char error[COPENEXR_ERROR_LENGTH]) {
    snprintf(error, COPENEXR_ERROR_LENGTH, "%s", message);
    return status;
}

// Writing

static int64_t put(
    exr_const_context_t context, void *data, const void *buffer, uint64_t count, uint64_t offset,
    exr_stream_error_func_ptr_t report) {
    stream *to = data;
    uint64_t end = offset + count;
    if (end > to->capacity) {
        uint64_t wanted = end + end / 2;
        uint8_t *grown = realloc(to->bytes, wanted);
        if (!grown) {
            to->out_of_memory = 1;
            report(context, EXR_ERR_OUT_OF_MEMORY, "out of memory");
            return -1;
        }
        to->bytes = grown;
        to->capacity = wanted;
    }
    // The table of chunks is written last, over a gap: what nobody has written yet must not be left to chance.
    if (offset > to->size) memset(to->bytes + to->size, 0, offset - to->size);
    memcpy(to->bytes + offset, buffer, count);
    if (end > to->size) to->size = end;
    return (int64_t)count;
}

static exr_result_t declare(exr_context_t file, const copenexr_write_request *request) {
    for (int i = 0; i < request->part_count; i++) {
        const copenexr_part *part = &request->parts[i];
        int index;
        exr_result_t result = exr_add_part(file, part->name, EXR_STORAGE_SCANLINE, &index);
        if (result == EXR_ERR_SUCCESS)
            result = exr_initialize_required_attr_simple(
                file, index, part->width, part->height,
                request->compressed ? EXR_COMPRESSION_ZIP : EXR_COMPRESSION_NONE);
        for (int c = 0; c < part->channel_count && result == EXR_ERR_SUCCESS; c++)
            result = exr_add_channel(
                file, index, part->channels[c].name, EXR_PIXEL_FLOAT, EXR_PERCEPTUALLY_LOGARITHMIC, 1, 1);
        for (int a = 0; i == 0 && a < request->attribute_count && result == EXR_ERR_SUCCESS; a++)
            result =
                exr_attr_set_string(file, index, request->attributes[a].name, request->attributes[a].text);
        if (result != EXR_ERR_SUCCESS) return result;
    }
    return exr_write_header(file);
}

static const float *values_of(const copenexr_part *part, const char *channel) {
    for (int c = 0; c < part->channel_count; c++)
        if (!strcmp(part->channels[c].name, channel)) return part->channels[c].values;
    return NULL;
}

static exr_result_t write_part(exr_context_t file, int index, const copenexr_part *part) {
    exr_encode_pipeline_t pipeline = EXR_ENCODE_PIPELINE_INITIALIZER;
    int32_t lines = 1;
    exr_result_t result = exr_get_scanlines_per_chunk(file, index, &lines);
    int started = 0;
    for (int32_t y = 0; y < part->height && result == EXR_ERR_SUCCESS; y += lines) {
        exr_chunk_info_t chunk;
        result = exr_write_scanline_chunk_info(file, index, y, &chunk);
        if (result != EXR_ERR_SUCCESS) break;
        result = started ? exr_encoding_update(file, index, &chunk, &pipeline)
                         : exr_encoding_initialize(file, index, &chunk, &pipeline);
        if (result != EXR_ERR_SUCCESS) break;
        for (int c = 0; c < pipeline.channel_count; c++) {
            exr_coding_channel_info_t *channel = &pipeline.channels[c];
            const float *values = values_of(part, channel->channel_name);
            if (!values) result = EXR_ERR_INVALID_ARGUMENT;
            else channel->encode_from_ptr = (const uint8_t *)(values + (size_t)y * (size_t)part->width);
            channel->user_pixel_stride = 4;
            channel->user_line_stride = part->width * 4;
            channel->user_bytes_per_element = 4;
            channel->user_data_type = EXR_PIXEL_FLOAT;
        }
        if (!started && result == EXR_ERR_SUCCESS)
            result = exr_encoding_choose_default_routines(file, index, &pipeline);
        started = 1;
        if (result == EXR_ERR_SUCCESS) result = exr_encoding_run(file, index, &pipeline);
    }
    if (started) exr_encoding_destroy(file, &pipeline);
    return result;
}

int copenexr_write(
    const copenexr_write_request *request, uint8_t **bytes, size_t *size, char error[COPENEXR_ERROR_LENGTH]) {
    stream to = {0};
    exr_context_initializer_t settings = EXR_DEFAULT_CONTEXT_INITIALIZER;
    settings.error_handler_fn = note;
    settings.user_data = &to;
    settings.write_fn = put;
    // Level 3 packs renderings within a few per cent of the default in little more than half the time.
    settings.zip_level = 3;
    exr_context_t file = NULL;
    exr_result_t result = exr_start_write(&file, "picture.exr", EXR_WRITE_FILE_DIRECTLY, &settings);
    if (result == EXR_ERR_SUCCESS) {
        exr_set_longname_support(file, 1);
        result = declare(file, request);
        for (int i = 0; i < request->part_count && result == EXR_ERR_SUCCESS; i++)
            result = write_part(file, i, &request->parts[i]);
        exr_result_t closed = exr_finish(&file);
        if (result == EXR_ERR_SUCCESS) result = closed;
    }
    if (result != EXR_ERR_SUCCESS) {
        free(to.bytes);
        return answer(&to, result, error);
    }
    *bytes = to.bytes;
    *size = to.size;
    return COPENEXR_OK;
}

// Reading

struct copenexr_reader {
    stream from;
    exr_context_t file;
};

static int64_t get(
    exr_const_context_t context, void *data, void *buffer, uint64_t count, uint64_t offset,
    exr_stream_error_func_ptr_t report) {
    stream *from = data;
    if (offset >= from->size) {
        report(context, EXR_ERR_READ_IO, "the file ends before its picture does");
        return -1;
    }
    uint64_t here = from->size - offset < count ? from->size - offset : count;
    memcpy(buffer, from->source + offset, here);
    return (int64_t)here;
}

static int64_t length(exr_const_context_t context, void *data) {
    (void)context;
    return (int64_t)((stream *)data)->size;
}

int copenexr_open(
    const uint8_t *bytes, size_t size, copenexr_reader **reader, char error[COPENEXR_ERROR_LENGTH]) {
    copenexr_reader *to = calloc(1, sizeof *to);
    if (!to) return COPENEXR_NO_MEMORY;
    to->from.source = bytes;
    to->from.size = size;
    exr_context_initializer_t settings = EXR_DEFAULT_CONTEXT_INITIALIZER;
    settings.error_handler_fn = note;
    settings.user_data = &to->from;
    settings.read_fn = get;
    settings.size_fn = length;
    // A file with a broken table of chunks is damaged; guessing at its pixels would hide that.
    settings.flags = EXR_CONTEXT_FLAG_DISABLE_CHUNK_RECONSTRUCTION;
    exr_result_t result = exr_start_read(&to->file, "picture.exr", &settings);
    if (result != EXR_ERR_SUCCESS) {
        int status = answer(&to->from, result, error);
        free(to);
        return status;
    }
    *reader = to;
    return COPENEXR_OK;
}

void copenexr_close(copenexr_reader *reader) {
    if (!reader) return;
    exr_finish(&reader->file);
    free(reader);
}

int copenexr_part_count(const copenexr_reader *reader) {
    int count = 0;
    return exr_get_count(reader->file, &count) == EXR_ERR_SUCCESS ? count : 0;
}

int copenexr_describe_part(
    copenexr_reader *reader, int part, const char **name, int32_t *width, int32_t *height, int *channel_count,
    char error[COPENEXR_ERROR_LENGTH]) {
    exr_storage_t storage;
    exr_attr_box2i_t window;
    const exr_attr_chlist_t *channels = NULL;
    *name = NULL;
    exr_result_t result = exr_get_storage(reader->file, part, &storage);
    if (result == EXR_ERR_SUCCESS) result = exr_get_data_window(reader->file, part, &window);
    if (result == EXR_ERR_SUCCESS) result = exr_get_channels(reader->file, part, &channels);
    if (result != EXR_ERR_SUCCESS) return answer(&reader->from, result, error);
    // A part of a single-part file may do without a name: no error.
    if (exr_get_name(reader->file, part, name) != EXR_ERR_SUCCESS) *name = NULL;
    reader->from.message[0] = 0;
    if (storage != EXR_STORAGE_SCANLINE)
        return refuse(COPENEXR_UNSUPPORTED, "tiles and deep data are not read", error);
    int64_t columns = (int64_t)window.max.x - window.min.x + 1;
    int64_t rows = (int64_t)window.max.y - window.min.y + 1;
    if (columns < 1 || rows < 1 || columns > INT32_MAX / 4 || rows > INT32_MAX)
        return refuse(COPENEXR_INVALID, "the data window is empty or too wide", error);
    for (int c = 0; c < channels->num_channels; c++)
        if (channels->entries[c].x_sampling != 1 || channels->entries[c].y_sampling != 1)
            return refuse(COPENEXR_UNSUPPORTED, "subsampled channels are not read", error);
    *width = (int32_t)columns;
    *height = (int32_t)rows;
    *channel_count = channels->num_channels;
    return COPENEXR_OK;
}

const char *copenexr_channel_name(copenexr_reader *reader, int part, int channel) {
    const exr_attr_chlist_t *channels = NULL;
    if (exr_get_channels(reader->file, part, &channels) != EXR_ERR_SUCCESS) return NULL;
    return channel >= 0 && channel < channels->num_channels ? channels->entries[channel].name.str : NULL;
}

int copenexr_read_part(copenexr_reader *reader, int part, float *const *targets, char error[COPENEXR_ERROR_LENGTH]) {
    exr_decode_pipeline_t pipeline = EXR_DECODE_PIPELINE_INITIALIZER;
    exr_attr_box2i_t window;
    int32_t lines = 1;
    int started = 0;
    exr_result_t result = exr_get_data_window(reader->file, part, &window);
    if (result == EXR_ERR_SUCCESS) result = exr_get_scanlines_per_chunk(reader->file, part, &lines);
    size_t width = (size_t)((int64_t)window.max.x - window.min.x + 1);
    for (int64_t y = window.min.y; y <= window.max.y && result == EXR_ERR_SUCCESS; y += lines) {
        exr_chunk_info_t chunk;
        result = exr_read_scanline_chunk_info(reader->file, part, (int)y, &chunk);
        if (result != EXR_ERR_SUCCESS) break;
        result = started ? exr_decoding_update(reader->file, part, &chunk, &pipeline)
                         : exr_decoding_initialize(reader->file, part, &chunk, &pipeline);
        if (result != EXR_ERR_SUCCESS) break;
        for (int c = 0; c < pipeline.channel_count; c++) {
            exr_coding_channel_info_t *channel = &pipeline.channels[c];
            channel->decode_to_ptr = (uint8_t *)(targets[c] + (size_t)(y - window.min.y) * width);
            channel->user_pixel_stride = 4;
            channel->user_line_stride = (int32_t)(width * 4);
            channel->user_bytes_per_element = 4;
            channel->user_data_type = EXR_PIXEL_FLOAT;
        }
        if (!started) result = exr_decoding_choose_default_routines(reader->file, part, &pipeline);
        started = 1;
        if (result == EXR_ERR_SUCCESS) result = exr_decoding_run(reader->file, part, &pipeline);
    }
    if (started) exr_decoding_destroy(reader->file, &pipeline);
    return answer(&reader->from, result, error);
}

int copenexr_attribute_count(const copenexr_reader *reader, int part) {
    int32_t count = 0;
    return exr_get_attribute_count(reader->file, part, &count) == EXR_ERR_SUCCESS ? count : 0;
}

int copenexr_text_attribute(
    const copenexr_reader *reader, int part, int index, const char **name, const char **text, int32_t *length) {
    const exr_attribute_t *attribute = NULL;
    if (exr_get_attribute_by_index(reader->file, part, EXR_ATTR_LIST_FILE_ORDER, index, &attribute)
            != EXR_ERR_SUCCESS
        || attribute->type != EXR_ATTR_STRING)
        return 0;
    *name = attribute->name;
    *text = attribute->string->str;
    *length = attribute->string->length;
    return 1;
}
