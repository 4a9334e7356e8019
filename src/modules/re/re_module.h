/*
 * The module's objects, shared by its files.
 *
 *   re_module.c   functions of the module, cache of compiled patterns, Scanner
 *   re_pattern.c  re.Pattern and its searching methods
 *   re_replace.c  sub, subn, expand: replacement templates
 *   re_match.c    re.Match
 *   re_flag.c     re.RegexFlag
 *   re_error.c    re.error, and errors of the pattern layer as exceptions
 */
#ifndef TAURARO_MODULES_RE_RE_MODULE_H
#define TAURARO_MODULES_RE_RE_MODULE_H

#include "modules/re/pattern.h"
#include "runtime/native.h"

typedef struct RePatternObject {
    Object header;
    RePattern *compiled; /* owned */
    ptrdiff_t *spans;    /* owned: of the last match, only until anything else runs */
    Value pattern;       /* str or bytes */
    Dict *group_index;   /* name -> number */
    Tuple *index_group;  /* name or None by number; NULL: no names */
    Value template;      /* the last replacement, and what it was parsed to */
    Tuple *template_parts;
    uint32_t flags;
    uint32_t groups;
    bool is_bytes;
} RePatternObject;

typedef struct ReMatchObject {
    Object header; /* VARSIZED */
    RePatternObject *pattern;
    Value string;
    Value regs;          /* tuple once asked for, or UNDEF */
    int64_t pos, endpos; /* as given to the search, clipped */
    int32_t last_index;  /* -1: not known yet, 0: None */
    ptrdiff_t spans[];
} ReMatchObject;

/* A subject being searched, on the C stack. */
typedef struct ReScan {
    Thread *t;
    RePatternObject *pattern;
    Value string;
    ReSubject subject;
    Buffer buffer; /* when not a str */
    size_t length; /* of the whole string */
    size_t pos;    /* where the search began */
    size_t next;   /* where it goes on */
    bool must_advance;
    bool is_bytes;
} ReScan;

/* Module state: an Array in Vm.module_state. */
typedef enum ReStateSlot {
    RE_STATE_CACHE, /* dict: (type, pattern, flags) -> Pattern */
    RE_STATE_ERROR, /* class re.error */
    RE_STATE_FLAG_TYPE,
    RE_STATE_FLAGS,  /* dict: int -> RegexFlag */
    RE_STATE_RECENT, /* three slots for each recently used pattern: see re_module.c */
    RE_STATE_SIZE = RE_STATE_RECENT + 3 * 64,
} ReStateSlot;

static inline Array *re_state(Thread *t) {
    return (Array *)value_as_object(t->vm->module_state[MODULE_STATE_RE]);
}

static inline void re_state_set(Thread *t, uint32_t slot, Value value) {
    Array *state = re_state(t);
    state->items[slot] = value;
    gc_wrote_element(t, state, slot);
}

static inline RePatternObject *re_as_pattern(Value v) {
    return (RePatternObject *)value_as_object(v);
}
static inline ReMatchObject *re_as_match(Value v) {
    return (ReMatchObject *)value_as_object(v);
}
bool re_is_pattern(Thread *t, Value v);

/* ---- re_pattern.c ---- */

extern const TypeDef typedef_re_pattern, typedef_re_scanner, typedef_re_iterator;

/* Setter of attributes that CPython declares as read-only members. */
bool re_readonly(Thread *t, Value self, Value value);

/* The pattern is str or bytes. */
Value re_pattern_object_new(Thread *t, Value pattern, int64_t flags);

/* self->compiled, even if it was finalized; NULL with an exception. */
RePattern *re_pattern_compiled(Thread *t, RePatternObject *self);

__attribute__((warn_unused_result)) bool re_scan_open(ReScan *scan, Thread *t,
                                                      RePatternObject *pattern, Value string,
                                                      int64_t pos, int64_t endpos);
void re_scan_close(ReScan *scan);
/* The next match: its spans are pattern->spans. 1, 0, or -1 with an exception. */
__attribute__((warn_unused_result)) int re_scan_next(ReScan *scan, ReMode mode);
/* Part of the string, as the methods return it. */
Value re_scan_slice(ReScan *scan, ptrdiff_t from, ptrdiff_t to);

Value re_pattern_run(Thread *t, RePatternObject *pattern, ReMode mode, Value string, int64_t pos,
                     int64_t endpos);
Value re_pattern_findall(Thread *t, RePatternObject *pattern, Value string, int64_t pos,
                         int64_t endpos);
Value re_pattern_finditer(Thread *t, RePatternObject *pattern, Value string, int64_t pos,
                          int64_t endpos);
Value re_pattern_split(Thread *t, RePatternObject *pattern, Value string, int64_t maxsplit);

/* ---- re_replace.c ---- */

/* with_count: the result is (string, count), as of subn. */
Value re_pattern_sub(Thread *t, RePatternObject *pattern, Value replacement, Value string,
                     int64_t count, bool with_count);
Value re_match_expand(Thread *t, ReMatchObject *match, Value template);

/* ---- re_match.c ---- */

extern const TypeDef typedef_re_match;

/* From the scan's last match. */
Value re_match_new(ReScan *scan);
Value re_match_slice(Thread *t, ReMatchObject *match, size_t group, Value fallback);

/* ---- re_flag.c ---- */

bool re_flags_init(Thread *t, Module *module);
Value re_flag_new(Thread *t, int64_t value);

/* ---- re_error.c ---- */

bool re_error_init(Thread *t, Module *module);
/* Raises what the pattern layer found, and frees it. */
void re_error_raise(Thread *t, ReError *error, Value pattern);
ReHost re_host(Thread *t);

/* ---- re_module.c ---- */

/* What re.compile does, by way of the cache. */
Value re_compile_cached(Thread *t, Value pattern, Value flags);

extern const TypeDef typedef_re_lexer; /* re.Scanner */
extern const ModuleDef module_re;

#endif
