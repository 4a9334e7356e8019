/*
 * dependency.c - which compiled code relies on what; see dependency.h.
 *
 * A table leads from each object that somebody depends on to what is known of it
 * (Watched); a dict has two more, by which the event "entry n has changed" finds the
 * variable of that name in constant time, whether the entry is still there or not.
 * Names are compared by hash alone: a second name of the same hash would only
 * invalidate code for nothing.
 *
 * Who depends on one fact is in a list that is linked both ways, so that code which is
 * thrown away leaves all its lists in time proportional to their number.
 *
 * Watching costs the program something, so it ends: with the event that finds nobody
 * depending on the object any more.  Objects are not touched otherwise, since by the
 * time that code dies they may be dead.  For the same reason a Watched may be one of a
 * dead object whose address another has got.  That one's flags show it: an object that
 * somebody depends on is watched, a dict that we know of is DICT_REMEMBERED.
 */
#include "jit/dependency.h"

#include <stdlib.h>

#include "runtime/str.h"

/* How often a function, a class, or an attribute of a class may change before it is no
 * constant for good. */
enum { DEFINITION_CHANGES = 2 };

typedef struct Watched Watched;

struct Dependency {
    CompiledCode *code;  /* NULL: being compiled, see set */
    DependencySet *set;
    Dependency *next_of_owner; /* of the code, or of the set */
    Watched *watched;
    Dependency *next, **link; /* who depends on the same; where the pointer to this one is */
};

/* What is known of a name in a dict, or in a class as lookups through it see it.  It
 * outlives those who depend on it. */
typedef struct Variable {
    uint64_t hash;
    int64_t entry; /* its number; -1: none.  Right while somebody depends on the dict */
    Value name;    /* as the key in the entry; alive while somebody depends on the entry */
    Value value;   /* what `constant` rely on */
    struct Variable *next_by_hash, *next_by_entry;
    Dependency *constant, *fixed, *absent;
    uint32_t changes;   /* seen while somebody took it for constant */
    bool is_variable, is_definition, seen;
} Variable;

struct Watched {
    const void *object;
    Kind kind;         /* of the object: DICT, TYPE, FUNCTION */
    size_t dependents; /* in all lists */
    Watched *next;     /* in the same bucket */
    Dependency *whole;     /* type, function: who depends on all of it */
    Dependency *as_such;   /* type: who does not depend on its attributes */
    Variable **by_hash, **by_entry; /* dict, type: buckets, one block of memory */
    size_t bucket_count, variable_count;
};

struct DependencySet {
    Dependencies *deps;
    Dependency *first;
    bool broken; /* something has changed, or memory was missing */
};

struct Dependencies {
    Vm *vm;
    InvalidatedFn *invalidated;
    void *data;
    Watched **buckets;
    size_t bucket_count, count;
    /* A mark that something is variable could not be made: what is compiled now must
     * not be used. */
    bool mark_missing;
};

enum { BUCKETS_MIN = 256, VARIABLE_BUCKETS_MIN = 8 }; /* powers of two */

/* ---- the table of objects ---- */

static size_t bucket_of(const Dependencies *deps, const void *object) {
    uint64_t mixed = ((uint64_t)(uintptr_t)object >> 4) * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(mixed >> 32) & (deps->bucket_count - 1);
}

static Watched *find(const Dependencies *deps, const void *object, Kind kind) {
    for (Watched *w = deps->buckets[bucket_of(deps, object)]; w; w = w->next)
        if (w->object == object && w->kind == kind)
            return w;
    return NULL;
}

static void free_variables(Watched *w) {
    for (size_t i = 0; i < w->bucket_count; i++)
        for (Variable *v = w->by_hash[i], *next; v; v = next) {
            next = v->next_by_hash;
            free(v);
        }
    free(w->by_hash);
    w->by_hash = w->by_entry = NULL;
    w->bucket_count = w->variable_count = 0;
}

/* Before the table grows: what nobody depends on goes.  What was learnt of variables is
 * lost with it, which costs another compilation at worst. */
static void forget_idle(Dependencies *deps) {
    for (size_t i = 0; i < deps->bucket_count; i++)
        for (Watched **at = &deps->buckets[i], *w; (w = *at);) {
            if (w->dependents) {
                at = &w->next;
                continue;
            }
            *at = w->next;
            free_variables(w);
            free(w);
            deps->count--;
        }
}

