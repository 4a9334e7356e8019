/* list_sort_template.h - the sorting algorithm, included by list_sort.c once for
 * each way of comparing:
 *
 *   SORT(name)       the name of a function of this instance
 *   LESS(s, a, b)    1 if a < b, 0 if not, -1 with an exception
 *
 * Timsort (Peters 2002) with the merge order of powersort (Munro & Wild, ESA
 * 2018), as CPython 3.11 does: natural runs, short ones extended by binary
 * insertion, merged so that the tree of merges is nearly optimal, galloping
 * while one side keeps winning.  Stable.  At every moment the slice being
 * sorted holds a permutation of its items but for a merge's gap, which is
 * refilled when a comparison fails.
 *
 * The comparisons run in the order CPython makes them, because a program whose
 * __lt__ has effects can see it. */

/* Sorts [0, n) whose first `start` items are sorted already. */
static int SORT(binary_insertion)(Sorter *s, Run a, size_t n, size_t start) {
    for (size_t i = start ? start : 1; i < n; i++) {
        Value pivot = a.keys[i];
        size_t left = 0, right = i;
        while (left < right) {
            size_t middle = (left + right) >> 1;
            int less = LESS(s, pivot, a.keys[middle]);
            if (less < 0) return -1;
            /* Without a branch, which would be mispredicted every other time. */
            size_t down = -(size_t)(less != 0);
            right = (middle & down) | (right & ~down);
            left = (left & down) | ((middle + 1) & ~down);
        }
        memmove(a.keys + left + 1, a.keys + left, (i - left) * sizeof(Value));
        a.keys[left] = pivot;
        if (a.values) {
            Value value = a.values[i];
            memmove(a.values + left + 1, a.values + left, (i - left) * sizeof(Value));
            a.values[left] = value;
        }
    }
    return 0;
}

/* Length of the run at the start of [0, n); strictly descending ones count
 * too (reversing them keeps equal items in order).  -1 with an exception. */
static int64_t SORT(count_run)(Sorter *s, const Value *keys, size_t n, bool *descending) {
    *descending = false;
    if (n < 2) return (int64_t)n;
    int less = LESS(s, keys[1], keys[0]);
    if (less < 0) return -1;
    size_t i = 2;
    *descending = less > 0;
    for (; i < n; i++) {
        int next = LESS(s, keys[i], keys[i - 1]);
        if (next < 0) return -1;
        if (next != less) break;
    }
    return (int64_t)i;
}

/* Where `key` belongs in sorted a[0, n), before equal ones; the search gallops
 * out from `hint`. */
static int64_t SORT(gallop_left)(Sorter *s, Value key, const Value *a, size_t n, size_t hint) {
    size_t last = 0, offset = 1;
    int less = LESS(s, a[hint], key);
    if (less < 0) return -1;
    if (less) { /* a[hint + last] < key <= a[hint + offset] */
        size_t max = n - hint;
        while (offset < max) {
            less = LESS(s, a[hint + offset], key);
            if (less < 0) return -1;
            if (!less) break;
            last = offset;
            offset = (offset << 1) + 1;
        }
        if (offset > max) offset = max;
        last += hint + 1;
        offset += hint;
    } else { /* a[hint - offset] < key <= a[hint - last] */
        size_t max = hint + 1;
        while (offset < max) {
            less = LESS(s, a[hint - offset], key);
            if (less < 0) return -1;
            if (less) break;
            last = offset;
            offset = (offset << 1) + 1;
        }
        if (offset > max) offset = max;
        size_t low = hint + 1 - offset;
        offset = hint - last;
        last = low;
    }
    while (last < offset) {
        size_t middle = last + ((offset - last) >> 1);
        less = LESS(s, a[middle], key);
        if (less < 0) return -1;
        if (less)
            last = middle + 1;
        else
            offset = middle;
    }
    return (int64_t)offset;
}

