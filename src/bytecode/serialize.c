/*
 * serialize.c - code objects as bytes and back.
 *
 *    +----------+----------+-------+---------------------------------------+
 *    | build id | checksum | count | objects, each after those it refers to |
 *    +----------+----------+-------+---------------------------------------+
 *      8 bytes    8 bytes
 *
 * Every value that a code object refers to is one object of this list: texts,
 * numbers, tuples, code objects; equal references are one object, so identity
 * survives.  A reference is the number of an object further up, so that reading is
 * one pass without recursion, and there are no cycles to be feared.  The last one
 * is the code object itself.  Numbers are written 7 bits a byte, low ones first.
 *
 * What is read is not trusted: the checksum finds accidents; each count is compared
 * with the bytes that are left, each reference with what has been read; and each
 * code object passes the verifier.
 */
#include "bytecode/serialize.h"

#include <stdlib.h>

#include "bytecode/opcode.h"
#include "bytecode/verifier.h"
#include "runtime/code_positions.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/float.h"
#include "runtime/int.h"

#ifndef TAU_CODE_ID
#error "the build defines TAU_CODE_ID: a hash of the sources of the front end"
#endif

typedef enum Tag {
    TAG_WORD,  /* the Value itself: not a pointer */
    TAG_ASCII, /* str; interned ones have a tag of their own */
    TAG_ASCII_INTERNED,
    TAG_LATIN1,
    TAG_LATIN1_INTERNED,
    TAG_WTF8,
    TAG_WTF8_INTERNED,
    TAG_BYTES,
    TAG_INT,
    TAG_NEGATIVE_INT,
    TAG_FLOAT,
    TAG_COMPLEX,
    TAG_TUPLE,
    TAG_FROZENSET,
    TAG_CODE,
} Tag;

enum { HEADER_SIZE = 16 };

uint64_t serialize_build_id(void) {
    return TAU_CODE_ID;
}

static uint64_t checksum_of(const uint8_t *bytes, size_t size) {
    const uint64_t multiplier = 0x9e3779b97f4a7c15u;
    uint64_t sum = size, word;
    for (; size >= 8; size -= 8, bytes += 8) {
        memcpy(&word, bytes, 8);
        sum = (sum ^ word) * multiplier;
        sum ^= sum >> 32;
    }
    word = 0;
    memcpy(&word, bytes, size);
    sum = (sum ^ word) * multiplier;
    return sum ^ sum >> 32;
}

void serialize_seal(uint8_t *bytes, size_t size) {
    const uint64_t header[2] = {serialize_build_id(),
                                checksum_of(bytes + HEADER_SIZE, size - HEADER_SIZE)};
    memcpy(bytes, header, sizeof header);
}

/* ---- writing ---- */

typedef struct Writer {
    Thread *t;
    uint8_t *bytes; /* malloc'ed */
    size_t size, capacity;
    /* Open addressing: which number a Value was written under. */
    struct WrittenValue {
        Value value;
        uint32_t number; /* + 1; 0: free */
    } *written;
    uint32_t written_mask, count;
    bool failed; /* MemoryError is pending; further writing does nothing */
} Writer;

static void writer_fail(Writer *w) {
    if (!w->failed) raise_memory_error(w->t);
    w->failed = true;
}

/* `size` bytes at the end to be written into, or NULL. */
static uint8_t *extend(Writer *w, size_t size) {
    if (w->failed) return NULL;
    if (w->capacity - w->size < size) {
        size_t capacity = w->capacity * 2 + size + 4096;
        uint8_t *grown = realloc(w->bytes, capacity);
        if (!grown) {
            writer_fail(w);
            return NULL;
        }
        w->bytes = grown;
        w->capacity = capacity;
    }
    w->size += size;
    return w->bytes + w->size - size;
}

static void put_bytes(Writer *w, const void *bytes, size_t size) {
    uint8_t *out = extend(w, size);
    if (out && size) memcpy(out, bytes, size);
}

