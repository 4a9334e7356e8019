/*
 * The syntax tree of a regular expression: what the parser makes and both
 * matchers read. Flags are not resolved in it, since a global inline flag is
 * known only when the whole pattern has been read: whoever walks the tree
 * carries the flags down and combines them at each group (re_combine_flags).
 */
#ifndef TAURARO_MODULES_RE_PATTERN_AST_H
#define TAURARO_MODULES_RE_PATTERN_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Python's flag values. */
enum {
    RE_TEMPLATE = 1,
    RE_IGNORECASE = 2,
    RE_LOCALE = 4,
    RE_MULTILINE = 8,
    RE_DOTALL = 16,
    RE_UNICODE = 32,
    RE_VERBOSE = 64,
    RE_DEBUG = 128,
    RE_ASCII = 256,
    RE_TYPE_FLAGS = RE_ASCII | RE_LOCALE | RE_UNICODE,
};

#define RE_MAX_REPEAT UINT32_MAX /* "no limit"; a written limit must be below it */
#define RE_MAX_GROUPS 1073741823
#define RE_MAX_CODE   0x10FFFFu

/* Text as code units of 1 (latin-1 or bytes), 2 or 4 bytes, one a character. */
typedef struct ReText {
    const void *units;
    size_t length;
    uint8_t width;
    bool is_bytes;
} ReText;

typedef enum ReOp {
    RE_OP_LITERAL,
    RE_OP_NOT_LITERAL,
    RE_OP_ANY,
    RE_OP_SET,
    RE_OP_AT,
    RE_OP_BRANCH,
    RE_OP_GROUP,
    RE_OP_ATOMIC,
    RE_OP_ASSERT,
    RE_OP_REPEAT,
    RE_OP_BACKREF,
    RE_OP_CONDITION,
} ReOp;

typedef enum ReAt {
    RE_AT_START_LINE, /* ^ */
    RE_AT_START,      /* \A */
    RE_AT_BOUNDARY,
    RE_AT_NOT_BOUNDARY,
    RE_AT_END_LINE, /* $ */
    RE_AT_END,      /* \Z */
} ReAt;

typedef enum ReCategory {
    RE_DIGIT = 1,
    RE_NOT_DIGIT = 2,
    RE_SPACE = 4,
    RE_NOT_SPACE = 8,
    RE_WORD = 16,
    RE_NOT_WORD = 32,
} ReCategory;

typedef enum ReGreed { RE_GREEDY, RE_LAZY, RE_POSSESSIVE } ReGreed;

/* One item of a set: a category, or the characters first..last. */
typedef struct ReSetItem {
    ReCategory category; /* 0 when it is a range */
    uint32_t first, last;
    bool is_range; /* written as one, be it of a single character */
} ReSetItem;

typedef struct ReNode ReNode;

/* Nodes to be matched one after another. */
typedef struct ReSeq {
    ReNode *first;
    ReNode **end;       /* where the next node is to be linked */
    uint64_t low, high; /* least and greatest width, once width_known */
    bool width_known;
} ReSeq;

struct ReNode {
    ReNode *next;
    ReOp op;
    union {
        uint32_t literal;
        ReAt at;
        uint32_t backref;
        struct {
            ReSetItem *items;
            uint32_t count;
            bool negate;
        } set;
        struct {
            ReSeq **branches;
            uint32_t count;
        } branch;
        struct {
            uint32_t index; /* 0: not capturing */
            uint16_t add_flags, del_flags;
            ReSeq *body;
        } group;
        ReSeq *atomic;
        struct {
            ReSeq *body;
            bool behind, negate;
        } assertion;
        struct {
            ReSeq *body;
            uint32_t min, max;
            ReGreed greed;
        } repeat;
        struct {
            uint32_t group;
            ReSeq *yes, *no; /* no: NULL when not written */
        } condition;
    };
};

/* A group's name, in the order of definition. */
typedef struct ReGroupName {
    const uint32_t *text;
    uint32_t length;
    uint32_t group;
} ReGroupName;

/* Widths of finished groups, by index, are needed to size back references. */
typedef struct ReGroupWidth {
    uint64_t low, high;
    bool closed;
} ReGroupWidth;

/* Must not move: the arena of a small pattern lies in `space`. */
typedef struct ReTree {
    Arena arena; /* owns everything below */
    ReSeq *root;
    uint32_t flags;
    uint32_t groups; /* without group 0 */
    bool is_bytes;
    ReGroupName *names;
    uint32_t name_count;
    ReGroupWidth *widths; /* groups + 1 of them */
    char space[1400] __attribute__((aligned(8)));
} ReTree;

static inline uint32_t re_combine_flags(uint32_t flags, uint32_t add, uint32_t del) {
    if (add & RE_TYPE_FLAGS) flags &= ~(uint32_t)RE_TYPE_FLAGS;
    return (flags | add) & ~del;
}

static inline uint32_t re_text_at(const ReText *text, size_t index) {
    switch (text->width) {
    case 1: return ((const uint8_t *)text->units)[index];
    case 2: return ((const uint16_t *)text->units)[index];
    default: return ((const uint32_t *)text->units)[index];
    }
}

/* Least and greatest number of characters that the sequence can match; the
   greatest is RE_MAX_REPEAT when there is no limit. */
void re_seq_width(const ReTree *tree, ReSeq *seq, uint64_t *low, uint64_t *high);

/* Whether the sequence is one node that matches exactly one character. */
bool re_seq_is_single(const ReSeq *seq);

#endif
