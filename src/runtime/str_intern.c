/*
 * str_intern.c - the table of interned strings: one str object for each
 * content that was interned, so that names compare by address.
 *
 * Open addressing with linear probing over (object, hash) pairs in malloc'ed
 * memory.  The table holds its strings weakly: the collector calls the sweeps.
 * Those interned since the last sweep are listed, so that a minor collection
 * costs in proportion to them and not to the table.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "runtime/error.h"
#include "runtime/str_internal.h"

typedef struct InternSlot {
    Str *str; /* NULL: never used; DEAD: removed */
    uint32_t hash;
} InternSlot;

typedef struct InternTable {
    InternSlot *slots;
    uint32_t mask;
    uint32_t live, filled; /* filled counts DEAD ones too */
    InternSlot *young;
    size_t young_count, young_capacity;
    bool young_overflow; /* the list could not grow: sweep everything */
} InternTable;

#define DEAD ((Str *)1)

static bool table_resize(InternTable *table, uint32_t size) {
    InternSlot *slots = calloc(size, sizeof *slots);
    if (!slots) return false;
    for (uint32_t i = 0; table->slots && i <= table->mask; i++) {
        InternSlot slot = table->slots[i];
        if (!slot.str || slot.str == DEAD) continue;
        uint32_t at = slot.hash & (size - 1);
        while (slots[at].str) at = (at + 1) & (size - 1);
        slots[at] = slot;
    }
    free(table->slots);
    table->slots = slots;
    table->mask = size - 1;
    table->filled = table->live;
    return true;
}

/* The interned string with these characters (canonical width), or NULL. */
static Str *table_find(InternTable *table, uint32_t hash, const void *chars, unsigned width,
                       size_t length) {
    for (uint32_t at = hash & table->mask; table->slots[at].str; at = (at + 1) & table->mask) {
        InternSlot slot = table->slots[at];
        if (slot.hash == hash && slot.str != DEAD && slot.str->length == length &&
            slot.str->width == width && memcmp(slot.str->data, chars, length * width) == 0)
            return slot.str;
    }
    return NULL;
}

static bool table_insert(Thread *t, InternTable *table, Str *s, uint32_t hash) {
    if (table->filled * 4 >= table->mask * 3u) {
        uint32_t size = table->mask + 1;
        if (table->live * 2 >= table->mask) size *= 2;
        if (!table_resize(table, size)) {
            raise_memory_error(t);
            return false;
        }
    }
    uint32_t at = hash & table->mask;
    while (table->slots[at].str && table->slots[at].str != DEAD) at = (at + 1) & table->mask;
    if (!table->slots[at].str) table->filled++;
    table->slots[at] = (InternSlot){s, hash};
    table->live++;
    if (table->young_count == table->young_capacity) {
        size_t capacity = table->young_capacity ? table->young_capacity * 2 : 1024;
        InternSlot *young = realloc(table->young, capacity * sizeof *young);
        if (!young) {
            table->young_overflow = true;
            s->flags |= STR_INTERNED;
            return true;
        }
        table->young = young;
        table->young_capacity = capacity;
    }
    table->young[table->young_count++] = (InternSlot){s, hash};
    s->flags |= STR_INTERNED;
    return true;
}

Value str_intern(Thread *t, Value v) {
    Str *s = value_as_str(v);
    if (s->flags & STR_INTERNED) return v;
    const void *data = str_data(t, s);
    if (!data) return VALUE_ERROR;
    InternTable *table = t->vm->interned;
    uint64_t hash64 = str_hash(t, s);
    uint32_t hash = (uint32_t)(hash64 ^ hash64 >> 32);
    Str *found = table_find(table, hash, data, s->width, s->length);
    if (found) return value_from_object(found);
    if ((s->header.gc & GC_SUBCLASS) || s->data != s->body.characters) {
        /* Neither an instance of a subclass nor a part of a large buffer. */
        Str *copy = str_alloc(t, s->length, str_max_char(s));
        if (!copy) return VALUE_ERROR;
        memcpy(copy->data, data, (size_t)s->length * s->width);
        copy->hash = s->hash;
        copy->flags |= s->flags & STR_HASHED;
        s = copy;
    }
    if (!table_insert(t, table, s, hash)) return VALUE_ERROR;
    return value_from_object(s);
}

