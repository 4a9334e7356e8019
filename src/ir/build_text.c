/*
 * build_text.c - the graph builder: characters of strs, and what is asked of them; f-strings,
 * str.format and % with constant formats.
 *
 * A format that is known is taken apart here, into a template that one call fills in
 * (runtime/format.h), where the values are of types that run nothing of the program
 * when they are formatted.  The text of one value of an f-string is such a call, too;
 * the one that joins the pieces takes the value instead of its text, so that the piece
 * is made only if the code is left in between (opt_defer.c).
 */
#include "ir/build_internal.h"

#include <string.h>

#include "ir/rt.h"
#include "runtime/error.h"
#include "runtime/format.h"
#include "runtime/str.h"

static const IrTypes plain_types = IRT_INT | IRT_NUMBER_FLOAT | IRT_STR | IRT_BOOL | IRT_NONE;

/* A template being put together, and the values for its fields. */
typedef struct Template {
    List *items;
    IrNode *values[BUILD_ITEMS_MAX];
    uint32_t count;
    struct Template *values_in; /* where its values are instead: of one inside of another */
    bool failed;
} Template;

/* ---- characters ---- */

IrNode *build_char_str(Builder *b, IrNode *code) {
    IrNode *n = ir_node(b->ir, IR_CHAR_STR, code, NULL, NULL);
    n->types = IRT_STR;
    n->state = build_call_state(b);
    n->reason = DEOPT_EXCEPTION;
    return build_emit(b, n);
}

IrNode *build_str_item(Builder *b, IrNode *s, IrNode *i) {
    return build_char_str(b, build_guard(b, ir_node(b->ir, IR_STR_CHAR, s, i, NULL), DEOPT_NONE));
}

IrNode *build_char_code(Builder *b, IrNode *v) {
    Value known;
    while (v->op == IR_GUARD_TYPE)
        v = v->in[0];
    if (v->op == IR_CHAR_STR)
        return v->in[0];
    if (!ir_is_const(v, &known) || !value_is_exact(known, KIND_STR) || value_as_str(known)->length != 1)
        return NULL;
    const Str *s = value_as_str(known);
    const void *data = str_data(b->t, value_as_str(known));
    return data ? ir_const_word(b->ir, str_char_at(data, s->width, 0)) : NULL;
}

/* The condition that a table says so of a character below 256, as it is asserted to be;
 * NULL: it has not always been, or there is no memory. */
static IrNode *test_by_table(Builder *b, IrNode *code, const uint8_t *table) {
    enum { CODES = 256 };
    Value bytes;
    if (build_failed(b, DEOPT_BOUNDS) || !b->ir->objects)
        return NULL;
    if (value_is_error(bytes = bytes_from_data(b->t, table, CODES)) || !list_append(b->t, b->ir->objects, bytes)) {
        error_clear(b->t);
        return NULL;
    }
    IrNode *i = build_emit(b, ir_node(b->ir, IR_WORD_TO_INT, code, NULL, NULL));
    i->types = IRT_INT;
    i = ir_node(b->ir, IR_GUARD_BOUNDS, i, build_int(b, CODES), NULL);
    i->types = IRT_INT;
    IrNode *known = build_byte(b, build_value(b, bytes), build_guard(b, i, DEOPT_BOUNDS));
    IrNode *n = ir_node(b->ir, IR_INT_CMP, known, build_int(b, 0), NULL);
    n->aux = IR_NE;
    return build_emit(b, n);
}

IrNode *build_char_in(Builder *b, IrNode *code, const Str *s) {
    uint8_t table[256] = {0};
    for (uint32_t k = 0; k < s->length; k++) {
        uint32_t c = str_char_at(s->data, s->width, k);
        if (c < sizeof table)
            table[c] = 1;
    }
    return test_by_table(b, code, table);
}

