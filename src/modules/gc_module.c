/*
 * gc_module.c - the native module gc.
 *
 * There are no reference counts here: all garbage waits for a collection, and
 * minor collections go on when gc.disable() was called.  Counts of collected
 * objects are not kept (dead objects are never visited), so they read as 0.
 */
#include "runtime/gc/heap.h"
#include "runtime/native.h"

enum { GENERATIONS = 3 };
enum { DEBUG_STATS = 1, DEBUG_COLLECTABLE = 2, DEBUG_UNCOLLECTABLE = 4, DEBUG_SAVEALL = 32 };

/* The module's state is a list of these. */
typedef enum GcState {
    STATE_THRESHOLD0,
    STATE_THRESHOLD1,
    STATE_THRESHOLD2,
    STATE_DEBUG,
    STATE_FROZEN,
    STATE_CALLBACKS,
    STATE_COUNT
} GcState;

static Value state_get(Thread *t, GcState which) {
    return value_as_list(t->vm->module_state[MODULE_STATE_GC])->items[which];
}

static void state_set(Thread *t, GcState which, Value v) {
    list_store(t, value_as_list(t->vm->module_state[MODULE_STATE_GC]), which, v);
}

/* ---- collecting ---------------------------------------------------------------------- */

static bool run_callbacks(Thread *t, const char *phase, int64_t generation) {
    List *callbacks = value_as_list(state_get(t, STATE_CALLBACKS));
    if (callbacks->length == 0) return true;
    Dict *info = dict_new(t);
    Value name = str_from_cstring(t, phase);
    if (!info || value_is_error(name)) return false;
    static const char *const keys[] = {"generation", "collected", "uncollectable"};
    for (size_t i = 0; i < 3; i++) {
        Value key = str_intern_cstring(t, keys[i]);
        if (value_is_error(key) ||
            !dict_set_str(t, info, key, value_from_int(i == 0 ? generation : 0)))
            return false;
    }
    for (size_t i = 0; i < callbacks->length; i++)
        if (value_is_error(call2(t, callbacks->items[i], name, value_from_object(info))))
            error_write_unraisable(t, NULL, callbacks->items[i]);
    return true;
}

static Value gc_collect_function(Thread *t, Value *args) {
    int generation;
    if (!arg_int(t, args[0], &generation)) return VALUE_ERROR;
    if (generation < 0 || generation >= GENERATIONS)
        return raise_value_error(t, "invalid generation");
    if (!run_callbacks(t, "start", generation)) return VALUE_ERROR;
    bool major = generation == GENERATIONS - 1;
    heap_collect(t, major, GC_EXPLICIT);
    /* What finalizers were the last to keep alive goes too. */
    for (int round = 0; t->interrupts & INTERRUPT_FINALIZERS && round < 3; round++) {
        heap_run_finalizers(t);
        heap_collect(t, major, GC_EXPLICIT);
    }
    if (!run_callbacks(t, "stop", generation)) return VALUE_ERROR;
    return value_from_int(0);
}

static Value gc_enable(Thread *t, Value *args) {
    heap_enable(t->heap, true);
    return VALUE_NONE;
}

static Value gc_disable(Thread *t, Value *args) {
    heap_enable(t->heap, false);
    return VALUE_NONE;
}

static Value gc_isenabled(Thread *t, Value *args) {
    return value_bool(heap_is_enabled(t->heap));
}

/* ---- numbers ---------------------------------------------------------------------------- */

static Value gc_set_debug(Thread *t, Value *args) {
    int flags;
    if (!arg_int(t, args[0], &flags)) return VALUE_ERROR;
    state_set(t, STATE_DEBUG, value_from_int(flags));
    return VALUE_NONE;
}

static Value gc_get_debug(Thread *t, Value *args) {
    return state_get(t, STATE_DEBUG);
}

static Value gc_set_threshold(Thread *t, Value *args) {
    for (int i = 0; i < GENERATIONS; i++) {
        int threshold;
        if (value_is_undef(args[i])) break;
        if (!arg_int(t, args[i], &threshold)) return VALUE_ERROR;
        state_set(t, (GcState)(STATE_THRESHOLD0 + i), value_from_int(threshold));
    }
    return VALUE_NONE;
}

static Value triple(Thread *t, int64_t a, int64_t b, int64_t c) {
    Value items[] = {value_from_int(a), value_from_int(b), value_from_int(c)};
    return tuple_from_values(t, items, 3);
}

static Value gc_get_threshold(Thread *t, Value *args) {
    return triple(t, value_as_int(state_get(t, STATE_THRESHOLD0)),
                  value_as_int(state_get(t, STATE_THRESHOLD1)),
                  value_as_int(state_get(t, STATE_THRESHOLD2)));
}

