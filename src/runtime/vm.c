/*
 * vm.c - making and freeing a Vm and its main thread.
 */
#include "runtime/vm.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/hash.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/frame.h"
#include "runtime/sequence.h"
#include "runtime/signature.h"
#include "runtime/str.h"
#include "runtime/type.h"
#include "runtime/weakref.h"

enum {
    RECURSION_LIMIT = 1000,
    /* Address space only: memory is used as the stacks grow. */
    REGISTER_STACK_BYTES = 512 << 20,
    FRAME_STACK_COUNT = 1 << 20,
    C_STACK_RESERVE = 256 << 10, /* kept free for natives that do not check */
    NATIVE_STACK_RESERVE = 256 << 10, /* left to C code by compiled code */
    JIT_THRESHOLD = 1000,
};

static const char *const name_spellings[NAME_COUNT] = {
#define NAME(id) #id,
#include "runtime/names.def"
};

static bool intern_names(Thread *t) {
    for (int i = 0; i < NAME_COUNT; i++) {
        const char *s = name_spellings[i];
        size_t n = strlen(s);
        /* A trailing underscore keeps the C identifier from being a keyword or macro. */
        if (n > 1 && s[n - 1] == '_' && s[n - 2] != '_')
            n--;
        Value v = str_from_utf8(t, s, n);
        t->vm->names[i] = value_is_error(v) ? v : str_intern(t, v);
        if (value_is_error(t->vm->names[i]))
            return false;
    }
    return specials_intern(t);
}

static void *reserve(size_t bytes) {
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

static Thread *thread_new(Vm *vm) {
    Thread *t = calloc(1, sizeof *t);
    if (!t)
        return NULL;
    t->vm = vm;
    t->heap = vm->heap;
    t->stack = reserve(REGISTER_STACK_BYTES);
    t->frames = reserve(FRAME_STACK_COUNT * sizeof(Frame));
    if (!t->stack || !t->frames)
        return NULL;
    t->stack_reserved = t->stack;
    t->stack_end = t->stack + REGISTER_STACK_BYTES / sizeof(Value) - 1024;
    t->frames_end = t->frames + FRAME_STACK_COUNT - 1;
    t->depth_limit = RECURSION_LIMIT;
    t->frame_limit = t->frames + RECURSION_LIMIT;
    t->exception = VALUE_UNDEF;
    t->handled = VALUE_NONE;
    t->stop_value = VALUE_NONE;
    t->repr_active = VALUE_UNDEF;
    t->trace_function = t->profile_function = VALUE_NONE;
    pthread_attr_t attributes;
    void *low;
    size_t size;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &low, &size);
        pthread_attr_destroy(&attributes);
        t->c_stack_base = (uintptr_t)low + size;
        t->c_stack_limit = (uintptr_t)low + C_STACK_RESERVE;
        t->native_stack_limit = t->native_stack_end = t->c_stack_limit + NATIVE_STACK_RESERVE;
    }
    return t;
}

static void trace_vm(Tracer *tracer, void *data) {
    Vm *vm = data;
    if (vm->hooks.forget_caches)
        vm->hooks.forget_caches(vm);
    Thread *t = vm->main_thread;
    for (int i = 0; i < TYPE_ID_COUNT; i++)
        trace_object(tracer, vm->types[i]);
    trace_values(tracer, vm->names, NAME_COUNT);
    trace_values(tracer, vm->special_names, SPECIAL_COUNT);
    trace_values(tracer, vm->characters, 256);
    trace_value(tracer, vm->empty_str);
    trace_value(tracer, vm->empty_bytes);
    trace_value(tracer, vm->empty_tuple);
    trace_value(tracer, vm->empty_frozenset);
    trace_value(tracer, vm->memory_error);
    trace_object(tracer, vm->modules);
    trace_object(tracer, vm->builtins);
    trace_object(tracer, vm->sys);
    trace_object(tracer, vm->builtins_module);
    trace_value(tracer, vm->path);
    trace_values(tracer, vm->module_state, sizeof vm->module_state / sizeof(Value));
    signatures_trace(tracer, vm);
    if (!t)
        return;
    trace_value(tracer, t->exception);
    trace_value(tracer, t->handled);
    trace_value(tracer, t->stop_value);
    trace_value(tracer, t->repr_active);
    trace_value(tracer, t->trace_function);
    trace_value(tracer, t->profile_function);
    for (Frame *f = t->frame; f; f = frame_caller(t, f)) {
        if (f->flags & FRAME_BARE)
            continue;
        trace_object(tracer, f->function);
        trace_object(tracer, f->code);
        if (f->flags & FRAME_OBJECT)
            trace_object(tracer, f->object);
        if (f->flags & FRAME_GENERATOR)
            trace_object(tracer, f->generator);
        if (f->flags & FRAME_LOCALS)
            trace_value(tracer, f->locals);
        if (f->flags & FRAME_CONSUMED) {
            trace_value(tracer, f->accumulator);
            trace_value(tracer, f->consumer_callee);
        }
        if (f->flags & (FRAME_CONSTRUCTOR | FRAME_NEW | FRAME_GENERATOR))
            trace_value(tracer, f->instance);
    }
}