IrNode *build_char_predicate(Builder *b, const NativeFunction *f, IrNode **args, uint32_t count) {
    IrNode *code = count == 1 && f->def->plain && strcmp(f->def->plain, "s >b") == 0 ? build_char_code(b, args[0]) : NULL;
    uint8_t table[256];
    if (!code)
        return NULL;
    for (uint32_t c = 0; c < sizeof table; c++) /* it says itself what it will say */
        table[c] = value_same(f->def->fn(b->t, &b->t->vm->characters[c]), VALUE_TRUE);
    IrNode *holds = test_by_table(b, code, table);
    if (!holds)
        return NULL;
    IrNode *v = ir_node(b->ir, IR_BOOL_VALUE, holds, NULL, NULL);
    v->types = IRT_BOOL;
    return build_emit(b, v);
}

/* ---- templates ---- */

static Template begin_template(Builder *b) {
    Value items = list_new(b->t, 4);
    if (!value_is_error(items))
        return (Template){.items = value_as_list(items)};
    error_clear(b->t);
    return (Template){.failed = true};
}

static void add_item(Builder *b, Template *template, Value item) {
    if (template->failed)
        return;
    if (value_is_error(item) || !list_append(b->t, template->items, item)) {
        error_clear(b->t);
        template->failed = true;
    }
}

static void add_field(Builder *b, Template *template, const FormatField *field, IrNode *v) {
    Template *values = template->values_in ? template->values_in : template;
    template->failed |= values->count == BUILD_ITEMS_MAX;
    if (template->failed)
        return;
    add_item(b, template, format_field_object(b->t, field));
    values->values[values->count++] = v;
}

/* The call that fills it in, not yet in its block; NULL: no memory. */
static IrNode *template_call(Builder *b, const Template *template) {
    if (template->failed || !b->ir->objects)
        return NULL;
    Value tuple = tuple_from_values(b->t, template->items->items, template->items->length);
    if (value_is_error(tuple) || !list_append(b->t, b->ir->objects, tuple)) {
        error_clear(b->t);
        return NULL;
    }
    IrNode *call = ir_node_new(b->ir, IR_CALL_VALUES, 1 + template->count);
    call->imm = (int64_t)(uintptr_t)format_template_fill;
    call->in[0] = build_value(b, tuple);
    for (uint32_t k = 0; k < template->count; k++)
        call->in[1 + k] = template->values[k];
    return call;
}

/* A call that makes a text, and can fail for want of memory only. */
static IrNode *make_text(Builder *b, IrNode *call) {
    call->effects = RT_ALLOCATES;
    call->removable = true;
    call->types = IRT_STR;
    call->state = build_call_state(b);
    call->reason = DEOPT_EXCEPTION;
    return build_emit(b, call);
}

/* The same of values for which it cannot fail. */
static IrNode *fill_template(Builder *b, const Template *template) {
    IrNode *call = template_call(b, template);
    return call ? make_text(b, call) : NULL;
}

IrNode *build_concat(Builder *b, IrNode *x, IrNode *y) {
    IrNode *call = ir_node(b->ir, IR_CALL_VALUES, x, y, NULL);
    call->imm = (int64_t)(uintptr_t)str_concat_all;
    call->aux = 2;
    return make_text(b, call);
}

/* Some value of the one plain type that a value is of; UNDEF: it may be of several. */
static Value sample_of(Builder *b, IrTypes types) {
    Value v = VALUE_UNDEF;
    if (build_is_within(types, IRT_NUMBER_FLOAT))
        (void)value_try_float(1.5, &v);
    return build_is_within(types, IRT_INT)    ? value_from_int(1)
           : build_is_within(types, IRT_STR)  ? b->t->vm->empty_str
           : build_is_within(types, IRT_NONE) ? VALUE_NONE
           : build_is_within(types, IRT_BOOL) ? VALUE_TRUE
                                              : v;
}

/* What a value is known to be or, if that is more, has been. */
static IrTypes expected(const IrNode *v, IrTypes seen) {
    IrTypes types = v->types & seen ? v->types & seen : v->types;
    return types & IRT_NUMBER_FLOAT ? types | (v->types & IRT_NUMBER_FLOAT) : types;
}

/* ---- f-strings ---- */