static bool grow(Dependencies *deps) {
    size_t old_count = deps->bucket_count;
    Watched **old = deps->buckets, **buckets = calloc(2 * old_count, sizeof(Watched *));
    if (!buckets)
        return false;
    deps->buckets = buckets;
    deps->bucket_count = 2 * old_count;
    for (size_t i = 0; i < old_count; i++)
        for (Watched *w = old[i], *next; w; w = next) {
            next = w->next;
            size_t bucket = bucket_of(deps, w->object);
            w->next = buckets[bucket];
            buckets[bucket] = w;
        }
    free(old);
    return true;
}

/* NULL: no memory. */
static Watched *add(Dependencies *deps, const void *object, Kind kind) {
    if (deps->count >= deps->bucket_count) {
        forget_idle(deps);
        if (deps->count > deps->bucket_count / 2 && !grow(deps))
            return NULL;
    }
    Watched *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    w->object = object;
    w->kind = kind;
    size_t bucket = bucket_of(deps, object);
    w->next = deps->buckets[bucket];
    deps->buckets[bucket] = w;
    deps->count++;
    return w;
}

/* ---- invalidation ---- */

static void unlink_dependency(Dependency *d) {
    *d->link = d->next;
    if (d->next)
        d->next->link = d->link;
    d->watched->dependents--;
    free(d);
}

static void unlink_all(Dependency **first) {
    for (Dependency *d = *first, *next; d; d = next) {
        next = d->next_of_owner;
        unlink_dependency(d);
    }
    *first = NULL;
}

void dependencies_unregister(Dependencies *deps, CompiledCode *code) {
    (void)deps;
    unlink_all(&code->dependencies);
}

void dependencies_invalidate(Dependencies *deps, CompiledCode *code, Value name, const char *why) {
    unlink_all(&code->dependencies);
    deps->invalidated(deps->data, code, name, why);
    code->invalid = 1;
}

/* All who depend on one fact.  Each leaves all lists, so the list gets shorter. */
static void invalidate_list(Dependencies *deps, Dependency **list, Value name, const char *why) {
    while (*list) {
        Dependency *d = *list;
        if (d->code) {
            dependencies_invalidate(deps, d->code, name, why);
        } else {
            d->set->broken = true;
            unlink_all(&d->set->first);
        }
    }
}

static void invalidate_variable(Dependencies *deps, Variable *v, Value name, const char *why) {
    invalidate_list(deps, &v->constant, name, why);
    invalidate_list(deps, &v->fixed, name, why);
    invalidate_list(deps, &v->absent, name, why);
}

static void invalidate_all(Dependencies *deps, Watched *w, Value name, const char *why) {
    invalidate_list(deps, &w->whole, name, why);
    invalidate_list(deps, &w->as_such, name, why);
    for (size_t i = 0; i < w->bucket_count; i++)
        for (Variable *v = w->by_hash[i]; v; v = v->next_by_hash)
            invalidate_variable(deps, v, name, why);
}

/* What was at this address has died, unnoticed: nobody can run what depended on it. */
static void reset(Dependencies *deps, Watched *w) {
    invalidate_all(deps, w, VALUE_UNDEF, "what it relied on has died");
    free_variables(w);
}

/* ---- variables of a dict, attributes of a class ---- */

static Variable *find_variable(const Watched *w, uint64_t hash) {
    if (!w->bucket_count)
        return NULL;
    Variable *v = w->by_hash[hash & (w->bucket_count - 1)];
    while (v && v->hash != hash)
        v = v->next_by_hash;
    return v;
}

static Variable **entry_bucket(const Watched *w, int64_t entry) {
    return &w->by_entry[(size_t)entry & (w->bucket_count - 1)];
}

static void link_entry(Watched *w, Variable *v) {
    if (v->entry < 0)
        return;
    Variable **bucket = entry_bucket(w, v->entry);
    v->next_by_entry = *bucket;
    *bucket = v;
}

