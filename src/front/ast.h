/*
 * The abstract syntax tree: node for node and field for field that of Python
 * 3.11's `ast` module, so that what CPython's documentation says about a node
 * is true here.
 *
 * Everything reachable from a root lives in one Arena and is freed with it;
 * nodes are never shared between two parents and never change after parsing.
 * Lists are (items, count) pairs; an empty list has count 0 and any items.
 * Optional children are NULL when absent.
 *
 * Not for: scopes, types or anything computed about a program.
 */
#ifndef TAURARO_FRONT_AST_H
#define TAURARO_FRONT_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Expr Expr;
typedef struct Stmt Stmt;
typedef struct Pattern Pattern;

/*
 * Where a node's text is. Lines count from 1, columns from 0 in bytes of the
 * UTF-8 source; the end is exclusive. Same as the attributes of ast.AST.
 */
typedef struct AstPos {
    int32_t lineno;
    int32_t col_offset;
    int32_t end_lineno;
    int32_t end_col_offset;
} AstPos;

/*
 * An identifier. Interned per parse: equal identifiers are the same pointer.
 * `index` numbers the identifiers of one parse densely from 0, so that a later
 * stage can keep side tables in plain arrays.
 */
typedef struct Name {
    const char *bytes;  /* UTF-8, NFKC-normalised, followed by a NUL */
    uint32_t length;
    uint32_t hash;
    uint32_t index;
    bool is_ascii;
} Name;

typedef enum ConstantKind {
    CONSTANT_NONE,
    CONSTANT_TRUE,
    CONSTANT_FALSE,
    CONSTANT_ELLIPSIS,
    CONSTANT_INT,
    CONSTANT_FLOAT,
    CONSTANT_IMAGINARY,
    CONSTANT_STR,
    CONSTANT_BYTES,
} ConstantKind;

typedef struct Constant {
    uint8_t kind;       /* ConstantKind */
    uint8_t base;       /* INT: 2, 8, 10 or 16 */
    bool fits_int64;    /* INT: `int64` holds the value */
    bool u_prefix;      /* STR: written u"..." (ast's kind='u') */
    bool is_ascii;      /* STR: only bytes below 0x80 */
    uint32_t length;    /* bytes in `digits` or `bytes` */
    union {
        const char *digits; /* INT: neither prefix nor underscores; NUL follows */
        const char *bytes;  /* STR: WTF-8; BYTES: raw. May contain NULs; NUL follows */
    };
    union {
        int64_t int64;
        double real;        /* FLOAT; IMAGINARY: the imaginary part */
    };
} Constant;

typedef struct ExprList    { Expr **items;       uint32_t count; } ExprList;
typedef struct StmtList    { Stmt **items;       uint32_t count; } StmtList;
typedef struct PatternList { Pattern **items;    uint32_t count; } PatternList;
typedef struct NameList    { const Name **items; uint32_t count; } NameList;

typedef struct Arg {
    AstPos pos;
    const Name *arg;
    Expr *annotation;
} Arg;
typedef struct ArgList { Arg **items; uint32_t count; } ArgList;

/*
 * kw_defaults is as long as kwonlyargs, with NULL where there is no default;
 * defaults belong to the last of posonlyargs + args.
 */
typedef struct Arguments {
    ArgList posonlyargs;
    ArgList args;
    Arg *vararg;
    ArgList kwonlyargs;
    ExprList kw_defaults;
    Arg *kwarg;
    ExprList defaults;
} Arguments;

typedef struct Keyword {
    AstPos pos;
    const Name *arg;    /* NULL for **value */
    Expr *value;
} Keyword;
typedef struct KeywordList { Keyword **items; uint32_t count; } KeywordList;

typedef struct Alias {
    AstPos pos;
    const Name *name;   /* dotted names are one Name: "a.b.c"; "*" for all */
    const Name *asname;
} Alias;
typedef struct AliasList { Alias **items; uint32_t count; } AliasList;

typedef struct Comprehension {
    Expr *target;
    Expr *iter;
    ExprList ifs;
    bool is_async;
} Comprehension;
typedef struct ComprehensionList { Comprehension **items; uint32_t count; } ComprehensionList;

typedef struct WithItem {
    Expr *context_expr;
    Expr *optional_vars;
} WithItem;
typedef struct WithItemList { WithItem **items; uint32_t count; } WithItemList;

