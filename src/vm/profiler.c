/*
 * profiler.c - a sampling profiler.
 *
 * Method.  A timer that counts the processor time of the thread sends it a
 * signal every millisecond (the kernel may send them less often and say how
 * many are due: a sample then weighs more).  The handler copies the stack of
 * Python frames into a buffer: of each frame its code, the instruction it is
 * at, and where a frame is in a call of something native, the callee.
 * Allocation and names come later, in profiler_drain, which runs where the
 * interpreter polls.  Nothing is added to what the program executes, so that it
 * is slowed only by being interrupted.
 *
 * The frames.  They are one array, and frame_push fills a frame in before
 * t->frame includes it, so that the handler may follow every frame up to
 * t->frame.  All but the innermost have their pc in the frame.  The innermost
 * one's lives in a machine register of interpreter_run; frame->pc is what it was
 * at the last call, allocation or error.  The handler looks in the interrupted
 * registers for addresses within the running code: the register in which those
 * change most often is pc's own, whatever the compiler chose (others may hold an
 * old pc).  While C code runs that was called from the frame, that register may
 * be in other use; then frame->pc is right.
 *
 * Natives.  When the pc is the one that was saved, the frame is in the C code
 * of its last instruction, or has just left it; if that is a call, what was
 * called is in the callee's register.  A register may hold what died long ago:
 * the handler does not look into it, and profiler_drain asks the heap first.
 *
 * Objects.  What the buffer refers to is a root, so that it can be named when it
 * is drained; after a collection that is soon, so that the next one finds little.
 * The tree itself holds text only.  Code objects that have been named are found
 * again by address, and live as long as the profiler does.
 *
 * The signal is a real-time one that nobody uses: programs may use SIGPROF and
 * setitimer.  Timers of this kind belong to one process: neither a forked child
 * nor a program run by exec has them.
 */
#include "vm/profiler.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/utf8.h"
#include "bytecode/opcode.h"

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

enum {
    INTERVAL_NS = 1000 * 1000,
    /* Frames kept of a sample, the innermost. */
    MAX_DEPTH = 256,
    /* The buffer: drained at the next poll once half full. */
    MAX_SAMPLES = 4096,
    MAX_FRAMES = 64 * 1024,
};

#if defined(__x86_64__)
enum { REGISTER_COUNT = 16 };
static inline uintptr_t machine_register(const ucontext_t *context, int i) {
    return (uintptr_t)context->uc_mcontext.gregs[i]; /* R8..R15, RDI ... RCX, RSP */
}
#elif defined(__aarch64__)
enum { REGISTER_COUNT = 31 };
static inline uintptr_t machine_register(const ucontext_t *context, int i) {
    return (uintptr_t)context->uc_mcontext.regs[i];
}
#else
/* Elsewhere lines are as precise as frame->pc. */
enum { REGISTER_COUNT = 1 };
static inline uintptr_t machine_register(const ucontext_t *context, int i) { return 0; }
#endif

typedef struct Sample {
    uint32_t first, depth; /* its frames, innermost first */
    uint32_t weight;       /* intervals that it stands for */
    bool truncated;        /* there were more frames */
} Sample;

struct Profiler {
    Vm *vm;
    Thread *thread;
    pid_t process;
    int signal_number;
    timer_t timer;
    bool running, disturbed;
    double seconds; /* processor time: at the start, then how much */

    /* Written by the handler.  It fills samples[sample_count] in before it
     * counts it, and leaves everything alone while `draining`. */
    Sample *samples;
    SampledFrame *frames;
    volatile uint32_t sample_count, frame_count;
    volatile bool draining;
    volatile uint32_t waiting; /* weight of samples that met a draining buffer */
    uint64_t sampled, lost;
    uint32_t votes[REGISTER_COUNT]; /* how often a register held another pc than before */
    uintptr_t last[REGISTER_COUNT];
    const ProfilerCompiled *compiled; /* or NULL */
    void *compiled_data;

    ProfileTree tree;
    uint64_t weight;
    IndexTable code_functions; /* (address, 1 + inlined comprehension) -> function */
    Code **codes;              /* whose addresses are in it */
    size_t code_count, code_capacity;
};