/* Allocations since the last collection are not counted; kilobytes are close. */
static Value gc_get_count(Thread *t, Value *args) {
    HeapStats stats = heap_stats(t->heap);
    return triple(t, (int64_t)(stats.bytes_allocated >> 10) % 700,
                  (int64_t)(stats.minor_collections % 10), (int64_t)(stats.major_collections % 10));
}

static Value gc_get_stats(Thread *t, Value *args) {
    HeapStats stats = heap_stats(t->heap);
    uint64_t collections[GENERATIONS] = {stats.minor_collections, 0, stats.major_collections};
    Value list = list_new(t, GENERATIONS);
    if (value_is_error(list)) return list;
    static const char *const keys[] = {"collections", "collected", "uncollectable"};
    for (int g = 0; g < GENERATIONS; g++) {
        Dict *d = dict_new(t);
        if (!d) return VALUE_ERROR;
        for (int i = 0; i < 3; i++) {
            Value key = str_intern_cstring(t, keys[i]);
            int64_t number = i == 0 ? (int64_t)collections[g] : 0;
            if (value_is_error(key) || !dict_set_str(t, d, key, value_from_int(number)))
                return VALUE_ERROR;
        }
        if (!list_append(t, value_as_list(list), value_from_object(d))) return VALUE_ERROR;
    }
    return list;
}

/* ---- looking at objects --------------------------------------------------------------------- */

static bool tracked_value(Value v);

/* CPython tracks containers, but neither empty tuples nor dicts of atoms. */
static bool tracked_object(Object *o) {
    switch (object_kind(o)) {
    case KIND_RAW:
    case KIND_ARRAY:
    case KIND_DICT_ENTRIES:
    case KIND_SET_ENTRIES:
    case KIND_INT:
    case KIND_FLOAT:
    case KIND_COMPLEX:
    case KIND_STR:
    case KIND_BYTES:
    case KIND_BYTEARRAY:
    case KIND_RANGE: return o->gc & GC_SUBCLASS;
    case KIND_TUPLE: {
        if (o->gc & GC_SUBCLASS) return true;
        return ((Tuple *)o)->length != 0;
    }
    case KIND_DICT: {
        if (o->gc & GC_SUBCLASS) return true;
        size_t position = 0;
        Value key, value;
        while (dict_next((Dict *)o, &position, &key, &value))
            if (tracked_value(key) || tracked_value(value)) return true;
        return false;
    }
    default: return true;
    }
}

static bool tracked_value(Value v) {
    return value_is_object(v) && tracked_object(value_as_object(v));
}

static Value gc_is_tracked(Thread *t, Value *args) {
    return value_bool(tracked_value(args[0]));
}

static Value gc_is_finalized(Thread *t, Value *args) {
    if (!value_is_object(args[0])) return VALUE_FALSE;
    bool has_finalizer = type_of(t, args[0])->flags & TYPEFLAG_HAS_FINALIZER;
    return value_bool(has_finalizer && !(value_as_object(args[0])->gc & GC_FINALIZE));
}

typedef struct Gather {
    Thread *t;
    List *list;
    Tuple *wanted;
    bool found, failed;
} Gather;

static bool gather_tracked(Object *o, void *data) {
    Gather *g = data;
    if (!tracked_object(o)) return true;
    g->failed = !list_append(g->t, g->list, value_from_object(o));
    return !g->failed;
}

static Value gc_get_objects(Thread *t, Value *args) {
    if (!value_is_none(args[0])) {
        if (!value_is_any_int(args[0]) && value_is_undef(special_of(t, args[0], SPECIAL_INDEX)))
            return raise_type_error(t, "argument should be integer or None, not '%T'", args[0]);
        int64_t generation;
        if (!arg_size(t, args[0], &generation)) return VALUE_ERROR;
        if (generation >= GENERATIONS)
            return raise_value_error(
                t,
                "generation parameter must be less than the number of available generations (%d)",
                GENERATIONS);
        if (generation < 0) return raise_value_error(t, "generation parameter cannot be negative");
        if (generation < GENERATIONS - 1)
            return list_new(t, 0); /* after a collection everything is old */
    }
    Value list = list_new(t, 0);
    if (value_is_error(list)) return list;
    Gather g = {.t = t, .list = value_as_list(list)};
    heap_each(t, gather_tracked, &g);
    return g.failed ? VALUE_ERROR : list;
}

static void note_referent(Object *o, void *data) {
    Gather *g = data;
    for (size_t i = 0; i < g->wanted->length; i++)
        if (value_is_object(g->wanted->items[i]) && value_as_object(g->wanted->items[i]) == o)
            g->found = true;
}