static void put_number(Writer *w, uint64_t n) {
    uint8_t buffer[10];
    size_t size = 0;
    for (; n >= 0x80; n >>= 7) buffer[size++] = (uint8_t)(n | 0x80);
    buffer[size++] = (uint8_t)n;
    put_bytes(w, buffer, size);
}

static struct WrittenValue *written_slot(Writer *w, Value v) {
    uint32_t at = (uint32_t)(v.bits * 0x9e3779b97f4a7c15u >> 32) & w->written_mask;
    while (w->written[at].number && !value_same(w->written[at].value, v))
        at = (at + 1) & w->written_mask;
    return &w->written[at];
}

static bool written_grow(Writer *w) {
    struct WrittenValue *old = w->written;
    uint32_t old_size = old ? w->written_mask + 1 : 0, size = old ? old_size * 2 : 256;
    w->written = calloc(size, sizeof *w->written);
    w->written_mask = size - 1;
    for (uint32_t i = 0; w->written && i < old_size; i++)
        if (old[i].number) *written_slot(w, old[i].value) = old[i];
    free(old);
    if (!w->written) writer_fail(w);
    return w->written != NULL;
}

static void put_object(Writer *w, Value v);

/* Sees to it that references to the value can be written. */
static void prepare(Writer *w, Value v) {
    if (w->failed || (w->written && written_slot(w, v)->number)) return;
    if (!recursion_enter(w->t, " while serializing code")) {
        w->failed = true;
        return;
    }
    put_object(w, v);
    recursion_leave(w->t);
    if (w->failed || (w->count * 2 >= w->written_mask && !written_grow(w))) return;
    *written_slot(w, v) = (struct WrittenValue){v, ++w->count};
}

static void put_reference(Writer *w, Value v) {
    if (!w->failed) put_number(w, written_slot(w, v)->number - 1);
}

static void prepare_all(Writer *w, const Tuple *tuple) {
    for (size_t i = 0; tuple && i < tuple->length; i++) prepare(w, tuple->items[i]);
}

static void put_references(Writer *w, const Tuple *tuple) {
    put_number(w, tuple ? tuple->length : 0);
    for (size_t i = 0; tuple && i < tuple->length; i++) put_reference(w, tuple->items[i]);
}

static void put_text(Writer *w, Value v) {
    Str *s = value_as_str(v);
    const void *data = str_data(w->t, s);
    size_t size = s->length;
    Tag tag = s->flags & STR_ASCII ? TAG_ASCII : s->width == 1 ? TAG_LATIN1 : TAG_WTF8;
    if (tag == TAG_WTF8) data = str_to_wtf8(w->t, v, &size);
    if (!data) {
        w->failed = true;
        return;
    }
    put_number(w, tag + !!(s->flags & STR_INTERNED));
    put_number(w, size);
    put_bytes(w, data, size);
}

static void put_frozenset(Writer *w, Set *set) {
    size_t position = 0;
    Value key;
    while (set_next(set, &position, &key)) prepare(w, key);
    put_number(w, TAG_FROZENSET);
    put_number(w, set->used);
    for (position = 0; set_next(set, &position, &key);) put_reference(w, key);
}

static void put_instructions(Writer *w, const Code *code) {
    const uint32_t *words = (const uint32_t *)code->instructions->bytes;
    put_number(w, code->instruction_count);
    uint8_t *out = extend(w, code->instruction_count * sizeof *words);
    for (uint32_t pc = 0; out && pc < code->instruction_count; pc++) {
        Opcode op = instruction_opcode(words[pc]);
        uint32_t word = (words[pc] & ~(uint32_t)0xff) | opcode_info[op].family;
        memcpy(out + pc * sizeof word, &word, sizeof word);
        if (opcode_has_extension(op) && pc + 1 < code->instruction_count) {
            pc++;
            memcpy(out + pc * sizeof word, &words[pc], sizeof word);
        }
    }
}

