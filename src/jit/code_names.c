/* code_names.c - see code_names.h. */
#include "jit/code_names.h"

#include <stdio.h>
#include <string.h>

#include "jit/gdb_jit.h"
#include "jit/perf_map.h"
#include "runtime/error.h"
#include "runtime/str.h"

static const char *text_of(Thread *t, Value s) {
    const char *text = value_is_str(s) ? str_to_wtf8(t, s, &(size_t){0}) : "?";
    if (text)
        return text;
    error_clear(t);
    return "?";
}

static void name_code(Thread *t, const CompiledCode *c, char *name, size_t size) {
    const char *file = text_of(t, c->code->filename), *slash = strrchr(file, '/');
    int length = snprintf(name, size, "py::%s:%s:%d", text_of(t, c->code->qualname), slash ? slash + 1 : file,
                          c->code->first_line);
    if (c->entry_pc && length > 0 && (size_t)length < size)
        snprintf(name + length, size - (size_t)length, " [%s at %d]", c->resumes ? "resumed" : "loop", code_line_at(t, c->code, c->entry_pc));
}

void code_names_for_perf(Vm *vm) {
    if (vm->jit)
        vm->jit->perf_map = perf_map_new();
}

void code_names_add(Jit *jit, CompiledCode *code) {
    if (!jit->perf_map && !jit->names_for_gdb)
        return;
    char name[256];
    name_code(jit->vm->main_thread, code, name, sizeof name);
    if (jit->perf_map)
        perf_map_add(jit->perf_map, code->memory, code->size, name);
    if (jit->names_for_gdb)
        code->gdb_entry = gdb_jit_register(code->memory, code->size, name, true);
}

void code_names_remove(CompiledCode *code) {
    gdb_jit_unregister(code->gdb_entry);
    code->gdb_entry = NULL;
}