typedef struct ExceptHandler {
    AstPos pos;
    Expr *type;
    const Name *name;
    StmtList body;
} ExceptHandler;
typedef struct ExceptHandlerList { ExceptHandler **items; uint32_t count; } ExceptHandlerList;

typedef struct MatchCase {
    Pattern *pattern;
    Expr *guard;
    StmtList body;
} MatchCase;
typedef struct MatchCaseList { MatchCase **items; uint32_t count; } MatchCaseList;

/* ---- expressions ---- */

typedef enum ExprContext { CTX_LOAD, CTX_STORE, CTX_DEL } ExprContext;

typedef enum BoolOpKind { BOOL_AND, BOOL_OR } BoolOpKind;

typedef enum Operator {
    OP_ADD, OP_SUB, OP_MULT, OP_MAT_MULT, OP_DIV, OP_MOD, OP_POW,
    OP_LSHIFT, OP_RSHIFT, OP_BIT_OR, OP_BIT_XOR, OP_BIT_AND, OP_FLOOR_DIV,
} Operator;

typedef enum UnaryOpKind { UNARY_INVERT, UNARY_NOT, UNARY_UADD, UNARY_USUB } UnaryOpKind;

typedef enum CmpOp {
    CMP_EQ, CMP_NOT_EQ, CMP_LT, CMP_LT_E, CMP_GT, CMP_GT_E,
    CMP_IS, CMP_IS_NOT, CMP_IN, CMP_NOT_IN,
} CmpOp;

typedef enum ExprKind {
    AST_BOOL_OP,
    AST_NAMED_EXPR,
    AST_BIN_OP,
    AST_UNARY_OP,
    AST_LAMBDA,
    AST_IF_EXP,
    AST_DICT,
    AST_SET,
    AST_LIST_COMP,
    AST_SET_COMP,
    AST_DICT_COMP,
    AST_GENERATOR_EXP,
    AST_AWAIT,
    AST_YIELD,
    AST_YIELD_FROM,
    AST_COMPARE,
    AST_CALL,
    AST_FORMATTED_VALUE,
    AST_JOINED_STR,
    AST_CONSTANT,
    AST_ATTRIBUTE,
    AST_SUBSCRIPT,
    AST_STARRED,
    AST_NAME,
    AST_LIST,
    AST_TUPLE,
    AST_SLICE,
} ExprKind;

struct Expr {
    uint8_t kind;   /* ExprKind */
    uint8_t ctx;    /* ExprContext: Attribute, Subscript, Starred, Name, List, Tuple */
    AstPos pos;
    union {
        struct { uint8_t op; ExprList values; } bool_op;            /* BoolOpKind */
        struct { Expr *target; Expr *value; } named_expr;
        struct { uint8_t op; Expr *left; Expr *right; } bin_op;     /* Operator */
        struct { uint8_t op; Expr *operand; } unary_op;             /* UnaryOpKind */
        struct { Arguments *args; Expr *body; } lambda;
        struct { Expr *test; Expr *body; Expr *orelse; } if_exp;
        struct { ExprList keys; ExprList values; } dict;            /* NULL key: **value */
        struct { ExprList elts; } set;
        struct { Expr *elt; ComprehensionList generators; } comp;   /* ListComp, SetComp, GeneratorExp */
        struct { Expr *key; Expr *value; ComprehensionList generators; } dict_comp;
        struct { Expr *value; } await;
        struct { Expr *value; } yield;                              /* value may be NULL */
        struct { Expr *value; } yield_from;
        struct { Expr *left; uint8_t *ops; ExprList comparators; } compare; /* CmpOp[comparators.count] */
        struct { Expr *func; ExprList args; KeywordList keywords; } call;
        struct { Expr *value; int32_t conversion; Expr *format_spec; } formatted_value; /* -1, 's', 'r', 'a' */
        struct { ExprList values; } joined_str;
        Constant constant;
        struct { Expr *value; const Name *attr; } attribute;
        struct { Expr *value; Expr *slice; } subscript;
        struct { Expr *value; } starred;
        struct { const Name *id; } name;
        struct { ExprList elts; } list;
        struct { ExprList elts; } tuple;
        struct { Expr *lower; Expr *upper; Expr *step; } slice;
    };
};