/* The text of a plain value; NULL: it is not plain, or formatting it may raise. */
static IrNode *plain_text(Builder *b, IrNode *v, IrTypes types, unsigned conversion, Value spec) {
    FormatField field = {.kind = FIELD_TEXT, .conversion = conversion};
    bool has_spec = !value_is_undef(spec) && value_as_str(spec)->length;
    if (build_failed(b, DEOPT_TYPE) || !build_is_within(types, plain_types))
        return NULL;
    if (has_spec) {
        Value some = sample_of(b, types);
        if ((value_is_undef(some) && !conversion) || !format_field_of(b->t, some, conversion, spec, &field))
            return NULL;
    }
    v = build_of_types(b, v, types, DEOPT_TYPE);
    if (!has_spec && conversion < 2 && build_is_within(types, IRT_STR))
        return v;
    Template template = begin_template(b);
    add_field(b, &template, &field, v);
    return fill_template(b, &template);
}

static void format_value_instruction(Builder *b) {
    Instruction *i = &b->i;
    IrNode *v = build_reg(b, i->b), *spec = i->c & 4 ? build_reg(b, i->b + 1) : NULL;
    IrTypes seen = build_site(b)->left, types = seen ? expected(v, seen) : v->types;
    Value known = VALUE_UNDEF;
    bool constant = !spec || (ir_is_const(spec, &known) && value_is_exact(known, KIND_STR));
    IrNode *text = constant ? plain_text(b, v, types, i->c & 3, known) : NULL;
    if (text) {
        build_set(b, i->a, text);
        return;
    }
    bool plain = build_is_within(types, plain_types | IRT_BIGINT) && !build_failed(b, DEOPT_TYPE) &&
                 (!spec || build_is_within(spec->types, IRT_STR));
    if (plain)
        v = build_of_types(b, v, types, DEOPT_TYPE);
    IrNode *call = ir_node(b->ir, IR_CALL_VALUES, v, spec, NULL);
    call->imm = (int64_t)(uintptr_t)rt_format_value;
    call->aux = i->c;
    if (plain)
        call->effects = RT_READS | RT_ALLOCATES;
    build_set(b, i->a, build_result(build_call(b, call), plain ? IRT_STR : IRT_STR | IRT_OTHER));
}

/* Whether it is the call of a template, whose parts can be taken over. */
static bool is_template(const IrNode *n) {
    return n->op == IR_CALL_VALUES && n->removable && n->imm == (int64_t)(uintptr_t)format_template_fill;
}

static void take_over(Builder *b, Template *template, const IrNode *call) {
    Value v = {(uint64_t)call->in[0]->imm};
    const Tuple *items = value_as_tuple(v);
    uint32_t next = 1;
    for (size_t k = 0; k < items->length; k++) {
        if (value_is_str(items->items[k]))
            add_item(b, template, items->items[k]);
        else
            add_field(b, template, (const FormatField *)value_as_bytes(items->items[k])->data, call->in[next++]);
    }
}

static void build_string_instruction(Builder *b) {
    Instruction *i = &b->i;
    bool any = false;
    for (uint32_t k = 0; k < i->c; k++)
        any |= is_template(build_reg(b, i->b + k));
    IrNode *text = NULL;
    if (any) {
        static const FormatField as_is = {.kind = FIELD_TEXT};
        Template template = begin_template(b);
        for (uint32_t k = 0; k < i->c; k++) {
            IrNode *part = build_reg(b, i->b + k);
            Value literal;
            if (ir_is_const(part, &literal))
                add_item(b, &template, literal);
            else if (is_template(part))
                take_over(b, &template, part);
            else
                add_field(b, &template, &as_is, part);
        }
        text = fill_template(b, &template);
    }
    if (!text) {
        IrNode *call = ir_node_new(b->ir, IR_CALL_VALUES, i->c);
        call->imm = (int64_t)(uintptr_t)build_string;
        call->aux = i->c;
        call->effects = RT_READS | RT_ALLOCATES;
        for (uint32_t k = 0; k < i->c; k++)
            call->in[k] = build_reg(b, i->b + k);
        text = build_result(build_call(b, call), IRT_STR);
    }
    build_set(b, i->a, text);
}

/* ---- str.format ---- */

/* The call of format() being taken apart. */
typedef struct FormatCall {
    Value format;
    IrNode **args; /* of the call: the receiver, positional ones, those with names */
    uint32_t positional;
    const Tuple *names; /* or NULL */
    enum { NUMBERS_UNKNOWN, NUMBERS_AUTO, NUMBERS_GIVEN } numbers;
    uint32_t next;
    Template template;
    bool plain; /* no field runs code of the program */
    bool fails; /* one may raise, for what it is given */
} FormatCall;