/* ---- the signal handler ---- */

/* The index of the instruction before `pc`, which is what runs. */
static uint32_t instruction_index(const Code *code, const uint32_t *pc) {
    const uint32_t *first = (const uint32_t *)code->instructions->bytes;
    return pc > first && pc <= first + code->instruction_count ? (uint32_t)(pc - first) - 1 : 0;
}

static const uint32_t *pc_in_registers(Profiler *p, const ucontext_t *context, const Code *code) {
    uintptr_t first = (uintptr_t)code->instructions->bytes;
    uintptr_t end = first + code->instruction_count * sizeof(uint32_t);
    int home = 0;
    for (int i = 0; i < REGISTER_COUNT; i++) {
        uintptr_t word = machine_register(context, i);
        if (word > first && word <= end && !(word & 3) && word != p->last[i]) {
            p->last[i] = word;
            p->votes[i]++;
        }
        if (p->votes[i] > p->votes[home])
            home = i;
    }
    uintptr_t word = machine_register(context, home);
    return word > first && word <= end && !(word & 3) ? (const uint32_t *)word : NULL;
}

/* What a frame that stands at instruction `at` is calling, as far as its
 * registers tell; UNDEF if the instruction is no call. */
static Value callee_of(Thread *t, const Frame *frame, uint32_t at) {
    const Code *code = frame->code;
    const uint32_t *words = (const uint32_t *)code->instructions->bytes;
    /* Instructions have different lengths and are read forwards: from where a
     * position begins, if the table is there (to unpack it here would allocate). */
    const CodePosition *position = code->positions ? code_position_at(t, code, at) : NULL;
    uint32_t i = position ? position->pc : 0;
    while (i < code->instruction_count) {
        Opcode op = instruction_opcode(words[i]);
        uint32_t wide = 0;
        if (op == OPC_WIDE && i + 1 < code->instruction_count) {
            wide = instruction_b(words[i++]) << 8;
            op = instruction_opcode(words[i]);
        }
        uint32_t next = i + 1 + opcode_has_extension(op);
        if (at >= next) {
            i = next;
            continue;
        }
        switch (opcode_info[op].family) {
        case OPC_CALL:
        case OPC_CALL_METHOD:
        case OPC_CALL_KW:
        case OPC_CALL_METHOD_KW:
        case OPC_CALL_EX: {
            uint32_t reg = instruction_b(words[i]) | wide;
            return reg < code->register_count ? frame->registers[reg] : VALUE_UNDEF;
        }
        default: return VALUE_UNDEF;
        }
    }
    return VALUE_UNDEF;
}

/* Fills in a frame of the interpreter; `inner` is the next inner one or NULL. */
static void sample_frame(Profiler *p, const Frame *frame, const Frame *inner,
                         const ucontext_t *context, SampledFrame *out) {
    const Code *code = frame->code;
    const uint32_t *pc = NULL;
    if (!inner)
        pc = pc_in_registers(p, context, code);
    /* The saved pc is behind the instruction; the register may not have moved
     * over the extension word yet. */
    bool in_c = inner ? (inner->flags & (FRAME_ENTRY | FRAME_DIRECT)) != 0
                      : !pc || pc == frame->pc || pc + 1 == frame->pc;
    if (!pc)
        pc = frame->pc;
    uint32_t at = instruction_index(code, pc);
    *out = (SampledFrame){(Code *)(uintptr_t)code, in_c ? callee_of(p->thread, frame, at) : VALUE_UNDEF, at};
}

static bool same_sample(const Profiler *p, const Sample *a, const Sample *b) {
    return a->depth == b->depth && a->truncated == b->truncated &&
           !memcmp(p->frames + a->first, p->frames + b->first, a->depth * sizeof *p->frames);
}