/* ---- patterns ---- */

typedef enum PatternKind {
    AST_MATCH_VALUE,
    AST_MATCH_SINGLETON,
    AST_MATCH_SEQUENCE,
    AST_MATCH_MAPPING,
    AST_MATCH_CLASS,
    AST_MATCH_STAR,
    AST_MATCH_AS,
    AST_MATCH_OR,
} PatternKind;

struct Pattern {
    uint8_t kind;   /* PatternKind */
    AstPos pos;
    union {
        struct { Expr *value; } match_value;
        struct { uint8_t value; } match_singleton;  /* CONSTANT_NONE, _TRUE, _FALSE */
        struct { PatternList patterns; } match_sequence;
        struct { ExprList keys; PatternList patterns; const Name *rest; } match_mapping;
        struct { Expr *cls; PatternList patterns; NameList kwd_attrs; PatternList kwd_patterns; } match_class;
        struct { const Name *name; } match_star;    /* NULL for *_ */
        struct { Pattern *pattern; const Name *name; } match_as; /* both NULL for _ */
        struct { PatternList patterns; } match_or;
    };
};

/* ---- statements ---- */

typedef enum StmtKind {
    AST_FUNCTION_DEF,
    AST_ASYNC_FUNCTION_DEF,
    AST_CLASS_DEF,
    AST_RETURN,
    AST_DELETE,
    AST_ASSIGN,
    AST_AUG_ASSIGN,
    AST_ANN_ASSIGN,
    AST_FOR,
    AST_ASYNC_FOR,
    AST_WHILE,
    AST_IF,
    AST_WITH,
    AST_ASYNC_WITH,
    AST_MATCH,
    AST_RAISE,
    AST_TRY,
    AST_TRY_STAR,
    AST_ASSERT,
    AST_IMPORT,
    AST_IMPORT_FROM,
    AST_GLOBAL,
    AST_NONLOCAL,
    AST_EXPR,
    AST_PASS,
    AST_BREAK,
    AST_CONTINUE,
} StmtKind;

struct Stmt {
    uint8_t kind;   /* StmtKind */
    AstPos pos;
    union {
        struct { const Name *name; Arguments *args; StmtList body; ExprList decorator_list; Expr *returns; } function_def; /* and async */
        struct { const Name *name; ExprList bases; KeywordList keywords; StmtList body; ExprList decorator_list; } class_def;
        struct { Expr *value; } return_stmt;                /* value may be NULL */
        struct { ExprList targets; } delete_stmt;
        struct { ExprList targets; Expr *value; } assign;
        struct { Expr *target; uint8_t op; Expr *value; } aug_assign;   /* Operator */
        struct { Expr *target; Expr *annotation; Expr *value; bool simple; } ann_assign; /* value may be NULL */
        struct { Expr *target; Expr *iter; StmtList body; StmtList orelse; } for_stmt;  /* and async */
        struct { Expr *test; StmtList body; StmtList orelse; } while_stmt;
        struct { Expr *test; StmtList body; StmtList orelse; } if_stmt; /* elif: one nested If in orelse */
        struct { WithItemList items; StmtList body; } with_stmt;        /* and async */
        struct { Expr *subject; MatchCaseList cases; } match_stmt;
        struct { Expr *exc; Expr *cause; } raise_stmt;      /* both may be NULL */
        struct { StmtList body; ExceptHandlerList handlers; StmtList orelse; StmtList finalbody; } try_stmt; /* and except* */
        struct { Expr *test; Expr *msg; } assert_stmt;
        struct { AliasList names; } import_stmt;
        struct { const Name *module; AliasList names; int32_t level; } import_from; /* module NULL: from . import x */
        struct { NameList names; } global_stmt;
        struct { NameList names; } nonlocal_stmt;
        struct { Expr *value; } expr_stmt;
    };
};

/* ---- roots ---- */

typedef enum ModuleKind { AST_MODULE, AST_INTERACTIVE, AST_EXPRESSION } ModuleKind;

typedef struct AstModule {
    uint8_t kind;           /* ModuleKind */
    StmtList body;          /* Module, Interactive */
    Expr *expression;       /* Expression */
    uint32_t name_count;    /* every Name.index is below it */
} AstModule;

#endif