static bool gather_referrer(Object *o, void *data) {
    Gather *g = data;
    if (o == &g->wanted->header || o == &g->list->header) return true;
    g->found = false;
    heap_each_referent(g->t, o, note_referent, g);
    if (g->found) g->failed = !list_append(g->t, g->list, value_from_object(o));
    return !g->failed;
}

static Value gc_get_referrers(Thread *t, Value *args) {
    Value list = list_new(t, 0);
    if (value_is_error(list)) return list;
    Gather g = {.t = t, .list = value_as_list(list), .wanted = value_as_tuple(args[0])};
    heap_each(t, gather_referrer, &g);
    return g.failed ? VALUE_ERROR : list;
}

static void gather_referent(Object *o, void *data) {
    Gather *g = data;
    if (!g->failed) g->failed = !list_append(g->t, g->list, value_from_object(o));
}

/* References to small ints and constants are no references to objects; the
 * containers that programs ask about are gone through by value. */
static Value gc_get_referents(Thread *t, Value *args) {
    Value list = list_new(t, 0);
    if (value_is_error(list)) return list;
    Gather g = {.t = t, .list = value_as_list(list)};
    Tuple *objects = value_as_tuple(args[0]);
    for (size_t i = 0; i < objects->length; i++) {
        Value v = objects->items[i];
        if (value_is_list(v) || value_is_tuple(v)) {
            /* CPython's order: the last item first. */
            size_t n = value_is_list(v) ? value_as_list(v)->length : value_as_tuple(v)->length;
            while (n-- > 0) {
                if (value_is_list(v) && n >= value_as_list(v)->length) continue;
                Value item =
                    value_is_list(v) ? value_as_list(v)->items[n] : value_as_tuple(v)->items[n];
                if (!list_append(t, g.list, item)) return VALUE_ERROR;
            }
        } else if (value_is_dict(v)) {
            size_t position = 0;
            Value key, value;
            while (dict_next(value_as_dict(v), &position, &key, &value))
                if (!list_append(t, g.list, value) || !list_append(t, g.list, key))
                    return VALUE_ERROR;
        } else if (value_is_object(v)) {
            heap_each_referent(t, value_as_object(v), gather_referent, &g);
            if (g.failed) return VALUE_ERROR;
        }
    }
    return list;
}

/* ---- freezing: nothing to do, objects do not move ---------------------------------------------- */

static bool count_object(Object *o, void *data) {
    *(int64_t *)data += tracked_object(o);
    return true;
}

static Value gc_freeze(Thread *t, Value *args) {
    int64_t count = 0;
    heap_each(t, count_object, &count);
    state_set(t, STATE_FROZEN, value_from_int(count));
    return VALUE_NONE;
}

static Value gc_unfreeze(Thread *t, Value *args) {
    state_set(t, STATE_FROZEN, value_from_int(0));
    return VALUE_NONE;
}

static Value gc_get_freeze_count(Thread *t, Value *args) {
    return state_get(t, STATE_FROZEN);
}

/* ---- the module ---------------------------------------------------------------------------------- */

static bool gc_module_init(Thread *t, Module *module) {
    Value callbacks = list_new(t, 0), garbage = list_new(t, 0), state = list_new(t, STATE_COUNT);
    if (value_is_error(callbacks) || value_is_error(garbage) || value_is_error(state)) return false;
    List *s = value_as_list(state);
    const int64_t numbers[] = {700, 10, 10, 0, 0};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (!list_append(t, s, value_from_int(numbers[i]))) return false;
    if (!list_append(t, s, callbacks)) return false;
    t->vm->module_state[MODULE_STATE_GC] = state;
    return module_set(t, module, "garbage", garbage) &&
           module_set(t, module, "callbacks", callbacks) &&
           module_set(t, module, "DEBUG_STATS", value_from_int(DEBUG_STATS)) &&
           module_set(t, module, "DEBUG_COLLECTABLE", value_from_int(DEBUG_COLLECTABLE)) &&
           module_set(t, module, "DEBUG_UNCOLLECTABLE", value_from_int(DEBUG_UNCOLLECTABLE)) &&
           module_set(t, module, "DEBUG_SAVEALL", value_from_int(DEBUG_SAVEALL)) &&
           module_set(t, module, "DEBUG_LEAK",
                      value_from_int(DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL));
}