/* The number of the argument that a field names; 0: not that simple, or there is none. */
static uint32_t argument_of_field(Builder *b, FormatCall *c, TextRange name) {
    TextRange first;
    int64_t index;
    if (!format_field_first(b->t, c->format, name, &first, &index) || first.end != name.end)
        return 0;
    bool empty = first.start == first.end;
    if (empty || index >= 0) {
        if (c->numbers == (empty ? NUMBERS_GIVEN : NUMBERS_AUTO))
            return 0;
        c->numbers = empty ? NUMBERS_AUTO : NUMBERS_GIVEN;
        index = empty ? c->next++ : index;
        return index < c->positional ? (uint32_t)index + 1 : 0;
    }
    Value key = str_substring(b->t, c->format, first.start, first.end);
    for (uint32_t k = 0; c->names && !value_is_error(key) && k < c->names->length; k++)
        if (str_equal(b->t, value_as_str(c->names->items[k]), value_as_str(key)))
            return 1 + c->positional + k;
    return 0;
}

static bool take_apart(Builder *b, FormatCall *c, Template *into, TextRange range, bool nested);

/* A field; what is known of the argument's type decides how much it leaves to be told. */
static bool add_format_field(Builder *b, FormatCall *c, Template *into, const Markup *m, bool nested) {
    static const char conversions[] = "sra";
    uint32_t k = argument_of_field(b, c, m->name);
    const char *conversion = m->conversion && m->conversion < 128 ? strchr(conversions, (int)m->conversion) : NULL;
    if (!k || (m->conversion && !conversion) || (m->spec_has_fields && nested))
        return false;
    unsigned how = conversion ? (unsigned)(conversion - conversions) + 1 : 0;
    IrNode *v = c->args[k];
    IrTypes types = build_argument_types(b, c->args, k);
    bool plain = !build_failed(b, DEOPT_TYPE) && build_is_within(types, plain_types | IRT_BIGINT);
    if (plain)
        v = build_of_types(b, v, types, DEOPT_TYPE);
    if (m->spec_has_fields) {
        Template spec = begin_template(b);
        if (into->count == BUILD_ITEMS_MAX)
            return false;
        into->values[into->count++] = v;
        spec.values_in = into;
        if (!take_apart(b, c, &spec, m->spec, true) || spec.failed)
            return false;
        Value tuple = tuple_from_values(b->t, spec.items->items, spec.items->length);
        add_item(b, into, value_is_error(tuple) ? tuple : format_any_object(b->t, how, tuple));
        c->plain &= plain;
        c->fails = true;
        return true;
    }
    Value spec = str_substring(b->t, c->format, m->spec.start, m->spec.end);
    FormatField field;
    if (value_is_error(spec))
        return false;
    Value some = plain ? sample_of(b, types) : VALUE_UNDEF;
    if (plain && (!value_as_str(spec)->length || how) && build_is_within(types, plain_types))
        some = b->t->vm->empty_str; /* any will do */
    if (!value_is_undef(some) && format_field_of(b->t, some, how, spec, &field)) {
        add_field(b, into, &field, v);
        return true;
    }
    c->plain &= plain;
    c->fails = true;
    add_item(b, into, format_any_object(b->t, how, spec));
    Template *values = into->values_in ? into->values_in : into;
    if (values->count == BUILD_ITEMS_MAX)
        return false;
    values->values[values->count++] = v;
    return true;
}

static bool take_apart(Builder *b, FormatCall *c, Template *into, TextRange range, bool nested) {
    size_t at = range.start;
    Markup m;
    int more;
    while ((more = format_markup_next(b->t, c->format, &at, range.end, &m)) > 0) {
        if (m.literal.start < m.literal.end)
            add_item(b, into, str_substring(b->t, c->format, m.literal.start, m.literal.end));
        if (m.has_field && !add_format_field(b, c, into, &m, nested))
            return false;
    }
    return more == 0 && !into->failed;
}

