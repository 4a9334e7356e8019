/*
 * compile.c - the front end's entry: parse, analyse, generate.
 *
 * The parser knows nothing of the runtime: what it needs of Unicode, codecs and
 * warnings it gets through the hooks below.
 */
#include "front/anchors.h"
#include "front/ast_objects.h"
#include "front/compile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uniname.h>
#include <uninorm.h>

#include "base/utf8.h"
#include "bytecode/verifier.h"
#include "front/compiler.h"
#include "front/parser.h"
#include "runtime/unicode.h"

/* ---- hooks of the parser ---- */

static bool normalise_identifier(void *context, Arena *arena, const char *bytes, size_t length,
                                 size_t *bad_at, const char **normalised,
                                 size_t *normalised_length) {
    *bad_at = length;
    for (size_t i = 0, size; i < length; i += size) {
        uint32_t c = utf8_decode(bytes + i, length - i, &size);
        if (!unicode_is(c, i ? UNICODE_XID_CONTINUE : UNICODE_XID_START)) {
            *bad_at = i;
            return true;
        }
    }
    size_t count = 0;
    uint8_t *form = u8_normalize(UNINORM_NFKC, (const uint8_t *)bytes, length, NULL, &count);
    if (!form) return false;
    *normalised = arena_copy_bytes(arena, (const char *)form, count);
    *normalised_length = count;
    free(form);
    return *normalised != NULL;
}

static int32_t lookup_character(void *context, const char *name, size_t length) {
    char buffer[256];
    if (length >= sizeof buffer) return -1;
    memcpy(buffer, name, length);
    buffer[length] = 0;
    ucs4_t c = unicode_name_character(buffer);
    return c == UNINAME_INVALID ? -1 : (int32_t)c;
}

static bool is_printable(void *context, uint32_t code_point) {
    return unicode_is(code_point, UNICODE_PRINTABLE);
}

static DecodeResult decode_source(void *context, Arena *arena, const char *encoding,
                                  const char *bytes, size_t length, const char **utf8,
                                  size_t *utf8_length, const char **message) {
    Context *c = context;
    Thread *t = c->t;
    Value s = str_decode(t, (const uint8_t *)bytes, length, encoding, "strict");
    if (value_is_error(s)) {
        DecodeResult result = error_matches(t, TYPE_LookupError) ? DECODE_UNKNOWN : DECODE_FAILED;
        Value exception = error_fetch(t);
        Value text = str_format(t, "%S", exception);
        size_t text_length;
        const char *text_utf8 = value_is_error(text) ? NULL : str_to_utf8(t, text, &text_length);
        *message = text_utf8 ? arena_copy_bytes(arena, text_utf8, text_length) : "";
        if (error_pending(t)) error_clear(t);
        return *message ? result : DECODE_NO_MEMORY;
    }
    const char *text = str_to_utf8(t, s, utf8_length);
    *utf8 = text ? arena_copy_bytes(arena, text, *utf8_length) : NULL;
    if (error_pending(t)) error_clear(t);
    return *utf8 ? DECODE_OK : DECODE_NO_MEMORY;
}

static bool parser_warning(void *context, WarningKind kind, const char *message, int lineno) {
    Context *c = context;
    TypeId category = kind == WARNING_SYNTAX ? TYPE_SyntaxWarning : TYPE_DeprecationWarning;
    return context_try_warn(c, category, lineno, message);
}

/* ---- future statements ---- */

static void check_features(Compiler *c, const Stmt *s) {
    static const char *const features[] = {
        "nested_scopes",  "generators",       "division",       "absolute_import", "with_statement",
        "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop",  "annotations",
    };
    AstPos pos = {s->pos.lineno, s->pos.col_offset, s->pos.lineno, -2};
    for (uint32_t i = 0; i < s->import_from.names.count; i++) {
        const char *name = s->import_from.names.items[i]->name->bytes;
        bool known = false;
        for (size_t k = 0; k < sizeof features / sizeof *features; k++)
            known |= !strcmp(name, features[k]);
        if (!strcmp(name, "annotations"))
            c->future_annotations = true;
        else if (!strcmp(name, "braces"))
            context_scope_error(&c->context, pos, "not a chance");
        else if (!known)
            context_scope_error(&c->context, pos, "future feature %.100s is not defined", name);
    }
}

/* `from __future__` may follow nothing but the docstring and its like. */
static void find_future(Compiler *c, const AstModule *module) {
    Value doc;
    bool done = false;
    int32_t line = 0;
    c->future_line = -1;
    if (module->kind == AST_EXPRESSION || !module->body.count) return;
    for (uint32_t i = has_docstring(c, module->body, &doc); i < module->body.count; i++) {
        const Stmt *s = module->body.items[i];
        if (done && s->pos.lineno > line) return;
        line = s->pos.lineno;
        const Name *from = s->kind == AST_IMPORT_FROM ? s->import_from.module : NULL;
        if (!from || strcmp(from->bytes, "__future__") != 0) {
            done = true;
            continue;
        }
        if (done)
            context_scope_error(&c->context, (AstPos){line, s->pos.col_offset - 1, line, -2},
                                "from __future__ imports must occur at the beginning of the file");
        check_features(c, s);
        c->future_line = line;
    }
}