static void take_sample(Profiler *p, uint32_t weight, const ucontext_t *context) {
    p->sampled++;
    if (p->draining) {
        p->waiting += weight;
        return;
    }
    weight += p->waiting;
    p->waiting = 0;
    Sample sample = {.first = p->frame_count, .weight = weight};
    if (p->sample_count == MAX_SAMPLES || sample.first + MAX_DEPTH > MAX_FRAMES) {
        p->lost += weight;
        return;
    }
    const Thread *t = p->thread;
    const ProfilerCompiled *compiled = p->compiled;
    const Frame *inner = NULL;
    const Frame *f = compiled ? compiled->innermost(p->compiled_data, context, t) : t->frame;
    for (; f; f = f > t->frames ? f - 1 : NULL) {
        if (sample.depth == MAX_DEPTH) {
            sample.truncated = true;
            break;
        }
        SampledFrame *out = &p->frames[sample.first + sample.depth];
        if (!compiled || !(f->flags & FRAME_COMPILED)) {
            sample_frame(p, f, inner, context, out);
            sample.depth++;
        } else if (!(f->flags & FRAME_INLINED)) {
            sample.depth += compiled->look(p->compiled_data, context, f, !inner, out, MAX_DEPTH - sample.depth);
        }
        inner = f;
    }
    /* C code that runs long without a poll gives the same again and again. */
    if (p->sample_count && same_sample(p, &p->samples[p->sample_count - 1], &sample)) {
        p->samples[p->sample_count - 1].weight += weight;
        return;
    }
    p->samples[p->sample_count] = sample;
    p->frame_count = sample.first + sample.depth;
    p->sample_count++;
    if (p->sample_count > MAX_SAMPLES / 2 || p->frame_count > MAX_FRAMES / 2)
        __atomic_fetch_or(&p->thread->interrupts, INTERRUPT_PROFILE, __ATOMIC_RELEASE);
}

static void on_tick(int number, siginfo_t *info, void *context) {
    if (info->si_code != SI_TIMER) /* somebody's kill() */
        return;
    uint32_t overrun = info->si_overrun > 0 ? (uint32_t)info->si_overrun : 0;
    take_sample(info->si_value.sival_ptr, 1 + overrun, context);
}

/* ---- from samples to the tree ---- */

/* A str as bytes that the caller frees; what surrogateescape decoded becomes
 * the bytes that it was.  NULL: no memory. */
static char *copy_text(Value v) {
    const Str *s = value_is_str(v) ? value_as_str(v) : NULL;
    if (!s || !s->data)
        return strdup("?");
    char *text = malloc((size_t)s->length * 4 + 1), *end = text;
    if (!text)
        return NULL;
    for (uint32_t i = 0; i < s->length; i++) {
        uint32_t c = str_char_at(s->data, s->width, i);
        if (c >= 0xDC80 && c <= 0xDCFF)
            *end++ = (char)(c - 0xDC00);
        else
            end += utf8_encode(c, end);
    }
    *end = 0;
    return text;
}

/* From now on a code object lives, so that its address means it. */
static bool keep_code(Profiler *p, const Code *code) {
    if (p->code_count == p->code_capacity) {
        size_t capacity = p->code_capacity ? p->code_capacity * 2 : 64;
        Code **grown = realloc(p->codes, capacity * sizeof *grown);
        if (!grown)
            return false;
        p->codes = grown;
        p->code_capacity = capacity;
    }
    p->codes[p->code_count++] = (Code *)(uintptr_t)code;
    return true;
}

/* The function of a code object, or of comprehension `inlined - 1` in it. */
static uint32_t function_of_code(Profiler *p, const Code *code, uint32_t inlined) {
    static const char *const kinds[] = {"<listcomp>", "<setcomp>", "<dictcomp>"};
    bool added;
    uintptr_t address = (uintptr_t)code;
    uint32_t *known = index_table_at(&p->code_functions, (uint32_t)(address >> 32), (uint32_t)address,
                                     inlined, &added);
    if (!known)
        return PROFILE_NONE;
    if (!added && *known != PROFILE_NONE)
        return *known;
    char *name = copy_text(code->qualname), *file = copy_text(code->filename), *whole = NULL;
    int32_t line = code->first_line;
    if (inlined && name) {
        const CodeInlined *range = &((const CodeInlined *)code->inlined->bytes)[inlined - 1];
        line = range->position.line;
        const char *within = code->flags & CODE_NEWLOCALS ? ".<locals>." : ".";
        bool top = !strcmp(name, "<module>");
        if (asprintf(&whole, "%s%s%s", top ? "" : name, top ? "" : within, kinds[range->kind]) < 0)
            whole = NULL;
    }
    uint32_t function = PROFILE_NONE;
    if (name && file && (whole || !inlined) && keep_code(p, code))
        function = profile_tree_function(&p->tree, whole ? whole : name, file, line);
    free(name);
    free(file);
    free(whole);
    return *known = function;
}