IrNode *build_str_format(Builder *b, IrNode **args, uint32_t count, const Tuple *names) {
    FormatCall c = {.args = args, .names = names, .plain = true};
    if (!ir_is_const(args[0], &c.format) || !value_is_exact(c.format, KIND_STR))
        return NULL;
    c.positional = count - 1 - (names ? (uint32_t)names->length : 0);
    c.template = begin_template(b);
    if (c.template.failed || !take_apart(b, &c, &c.template, (TextRange){0, value_as_str(c.format)->length}, false)) {
        error_clear(b->t); /* the call will raise it */
        return NULL;
    }
    if (!c.fails)
        return fill_template(b, &c.template);
    IrNode *call = template_call(b, &c.template);
    if (!call)
        return NULL;
    call->effects = c.plain ? RT_READS | RT_ALLOCATES : RT_OBSERVES;
    return build_result(build_call(b, call), IRT_STR);
}

/* ---- % ---- */

bool build_items_of_new_tuple(Builder *b, IrNode *tuple, IrNode **items, uint32_t *count) {
    while (tuple->op == IR_GUARD_TYPE)
        tuple = tuple->in[0];
    if (tuple->op != IR_ALLOC || tuple->types != IRT_TUPLE)
        return false;
    for (*count = 0; *count < BUILD_ITEMS_MAX; ++*count)
        if (!(items[*count] = build_known_field(b, tuple, offsetof(Tuple, items) + 8 * *count)))
            return true;
    return false;
}

/* What a field takes of the types that a value is or has been of; 0: nothing. */
static IrTypes types_for_field(const FormatField *field, IrTypes types) {
    switch (field->kind) {
    case FIELD_INT:
    case FIELD_INT_TEXT: return types & IRT_INT;
    case FIELD_FLOAT: return types & IRT_NUMBER_FLOAT ? types & IRT_NUMBER_FLOAT : types & IRT_INT;
    default: return build_is_within(types, plain_types) ? types : 0;
    }
}

IrNode *build_percent(Builder *b, IrNode *format, IrNode *right) {
    const IrSite *site = build_site(b);
    Template template = {0};
    Value text;
    if (!ir_is_const(format, &text) || !value_is_exact(text, KIND_STR) || build_failed(b, DEOPT_TYPE))
        return NULL;
    IrTypes seen = site->third, types[BUILD_ITEMS_MAX];
    if (!build_items_of_new_tuple(b, right, template.values, &template.count)) {
        template.values[0] = right;
        template.count = 1;
        seen = site->right;
    }
    Value parts = format_template_percent(b->t, text, template.count);
    if (value_is_undef(parts))
        return NULL;
    const Tuple *items = value_as_tuple(parts);
    for (size_t k = 0, next = 0; k < items->length; k++) {
        if (value_is_str(items->items[k]))
            continue;
        types[next] = types_for_field((const FormatField *)value_as_bytes(items->items[k])->data,
                                      expected(template.values[next], seen));
        if (!types[next++])
            return NULL;
    }
    Value list = list_from_values(b->t, (Value *)items->items, items->length);
    if (value_is_error(list)) {
        error_clear(b->t);
        return NULL;
    }
    template.items = value_as_list(list);
    for (uint32_t k = 0; k < template.count; k++)
        template.values[k] = build_of_types(b, template.values[k], types[k], DEOPT_TYPE);
    return fill_template(b, &template);
}

IrNode *build_percent_of_any(Builder *b, IrNode *format, IrNode *right) {
    Value text;
    if (!ir_is_const(format, &text) || !value_is_exact(text, KIND_STR) || !b->ir->objects)
        return NULL;
    Value known = str_percent_read(b->t, text);
    if (value_is_undef(known))
        return NULL;
    if (!list_append(b->t, b->ir->objects, known)) {
        error_clear(b->t);
        return NULL;
    }
    IrNode *call = ir_node(b->ir, IR_CALL_VALUES, format, right, build_value(b, known));
    call->imm = (int64_t)(uintptr_t)str_percent_of;
    call->effects = RT_OBSERVES;
    return build_call(b, call);
}

bool build_text(Builder *b) {
    switch (b->i.op) {
    case OPC_BUILD_STRING: build_string_instruction(b); return true;
    case OPC_FORMAT_VALUE: format_value_instruction(b); return true;
    default: return false;
    }
}
