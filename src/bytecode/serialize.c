/*
 * serialize.c - code objects as bytes and back.
 *
 *    +----------+----------+-------+--------------------+---------
 *    | build id | checksum | count | offset[count]      | objects
 *    +----------+----------+-------+--------------------+---------
 *      8 bytes    8 bytes    4       4 each, from start
 *
 * Every value that a code object refers to is one object of this list: texts,
 * numbers, tuples, code objects; equal references are one object, so identity
 * survives.  A reference is the number of an object further up: there are no cycles
 * to be feared.  The last one is the code object itself.  Numbers within objects are
 * written 7 bits a byte, low ones first.
 *
 * An import defines many functions and calls few.  So objects are made when
 * something refers to them, and a code object at first without its body
 * (instructions, constants, names, tables): its only instruction is LOAD_BODY, which
 * reads the rest.  Until then it holds on to the bytes.
 *
 * What is read is not trusted: the checksum finds accidents; each count is compared
 * with the bytes that are left, each reference with its own number; and each body
 * passes the verifier.
 */
#include "bytecode/serialize.h"

#include <stdlib.h>

#include "bytecode/opcode.h"
#include "bytecode/self_stores.h"
#include "bytecode/verifier.h"
#include "runtime/code_positions.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
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

enum {
    HEADER_SIZE = 16,
    OFFSETS_AT = HEADER_SIZE + sizeof(uint32_t),
    /* Constants nest no deeper than the parser lets brackets nest.  Not counted as
     * recursion of the program: it must not fail for being read late. */
    DEPTH_MAX = 256,
};

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
    uint32_t *offsets; /* malloc'ed: of the objects, from the first one */
    uint32_t offset_capacity;
    Value filename;    /* the root's, which goes without saying */
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

/* Notes that the object whose references are all written begins here. */
static void begin_object(Writer *w, Tag tag) {
    if (w->failed) return;
    if (w->count == w->offset_capacity) {
        uint32_t capacity = w->offset_capacity * 2 + 64;
        uint32_t *grown = realloc(w->offsets, capacity * sizeof *grown);
        if (!grown) {
            writer_fail(w);
            return;
        }
        w->offsets = grown;
        w->offset_capacity = capacity;
    }
    w->offsets[w->count] = (uint32_t)w->size;
    put_number(w, tag);
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
    begin_object(w, tag + !!(s->flags & STR_INTERNED));
    put_number(w, size);
    put_bytes(w, data, size);
}

