/*
 * The matcher for one width of character: included by pattern_engine.c with
 * UNIT and NAME defined, and therefore without an include guard (#ifndef).
 */

static bool NAME(is_word_at)(const UNIT *text, ptrdiff_t at, ptrdiff_t end, uint32_t flags) {
    return at >= 0 && at < end && re_is_word(text[at], flags);
}

static bool NAME(test_at)(const UNIT *text, ptrdiff_t at, ptrdiff_t end, AtTest test) {
    switch (test) {
    case AT_START: return at == 0;
    case AT_START_LINE: return at == 0 || text[at - 1] == '\n';
    case AT_END: return at == end;
    case AT_END_LINE: return at == end || (at < end && text[at] == '\n');
    case AT_LAST_LINE_END: return at == end || (at == end - 1 && text[at] == '\n');
    case AT_BOUNDARY:
    case AT_NOT_BOUNDARY:
    case AT_ASCII_BOUNDARY:
    case AT_ASCII_NOT_BOUNDARY: {
        /* Neither holds in an empty text. */
        if (end == 0) return false;
        uint32_t flags = test >= AT_ASCII_BOUNDARY ? 0 : RE_UNICODE;
        bool boundary =
            NAME(is_word_at)(text, at - 1, end, flags) != NAME(is_word_at)(text, at, end, flags);
        return boundary == (test == AT_BOUNDARY || test == AT_ASCII_BOUNDARY);
    }
    }
    return false;
}

/* Whether the two-word instruction at `code` matches the character. */
static inline bool NAME(matches_one)(const Machine *machine, const uint32_t *code, UNIT c) {
    switch (code[0]) {
    case I_CHARACTER: return c == code[1];
    case I_SET: return re_charset_has(machine->program->sets[code[1]], c);
    default: return true;
    }
}

/* How far, up to `limit`, the characters from `at` on match. */
static ptrdiff_t NAME(scan_one)(const Machine *machine, const uint32_t *code, const UNIT *text,
                                ptrdiff_t at, ptrdiff_t limit) {
    switch (code[0]) {
    case I_CHARACTER:
        while (at < limit && text[at] == code[1]) at++;
        return at;
    case I_SET: {
        const ReCharset *set = machine->program->sets[code[1]];
        while (at < limit && re_charset_has(set, text[at])) at++;
        return at;
    }
    default: return limit;
    }
}

/* Matches the group's text at `at`; where it ends, or -1. */
static ptrdiff_t NAME(match_backref)(const Machine *machine, const uint32_t *operands,
                                     const UNIT *text, ptrdiff_t at, ptrdiff_t end) {
    ptrdiff_t from, to;
    if (!group_span(machine, operands[0], &from, &to) || to - from > end - at) return -1;
    uint32_t flags = operands[1];
    for (; from < to; from++, at++) {
        if (text[from] == text[at]) continue;
        if (flags == 0 || re_lower(text[from], flags) != re_lower(text[at], flags)) return -1;
    }
    return at;
}

