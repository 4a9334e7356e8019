/* main.c - temporary bring-up */
#include <stdio.h>
#include <stdlib.h>
#include "front/compile.h"
#include "runtime/native.h"
#include "vm/import.h"
#include "vm/interpreter.h"

typedef struct W { Object header; int fd; } W;
static Value w_write(Thread *t, Value *args) {
    size_t n; const char *s = str_to_wtf8(t, args[1], &n);
    if (!s) return VALUE_ERROR;
    fwrite(s, 1, n, ((W*)value_as_object(args[0]))->fd == 2 ? stderr : stdout);
    return value_from_int((int64_t)n);
}
static Value w_flush(Thread *t, Value *args) { fflush(stdout); return VALUE_NONE; }
static const NativeDef w_methods[] = { NATIVE("write", "($self, s, /)", w_write, NULL), NATIVE("flush", "($self, /)", w_flush, NULL), NATIVE_END };
static const TypeDef w_def = {.name="W", .id=TYPE_BRINGUP, .base=TYPE_OBJECT, .kind=KIND_OTHER, .size=sizeof(W), .methods=w_methods};

void front_install(Vm *vm);
int main(int argc, char **argv) {
    VmOptions o = {.argc=argc,.argv=argv,.hash_seed=getenv("PYTHONHASHSEED")};
    Vm *vm = vm_new(&o);
    if (!vm) { fprintf(stderr, "vm_new failed\n"); return 1; }
    Thread *t = vm->main_thread;
    vm_install(vm);
    front_install(vm);
    Value b = import_module(t, str_intern_cstring(t,"builtins"), VALUE_NONE, VALUE_NONE, 0);
    if (value_is_error(b)) { fprintf(stderr,"no builtins\n"); return 1; }
    vm->builtins_module = (Module*)value_as_object(b);
    vm->builtins = vm->builtins_module->dict;
    Value s = import_module(t, str_intern_cstring(t,"sys"), VALUE_NONE, VALUE_NONE, 0);
    if (value_is_error(s)) { fprintf(stderr,"no sys\n"); return 1; }
    vm->sys = (Module*)value_as_object(s);
    Type *wt = type_from_def(t, &w_def);
    for (int i=1;i<3;i++){ W *w = type_alloc(t, wt, 0); w->fd=i; bool ok = module_set(t, vm->sys, i==1?"stdout":"stderr", value_from_object(w)); (void)ok; }
    bool ok = list_append(t, value_as_list(vm->path), str_from_cstring(t, "/usr/lib/python3.11"));
    Module *m = module_new(t, str_intern_cstring(t,"__main__"));
    ok = ok && dict_set(t, vm->modules, m->name, value_from_object(m));
    Value src = import_read_file(t, str_from_cstring(t, argv[1]));
    Value code = value_is_error(src) ? src : vm->hooks.compile(t, src, str_from_cstring(t, argv[1]), "exec", 0);
    Value r = value_is_error(code) ? code : code_run(t, (Code*)value_as_object(code), m->dict, vm->builtins, value_from_object(m->dict), NULL);
    if (value_is_error(r)) {
        Value e = error_fetch(t);
        for (Value tb = value_as_exception(e)->traceback; value_is_kind(tb, KIND_TRACEBACK); tb = ((Traceback*)value_as_object(tb))->next) {
            Traceback *x = (Traceback*)value_as_object(tb); size_t n;
            Function *f = (Function*)value_as_object(x->function);
            fprintf(stderr, "  %s:%d %s\n", str_to_wtf8(t, f->code->filename, &n), x->lineno, str_to_wtf8(t, f->code->qualname, &n));
        }
        error_print(t, e); return 1; Value text = op_str(t, e); size_t n;
        fprintf(stderr, "%s: %s\n", type_name(type_of(t,e)), value_is_error(text) ? "?" : str_to_wtf8(t, text, &n));
        return 1;
    }
    fflush(stdout);
    return 0;
}
