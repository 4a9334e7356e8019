/* code_positions.c - packing and unpacking source positions, and looking them up. */
#include "runtime/code_positions.h"

#include "runtime/error.h"

static uint32_t zigzag(int32_t difference) {
    return (uint32_t)difference << 1 ^ (uint32_t)(difference >> 31);
}
static uint32_t unzigzag(uint32_t n) {
    return n >> 1 ^ -(n & 1);
}

static uint8_t *put(uint8_t *out, uint32_t n) {
    while (n >= 0x80) {
        *out++ = (uint8_t)(n | 0x80);
        n >>= 7;
    }
    *out++ = (uint8_t)n;
    return out;
}

size_t positions_pack(const CodePosition *positions, size_t count, uint8_t *out) {
    uint8_t *start = out;
    CodePosition last = {0};
    for (size_t i = 0; i < count; i++) {
        CodePosition p = positions[i];
        bool moves = p.line != last.line, spans = p.end_line != p.line;
        out = put(out, (p.pc - last.pc) << 2 | (uint32_t)moves << 1 | spans);
        if (moves) out = put(out, zigzag((int32_t)((uint32_t)p.line - (uint32_t)last.line)));
        if (spans) out = put(out, zigzag((int32_t)((uint32_t)p.end_line - (uint32_t)p.line)));
        out = put(out, (uint32_t)p.column + 1);
        out = put(out, (uint32_t)p.end_column + 1);
        last = p;
    }
    return (size_t)(out - start);
}

typedef struct Cursor {
    const uint8_t *at, *end;
    bool short_of_bytes;
} Cursor;

static uint32_t take(Cursor *c) {
    uint32_t n = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        if (c->at == c->end) break;
        uint8_t byte = *c->at++;
        n |= (uint32_t)(byte & 0x7f) << (shift < 32 ? shift : 0);
        if (byte < 0x80) return n;
    }
    c->short_of_bytes = true;
    return 0;
}

bool positions_unpack(const uint8_t *bytes, size_t size, CodePosition *out, size_t count) {
    Cursor c = {bytes, bytes + size, false};
    CodePosition p = {0};
    for (size_t i = 0; i < count; i++) {
        uint32_t head = take(&c);
        if (i && head < 4) return false;
        p.pc += head >> 2;
        if (head & 2) p.line = (int32_t)((uint32_t)p.line + unzigzag(take(&c)));
        p.end_line = head & 1 ? (int32_t)((uint32_t)p.line + unzigzag(take(&c))) : p.line;
        p.column = (int32_t)(take(&c) - 1);
        p.end_column = (int32_t)(take(&c) - 1);
        out[i] = p;
    }
    return !c.short_of_bytes && c.at == c.end;
}

/* The unpacked table belongs to the code object as a cache does: whoever asks
 * need not be allowed to change the code. */
static void unpack(Thread *t, Code *code) {
    Value pending = error_fetch(t);
    Raw *table = gc_alloc_raw(t, code->position_count * sizeof(CodePosition));
    if (!table) {
        error_clear(t);
    } else {
        if (!positions_unpack(code->packed_positions->bytes, code->packed_size,
                              (CodePosition *)table->bytes, code->position_count))
            code->position_count = 0;
        code->positions = table;
        code->packed_positions = NULL;
        gc_wrote(t, code);
    }
    error_restore(t, pending);
}

const CodePosition *code_position_table(Thread *t, const Code *code) {
    if (code->file) {
        Value pending = error_fetch(t);
        if (!code_complete(t, (Code *)(uintptr_t)code)) error_clear(t);
        error_restore(t, pending);
    }
    if (!code->positions && code->packed_positions) unpack(t, (Code *)(uintptr_t)code);
    return code->positions ? (const CodePosition *)code->positions->bytes : NULL;
}

const CodePosition *code_position_at(Thread *t, const Code *code, uint32_t pc) {
    const CodePosition *p = code_position_table(t, code);
    uint32_t low = 0, high = code->position_count;
    if (!p || !high) return NULL;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (p[middle].pc <= pc)
            low = middle;
        else
            high = middle;
    }
    return &p[low];
}

int code_line_at(Thread *t, const Code *code, uint32_t pc) {
    const CodePosition *p = code_position_at(t, code, pc);
    return p ? p->line : -1;
}
