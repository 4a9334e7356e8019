/* install.c - the hooks through which the runtime reaches the interpreter. */
#include <signal.h>

#include "bytecode/field_order.h"
#include "bytecode/self_stores.h"
#include "bytecode/serialize.h"
#include "runtime/call.h"
#include "runtime/dict.h"
#include "runtime/error.h"
#include "runtime/gc/heap.h"
#include "runtime/type.h"
#include "vm/bytecode_cache.h"
#include "vm/import.h"
#include "vm/generator.h"
#include "vm/interpreter.h"
#include "vm/profiler.h"

static Value run_code(Thread *t, Value code, Dict *globals, Dict *builtins, Value locals, Tuple *closure) {
    return code_run(t, (Code *)value_as_object(code), globals, builtins, locals, closure);
}

static Value serialize(Thread *t, Value code) {
    return code_serialize(t, (Code *)value_as_object(code));
}
static Value deserialize(Thread *t, const uint8_t *bytes, size_t size) {
    Raw *copy = gc_alloc_raw(t, size);
    if (!copy)
        return VALUE_ERROR;
    memcpy(copy->bytes, bytes, size);
    return code_deserialize(t, copy, 0, size, VALUE_UNDEF);
}

static uint32_t count_self_stores(Value function) {
    return value_is_kind(function, KIND_FUNCTION) ? code_self_stores(((Function *)value_as_object(function))->code) : 0;
}

bool handle_interrupts(Thread *t) {
    uint32_t what = thread_take_interrupts(t, UINT32_MAX);
    if (what & INTERRUPT_PROFILE)
        profiler_drain(t->vm->profiler);
    if (what & INTERRUPT_FINALIZERS)
        heap_run_finalizers(t);
    if (what & INTERRUPT_SIGNAL && t->vm->hooks.handle_signals)
        return t->vm->hooks.handle_signals(t);
    return true;
}

void vm_install(Vm *vm) {
    vm->main_thread->interpret = interpreter_run;
    vm->hooks.call_function = function_call_from_c;
    vm->hooks.generator_resume = generator_resume;
    vm->hooks.generator_throw = generator_throw;
    vm->hooks.run_code = run_code;
    vm->hooks.import_module = import_module;
    vm->hooks.source_file_code = source_file_code;
    vm->hooks.bytecode_magic = bytecode_cache_magic();
    vm->hooks.load_code = code_load;
    vm->hooks.serialize_code = serialize;
    vm->hooks.deserialize_code = deserialize;
    vm->hooks.forget_caches = attribute_cache_forget;
    vm->hooks.count_self_stores = count_self_stores;
    vm->hooks.find_field_order = code_find_field_order;
    vm->hooks.anext_default = async_anext_with_default;
    vm->hooks.each_live_registers = registers_each_live;
}