static const NativeDef gc_functions[] = {
    NATIVE("enable", "($module, /)", gc_enable, "Enable automatic garbage collection."),
    NATIVE("disable", "($module, /)", gc_disable, "Disable automatic garbage collection."),
    NATIVE("isenabled", "($module, /)", gc_isenabled,
           "Returns true if automatic garbage collection is enabled."),
    NATIVE("set_debug", "($module, flags, /)", gc_set_debug,
           "Set the garbage collection debugging flags.\n\n"
           "  flags\n"
           "    An integer that can have the following bits turned on:\n"
           "      DEBUG_STATS - Print statistics during collection.\n"
           "      DEBUG_COLLECTABLE - Print collectable objects found.\n"
           "      DEBUG_UNCOLLECTABLE - Print unreachable but uncollectable objects\n"
           "        found.\n"
           "      DEBUG_SAVEALL - Save objects to gc.garbage rather than freeing them.\n"
           "      DEBUG_LEAK - Debug leaking programs (everything but STATS).\n\n"
           "Debugging information is written to sys.stderr."),
    NATIVE("get_debug", "($module, /)", gc_get_debug,
           "Get the garbage collection debugging flags."),
    NATIVE("get_count", "($module, /)", gc_get_count,
           "Return a three-tuple of the current collection counts."),
    NATIVE("set_threshold", "($module, threshold0, threshold1=<none>, threshold2=<none>, /)",
           gc_set_threshold,
           "set_threshold(threshold0, [threshold1, threshold2]) -> None\n\n"
           "Sets the collection thresholds.  Setting threshold0 to zero disables\ncollection.\n"),
    NATIVE("get_threshold", "($module, /)", gc_get_threshold,
           "Return the current collection thresholds."),
    NATIVE("collect", "($module, /, generation=2)", gc_collect_function,
           "Run the garbage collector.\n\n"
           "With no arguments, run a full collection.  The optional argument\n"
           "may be an integer specifying which generation to collect.  A ValueError\n"
           "is raised if the generation number is invalid.\n\n"
           "The number of unreachable objects is returned."),
    NATIVE("get_objects", "($module, /, generation=None)", gc_get_objects,
           "Return a list of objects tracked by the collector (excluding the list returned).\n\n"
           "  generation\n"
           "    Generation to extract the objects from.\n\n"
           "If generation is not None, return only the objects tracked by the collector\n"
           "that are in that generation."),
    NATIVE("get_stats", "($module, /)", gc_get_stats,
           "Return a list of dictionaries containing per-generation statistics."),
    NATIVE("is_tracked", "($module, obj, /)", gc_is_tracked,
           "Returns true if the object is tracked by the garbage collector.\n\n"
           "Simple atomic objects will return false."),
    NATIVE("is_finalized", "($module, obj, /)", gc_is_finalized,
           "Returns true if the object has been already finalized by the GC."),
    NATIVE("get_referrers", "($module, /, *objs)", gc_get_referrers,
           "get_referrers(*objs) -> list\n"
           "Return the list of objects that directly refer to any of objs."),
    NATIVE("get_referents", "($module, /, *objs)", gc_get_referents,
           "get_referents(*objs) -> list\n"
           "Return the list of objects that are directly referred to by objs."),
    NATIVE("freeze", "($module, /)", gc_freeze,
           "Freeze all current tracked objects and ignore them for future collections.\n\n"
           "This can be used before a POSIX fork() call to make the gc copy-on-write friendly.\n"
           "Note: collection before a POSIX fork() call may free pages for future allocation\n"
           "which can cause copy-on-write."),
    NATIVE("unfreeze", "($module, /)", gc_unfreeze,
           "Unfreeze all objects in the permanent generation.\n\n"
           "Put all objects in the permanent generation back into oldest generation."),
    NATIVE("get_freeze_count", "($module, /)", gc_get_freeze_count,
           "Return the number of objects in the permanent generation."),
    NATIVE_END,
};

const ModuleDef module_gc = {
    .name = "gc",
    .doc = "This module provides access to the garbage collector for reference cycles.\n\n"
           "enable() -- Enable automatic garbage collection.\n"
           "disable() -- Disable automatic garbage collection.\n"
           "isenabled() -- Returns true if automatic collection is enabled.\n"
           "collect() -- Do a full collection right now.\n"
           "get_count() -- Return the current collection counts.\n"
           "get_stats() -- Return list of dictionaries containing per-generation stats.\n"
           "set_debug() -- Set debugging flags.\n"
           "get_debug() -- Get debugging flags.\n"
           "set_threshold() -- Set the collection thresholds.\n"
           "get_threshold() -- Return the current the collection thresholds.\n"
           "get_objects() -- Return a list of all objects tracked by the collector.\n"
           "is_tracked() -- Returns true if a given object is tracked.\n"
           "is_finalized() -- Returns true if a given object has been already finalized.\n"
           "get_referrers() -- Return the list of objects that refer to an object.\n"
           "get_referents() -- Return the list of objects that an object refers to.\n"
           "freeze() -- Freeze all tracked objects and ignore them for future collections.\n"
           "unfreeze() -- Unfreeze all objects in the permanent generation.\n"
           "get_freeze_count() -- Return the number of objects in the permanent generation.\n",
    .functions = gc_functions,
    .init = gc_module_init,
};