/* A call of something written in C; PROFILE_LINE if the value is no such thing. */
static uint32_t function_of_callee(Profiler *p, Value callee) {
    if (!value_is_object(callee))
        return PROFILE_LINE;
    Object *o = value_as_object(callee);
    if (heap_find_object(p->vm->heap, (uintptr_t)o) != o)
        return PROFILE_LINE;
    char text[200];
    if (object_kind(o) == KIND_NATIVE) {
        const NativeFunction *f = (const NativeFunction *)o;
        char *module = f->owner || !value_is_str(f->module) ? NULL : copy_text(f->module);
        const char *in = f->owner ? f->owner->native_name : module;
        bool bare = !in || !strcmp(in, "builtins");
        snprintf(text, sizeof text, "[native] %s%s%s", bare ? "" : in, bare ? "" : ".", f->def->name);
        free(module);
    } else if (object_kind(o) == KIND_TYPE && ((const Type *)o)->native_name) {
        snprintf(text, sizeof text, "[native] %s", ((const Type *)o)->native_name);
    } else {
        return PROFILE_LINE;
    }
    return profile_tree_function(&p->tree, text, NULL, 0);
}

/* A function without Python code of its own, at the root. */
static uint32_t root_child(Profiler *p, const char *name) {
    uint32_t function = profile_tree_function(&p->tree, name, NULL, 0);
    return function == PROFILE_NONE ? PROFILE_NONE : profile_tree_child(&p->tree, 0, function, 0);
}

/* The node of a frame called from `line` of `parent`: the function's and, within
 * it, those of the comprehensions that the instruction lies in. */
static uint32_t enter_frame(Profiler *p, uint32_t parent, int32_t line, const SampledFrame *frame) {
    const Code *code = frame->code;
    uint32_t function = function_of_code(p, code, 0);
    uint32_t node = function == PROFILE_NONE ? PROFILE_NONE
                                             : profile_tree_child(&p->tree, parent, function, line);
    for (uint32_t i = code->inlined_count; i-- > 0;) { /* the outer ones are last */
        const CodeInlined *range = &((const CodeInlined *)code->inlined->bytes)[i];
        if (frame->pc < range->start || frame->pc >= range->end)
            continue;
        function = function_of_code(p, code, i + 1);
        node = function == PROFILE_NONE
                   ? PROFILE_NONE
                   : profile_tree_child(&p->tree, node, function, range->position.line);
    }
    return node;
}

/* The node that a sample ended in. */
static uint32_t node_of_sample(Profiler *p, const Sample *sample) {
    if (!sample->depth) /* compiling the program, and what comes after its end */
        return root_child(p, "[tauraro]");
    uint32_t node = sample->truncated ? root_child(p, "[...]") : 0;
    int32_t line = 0;
    for (uint32_t i = sample->depth; i-- > 0;) {
        const SampledFrame *frame = &p->frames[sample->first + i];
        node = enter_frame(p, node, line, frame);
        line = code_line_at(p->thread, frame->code, (uint32_t)frame->pc);
        if (line <= 0)
            line = frame->code->first_line;
        uint32_t native = function_of_callee(p, frame->callee);
        if (native == PROFILE_LINE)
            continue;
        node = profile_tree_child(&p->tree, node, native, line);
        line = 0;
    }
    return line > 0 ? profile_tree_child(&p->tree, node, PROFILE_LINE, line) : node;
}