static void put_positions(Writer *w, const Code *code) {
    put_number(w, code->position_count);
    if (code->packed_positions) {
        put_number(w, code->packed_size);
        put_bytes(w, code->packed_positions->bytes, code->packed_size);
        return;
    }
    uint8_t *packed = malloc((size_t)code->position_count * POSITION_PACKED_MAX + 1);
    if (!packed) {
        writer_fail(w);
        return;
    }
    size_t size = positions_pack((const CodePosition *)code->positions->bytes,
                                 code->position_count, packed);
    put_number(w, size);
    put_bytes(w, packed, size);
    free(packed);
}

/* Tables of 32-bit numbers, written one number after the other. */
static void put_table(Writer *w, const Raw *table, uint32_t count, size_t entry_size) {
    put_number(w, count);
    for (size_t i = 0; i < count * (entry_size / sizeof(uint32_t)); i++)
        put_number(w, ((const uint32_t *)table->bytes)[i]);
}

_Static_assert(sizeof(CodeHandler) % sizeof(uint32_t) == 0, "a table of 32-bit numbers");
_Static_assert(sizeof(CodeInlined) % sizeof(uint32_t) == 0, "a table of 32-bit numbers");

/* The counts of a code object, in the order in which they are written. */
enum { CODE_NUMBERS = 11 };
static void code_numbers(Code *c, uint32_t *numbers[CODE_NUMBERS]) {
    uint32_t *all[CODE_NUMBERS] = {
        &c->arg_count,     &c->posonly_count, &c->kwonly_count,   &c->param_count, &c->variable_count,
        &c->visible_count, &c->local_count,   &c->register_count, &c->flags,       &c->cache_count,
        (uint32_t *)&c->first_line,
    };
    memcpy(numbers, all, sizeof all);
}

static void put_code(Writer *w, const Code *code) {
    const Value values[] = {code->name, code->qualname, code->filename, code->doc};
    const Tuple *tuples[] = {code->consts, code->names, code->local_names, code->cell_names,
                             code->free_names};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) prepare(w, values[i]);
    for (size_t i = 0; i < sizeof tuples / sizeof *tuples; i++) prepare_all(w, tuples[i]);
    put_number(w, TAG_CODE);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) put_reference(w, values[i]);
    for (size_t i = 0; i < sizeof tuples / sizeof *tuples; i++) put_references(w, tuples[i]);
    uint32_t *numbers[CODE_NUMBERS];
    code_numbers((Code *)(uintptr_t)code, numbers);
    for (size_t i = 0; i < CODE_NUMBERS; i++) put_number(w, *numbers[i]);
    put_instructions(w, code);
    put_positions(w, code);
    put_table(w, code->handlers, code->handler_count, sizeof(CodeHandler));
    put_table(w, code->inlined, code->inlined_count, sizeof(CodeInlined));
}

static void put_object(Writer *w, Value v) {
    if (!value_is_object(v)) {
        put_number(w, TAG_WORD);
        put_bytes(w, &v.bits, sizeof v.bits);
        return;
    }
    Object *object = value_as_object(v);
    switch (object_kind(object)) {
    case KIND_STR: put_text(w, v); break;
    case KIND_BYTES:
        put_number(w, TAG_BYTES);
        put_number(w, value_as_bytes(v)->length);
        put_bytes(w, value_as_bytes(v)->data, value_as_bytes(v)->length);
        break;
    case KIND_INT: {
        BigInt *i = (BigInt *)object;
        size_t limbs = (size_t)(i->size < 0 ? -i->size : i->size);
        put_number(w, i->size < 0 ? TAG_NEGATIVE_INT : TAG_INT);
        put_number(w, limbs);
        put_bytes(w, i->limbs, limbs * sizeof *i->limbs);
        break;
    }
    case KIND_FLOAT:
        put_number(w, TAG_FLOAT);
        put_bytes(w, &((Float *)object)->value, sizeof(double));
        break;
    case KIND_COMPLEX:
        put_number(w, TAG_COMPLEX);
        put_bytes(w, &((Complex *)object)->real, sizeof(double));
        put_bytes(w, &((Complex *)object)->imag, sizeof(double));
        break;
    case KIND_TUPLE:
        prepare_all(w, (Tuple *)object);
        put_number(w, TAG_TUPLE);
        put_references(w, (Tuple *)object);
        break;
    case KIND_SET: put_frozenset(w, (Set *)object); break;
    case KIND_CODE: put_code(w, (Code *)object); break;
    default:
        raise_value_error(w->t, "unmarshallable object");
        w->failed = true;
    }
}