/* The same, behind equal ones. */
static int64_t SORT(gallop_right)(Sorter *s, Value key, const Value *a, size_t n, size_t hint) {
    size_t last = 0, offset = 1;
    int less = LESS(s, key, a[hint]);
    if (less < 0) return -1;
    if (less) { /* a[hint - offset] <= key < a[hint - last] */
        size_t max = hint + 1;
        while (offset < max) {
            less = LESS(s, key, a[hint - offset]);
            if (less < 0) return -1;
            if (!less) break;
            last = offset;
            offset = (offset << 1) + 1;
        }
        if (offset > max) offset = max;
        size_t low = hint + 1 - offset;
        offset = hint - last;
        last = low;
    } else { /* a[hint + last] <= key < a[hint + offset] */
        size_t max = n - hint;
        while (offset < max) {
            less = LESS(s, key, a[hint + offset]);
            if (less < 0) return -1;
            if (less) break;
            last = offset;
            offset = (offset << 1) + 1;
        }
        if (offset > max) offset = max;
        last += hint + 1;
        offset += hint;
    }
    while (last < offset) {
        size_t middle = last + ((offset - last) >> 1);
        less = LESS(s, key, a[middle]);
        if (less < 0) return -1;
        if (less)
            offset = middle;
        else
            last = middle + 1;
    }
    return (int64_t)offset;
}

/* Merges adjacent runs a and b, na <= nb; a[0] > b[0], a[na-1] > all of b. */
static int SORT(merge_low)(Sorter *s, Run a, size_t na, Run b, size_t nb) {
    if (!sorter_scratch(s, na, a.values != NULL)) return -1;
    Run out = a;
    a = s->scratch;
    run_copy(a, out, na);
    int result = -1;
    size_t min_gallop = s->min_gallop;
    run_take(&out, &b);
    if (--nb == 0) goto done;
    if (na == 1) goto copy_b;
    for (;;) {
        size_t a_wins = 0, b_wins = 0;
        for (;;) {
            int less = LESS(s, b.keys[0], a.keys[0]);
            if (less) {
                if (less < 0) goto fail;
                run_take(&out, &b);
                b_wins++;
                a_wins = 0;
                if (--nb == 0) goto done;
                if (b_wins >= min_gallop) break;
            } else {
                run_take(&out, &a);
                a_wins++;
                b_wins = 0;
                if (--na == 1) goto copy_b;
                if (a_wins >= min_gallop) break;
            }
        }
        min_gallop++;
        do {
            min_gallop -= min_gallop > 1;
            s->min_gallop = min_gallop;
            int64_t k = SORT(gallop_right)(s, b.keys[0], a.keys, na, 0);
            a_wins = (size_t)k;
            if (k) {
                if (k < 0) goto fail;
                run_copy(out, a, (size_t)k);
                run_advance(&out, k);
                run_advance(&a, k);
                na -= (size_t)k;
                if (na == 1) goto copy_b;
                /* Only an inconsistent comparison gets here. */
                if (na == 0) goto done;
            }
            run_take(&out, &b);
            if (--nb == 0) goto done;
            k = SORT(gallop_left)(s, a.keys[0], b.keys, nb, 0);
            b_wins = (size_t)k;
            if (k) {
                if (k < 0) goto fail;
                run_move(out, b, (size_t)k);
                run_advance(&out, k);
                run_advance(&b, k);
                nb -= (size_t)k;
                if (nb == 0) goto done;
            }
            run_take(&out, &a);
            if (--na == 1) goto copy_b;
        } while (a_wins >= MIN_GALLOP || b_wins >= MIN_GALLOP);
        min_gallop++; /* leaving the gallop costs */
        s->min_gallop = min_gallop;
    }
done:
    result = 0;
fail:
    if (na) run_copy(out, a, na);
    return result;
copy_b:
    run_move(out, b, nb);
    run_advance(&out, (int64_t)nb);
    run_copy(out, a, 1);
    return 0;
}