static void put_frozenset(Writer *w, Set *set) {
    size_t position = 0;
    Value key;
    while (set_next(set, &position, &key)) prepare(w, key);
    begin_object(w, TAG_FROZENSET);
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
enum { CODE_NUMBERS = 10 };
static void code_numbers(Code *c, uint32_t *numbers[CODE_NUMBERS]) {
    uint32_t *all[CODE_NUMBERS] = {
        &c->arg_count,     &c->posonly_count, &c->kwonly_count,   &c->param_count, &c->variable_count,
        &c->visible_count, &c->local_count,   &c->register_count, &c->flags,
        (uint32_t *)&c->first_line,
    };
    memcpy(numbers, all, sizeof all);
}

/* What a call needs to know, then the body. */
static void put_code(Writer *w, Code *code) {
    if (code->file && !code_load(w->t, code)) {
        w->failed = true;
        return;
    }
    bool other_file = !value_same(code->filename, w->filename);
    prepare(w, code->name);
    prepare(w, code->qualname);
    prepare(w, code->doc);
    if (other_file) prepare(w, code->filename);
    prepare_all(w, code->local_names);
    prepare_all(w, code->cell_names);
    prepare_all(w, code->free_names);
    prepare_all(w, code->consts);
    prepare_all(w, code->names);
    begin_object(w, TAG_CODE);
    put_reference(w, code->name);
    put_reference(w, code->qualname);
    put_reference(w, code->doc);
    put_number(w, other_file);
    if (other_file) put_reference(w, code->filename);
    put_references(w, code->local_names);
    put_references(w, code->cell_names);
    put_references(w, code->free_names);
    uint32_t *numbers[CODE_NUMBERS];
    code_numbers(code, numbers);
    for (size_t i = 0; i < CODE_NUMBERS; i++) put_number(w, *numbers[i]);
    put_number(w, code_self_stores(code));
    put_references(w, code->consts);
    put_references(w, code->names);
    put_number(w, code->cache_count);
    put_instructions(w, code);
    put_positions(w, code);
    put_table(w, code->handlers, code->handler_count, sizeof(CodeHandler));
    put_table(w, code->inlined, code->inlined_count, sizeof(CodeInlined));
}

static void put_object(Writer *w, Value v) {
    if (!value_is_object(v)) {
        begin_object(w, TAG_WORD);
        put_bytes(w, &v.bits, sizeof v.bits);
        return;
    }
    Object *object = value_as_object(v);
    switch (object_kind(object)) {
    case KIND_STR: put_text(w, v); break;
    case KIND_BYTES:
        begin_object(w, TAG_BYTES);
        put_number(w, value_as_bytes(v)->length);
        put_bytes(w, value_as_bytes(v)->data, value_as_bytes(v)->length);
        break;
    case KIND_INT: {
        BigInt *i = (BigInt *)object;
        size_t limbs = (size_t)(i->size < 0 ? -i->size : i->size);
        begin_object(w, i->size < 0 ? TAG_NEGATIVE_INT : TAG_INT);
        put_number(w, limbs);
        put_bytes(w, i->limbs, limbs * sizeof *i->limbs);
        break;
    }
    case KIND_FLOAT:
        begin_object(w, TAG_FLOAT);
        put_bytes(w, &((Float *)object)->value, sizeof(double));
        break;
    case KIND_COMPLEX:
        begin_object(w, TAG_COMPLEX);
        put_bytes(w, &((Complex *)object)->real, sizeof(double));
        put_bytes(w, &((Complex *)object)->imag, sizeof(double));
        break;
    case KIND_TUPLE:
        prepare_all(w, (Tuple *)object);
        begin_object(w, TAG_TUPLE);
        put_references(w, (Tuple *)object);
        break;
    case KIND_SET: put_frozenset(w, (Set *)object); break;
    case KIND_CODE: put_code(w, (Code *)object); break;
    default:
        raise_value_error(w->t, "unmarshallable object");
        w->failed = true;
    }
}

Value code_serialize(Thread *t, Code *code) {
    Writer w = {.t = t, .filename = code->filename};
    Bytes *result = NULL;
    prepare(&w, code->filename); /* the first object */
    prepare(&w, value_from_object(code));
    size_t start = OFFSETS_AT + w.count * sizeof *w.offsets;
    if (w.size > UINT32_MAX - start) writer_fail(&w);
    if (!w.failed && (result = bytes_alloc(t, start + w.size))) {
        for (uint32_t i = 0; i < w.count; i++) w.offsets[i] += (uint32_t)start;
        memcpy(result->data + HEADER_SIZE, &w.count, sizeof w.count);
        memcpy(result->data + OFFSETS_AT, w.offsets, w.count * sizeof *w.offsets);
        memcpy(result->data + start, w.bytes, w.size);
        serialize_seal(result->data, result->length);
    }
    free(w.bytes);
    free(w.offsets);
    free(w.written);
    return result ? value_from_object(result) : VALUE_ERROR;
}

/* ---- reading ---- */

/* The shared part of the code objects that were read from one file, an Array: a
 * storage object, which programs never see. */
enum {
    FILE_BYTES,    /* Raw: everything */
    FILE_START,    /* int: where in it ours begin, */
    FILE_SIZE,     /* int: and how many they are */
    FILE_STUB,     /* Raw: the instructions of code without a body */
    FILE_NO_CACHE, /* Raw: its cache slot */
    FILE_FILENAME = CODE_FILE_FILENAME,
    FILE_OBJECTS,  /* from here on: those made so far, the others read as 0 */
};
_Static_assert(FILE_NO_CACHE + 1 == FILE_FILENAME, "slots follow each other");

typedef struct Reader {
    Thread *t;
    Array *file;
    const uint8_t *start, *at, *end;
    uint32_t limit; /* objects below this number may be referred to */
    uint32_t depth; /* of objects within objects */
    bool bad;       /* the bytes are not what a writer wrote; or an exception is pending */
} Reader;

static void reader_open(Reader *r, Thread *t, Array *file) {
    const uint8_t *bytes = ((Raw *)value_as_object(file->items[FILE_BYTES]))->bytes +
                           value_as_int(file->items[FILE_START]);
    *r = (Reader){.t = t, .file = file, .start = bytes, .at = bytes,
                  .end = bytes + value_as_int(file->items[FILE_SIZE])};
}

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

static Value take_object(Reader *r);

static Value object_at(Reader *r, uint32_t number) {
    Array *file = r->file;
    Value v = file->items[FILE_OBJECTS + number];
    if (v.bits || r->bad) return v;
    Reader inner = *r;
    uint32_t offset;
    memcpy(&offset, r->start + OFFSETS_AT + number * sizeof offset, sizeof offset);
    if (offset > (size_t)(r->end - r->start) || r->depth == DEPTH_MAX) {
        r->bad = true;
        return VALUE_NONE;
    }
    inner.at = r->start + offset;
    inner.limit = number;
    inner.depth++;
    v = take_object(&inner);
    if (inner.bad || value_is_error(v)) {
        r->bad = true;
        return VALUE_NONE;
    }
    file->items[FILE_OBJECTS + number] = v;
    gc_wrote_element(r->t, file, FILE_OBJECTS + number);
    return v;
}

static Value take_reference(Reader *r) {
    uint32_t number = take_number(r);
    if (number < r->limit) return object_at(r, number);
    r->bad = true;
    return VALUE_NONE;
}

/* NULL if bad. */
static Tuple *take_tuple(Reader *r) {
    uint32_t count = take_count(r, 1);
    if (!count) return r->bad ? NULL : value_as_tuple(r->t->vm->empty_tuple);
    Tuple *tuple = tuple_alloc(r->t, count);
    if (!tuple) r->bad = true;
    for (uint32_t i = 0; !r->bad && i < count; i++) {
        tuple->items[i] = take_reference(r);
        gc_wrote(r->t, tuple);
    }
    return r->bad ? NULL : tuple;
}

static Value take_text(Reader *r, Tag tag) {
    Thread *t = r->t;
    uint32_t size = take_count(r, 1);
    const uint8_t *text = take(r, size);
    if (r->bad) return VALUE_ERROR;
    switch (tag) {
    case TAG_ASCII_INTERNED:
    case TAG_LATIN1_INTERNED: return str_intern_latin1(t, text, size);
    case TAG_ASCII:
    case TAG_LATIN1: return str_from_latin1(t, text, size);
    default: {
        Value v = str_from_utf8(t, (const char *)text, size);
        if (value_is_error(v) && error_catch(t, TYPE_UnicodeDecodeError)) r->bad = true;
        return value_is_error(v) || tag == TAG_WTF8 ? v : str_intern(t, v);
    }
    }
}

static Value take_int(Reader *r, bool negative) {
    enum { ON_STACK = 64 };
    mp_limb_t few[ON_STACK], *limbs = few;
    uint32_t count = take_count(r, sizeof *limbs);
    const uint8_t *bytes = take(r, count * sizeof *limbs);
    if (r->bad) return VALUE_ERROR;
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
    if (!table) r->bad = true;
    for (size_t i = 0; table && i < *count * (entry_size / sizeof(uint32_t)); i++)
        ((uint32_t *)table->bytes)[i] = take_number(r);
    return table;
}

static Raw *take_raw(Reader *r, size_t size) {
    const uint8_t *bytes = take(r, size);
    Raw *raw = bytes ? gc_alloc_raw(r->t, size) : NULL;
    if (raw)
        memcpy(raw->bytes, bytes, size);
    else
        r->bad = true;
    return raw;
}

/* A code object without its body. */
static Value take_code(Reader *r) {
    Thread *t = r->t;
    Code *code = GC_NEW(t, Code, KIND_CODE, TYPE_CODE);
    if (!code) return VALUE_ERROR;
    code_never_ran(t, code);
    code->qualname = code->filename = code->doc = VALUE_NONE;
    code->name = take_reference(r);
    code->qualname = take_reference(r);
    code->doc = take_reference(r);
    code->filename = take_number(r) ? take_reference(r) : r->file->items[FILE_FILENAME];
    if (!(code->local_names = take_tuple(r)) || !(code->cell_names = take_tuple(r)) ||
        !(code->free_names = take_tuple(r)))
        return VALUE_ERROR;
    uint32_t *numbers[CODE_NUMBERS];
    code_numbers(code, numbers);
    for (size_t i = 0; i < CODE_NUMBERS; i++) *numbers[i] = take_number(r);
    code->self_stores = take_number(r);
    char message[120];
    if (r->bad || !verify_code_head(code, message, sizeof message)) {
        r->bad = true;
        return VALUE_ERROR;
    }
    code->consts = code->names = value_as_tuple(t->vm->empty_tuple);
    code->instructions = (Raw *)value_as_object(r->file->items[FILE_STUB]);
    code->instruction_count = 1;
    code->cache_count = 1;
    code->cache_storage = (Raw *)value_as_object(r->file->items[FILE_NO_CACHE]);
    code->file = r->file;
    code->number_in_file = r->limit;
    code->body_in_file = (uint32_t)(r->at - r->start);
    gc_wrote(t, code);
    return value_from_object(code);
}

/* False if bad. */
static bool take_body(Reader *r, Code *body) {
    if (!(body->consts = take_tuple(r)) || !(body->names = take_tuple(r))) return false;
    body->cache_count = take_number(r);
    body->instruction_count = take_count(r, sizeof(uint32_t));
    body->instructions = take_raw(r, body->instruction_count * sizeof(uint32_t));
    body->position_count = take_number(r);
    body->packed_size = take_number(r);
    body->packed_positions = take_raw(r, body->packed_size);
    body->handlers = take_table(r, &body->handler_count, sizeof(CodeHandler));
    body->inlined = take_table(r, &body->inlined_count, sizeof(CodeInlined));
    /* Slots are numbered by extension words. */
    if (r->bad || body->cache_count > body->instruction_count + 1) return false;
    body->cache_storage = gc_alloc_raw(r->t, body->cache_count * sizeof(CacheSlot));
    char message[120];
    return body->cache_storage && verify_code(body, message, sizeof message);
}

bool code_load(Thread *t, Code *code) {
    Reader r;
    Code body = *code; /* its pointers are roots while they are on the stack */
    reader_open(&r, t, code->file);
    r.at = r.start + code->body_in_file;
    r.limit = code->number_in_file;
    body.file = NULL;
    if (!take_body(&r, &body)) {
        if (!error_pending(t))
            raise_error(t, TYPE_SystemError, "the cached bytecode of %U() is damaged", code->qualname);
        return false;
    }
    body.header = code->header;
    /* The profiler's signal handler may look in between: never at more words than
     * there are. */
    code->instructions = body.instructions;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    *code = body;
    gc_wrote(t, code);
    return true;
}

/* ERROR if bad. */
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
        return bytes ? bytes_from_data(r->t, bytes, size) : VALUE_ERROR;
    }
    case TAG_INT: return take_int(r, false);
    case TAG_NEGATIVE_INT: return take_int(r, true);
    case TAG_FLOAT: return take_double(r);
    case TAG_COMPLEX: return take_complex(r);
    case TAG_TUPLE: {
        Tuple *tuple = take_tuple(r);
        return tuple ? value_from_object(tuple) : VALUE_ERROR;
    }
    case TAG_FROZENSET: return take_frozenset(r);
    case TAG_CODE: return take_code(r);
    }
    r->bad = true;
    return VALUE_ERROR;
}