static bool start(Vm *vm, Thread *t, const VmOptions *options) {
    if (!types_allocate(t))
        return false;
    if (!str_init(t))
        return false;
    Tuple *empty = tuple_alloc(t, 0);
    if (!empty)
        return false;
    vm->empty_tuple = value_from_object(empty);
    Bytes *empty_bytes = bytes_alloc(t, 0);
    if (!empty_bytes || !intern_names(t))
        return false;
    vm->empty_bytes = value_from_object(empty_bytes);
    vm->builtins = dict_new(t);
    vm->modules = dict_new(t);
    if (!vm->builtins || !vm->modules || !types_fill(t))
        return false;
    vm->empty_frozenset = set_new(t, TYPE_FROZENSET);
    vm->memory_error = exception_alloc_bare(t, TYPE_MemoryError, vm->empty_tuple);
    return !value_is_error(vm->empty_frozenset) && !value_is_error(vm->memory_error);
}

Vm *vm_new(const VmOptions *options) {
    Vm *vm = calloc(1, sizeof *vm);
    if (!vm)
        return NULL;
    vm->next_version = 1;
    vm->memory_error = vm->empty_str = vm->empty_bytes = VALUE_UNDEF;
    vm->empty_tuple = vm->empty_frozenset = vm->path = VALUE_UNDEF;
    for (size_t i = 0; i < sizeof vm->module_state / sizeof(Value); i++)
        vm->module_state[i] = VALUE_UNDEF;
    vm->int_max_str_digits = 4300;
    if (!hash_key_init(options->hash_seed, &vm->hash_key)) {
        free(vm);
        return NULL;
    }
    vm->argc = options->argc;
    vm->argv = options->argv;
    vm->flags = options->flags;
    vm->jit_threshold = options->jit_threshold ? options->jit_threshold : JIT_THRESHOLD;
    vm->heap = heap_new(vm, options->max_heap);
    vm->method_cache = calloc(METHOD_CACHE_SIZE, sizeof *vm->method_cache);
    vm->shape_space = shape_space_new();
    if (!vm->heap || !vm->method_cache || !vm->shape_space)
        goto fail;
    Thread *t = thread_new(vm);
    if (!t)
        goto fail;
    vm->main_thread = t;
    heap_add_root(vm->heap, trace_vm, vm);
    if (start(vm, t, options)) {
        heap_ready(vm->heap);
        return vm;
    }
fail:
    vm_free(vm);
    return NULL;
}

void vm_free(Vm *vm) {
    if (vm->heap) {
        heap_free_owned_by_code(vm->heap);
        heap_free(vm->heap);
    }
    Thread *t = vm->main_thread;
    if (t) {
        assert(t->frame || recursion_depth(t) == 0); /* every recursion_enter() was left */
        munmap(t->stack, REGISTER_STACK_BYTES);
        munmap(t->frames, FRAME_STACK_COUNT * sizeof(Frame));
        free(t);
    }
    str_free(vm);
    weak_table_free(vm);
    signatures_free(vm);
    shape_space_free(vm->shape_space);
    free(vm->method_cache);
    free(vm->attribute_cache);
    free(vm);
}