/* The same from the right, na >= nb. */
static int SORT(merge_high)(Sorter *s, Run a, size_t na, Run b, size_t nb) {
    if (!sorter_scratch(s, nb, a.values != NULL)) return -1;
    Run out = run_at(b, (int64_t)nb - 1), base_a = a;
    run_copy(s->scratch, b, nb);
    Run base_b = s->scratch;
    b = run_at(base_b, (int64_t)nb - 1);
    a = run_at(a, (int64_t)na - 1);
    int result = -1;
    size_t min_gallop = s->min_gallop;
    run_take_back(&out, &a);
    if (--na == 0) goto done;
    if (nb == 1) goto copy_a;
    for (;;) {
        size_t a_wins = 0, b_wins = 0;
        for (;;) {
            int less = LESS(s, b.keys[0], a.keys[0]);
            if (less) {
                if (less < 0) goto fail;
                run_take_back(&out, &a);
                a_wins++;
                b_wins = 0;
                if (--na == 0) goto done;
                if (a_wins >= min_gallop) break;
            } else {
                run_take_back(&out, &b);
                b_wins++;
                a_wins = 0;
                if (--nb == 1) goto copy_a;
                if (b_wins >= min_gallop) break;
            }
        }
        min_gallop++;
        do {
            min_gallop -= min_gallop > 1;
            s->min_gallop = min_gallop;
            int64_t k = SORT(gallop_right)(s, b.keys[0], base_a.keys, na, na - 1);
            if (k < 0) goto fail;
            k = (int64_t)na - k;
            a_wins = (size_t)k;
            if (k) {
                run_advance(&out, -k);
                run_advance(&a, -k);
                run_move(run_at(out, 1), run_at(a, 1), (size_t)k);
                na -= (size_t)k;
                if (na == 0) goto done;
            }
            run_take_back(&out, &b);
            if (--nb == 1) goto copy_a;
            k = SORT(gallop_left)(s, a.keys[0], base_b.keys, nb, nb - 1);
            if (k < 0) goto fail;
            k = (int64_t)nb - k;
            b_wins = (size_t)k;
            if (k) {
                run_advance(&out, -k);
                run_advance(&b, -k);
                run_copy(run_at(out, 1), run_at(b, 1), (size_t)k);
                nb -= (size_t)k;
                if (nb == 1) goto copy_a;
                if (nb == 0) goto done;
            }
            run_take_back(&out, &a);
            if (--na == 0) goto done;
        } while (a_wins >= MIN_GALLOP || b_wins >= MIN_GALLOP);
        min_gallop++;
        s->min_gallop = min_gallop;
    }
done:
    result = 0;
fail:
    if (nb) run_copy(run_at(out, -(int64_t)nb + 1), base_b, nb);
    return result;
copy_a:
    run_move(run_at(out, -(int64_t)na + 1), run_at(a, -(int64_t)na + 1), na);
    run_advance(&out, -(int64_t)na);
    run_copy(out, b, 1);
    return 0;
}

/* Merges the top two pending runs. */
static int SORT(merge_top)(Sorter *s) {
    PendingRun *p = &s->pending[s->pending_count - 2];
    Run a = p[0].run, b = p[1].run;
    size_t na = p[0].length, nb = p[1].length;
    p[0].length = na + nb;
    s->pending_count--;
    /* What of a is already in place, and of b. */
    int64_t k = SORT(gallop_right)(s, b.keys[0], a.keys, na, 0);
    if (k < 0) return -1;
    run_advance(&a, k);
    na -= (size_t)k;
    if (na == 0) return 0;
    k = SORT(gallop_left)(s, a.keys[na - 1], b.keys, nb, nb - 1);
    if (k <= 0) return (int)k;
    nb = (size_t)k;
    return na <= nb ? SORT(merge_low)(s, a, na, b, nb) : SORT(merge_high)(s, a, na, b, nb);
}

static int SORT(run)(Sorter *s, Run all, size_t n) {
    s->base = all.keys;
    s->total = n;
    size_t minimum = run_minimum(n), left = n;
    Run lo = all;
    while (left) {
        bool descending;
        int64_t length = SORT(count_run)(s, lo.keys, left, &descending);
        if (length < 0) return -1;
        if (descending) run_reverse(lo, (size_t)length);
        size_t have = (size_t)length;
        if (have < minimum) {
            size_t forced = left < minimum ? left : minimum;
            if (SORT(binary_insertion)(s, lo, forced, have) < 0) return -1;
            have = forced;
        }
        if (s->pending_count) {
            PendingRun *top = &s->pending[s->pending_count - 1];
            int power = run_power((size_t)(top->run.keys - all.keys), top->length, have, n);
            while (s->pending_count > 1 && s->pending[s->pending_count - 2].power > power)
                if (SORT(merge_top)(s) < 0) return -1;
            s->pending[s->pending_count - 1].power = power;
        }
        s->pending[s->pending_count++] = (PendingRun){lo, have, 0};
        run_advance(&lo, (int64_t)have);
        left -= have;
    }
    while (s->pending_count > 1) {
        /* The middle of the last three first, when its neighbour is smaller. */
        size_t c = s->pending_count;
        if (c > 2 && s->pending[c - 3].length < s->pending[c - 1].length) {
            PendingRun top = s->pending[c - 1];
            s->pending_count--;
            if (SORT(merge_top)(s) < 0) return -1;
            s->pending[s->pending_count++] = top;
            continue;
        }
        if (SORT(merge_top)(s) < 0) return -1;
    }
    return 0;
}

#undef SORT
#undef LESS