Value code_serialize(Thread *t, const Code *code) {
    Writer w = {.t = t};
    prepare(&w, value_from_object(code));
    Bytes *result = NULL;
    uint8_t count[5];
    size_t count_size = 0;
    for (uint32_t n = w.count;; n >>= 7) {
        count[count_size++] = (uint8_t)(n & 0x7f) | (n >= 0x80 ? 0x80 : 0);
        if (n < 0x80) break;
    }
    if (!w.failed && (result = bytes_alloc(t, HEADER_SIZE + count_size + w.size))) {
        memcpy(result->data + HEADER_SIZE, count, count_size);
        memcpy(result->data + HEADER_SIZE + count_size, w.bytes, w.size);
        serialize_seal(result->data, result->length);
    }
    free(w.bytes);
    free(w.written);
    return result ? value_from_object(result) : VALUE_ERROR;
}

/* ---- reading ---- */

typedef struct Reader {
    Thread *t;
    const uint8_t *at, *end;
    Tuple *objects; /* those read so far; rooted by the stack */
    uint32_t count;
    Value filename;    /* UNDEF: as written */
    Value old_filename; /* the one that it replaces; UNDEF: none seen yet */
    bool bad;          /* the bytes are not what a writer wrote */
} Reader;

static size_t bytes_left(const Reader *r) {
    return (size_t)(r->end - r->at);
}

/* The next `size` bytes; NULL and bad if there are not so many. */
static const uint8_t *take(Reader *r, size_t size) {
    if (size > bytes_left(r)) {
        r->bad = true;
        return NULL;
    }
    r->at += size;
    return r->at - size;
}

static uint32_t take_number_slow(Reader *r) {
    uint32_t n = 0;
    for (unsigned shift = 0; shift < 32; shift += 7) {
        const uint8_t *byte = take(r, 1);
        if (!byte) return 0;
        n |= (uint32_t)(*byte & 0x7f) << shift;
        if (*byte < 0x80) return n;
    }
    r->bad = true;
    return 0;
}

static inline uint32_t take_number(Reader *r) {
    if (__builtin_expect(r->at < r->end && *r->at < 0x80, 1)) return *r->at++;
    return take_number_slow(r);
}

/* A number of things that take at least `size` bytes each; 0 and bad if there
 * cannot be so many. */
static uint32_t take_count(Reader *r, size_t size) {
    uint32_t n = take_number(r);
    if (n <= bytes_left(r) / size) return n;
    r->bad = true;
    return 0;
}

static Value take_reference(Reader *r) {
    uint32_t number = take_number(r);
    if (number < r->count) return r->objects->items[number];
    r->bad = true;
    return VALUE_NONE;
}

/* A tuple; NULL with MemoryError, or if it is bad. */
static Tuple *take_tuple(Reader *r) {
    uint32_t count = take_count(r, 1);
    if (!count) return r->bad ? NULL : value_as_tuple(r->t->vm->empty_tuple);
    Tuple *tuple = tuple_alloc(r->t, count);
    for (uint32_t i = 0; tuple && i < count; i++) tuple->items[i] = take_reference(r);
    return r->bad ? NULL : tuple;
}

static Value take_text(Reader *r, Tag tag) {
    Thread *t = r->t;
    uint32_t size = take_count(r, 1);
    const uint8_t *text = take(r, size);
    if (r->bad) return VALUE_UNDEF;
    switch (tag) {
    case TAG_ASCII_INTERNED:
    case TAG_LATIN1_INTERNED: return str_intern_latin1(t, text, size);
    case TAG_ASCII:
    case TAG_LATIN1: return str_from_latin1(t, text, size);
    default: {
        Value v = str_from_utf8(t, (const char *)text, size);
        if (value_is_error(v) && error_catch(t, TYPE_UnicodeDecodeError)) return VALUE_UNDEF;
        return value_is_error(v) || tag == TAG_WTF8 ? v : str_intern(t, v);
    }
    }
}

