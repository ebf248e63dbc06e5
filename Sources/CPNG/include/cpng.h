// SPDX-License-Identifier: Apache-2.0
//
// PNG in memory over libpng. Each function owns its setjmp, so that no longjmp ever crosses a Swift frame, and
// answers 0 or a code of cpng_status with a message.
#ifndef CPNG_H
#define CPNG_H

#include <stddef.h>
#include <stdint.h>

enum cpng_status {
    CPNG_OK = 0,
    /// libpng refused: damaged bytes on reading, impossible values on writing.
    CPNG_INVALID = 1,
    /// Width × height is above the caller's limit, or cannot come out of a file of this size.
    CPNG_TOO_LARGE = 2,
    /// malloc failed.
    CPNG_NO_MEMORY = 3,
};

/// One text entry. `keyword` is Latin-1, 1 to 79 bytes. `text` is Latin-1 in a tEXt chunk and UTF-8 in an iTXt chunk,
/// ended by NUL.
typedef struct {
    const char *keyword;
    const char *text;
    size_t length;
    /// Language tag of an iTXt entry, or "".
    const char *language;
    /// 1: iTXt; 0: tEXt or zTXt.
    int international;
    /// 1: the text is deflated in the file.
    int compressed;
} cpng_text;

typedef struct {
    uint32_t width;
    uint32_t height;
    /// width × height × 4 bytes, row 0 on top.
    const uint8_t *rgba;
    /// 1: write three channels and drop alpha.
    int opaque;
    /// zlib level, 0 to 9.
    int level;
    /// PNG_FILTER_* mask: bit 3 none, 4 sub, 5 up, 6 average, 7 Paeth.
    int filters;
    /// zlib strategy: 0 default, 1 filtered, 2 Huffman only, 3 run length, 4 fixed codes.
    int strategy;
    /// Pixels a metre both ways for the pHYs chunk; 0: no chunk.
    uint32_t pixels_per_metre;
    /// Entries written before the image data, in this order.
    const cpng_text *texts;
    int text_count;
} cpng_write_request;

/// A read picture. Everything it points to belongs to it until cpng_release.
typedef struct {
    uint32_t width;
    uint32_t height;
    /// As cpng_write_request.rgba.
    uint8_t *rgba;
    /// 0 when the file does not say.
    uint32_t pixels_per_metre;
    cpng_text *texts;
    int text_count;
    void *owner;
} cpng_picture;

#define CPNG_ERROR_LENGTH 256

/// The longest text, in bytes after unpacking, that is read; longer ones are left out.
#define CPNG_TEXT_SIZE_LIMIT 4000000

/// Encodes. On success *bytes (to be freed with free()) holds *size bytes.
int cpng_write(const cpng_write_request *request, uint8_t **bytes, size_t *size, char error[CPNG_ERROR_LENGTH]);

/// Decodes any PNG to 8-bit RGBA; refuses pictures of more than `maximum_pixels` before their memory is asked for.
int cpng_read(
    const uint8_t *bytes, size_t size, uint64_t maximum_pixels, cpng_picture *picture, char error[CPNG_ERROR_LENGTH]);

/// Frees what cpng_read gave.
void cpng_release(cpng_picture *picture);

#endif