static void place(Watched *w, Variable *v, int64_t entry) {
    if (v->entry == entry)
        return;
    if (v->entry >= 0)
        for (Variable **at = entry_bucket(w, v->entry); *at; at = &(*at)->next_by_entry)
            if (*at == v) {
                *at = v->next_by_entry;
                break;
            }
    v->entry = entry;
    link_entry(w, v);
}

static bool grow_variables(Watched *w) {
    size_t old_count = w->bucket_count, count = old_count ? 2 * old_count : VARIABLE_BUCKETS_MIN;
    Variable **old = w->by_hash, **buckets = calloc(2 * count, sizeof(Variable *));
    if (!buckets)
        return false;
    w->by_hash = buckets;
    w->by_entry = buckets + count;
    w->bucket_count = count;
    for (size_t i = 0; i < old_count; i++)
        for (Variable *v = old[i], *next; v; v = next) {
            next = v->next_by_hash;
            Variable **bucket = &w->by_hash[v->hash & (count - 1)];
            v->next_by_hash = *bucket;
            *bucket = v;
            link_entry(w, v);
        }
    free(old);
    return true;
}

/* The variable of a name, made if need be; NULL: no memory. */
static Variable *variable_in(Watched *w, uint64_t hash) {
    Variable *v = find_variable(w, hash);
    if (v)
        return v;
    if (w->variable_count == w->bucket_count && !grow_variables(w))
        return NULL;
    if (!(v = calloc(1, sizeof *v)))
        return NULL;
    v->hash = hash;
    v->entry = -1;
    Variable **bucket = &w->by_hash[hash & (w->bucket_count - 1)];
    v->next_by_hash = *bucket;
    *bucket = v;
    w->variable_count++;
    return v;
}

/* The variable of a name in a dict. */
static Variable *variable_of(Dependencies *deps, Dict *d, uint64_t hash) {
    Watched *w = find(deps, d, KIND_DICT);
    if (w && !(d->flags & DICT_REMEMBERED))
        reset(deps, w);
    if (!w && !(w = add(deps, d, KIND_DICT)))
        return NULL;
    d->flags |= DICT_REMEMBERED;
    return variable_in(w, hash);
}

/* The variable whose entry is there now. */
static Variable *variable_at(Dependencies *deps, Dict *d, int64_t entry) {
    assert(entry >= 0 && entry < (int64_t)d->entry_count && !value_is_undef(d->entries[entry].key));
    Variable *v = variable_of(deps, d, dict_entry_hash(d, (size_t)entry));
    if (!v)
        return NULL;
    place(find(deps, d, KIND_DICT), v, entry);
    v->name = d->entries[entry].key;
    return v;
}

/* ---- collecting ---- */

Dependencies *dependencies_new(Vm *vm, InvalidatedFn *invalidated, void *data) {
    Dependencies *deps = calloc(1, sizeof *deps);
    Watched **buckets = calloc(BUCKETS_MIN, sizeof(Watched *));
    if (!deps || !buckets) {
        free(deps);
        free(buckets);
        return NULL;
    }
    *deps = (Dependencies){.vm = vm, .invalidated = invalidated, .data = data, .buckets = buckets,
                           .bucket_count = BUCKETS_MIN};
    return deps;
}

void dependencies_free(Dependencies *deps) {
    if (!deps)
        return;
    forget_idle(deps);
    assert(!deps->count);
    free(deps->buckets);
    free(deps);
}

size_t dependencies_object_count(const Dependencies *deps) { return deps->count; }

DependencySet *dependency_set_new(Dependencies *deps) {
    DependencySet *set = calloc(1, sizeof *set);
    if (set)
        set->deps = deps;
    deps->mark_missing = false;
    return set;
}

void dependency_set_free(DependencySet *set) {
    if (!set)
        return;
    unlink_all(&set->first);
    free(set);
}

/* Adds the set to a list; false without memory. */
static bool depend(DependencySet *set, Watched *w, Dependency **list) {
    /* Facts are asked for again and again, and nobody else adds meanwhile. */
    if (*list && (*list)->set == set)
        return true;
    Dependency *d = malloc(sizeof *d);
    if (!d) {
        set->broken = true;
        return false;
    }
    *d = (Dependency){.set = set, .next_of_owner = set->first, .watched = w, .next = *list, .link = list};
    if (d->next)
        d->next->link = &d->next;
    set->first = d;
    *list = d;
    w->dependents++;
    return true;
}

