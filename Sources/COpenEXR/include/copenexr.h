// SPDX-License-Identifier: Apache-2.0
//
// OpenEXR files of whole scan lines in memory, over OpenEXR's C library. Each function answers 0 or a code of
// copenexr_status with a message.
#ifndef COPENEXR_H
#define COPENEXR_H

#include <stddef.h>
#include <stdint.h>

enum copenexr_status {
    COPENEXR_OK = 0,
    /// The library refused: damaged bytes on reading, impossible values on writing.
    COPENEXR_INVALID = 1,
    /// Pixels × channels is above the caller's limit, or cannot come out of a file of this size.
    COPENEXR_TOO_LARGE = 2,
    COPENEXR_NO_MEMORY = 3,
    /// Deep data, tiles or subsampled channels.
    COPENEXR_UNSUPPORTED = 4,
};

/// One channel: width × height values, row 0 on top.
typedef struct {
    const char *name;
    const float *values;
} copenexr_channel;

/// A text attribute.
typedef struct {
    const char *name;
    const char *text;
} copenexr_attribute;

typedef struct {
    const char *name;
    int32_t width;
    int32_t height;
    const copenexr_channel *channels;
    int channel_count;
} copenexr_part;

typedef struct {
    const copenexr_part *parts;
    int part_count;
    /// Written to the first part.
    const copenexr_attribute *attributes;
    int attribute_count;
    /// 1: ZIP over 16 lines; 0: not compressed.
    int compressed;
} copenexr_write_request;

#define COPENEXR_ERROR_LENGTH 256

/// Encodes. On success *bytes (to be freed with free()) holds *size bytes.
int copenexr_write(
    const copenexr_write_request *request, uint8_t **bytes, size_t *size, char error[COPENEXR_ERROR_LENGTH]);

typedef struct copenexr_reader copenexr_reader;

/// Opens a file in memory, which must outlive the reader. On success *reader must be closed.
int copenexr_open(
    const uint8_t *bytes, size_t size, copenexr_reader **reader, char error[COPENEXR_ERROR_LENGTH]);
void copenexr_close(copenexr_reader *reader);

int copenexr_part_count(const copenexr_reader *reader);

/// Size and channels of a part, after a check that its pixels are of a kind that copenexr_read_part reads. *name is
/// NULL for a part without one.
int copenexr_describe_part(
    copenexr_reader *reader, int part, const char **name, int32_t *width, int32_t *height, int *channel_count,
    char error[COPENEXR_ERROR_LENGTH]);

/// The name of a described part's channel, or NULL.
const char *copenexr_channel_name(copenexr_reader *reader, int part, int channel);

/// Reads all channels of a described part as 32-bit floats: targets[i] has room for width × height values.
int copenexr_read_part(copenexr_reader *reader, int part, float *const *targets, char error[COPENEXR_ERROR_LENGTH]);

/// How many attributes a part has; the next function gives those that are text.
int copenexr_attribute_count(const copenexr_reader *reader, int part);
/// Name, text and length of attribute `index`; answers 0 when it is not a text.
int copenexr_text_attribute(
    const copenexr_reader *reader, int part, int index, const char **name, const char **text, int32_t *length);

#endif