Value str_intern_latin1(Thread *t, const uint8_t *chars, size_t length) {
    if (length <= 1) return length ? t->vm->characters[*chars] : t->vm->empty_str;
    InternTable *table = t->vm->interned;
    uint64_t hash64 = (uint64_t)hash_bytes(&t->vm->hash_key, chars, length);
    uint32_t hash = (uint32_t)(hash64 ^ hash64 >> 32);
    Str *s = table_find(table, hash, chars, 1, length);
    if (s) return value_from_object(s);
    Value v = str_from_latin1(t, chars, length);
    if (value_is_error(v)) return v;
    s = value_as_str(v);
    s->hash = hash64;
    s->flags |= STR_HASHED;
    return table_insert(t, table, s, hash) ? v : VALUE_ERROR;
}

Value str_intern_cstring(Thread *t, const char *utf8) {
    size_t length = strlen(utf8);
    if (chars_are_ascii((const uint8_t *)utf8, length))
        return str_intern_latin1(t, (const uint8_t *)utf8, length);
    Value s = str_from_utf8(t, utf8, length);
    return value_is_error(s) ? s : str_intern(t, s);
}

/* ---- the collector's part ------------------------------------------------------ */

static void table_forget(InternTable *table, const Str *s, uint32_t hash) {
    for (uint32_t at = hash & table->mask; table->slots[at].str; at = (at + 1) & table->mask) {
        if (table->slots[at].str == s) {
            table->slots[at].str = DEAD;
            table->live--;
            return;
        }
    }
}

void str_intern_sweep(Vm *vm, bool (*alive)(const Object *, void *), void *data) {
    InternTable *table = vm->interned;
    if (!table) return;
    for (uint32_t i = 0; i <= table->mask; i++) {
        Str *s = table->slots[i].str;
        if (s && s != DEAD && !alive(&s->header, data)) {
            table->slots[i].str = DEAD;
            table->live--;
        }
    }
    table->young_count = 0;
    table->young_overflow = false;
}

void str_intern_sweep_young(Vm *vm, bool (*alive)(const Object *, void *), void *data) {
    InternTable *table = vm->interned;
    if (!table) return;
    if (table->young_overflow) {
        str_intern_sweep(vm, alive, data);
        return;
    }
    for (size_t i = 0; i < table->young_count; i++)
        if (!alive(&table->young[i].str->header, data))
            table_forget(table, table->young[i].str, table->young[i].hash);
    table->young_count = 0;
}

/* ---- start-up -------------------------------------------------------------------- */

bool str_init(Thread *t) {
    Vm *vm = t->vm;
    InternTable *table = calloc(1, sizeof *table);
    if (!table || !table_resize(table, 4096)) {
        free(table);
        raise_memory_error(t);
        return false;
    }
    vm->interned = table;
    vm->empty_str = VALUE_UNDEF;
    Str *empty = str_alloc(t, 0, 0);
    if (!empty) return false;
    empty->flags |= STR_HASHED; /* its hash is 0 */
    vm->empty_str = value_from_object(empty);
    if (!table_insert(t, table, empty, 0)) return false;
    for (unsigned c = 0; c < 256; c++) {
        Str *s = str_alloc(t, 1, c);
        if (!s) return false;
        *(uint8_t *)s->data = (uint8_t)c;
        uint64_t hash = str_hash(t, s);
        if (!table_insert(t, table, s, (uint32_t)(hash ^ hash >> 32))) return false;
        vm->characters[c] = value_from_object(s);
    }
    return true;
}

void str_free(Vm *vm) {
    InternTable *table = vm->interned;
    if (!table) return;
    free(table->slots);
    free(table->young);
    free(table);
    vm->interned = NULL;
}