static Array *file_new(Thread *t, Raw *bytes, size_t offset, size_t size, uint32_t count) {
    static const uint32_t stub = OPC_LOAD_BODY;
    Array *file = gc_alloc_array(t, FILE_OBJECTS + (size_t)count);
    Raw *instructions = file ? gc_alloc_raw(t, sizeof stub) : NULL;
    Raw *no_cache = instructions ? gc_alloc_raw(t, sizeof(CacheSlot)) : NULL;
    if (!no_cache) return NULL;
    memcpy(instructions->bytes, &stub, sizeof stub);
    file->items[FILE_BYTES] = value_from_object(bytes);
    file->items[FILE_START] = value_from_int((int64_t)offset);
    file->items[FILE_SIZE] = value_from_int((int64_t)size);
    file->items[FILE_STUB] = value_from_object(instructions);
    file->items[FILE_NO_CACHE] = value_from_object(no_cache);
    file->items[FILE_FILENAME] = VALUE_NONE;
    for (size_t i = 0; i < FILE_OBJECTS; i++) gc_wrote_element(t, file, i);
    return file;
}

/* Whether the bytes are one whole piece of this build's writing; the number of
 * objects. */
static bool check_whole(const uint8_t *bytes, size_t size, uint32_t *count) {
    uint64_t header[2];
    if (size < OFFSETS_AT || size > UINT32_MAX) return false;
    memcpy(header, bytes, sizeof header);
    memcpy(count, bytes + HEADER_SIZE, sizeof *count);
    return header[0] == serialize_build_id() && *count >= 2 &&
           *count <= (size - OFFSETS_AT) / sizeof(uint32_t) &&
           header[1] == checksum_of(bytes + HEADER_SIZE, size - HEADER_SIZE);
}

Value code_deserialize(Thread *t, Raw *bytes, size_t offset, size_t size, Value filename) {
    uint32_t count;
    if (!check_whole(bytes->bytes + offset, size, &count)) return VALUE_UNDEF;
    Array *file = file_new(t, bytes, offset, size, count);
    if (!file) return VALUE_ERROR;
    Reader r;
    reader_open(&r, t, file);
    Value name = value_is_undef(filename) ? object_at(&r, 0) : filename;
    file->items[FILE_FILENAME] = name;
    gc_wrote_element(t, file, FILE_FILENAME);
    Value code = object_at(&r, count - 1);
    if (!r.bad && value_is_kind(code, KIND_CODE) && code_load(t, (Code *)value_as_object(code)))
        return code;
    /* Damaged: not to be used.  No memory is another matter. */
    if (error_pending(t) && !error_catch(t, TYPE_SystemError)) return VALUE_ERROR;
    return VALUE_UNDEF;
}