void profiler_drain(Profiler *p) {
    p->draining = true;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    for (uint32_t i = 0; i < p->sample_count; i++) {
        const Sample *sample = &p->samples[i];
        uint32_t node = node_of_sample(p, sample);
        if (node == PROFILE_NONE) {
            p->lost += sample->weight;
            continue;
        }
        p->tree.nodes[node].self += sample->weight;
        p->weight += sample->weight;
    }
    p->sample_count = p->frame_count = 0;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    p->draining = false;
}

static void trace_profiler(Tracer *tracer, void *data) {
    Profiler *p = data;
    for (size_t i = 0; i < p->code_count; i++)
        trace_object(tracer, p->codes[i]);
    for (uint32_t i = 0; i < p->frame_count; i++) {
        trace_object(tracer, p->frames[i].code);
        trace_values_maybe(tracer, &p->frames[i].callee, 1);
    }
    if (p->sample_count)
        __atomic_fetch_or(&p->thread->interrupts, INTERRUPT_PROFILE, __ATOMIC_RELEASE);
}

/* ---- start and end ---- */

static double processor_seconds(void) {
    struct timespec ts;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
    return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* The highest real-time signal that is left to its default; 0: none. */
static int free_signal(void) {
    for (int number = SIGRTMAX; number > SIGRTMIN; number--) {
        struct sigaction now;
        if (sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_DFL)
            return number;
    }
    return 0;
}

static bool start_timer(Profiler *p) {
    p->signal_number = free_signal();
    if (!p->signal_number) {
        errno = EBUSY;
        return false;
    }
    /* Restarted system calls: time is counted only while the thread runs, so
     * that few are interrupted at all. */
    struct sigaction action = {.sa_sigaction = on_tick, .sa_flags = SA_SIGINFO | SA_RESTART};
    sigemptyset(&action.sa_mask);
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = p->signal_number};
    event.sigev_value.sival_ptr = p;
    event.sigev_notify_thread_id = (pid_t)syscall(SYS_gettid);
    struct itimerspec every = {{0, INTERVAL_NS}, {0, INTERVAL_NS}};
    if (sigaction(p->signal_number, &action, NULL) < 0 ||
        timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &p->timer) < 0)
        return false;
    return timer_settime(p->timer, 0, &every, NULL) == 0;
}

Profiler *profiler_start(Vm *vm) {
    Profiler *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->vm = vm;
    p->thread = vm->main_thread;
    p->process = getpid();
    p->samples = malloc(MAX_SAMPLES * sizeof *p->samples);
    p->frames = malloc(MAX_FRAMES * sizeof *p->frames);
    p->seconds = processor_seconds();
    if (!p->samples || !p->frames || !profile_tree_init(&p->tree) || !start_timer(p)) {
        profiler_free(p);
        return NULL;
    }
    p->running = true;
    heap_add_root(vm->heap, trace_profiler, p);
    return vm->profiler = p;
}

void profiler_set_compiled(Profiler *p, const ProfilerCompiled *compiled, void *data) {
    p->compiled_data = data;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    p->compiled = compiled;
}

bool profiler_stop(Profiler *p) {
    if (p->process != getpid() || !p->running)
        return false;
    timer_delete(p->timer);
    p->running = false;
    struct sigaction now;
    p->disturbed = sigaction(p->signal_number, NULL, &now) < 0 || now.sa_sigaction != on_tick;
    if (!p->disturbed)
        signal(p->signal_number, SIG_DFL);
    p->seconds = processor_seconds() - p->seconds;
    profiler_drain(p);
    profile_tree_sum(&p->tree);
    return true;
}

void profiler_free(Profiler *p) {
    profile_tree_free(&p->tree);
    index_table_clear(&p->code_functions);
    free(p->codes);
    free(p->samples);
    free(p->frames);
    free(p);
}

ProfileTree *profiler_tree(Profiler *p) { return &p->tree; }

ProfileSummary profiler_summary(const Profiler *p) {
    return (ProfileSummary){p->sampled, p->weight, p->lost + p->waiting, p->seconds, p->disturbed};
}
