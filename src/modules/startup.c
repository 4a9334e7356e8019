/* startup.c - temporary bring-up of standard streams */
#include "modules/startup.h"
#include <stdio.h>

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

bool modules_start(Thread *t) {
    Type *wt = type_from_def(t, &w_def);
    for (int i=1;i<3;i++){ W *w = type_alloc(t, wt, 0); w->fd=i; if (!module_set(t, t->vm->sys, i==1?"stdout":"stderr", value_from_object(w))) return false; }
    return true;
}
void modules_finish(Thread *t) {}
bool streams_flush(Thread *t) { return fflush(stdout) == 0; }