static bool depend_on_dict(DependencySet *set, Dict *d, Dependency **list) {
    if (!depend(set, find(set->deps, d, KIND_DICT), list))
        return false;
    d->flags |= DICT_WATCHED;
    return true;
}

/* What has happened to a variable, after its name. */
typedef enum Change { ASSIGNED, ADDED, DELETED, MOVED } Change;
static const char *words_for(const Dependencies *deps, const Dict *d, Change change) {
    static const char *const words[][4] = {
        {"(a global) was assigned to", "(a global) was added", "(a global) was deleted", "(a global) has moved"},
        {"(a builtin) was assigned to", "(a builtin) was added", "(a builtin) was deleted", "(a builtin) has moved"},
    };
    return words[d == deps->vm->builtins][change];
}

static bool is_definition(Value v) { return value_is_kind(v, KIND_FUNCTION) || value_is_kind(v, KIND_TYPE); }

Value dependency_constant_entry(Dependencies *deps, DependencySet *set, Dict *d, int64_t entry) {
    Variable *v = variable_at(deps, d, entry);
    if (!v) {
        set->broken = true;
        return VALUE_UNDEF;
    }
    if (v->is_variable || !depend_on_dict(set, d, &v->constant))
        return VALUE_UNDEF;
    v->value = d->entries[entry].value;
    v->is_definition = is_definition(v->value);
    return v->value;
}

void dependency_variable_entry(Dependencies *deps, Dict *d, int64_t entry) {
    Variable *v = variable_at(deps, d, entry);
    if (!v) {
        deps->mark_missing = true;
        return;
    }
    v->is_variable = true;
    invalidate_list(deps, &v->constant, v->name, words_for(deps, d, ASSIGNED));
}

void dependency_fixed_entry(DependencySet *set, Dict *d, int64_t entry) {
    Variable *v = variable_at(set->deps, d, entry);
    if (v)
        depend_on_dict(set, d, &v->fixed);
    else
        set->broken = true;
}

void dependency_absent_key(DependencySet *set, Dict *d, Value name) {
    Variable *v = variable_of(set->deps, d, str_hash(set->deps->vm->main_thread, value_as_str(name)));
    if (!v) {
        set->broken = true;
        return;
    }
    place(find(set->deps, d, KIND_DICT), v, -1);
    depend_on_dict(set, d, &v->absent);
}

/* What is known of a type or function, made if need be; `watched` is its flag.  NULL:
 * no memory. */
static Watched *watched_of(DependencySet *set, const void *object, Kind kind, bool watched) {
    Dependencies *deps = set->deps;
    Watched *w = find(deps, object, kind);
    if (w && w->dependents && !watched)
        reset(deps, w);
    if (!w && !(w = add(deps, object, kind)))
        set->broken = true;
    return w;
}

void dependency_type(DependencySet *set, Type *type) {
    Watched *w = watched_of(set, type, KIND_TYPE, type->watched);
    if (w && depend(set, w, &w->whole))
        type->watched = true;
}

void dependency_class_as_such(DependencySet *set, Type *type) {
    Watched *w = watched_of(set, type, KIND_TYPE, type->watched);
    if (w && depend(set, w, &w->as_such))
        type->watched = true;
}

bool dependency_attribute(DependencySet *set, Type *type, Value name) {
    dependency_class_as_such(set, type);
    if (set->broken)
        return false;
    Watched *w = find(set->deps, type, KIND_TYPE);
    Variable *v = variable_in(w, str_hash(set->deps->vm->main_thread, value_as_str(name)));
    if (!v)
        set->broken = true;
    return v && !v->is_variable && depend(set, w, &v->constant);
}

void dependency_function(DependencySet *set, Function *f) {
    Watched *w = watched_of(set, f, KIND_FUNCTION, f->watched);
    if (w && depend(set, w, &w->whole))
        f->watched = true;
}

bool dependencies_register(Dependencies *deps, DependencySet *set, CompiledCode *code) {
    if (set->broken || deps->mark_missing)
        return false;
    for (Dependency *d = set->first; d; d = d->next_of_owner) {
        d->code = code;
        d->set = NULL;
    }
    code->dependencies = set->first;
    set->first = NULL;
    return true;
}