static Value take_int(Reader *r, bool negative) {
    enum { ON_STACK = 64 };
    mp_limb_t few[ON_STACK], *limbs = few;
    uint32_t count = take_count(r, sizeof *limbs);
    const uint8_t *bytes = take(r, count * sizeof *limbs);
    if (r->bad) return VALUE_UNDEF;
    if (count > ON_STACK && !(limbs = malloc(count * sizeof *limbs)))
        return raise_memory_error(r->t);
    memcpy(limbs, bytes, count * sizeof *limbs);
    Value v = int_from_limbs(r->t, limbs, count, negative);
    if (limbs != few) free(limbs);
    return v;
}

static Value take_double(Reader *r) {
    double d = 0;
    const uint8_t *bytes = take(r, sizeof d);
    if (bytes) memcpy(&d, bytes, sizeof d);
    return float_from_double(r->t, d);
}

static Value take_complex(Reader *r) {
    double parts[2] = {0, 0};
    const uint8_t *bytes = take(r, sizeof parts);
    if (bytes) memcpy(parts, bytes, sizeof parts);
    return complex_from_doubles(r->t, parts[0], parts[1]);
}

static Value take_frozenset(Reader *r) {
    uint32_t count = take_count(r, 1);
    Value set = set_new(r->t, TYPE_FROZENSET);
    for (uint32_t i = 0; !value_is_error(set) && i < count; i++) {
        Value item = take_reference(r);
        if (!r->bad && set_add(r->t, value_as_set(set), item) < 0) return VALUE_ERROR;
    }
    return set;
}

/* A Value that is not a pointer: numbers and Python's own constants. */
static Value take_word(Reader *r) {
    Value v = VALUE_NONE;
    const uint8_t *bytes = take(r, sizeof v.bits);
    if (bytes) memcpy(&v.bits, bytes, sizeof v.bits);
    bool visible = value_is_constant(v) ? v.bits <= VALUE_ELLIPSIS.bits : !value_is_object(v);
    if (!visible) r->bad = true;
    return v;
}

static Raw *take_table(Reader *r, uint32_t *count, size_t entry_size) {
    *count = take_count(r, entry_size / sizeof(uint32_t));
    if (!*count) return NULL;
    Raw *table = gc_alloc_raw(r->t, *count * entry_size);
    for (size_t i = 0; table && i < *count * (entry_size / sizeof(uint32_t)); i++)
        ((uint32_t *)table->bytes)[i] = take_number(r);
    return table;
}

static Raw *take_raw(Reader *r, size_t size) {
    const uint8_t *bytes = take(r, size);
    Raw *raw = bytes ? gc_alloc_raw(r->t, size) : NULL;
    if (raw) memcpy(raw->bytes, bytes, size);
    return raw;
}

static void replace_filename(Reader *r, Code *code) {
    if (value_is_undef(r->filename)) return;
    if (value_is_undef(r->old_filename)) r->old_filename = code->filename;
    if (value_same(code->filename, r->old_filename)) code->filename = r->filename;
}