/* Tries to match at one position. */
static ReStatus NAME(run)(Machine *machine, const ReSubject *subject, ptrdiff_t at, ReRun run) {
    const uint32_t *const program = machine->program->code;
    const UNIT *const text = subject->units;
    const ptrdiff_t end = (ptrdiff_t)subject->end;
    const ptrdiff_t start = at;
    const ptrdiff_t must_end = run.mode == RE_FULLMATCH ? end : run.must_end;
    const uint32_t *code = program;

#define TRY(condition)                             \
    do {                                           \
        if (!(condition)) return RE_STATUS_MEMORY; \
    } while (0)

    for (;;) {
        switch ((Instruction)*code) {
        case I_CHARACTER:
            if (at >= end || text[at] != code[1]) goto fail;
            at++;
            code += 2;
            continue;
        case I_SET:
            if (at >= end || !re_charset_has(machine->program->sets[code[1]], text[at])) goto fail;
            at++;
            code += 2;
            continue;
        case I_ALL:
            if (at >= end) goto fail;
            at++;
            code += 2;
            continue;
        case I_AT:
            if (!NAME(test_at)(text, at, end, (AtTest)code[1])) goto fail;
            code += 2;
            continue;
        case I_MARK:
            TRY(set_mark(machine, code[1], code[2], at));
            code += 3;
            continue;
        case I_BRANCH:
            TRY(push(machine, E_CHOICE, code[1], at, 0));
            code += 2;
            continue;
        case I_JUMP: code = program + code[1]; continue;
        case I_ONE: {
            uint32_t min = code[2], max = code[3];
            if ((ptrdiff_t)min > end - at) goto fail;
            ReGreed greed = (ReGreed)code[1];
            ptrdiff_t least = at + min;
            ptrdiff_t limit = max < (size_t)(end - at) ? at + max : end;
            ptrdiff_t reached =
                NAME(scan_one)(machine, code + 4, text, at, greed == RE_LAZY ? least : limit);
            if (reached < least) goto fail;
            if (greed == RE_GREEDY && reached > least) {
                TRY(push(machine, E_ONE_GREEDY, (uint32_t)(code - program), least, reached - 1));
            } else if (greed == RE_LAZY && limit > least) {
                TRY(push(machine, E_ONE_LAZY, (uint32_t)(code - program), least, limit - least));
            }
            at = reached;
            code += 6;
            continue;
        }
        case I_LOOP:
            TRY(save_loop(machine, code[1]));
            machine->loops[code[1]] = (LoopRegister){0, -1};
            code = program + code[2];
            continue;
        case I_UNTIL_GREEDY: {
            LoopRegister *loop = &machine->loops[code[1]];
            if (loop->count < (ptrdiff_t)code[2]) {
                TRY(save_loop(machine, code[1]));
                loop->count++;
            } else if ((loop->count < (ptrdiff_t)code[3] || code[3] == RE_MAX_REPEAT) &&
                       at != loop->last) {
                TRY(push(machine, E_CHOICE, (uint32_t)(code + 5 - program), at, 0));
                TRY(save_loop(machine, code[1]));
                loop->count++;
                loop->last = at;
            } else {
                code += 5;
                continue;
            }
            code = program + code[4];
            continue;
        }
        case I_UNTIL_LAZY: {
            LoopRegister *loop = &machine->loops[code[1]];
            if (loop->count < (ptrdiff_t)code[2]) {
                TRY(save_loop(machine, code[1]));
                loop->count++;
                code = program + code[4];
                continue;
            }
            TRY(push(machine, E_UNTIL_LAZY, (uint32_t)(code - program), at, 0));
            code += 5;
            continue;
        }
        case I_POSSESSIVE: {
            LoopRegister *loop = &machine->loops[code[1]];
            if (loop->count < (ptrdiff_t)code[2]) {
                TRY(push_barrier(machine, E_BARRIER, 0, at));
            } else if ((loop->count < (ptrdiff_t)code[3] || code[3] == RE_MAX_REPEAT) &&
                       at != loop->last) {
                TRY(push_barrier(machine, E_BARRIER_ELSE, code[4], at));
                TRY(save_all_marks(machine));
                TRY(save_loop(machine, code[1]));
                loop->last = at;
            } else {
                code = program + code[4];
                continue;
            }
            code += 5;
            continue;
        }
        case I_POSSESSIVE_END:
            drop_choices(machine);
            TRY(save_loop(machine, code[1]));
            machine->loops[code[1]].count++;
            code = program + code[2];
            continue;
        case I_ATOMIC:
            TRY(push_barrier(machine, E_BARRIER, 0, at));
            code += 1;
            continue;
        case I_ATOMIC_END:
            drop_choices(machine);
            code += 1;
            continue;
        case I_ASSERT:
            if ((size_t)at < code[1]) goto fail;
            TRY(push_barrier(machine, E_BARRIER, 0, at));
            at -= code[1];
            code += 2;
            continue;
        case I_ASSERT_END:
            at = machine->stack[machine->barrier].b;
            drop_choices(machine);
            code += 1;
            continue;
        case I_ASSERT_NOT:
            if ((size_t)at < code[1]) {
                code = program + code[2];
                continue;
            }
            TRY(push_barrier(machine, E_BARRIER_ELSE, code[2], at));
            at -= code[1];
            code += 3;
            continue;
        case I_ASSERT_NOT_END: drop_choices(machine); goto fail;
        case I_BACKREF: {
            ptrdiff_t behind = NAME(match_backref)(machine, code + 1, text, at, end);
            if (behind < 0) goto fail;
            at = behind;
            code += 3;
            continue;
        }
        case I_CONDITION: {
            ptrdiff_t from, to;
            code = group_span(machine, code[1], &from, &to) ? code + 3 : program + code[2];
            continue;
        }
        case I_SUCCESS:
            if (must_end >= 0 && at != must_end) goto fail;
            if (run.must_advance && at == start) goto fail;
            machine->position = at;
            return RE_STATUS_MATCH;
        }

    fail:
        if (++machine->steps >= POLL_EVERY) {
            machine->steps = 0;
            if (subject->poll != NULL && !subject->poll(subject->context))
                return RE_STATUS_INTERRUPTED;
        }
        for (;;) {
            if (machine->depth == 0) return RE_STATUS_NO_MATCH;
            Entry *entry = &machine->stack[machine->depth - 1];
            const uint32_t *saved = program + entry->code;
            switch ((EntryKind)entry->kind) {
            case E_CHOICE:
                machine->depth--;
                at = entry->a;
                code = saved;
                break;
            case E_ONE_GREEDY: {
                ptrdiff_t here = entry->b;
                if (saved[6] == I_CHARACTER)
                    while (here >= entry->a && (here >= end || text[here] != saved[7])) here--;
                if (here <= entry->a) machine->depth--;
                if (here < entry->a) continue;
                entry->b = here - 1;
                at = here;
                code = saved + 6;
                break;
            }
            case E_ONE_LAZY:
                if (!NAME(matches_one)(machine, saved + 4, text[entry->a])) {
                    machine->depth--;
                    continue;
                }
                at = ++entry->a;
                if (--entry->b == 0) machine->depth--;
                code = saved + 6;
                break;
            case E_UNTIL_LAZY: {
                LoopRegister *loop = &machine->loops[saved[1]];
                at = entry->a;
                machine->depth--;
                if ((loop->count >= (ptrdiff_t)saved[3] && saved[3] != RE_MAX_REPEAT) ||
                    at == loop->last)
                    continue;
                TRY(save_loop(machine, saved[1]));
                loop->count++;
                loop->last = at;
                code = program + saved[4];
                break;
            }
            case E_UNDO_MARK:
            case E_UNDO_LAST:
            case E_UNDO_LOOP:
                machine->depth--;
                undo(machine, entry);
                continue;
            case E_BARRIER:
                machine->depth--;
                machine->barrier = entry->a;
                continue;
            case E_BARRIER_ELSE:
                machine->depth--;
                machine->barrier = entry->a;
                at = entry->b;
                code = saved;
                break;
            }
            break;
        }
    }
#undef TRY
}

static ReStatus NAME(search)(Machine *machine, const ReSubject *subject, ReRun run) {
    const UNIT *text = subject->units;
    const ReCharset *first = machine->program->first;
    uint64_t least = machine->program->least_width;
    if (run.mode == RE_SEARCH && run.start > subject->end) return RE_STATUS_NO_MATCH;
    for (size_t at = run.start; at > subject->end || subject->end - at >= least; at++) {
        if (run.mode == RE_SEARCH && first != NULL) {
            while (at < subject->end && !re_charset_has(first, text[at])) at++;
            if (at >= subject->end) return RE_STATUS_NO_MATCH;
        }
        machine->depth = 0;
        machine->barrier = -1;
        machine->last_mark = -1;
        machine->last_index = 0;
        ReStatus status = NAME(run)(machine, subject, (ptrdiff_t)at, run);
        if (status != RE_STATUS_NO_MATCH) {
            machine->start = (ptrdiff_t)at;
            return status;
        }
        if (run.mode != RE_SEARCH || at >= subject->end) break;
        run.must_advance = false;
    }
    return RE_STATUS_NO_MATCH;
}
