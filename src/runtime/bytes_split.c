/* bytes_split.c - methods of bytes and bytearray that cut and join: split,
 * splitlines, partition, strip, replace, join, removeprefix. */
#include "runtime/bytes_internal.h"
#include "runtime/error.h"
#include "runtime/list.h"
#include "runtime/native.h"
#include "runtime/ops.h"
#include "runtime/sequence_support.h"

/* ---- split ---- */

enum { FIRST_PIECES = 8 }; /* room that a list of pieces starts with */

static inline bool append_piece(Thread *t, List *out, Value like, const uint8_t *data, size_t length) {
    Value piece = value_is_bytes(like) ? bytes_from_data(t, data, length)
                                       : bytearray_from_data(t, data, length);
    return !value_is_error(piece) && list_append(t, out, piece);
}

static bool split_spaces(Thread *t, List *out, Value self, ByteSpan s, size_t limit) {
    size_t i = 0;
    for (;;) {
        while (i < s.length && byte_is_space(s.data[i])) i++;
        if (i == s.length) return true;
        size_t start = i;
        /* The rest keeps its trailing white space. */
        if (limit-- == 0) return append_piece(t, out, self, s.data + start, s.length - start);
        while (i < s.length && !byte_is_space(s.data[i])) i++;
        if (!append_piece(t, out, self, s.data + start, i - start)) return false;
    }
}

static bool rsplit_spaces(Thread *t, List *out, Value self, ByteSpan s, size_t limit) {
    size_t i = s.length;
    for (;;) {
        while (i > 0 && byte_is_space(s.data[i - 1])) i--;
        if (i == 0) return true;
        size_t end = i;
        if (limit-- == 0) return append_piece(t, out, self, s.data, end);
        while (i > 0 && !byte_is_space(s.data[i - 1])) i--;
        if (!append_piece(t, out, self, s.data + i, end - i)) return false;
    }
}

static inline int64_t find_near(const uint8_t *data, size_t n, uint8_t c) {
    enum { NEAR = 12 };
    size_t i = 0;
    for (; i < n && i < NEAR; i++)
        if (data[i] == c) return (int64_t)i;
    const uint8_t *found = i < n ? memchr(data + i, c, n - i) : NULL;
    return found ? found - data : -1;
}

static Value split_any(Thread *t, Value *args, bool from_right) {
    int64_t maxsplit;
    if (!arg_size(t, args[2], &maxsplit)) return VALUE_ERROR;
    size_t limit = maxsplit < 0 ? SIZE_MAX : (size_t)maxsplit;
    Value list = list_new(t, FIRST_PIECES);
    if (value_is_error(list)) return list;
    List *out = value_as_list(list);
    if (value_is_none(args[1])) {
        ByteSpan s = bytes_span(args[0]);
        if (!(from_right ? rsplit_spaces : split_spaces)(t, out, args[0], s, limit)) return VALUE_ERROR;
    } else {
        Buffer sep;
        if (!buffer_get(t, args[1], false, &sep)) return VALUE_ERROR;
        if (sep.length == 0) return raise_value_error(t, "empty separator");
        ByteSpan s = bytes_span(args[0]);
        const uint8_t *data = s.data;
        size_t n = s.length;
        /* Short pieces are common: no call to find what is near. */
        bool by_byte = sep.length == 1 && !from_right;
        for (; limit > 0; limit--) {
            int64_t i = by_byte      ? find_near(data, n, sep.data[0])
                        : from_right ? bytes_find_last(data, n, sep.data, sep.length)
                                     : bytes_find(data, n, sep.data, sep.length);
            if (i < 0) break;
            size_t after = (size_t)i + sep.length;
            if (from_right) {
                if (!append_piece(t, out, args[0], data + after, n - after)) return VALUE_ERROR;
                n = (size_t)i;
            } else {
                if (!append_piece(t, out, args[0], data, (size_t)i)) return VALUE_ERROR;
                data += after;
                n -= after;
            }
        }
        if (!append_piece(t, out, args[0], data, n)) return VALUE_ERROR;
    }
    if (from_right)
        for (size_t i = 0, j = out->length; i + 1 < j; i++) {
            j--;
            Value v = out->items[i];
            out->items[i] = out->items[j];
            out->items[j] = v;
        }
    if (out->storage) gc_wrote(t, out->storage);
    return list;
}

BYTES_METHOD(split) { return split_any(t, args, false); }
BYTES_METHOD(rsplit) { return split_any(t, args, true); }