/* Reads all fields; false if they are bad or with MemoryError. */
static bool take_code_fields(Reader *r, Code *code) {
    Thread *t = r->t;
    code->name = take_reference(r);
    code->qualname = take_reference(r);
    code->filename = take_reference(r);
    code->doc = take_reference(r);
    if (!(code->consts = take_tuple(r)) || !(code->names = take_tuple(r)) ||
        !(code->local_names = take_tuple(r)) || !(code->cell_names = take_tuple(r)) ||
        !(code->free_names = take_tuple(r)))
        return false;
    uint32_t *numbers[CODE_NUMBERS];
    code_numbers(code, numbers);
    for (size_t i = 0; i < CODE_NUMBERS; i++) *numbers[i] = take_number(r);
    code->instruction_count = take_count(r, sizeof(uint32_t));
    code->instructions = take_raw(r, code->instruction_count * sizeof(uint32_t));
    code->position_count = take_number(r);
    code->packed_size = take_number(r);
    code->packed_positions = take_raw(r, code->packed_size);
    code->handlers = take_table(r, &code->handler_count, sizeof(CodeHandler));
    code->inlined = take_table(r, &code->inlined_count, sizeof(CodeInlined));
    /* Slots are numbered by extension words. */
    if (code->cache_count > code->instruction_count + 1) r->bad = true;
    if (r->bad || error_pending(t)) return false;
    code->cache_storage = gc_alloc_raw(t, code->cache_count * sizeof(CacheSlot));
    return code->cache_storage != NULL;
}

static Value take_code(Reader *r) {
    Code *code = GC_NEW(r->t, Code, KIND_CODE, TYPE_CODE);
    if (!code) return VALUE_ERROR;
    code->name = code->qualname = code->filename = code->doc = VALUE_NONE;
    char message[120];
    if (!take_code_fields(r, code)) return error_pending(r->t) ? VALUE_ERROR : VALUE_UNDEF;
    if (!verify_code(code, message, sizeof message)) return VALUE_UNDEF;
    replace_filename(r, code);
    gc_wrote(r->t, code);
    return value_from_object(code);
}

/* ERROR, or UNDEF if it is bad. */
static Value take_object(Reader *r) {
    Tag tag = (Tag)take_number(r);
    switch (tag) {
    case TAG_WORD: return take_word(r);
    case TAG_ASCII:
    case TAG_ASCII_INTERNED:
    case TAG_LATIN1:
    case TAG_LATIN1_INTERNED:
    case TAG_WTF8:
    case TAG_WTF8_INTERNED: return take_text(r, tag);
    case TAG_BYTES: {
        uint32_t size = take_count(r, 1);
        const uint8_t *bytes = take(r, size);
        return bytes ? bytes_from_data(r->t, bytes, size) : VALUE_UNDEF;
    }
    case TAG_INT: return take_int(r, false);
    case TAG_NEGATIVE_INT: return take_int(r, true);
    case TAG_FLOAT: return take_double(r);
    case TAG_COMPLEX: return take_complex(r);
    case TAG_TUPLE: {
        Tuple *tuple = take_tuple(r);
        return tuple ? value_from_object(tuple) : error_pending(r->t) ? VALUE_ERROR : VALUE_UNDEF;
    }
    case TAG_FROZENSET: return take_frozenset(r);
    case TAG_CODE: return take_code(r);
    }
    return VALUE_UNDEF;
}

Value code_deserialize(Thread *t, const uint8_t *bytes, size_t size, Value filename) {
    uint64_t header[2];
    if (size < HEADER_SIZE) return VALUE_UNDEF;
    memcpy(header, bytes, sizeof header);
    if (header[0] != serialize_build_id() ||
        header[1] != checksum_of(bytes + HEADER_SIZE, size - HEADER_SIZE))
        return VALUE_UNDEF;
    Reader r = {.t = t, .at = bytes + HEADER_SIZE, .end = bytes + size, .filename = filename,
                .old_filename = VALUE_UNDEF};
    uint32_t count = take_count(&r, 2);
    if (!count) return VALUE_UNDEF;
    if (!(r.objects = tuple_alloc(t, count))) return VALUE_ERROR;
    while (r.count < count) {
        Value v = take_object(&r);
        if (r.bad || value_is_undef(v) || value_is_error(v)) {
            if (!error_pending(t)) return VALUE_UNDEF;
            return VALUE_ERROR;
        }
        r.objects->items[r.count++] = v;
        gc_wrote(t, r.objects);
    }
    Value last = r.objects->items[count - 1];
    return r.at == r.end && value_is_kind(last, KIND_CODE) ? last : VALUE_UNDEF;
}