/* ---- changes ---- */

static void note_change(Variable *v) {
    v->is_variable = ++v->changes >= (v->is_definition ? DEFINITION_CHANGES : 1);
}

/* The variable's entry is there, with a key of its hash. */
static void found(Dependencies *deps, Watched *w, Dict *d, Variable *v, int64_t entry) {
    const DictEntry *e = &d->entries[entry];
    if (v->entry != entry) {
        place(w, v, entry);
        invalidate_list(deps, &v->fixed, e->key, words_for(deps, d, MOVED));
    }
    invalidate_list(deps, &v->absent, e->key, words_for(deps, d, ADDED));
    if (v->constant && !value_same(e->value, v->value)) {
        note_change(v);
        invalidate_list(deps, &v->constant, e->key, words_for(deps, d, ASSIGNED));
    }
}

static void gone(Dependencies *deps, Watched *w, const Dict *d, Variable *v) {
    place(w, v, -1);
    if (v->constant)
        note_change(v);
    invalidate_list(deps, &v->constant, v->name, words_for(deps, d, DELETED));
    invalidate_list(deps, &v->fixed, v->name, words_for(deps, d, DELETED));
}

static bool entry_is_live(const Dict *d, int64_t entry) {
    return entry < (int64_t)d->entry_count && !value_is_undef(d->entries[entry].key);
}

static void entry_changed(Dependencies *deps, Watched *w, Dict *d, int64_t entry) {
    bool live = entry_is_live(d, entry);
    uint64_t hash = live ? dict_entry_hash(d, (size_t)entry) : 0;
    for (Variable *v = *entry_bucket(w, entry), *next; v; v = next) {
        next = v->next_by_entry;
        if (v->entry == entry && !(live && v->hash == hash))
            gone(deps, w, d, v);
    }
    Variable *v = live ? find_variable(w, hash) : NULL;
    if (v)
        found(deps, w, d, v, entry);
}

/* Any entry may be anywhere: as expensive as what has happened to the dict. */
static void entries_changed(Dependencies *deps, Watched *w, Dict *d) {
    for (int64_t entry = 0; entry < (int64_t)d->entry_count; entry++) {
        Variable *v = entry_is_live(d, entry) ? find_variable(w, dict_entry_hash(d, (size_t)entry)) : NULL;
        if (v) {
            v->seen = true;
            found(deps, w, d, v, entry);
        }
    }
    for (size_t i = 0; i < w->bucket_count; i++)
        for (Variable *v = w->by_hash[i]; v; v = v->next_by_hash) {
            if (!v->seen && v->entry >= 0)
                gone(deps, w, d, v);
            v->seen = false;
        }
}

void dependencies_dict_changed(Dependencies *deps, Dict *d, int64_t entry) {
    Watched *w = find(deps, d, KIND_DICT);
    if (w && w->dependents) {
        if (entry < 0)
            entries_changed(deps, w, d);
        else
            entry_changed(deps, w, d, entry);
    }
    if (!w || !w->dependents)
        d->flags &= ~(uint32_t)DICT_WATCHED;
}

void dependencies_type_changed(Dependencies *deps, Type *type, Value name) {
    static const char was_changed[] = "(a class) was changed";
    Watched *w = find(deps, type, KIND_TYPE);
    if (w && !type->shapes) {
        reset(deps, w);
    } else if (w && value_is_undef(name)) {
        invalidate_all(deps, w, type->name, was_changed);
    } else if (w) {
        invalidate_list(deps, &w->whole, type->name, was_changed);
        Variable *v = find_variable(w, str_hash(deps->vm->main_thread, value_as_str(name)));
        if (v && v->constant) {
            v->is_variable = ++v->changes >= DEFINITION_CHANGES;
            invalidate_list(deps, &v->constant, name, "(an attribute of a class) was changed");
        }
    }
    if (!w || !w->dependents)
        type->watched = false;
}

void dependencies_function_changed(Dependencies *deps, Function *f) {
    Watched *w = find(deps, f, KIND_FUNCTION);
    if (w)
        invalidate_list(deps, &w->whole, f->name, "(a function) was changed");
    f->watched = false;
}