BYTES_METHOD(splitlines) {
    /* CPython reads the flag as a C int. */
    int keep;
    if (value_is_bool(args[1]))
        keep = value_is_true(args[1]);
    else if (!arg_int(t, args[1], &keep))
        return VALUE_ERROR;
    Value list = list_new(t, 0);
    if (value_is_error(list)) return list;
    ByteSpan s = bytes_span(args[0]);
    for (size_t i = 0; i < s.length;) {
        size_t start = i;
        while (i < s.length && s.data[i] != '\n' && s.data[i] != '\r') i++;
        size_t end = i;
        if (i < s.length) i += s.data[i] == '\r' && i + 1 < s.length && s.data[i + 1] == '\n' ? 2 : 1;
        if (!append_piece(t, value_as_list(list), args[0], s.data + start, (keep ? i : end) - start))
            return VALUE_ERROR;
    }
    return list;
}

static Value partition_any(Thread *t, Value *args, bool last) {
    Buffer sep;
    if (!buffer_get(t, args[1], false, &sep)) return VALUE_ERROR;
    if (sep.length == 0) return raise_value_error(t, "empty separator");
    ByteSpan s = bytes_span(args[0]);
    int64_t i = last ? bytes_find_last(s.data, s.length, sep.data, sep.length)
                     : bytes_find(s.data, s.length, sep.data, sep.length);
    Value empty = bytes_like(t, args[0], NULL, 0), all;
    if (value_is_error(empty)) return empty;
    if (i < 0) {
        all = bytes_like_same(t, args[0]);
        if (value_is_bytearray(args[0])) {
            Value other = bytes_like(t, args[0], NULL, 0);
            return last ? tuple_of(t, 3, empty, other, all) : tuple_of(t, 3, all, empty, other);
        }
        return last ? tuple_of(t, 3, empty, empty, all) : tuple_of(t, 3, all, empty, empty);
    }
    size_t after = (size_t)i + sep.length;
    Value middle = value_is_exact(args[1], KIND_BYTES) && value_is_bytes(args[0])
                       ? args[1]
                       : bytes_like(t, args[0], sep.data, sep.length);
    return tuple_of(t, 3, bytes_like(t, args[0], s.data, (size_t)i), middle,
                    bytes_like(t, args[0], s.data + after, s.length - after));
}
BYTES_METHOD(partition) { return partition_any(t, args, false); }
BYTES_METHOD(rpartition) { return partition_any(t, args, true); }

/* ---- strip ---- */

enum { STRIP_LEFT = 1, STRIP_RIGHT = 2 };

static Value strip(Thread *t, Value *args, int sides) {
    ByteSpan s = bytes_span(args[0]);
    size_t start = 0, end = s.length;
    if (value_is_none(args[1])) {
        if (sides & STRIP_LEFT)
            while (start < end && byte_is_space(s.data[start])) start++;
        if (sides & STRIP_RIGHT)
            while (end > start && byte_is_space(s.data[end - 1])) end--;
    } else {
        Buffer set;
        if (!buffer_get(t, args[1], false, &set)) return VALUE_ERROR;
        if (sides & STRIP_LEFT)
            while (start < end && memchr(set.data, s.data[start], set.length)) start++;
        if (sides & STRIP_RIGHT)
            while (end > start && memchr(set.data, s.data[end - 1], set.length)) end--;
    }
    if (start == 0 && end == s.length) return bytes_like_same(t, args[0]);
    return bytes_like(t, args[0], s.data + start, end - start);
}
BYTES_METHOD(strip) { return strip(t, args, STRIP_LEFT | STRIP_RIGHT); }
BYTES_METHOD(lstrip) { return strip(t, args, STRIP_LEFT); }
BYTES_METHOD(rstrip) { return strip(t, args, STRIP_RIGHT); }

BYTES_METHOD(removeprefix) {
    Buffer b;
    if (!buffer_get(t, args[1], false, &b)) return VALUE_ERROR;
    ByteSpan s = bytes_span(args[0]);
    if (b.length == 0 || b.length > s.length || memcmp(s.data, b.data, b.length) != 0)
        return bytes_like_same(t, args[0]);
    return bytes_like(t, args[0], s.data + b.length, s.length - b.length);
}

BYTES_METHOD(removesuffix) {
    Buffer b;
    if (!buffer_get(t, args[1], false, &b)) return VALUE_ERROR;
    ByteSpan s = bytes_span(args[0]);
    if (b.length == 0 || b.length > s.length ||
        memcmp(s.data + s.length - b.length, b.data, b.length) != 0)
        return bytes_like_same(t, args[0]);
    return bytes_like(t, args[0], s.data, s.length - b.length);
}

/* ---- replace ---- */

/* "" matches before every byte and at the end. */
static Value interleave(Thread *t, Value self, ByteSpan s, Buffer *to, size_t limit) {
    size_t count = s.length + 1 < limit ? s.length + 1 : limit, grown, total;
    if (__builtin_mul_overflow(count, to->length, &grown) ||
        __builtin_add_overflow(grown, s.length, &total) || total > PTRDIFF_MAX - 64)
        return raise_overflow_error(t, "replace bytes is too long");
    uint8_t *out;
    Value v = bytes_like_alloc(t, self, total, &out);
    if (value_is_error(v)) return v;
    for (size_t i = 0; i <= s.length; i++) {
        if (i < count) {
            memcpy(out, to->data, to->length);
            out += to->length;
        }
        if (i < s.length) *out++ = s.data[i];
    }
    return v;
}