/* ---- modules ---- */

static AstPos last_position(const AstModule *module) {
    if (module->kind == AST_EXPRESSION) return module->expression->pos;
    return module->body.count ? module->body.items[module->body.count - 1]->pos
                              : (AstPos){1, 0, 1, 0};
}

static Value compile_module(Compiler *c, const AstModule *module) {
    Context *x = &c->context;
    find_future(c, module);
    scope_analyse(x, module, c->future_annotations, &c->scopes);
    Unit *u =
        unit_enter(c, UNIT_MODULE, c->scopes.module, context_intern(x, "<module>", 8), NULL, 1);
    switch ((ModuleKind)module->kind) {
    case AST_MODULE: compile_body(u, module->body); break;
    case AST_INTERACTIVE:
        prepare_annotations(u, module->body);
        compile_stmts(u, module->body);
        break;
    case AST_EXPRESSION: {
        uint32_t reg = expr(u, module->expression);
        at(u, module->expression->pos);
        emit_end(u, OPC_RETURN, reg, 0);
        break;
    }
    }
    return unit_leave(c, last_position(module));
}

static void check_code(const Code *code) {
#ifdef TAU_DEBUG
    char message[200];
    if (!verify_code_tree(code, message, sizeof message)) {
        fprintf(stderr, "compiler made invalid code: %s\n", message);
        abort();
    }
#endif
}

static Value parse_and_compile(Compiler *c, const char *bytes, size_t length, bool is_str,
                               const char *filename, const char *mode) {
    Context *x = &c->context;
    Thread *t = x->t;
    if (setjmp(x->escape)) return VALUE_ERROR;
    ParseMode parse_mode = mode[0] == 'e' && mode[1] == 'v' ? PARSE_EXPRESSION
                           : mode[0] == 's'                 ? PARSE_INTERACTIVE
                                                            : PARSE_FILE;
    c->interactive = parse_mode == PARSE_INTERACTIVE;
    ParseFlags flags = {
        .source_is_str = is_str,
        .source_is_script = (c->flags & COMPILE_SCRIPT) != 0,
        .dont_imply_dedent = (c->flags & COMPILE_DONT_IMPLY_DEDENT) != 0,
        .int_digits_limit = (int)t->vm->int_max_str_digits,
        .context = x,
        .normalise_identifier = normalise_identifier,
        .lookup_character = lookup_character,
        .is_printable = is_printable,
        .decode_source = decode_source,
        .warn = parser_warning,
    };
    SyntaxErrorInfo error = {0};
    ParseResult result =
        parse_source(&x->arena, bytes, length, filename, parse_mode, flags, &error);
    if (!result.module) {
        if (c->flags & COMPILE_ALLOW_INCOMPLETE_INPUT && error.incomplete_input &&
            error.kind != SYNTAX_MEMORY_ERROR) {
            error.kind = SYNTAX_ERROR;
            error.message = "incomplete input";
        }
        if (!error_pending(t)) context_raise_parse_error(x, &error);
        return VALUE_ERROR;
    }
    x->names = context_alloc(x, (result.module->name_count + 1) * sizeof *x->names);
    if (c->flags & COMPILE_ONLY_AST) return ast_objects(x, result.module);
    Value code = compile_module(c, result.module);
    check_code((const Code *)value_as_object(code));
    return code;
}

Value compile_source(Thread *t, Value source, Value filename, const char *mode, uint32_t flags) {
    if (!(flags & COMPILE_OPTIMIZE_EXPLICIT))
        flags |= t->vm->flags & (COMPILE_OPTIMIZE_ASSERTS | COMPILE_OPTIMIZE_DOCS);
    Compiler c = {.flags = flags, .future_annotations = (flags & CODE_FUTURE_ANNOTATIONS) != 0};
    Value code = VALUE_ERROR;
    size_t length, name_length;
    const char *name = str_to_wtf8(t, filename, &name_length);
    if (!name) return VALUE_ERROR;
    if (!context_start(&c.context, t, filename)) return VALUE_ERROR;
    if (value_is_str(source)) {
        const char *text = str_to_utf8(t, source, &length);
        if (text) code = parse_and_compile(&c, text, length, true, name, mode);
    } else {
        Buffer buffer;
        if (buffer_get(t, source, false, &buffer)) {
            code =
                parse_and_compile(&c, (const char *)buffer.data, buffer.length, false, name, mode);
            buffer_release(t, &buffer);
        }
    }
    context_end(&c.context);
    return code;
}

void front_install(Vm *vm) {
    vm->hooks.compile = compile_source;
    vm->hooks.caret_anchors = caret_anchors;
}