/* Every byte that is `from` by `to`. */
static Value substitute(Thread *t, Value self, ByteSpan s, uint8_t from, uint8_t to) {
    const uint8_t *first = s.length ? memchr(s.data, from, s.length) : NULL;
    if (!first) return bytes_like_same(t, self);
    uint8_t *out;
    Value v = bytes_like_alloc(t, self, s.length, &out);
    if (value_is_error(v)) return v;
    size_t at = (size_t)(first - s.data);
    memcpy(out, s.data, s.length);
    chars_substitute(out + at, 1, s.length - at, from, to);
    return v;
}

enum { REPLACE_BATCH = 512 }; /* places found at a time */

BYTES_METHOD(replace) {
    Buffer from, to;
    int64_t max;
    if (!buffer_get(t, args[1], false, &from) || !buffer_get(t, args[2], false, &to) ||
        !arg_size(t, args[3], &max))
        return VALUE_ERROR;
    ByteSpan s = bytes_span(args[0]);
    size_t limit = max < 0 ? SIZE_MAX : (size_t)max;
    if (limit == 0 || (from.length == 0 && to.length == 0)) return bytes_like_same(t, args[0]);
    if (from.length == 0) return interleave(t, args[0], s, &to, limit);
    if (from.length == 1 && to.length == 1 && limit >= s.length)
        return substitute(t, args[0], s, from.data[0], to.data[0]);
    size_t positions[REPLACE_BATCH];
    size_t count = chars_find_all(s.data, 1, s.length, from.data, from.length, limit, positions,
                                  REPLACE_BATCH);
    if (count == 0) return bytes_like_same(t, args[0]);
    size_t grown, total = s.length - count * from.length;
    if (__builtin_mul_overflow(count, to.length, &grown) ||
        __builtin_add_overflow(total, grown, &total) || total > PTRDIFF_MAX - 64)
        return raise_overflow_error(t, "replace bytes is too long");
    uint8_t *out;
    Value v = bytes_like_alloc(t, args[0], total, &out);
    if (value_is_error(v)) return v;
    size_t at = 0, batch = 0;
    for (size_t i = 0, base = 0; i < count; i++) {
        if (batch == REPLACE_BATCH) {
            /* The positions at hand are used up: find the next ones. */
            base = at;
            chars_find_all(s.data + at, 1, s.length - at, from.data, from.length, count - i,
                           positions, REPLACE_BATCH);
            batch = 0;
        }
        size_t plain = base + positions[batch++] - at;
        copy_short(out, s.data + at, plain);
        copy_short(out + plain, to.data, to.length);
        out += plain + to.length;
        at += plain + from.length;
    }
    copy_short(out, s.data + at, s.length - at);
    return v;
}

/* ---- join ---- */

BYTES_METHOD(join) {
    Value *items;
    size_t count;
    Value sequence = sequence_fast(t, args[1], "can only join an iterable", &items, &count);
    if (value_is_error(sequence)) return sequence;
    if (count == 1 && value_is_exact(items[0], KIND_BYTES) && value_is_bytes(args[0])) return items[0];
    ByteSpan sep = bytes_span(args[0]);
    size_t total = 0;
    for (size_t i = 0; i < count; i++) {
        size_t n;
        if (value_is_bytes(items[i]) || value_is_bytearray(items[i])) {
            n = bytes_span(items[i]).length;
        } else {
            Buffer b;
            if (!value_is_bytes_like(t, items[i]) || !buffer_get(t, items[i], false, &b)) {
                if (error_pending(t)) error_clear(t);
                return raise_type_error(
                    t, "sequence item %zu: expected a bytes-like object, %.80T found", i, items[i]);
            }
            n = b.length;
        }
        if (__builtin_add_overflow(total, n + (i ? sep.length : 0), &total) ||
            total > PTRDIFF_MAX - 64)
            return raise_overflow_error(t, "join() result is too long");
    }
    uint8_t *out;
    Value v = bytes_like_alloc(t, args[0], total, &out);
    if (value_is_error(v)) return v;
    for (size_t i = 0; i < count; i++) {
        ByteSpan s;
        if (value_is_bytes(items[i]) || value_is_bytearray(items[i])) {
            s = bytes_span(items[i]);
        } else {
            Buffer b;
            if (!buffer_get(t, items[i], false, &b)) return VALUE_ERROR;
            s = (ByteSpan){b.data, b.length};
        }
        if (i) {
            memcpy(out, sep.data, sep.length);
            out += sep.length;
        }
        if (s.length) memcpy(out, s.data, s.length);
        out += s.length;
    }
    __asm__ volatile("" ::"r"(sequence.bits) : "memory");
    return v;
}
