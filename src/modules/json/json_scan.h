/*
 * json_scan.h - reading JSON: included by json_scanner.c for each width of characters, and
 * therefore without an include guard (#ifndef), with
 *
 *   CHAR        the type of a character
 *   NAME(x)     x with a suffix for that type
 *
 * A document is read in one pass.  Functions get a place in the text, return the value that
 * stands there and say behind what they have read; at errors VALUE_ERROR.
 */

ALWAYS_INLINE const CHAR *NAME(skip_blanks)(const CHAR *p, const CHAR *limit) {
    while (p < limit && *p <= ' ' && is_blank(*p))
        p++;
    return p;
}

static bool NAME(starts_with)(const CHAR *p, const CHAR *limit, const char *word) {
    for (; *word; word++, p++)
        if (p >= limit || *p != (CHAR)*word)
            return false;
    return true;
}

static Value NAME(stop_at)(const Scan *x, const CHAR *p) {
    return raise_stop_iteration(x->t, int_from_uint64(x->t, (uint64_t)(p - (const CHAR *)x->chars)));
}
static Value NAME(error_at)(const Scan *x, const char *message, const CHAR *p) {
    return decode_error(x->t, message, x->string, (size_t)(p - (const CHAR *)x->chars));
}

/* ---- strings ---- */

/* The first quote, backslash or (if strict) control character; *seen gets the bits of the
 * bytes before it, if they are bytes. */
ALWAYS_INLINE const CHAR *NAME(plain_end)(const CHAR *p, const CHAR *limit, bool strict, uint32_t *seen) {
    if (sizeof(CHAR) == 1) {
        for (; limit - p >= BLOCK; p += BLOCK) {
            Block block = block_load(p);
            Block special = (Block)(block == '"') | (Block)(block == '\\');
            if (strict)
                special |= (Block)(block < 0x20);
            uint32_t found = block_bits(special), wide = block_bits(block);
            if (found) {
                unsigned n = (unsigned)__builtin_ctz(found);
                *seen |= wide & ((1u << n) - 1) ? 0x80 : 0;
                return p + n;
            }
            *seen |= wide ? 0x80 : 0;
        }
    }
    for (; p < limit && *p != '"' && *p != '\\' && (*p > 0x1f || !strict); p++)
        *seen |= *p;
    return p;
}

static Value NAME(piece)(Thread *t, const CHAR *p, size_t n, uint32_t seen) {
    if (sizeof(CHAR) > 1)
        return str_from_chars(t, p, sizeof(CHAR), n);
    return seen < 0x80 ? str_from_ascii(t, p, n) : str_from_latin1(t, (const uint8_t *)p, n);
}

/* Four hex digits, which are there; -1 if they are none. */
static int32_t NAME(hex4)(const CHAR *p) {
    int32_t c = 0;
    for (int i = 0; i < 4; i++) {
        uint32_t digit = p[i];
        int value = digit <= 0xff ? hex_values[digit] : -1;
        if (value < 0)
            return -1;
        c = c << 4 | value;
    }
    return c;
}

/* The string from `start` on, in which p is the first backslash or wrong character. */
static Value NAME(string_slow)(const Scan *x, const CHAR *start, const CHAR *p, const CHAR **end) {
    const CHAR *quote = start - 1, *limit = (const CHAR *)x->limit;
    uint32_t seen = 0;
    StrBuilder b;
    builder_init(&b, x->t);
    for (;;) {
        if (p >= limit)
            return NAME(error_at)(x, "Unterminated string starting at", quote);
        if (*p != '"' && *p != '\\')
            return NAME(error_at)(x, "Invalid control character at", p);
        if (p > start)
            builder_substring(&b, x->string, (size_t)(start - (const CHAR *)x->chars),
                              (size_t)(p - (const CHAR *)x->chars));
        if (*p++ == '"') {
            *end = p;
            return builder_finish(&b);
        }
        if (p == limit)
            return NAME(error_at)(x, "Unterminated string starting at", quote);
        if (*p != 'u') {
            static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
            const char *found = *p && *p < 128 ? strchr(from, (int)*p) : NULL;
            if (!found)
                return NAME(error_at)(x, "Invalid \\escape", p - 1);
            builder_char(&b, (uint32_t)(unsigned char)to[found - from]);
            p++;
        } else {
            p++;
            if (limit - p <= 4)
                return NAME(error_at)(x, "Invalid \\uXXXX escape", p - 1);
            int32_t code = NAME(hex4)(p);
            if (code < 0)
                return NAME(error_at)(x, "Invalid \\uXXXX escape", p - 1);
            p += 4;
            if (code >= 0xd800 && code < 0xdc00 && limit - p > 6 && p[0] == '\\' && p[1] == 'u') {
                int32_t low = NAME(hex4)(p + 2);
                if (low < 0)
                    return NAME(error_at)(x, "Invalid \\uXXXX escape", p + 1);
                if (low >= 0xdc00 && low < 0xe000) {
                    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                    p += 6;
                }
            }
            builder_char(&b, (uint32_t)code);
        }
        start = p;
        p = NAME(plain_end)(p, limit, x->strict, &seen);
    }
}

/* The string that starts behind the quote before p; *end is behind the other. */
static Value NAME(string)(const Scan *x, const CHAR *p, const CHAR **end) {
    uint32_t seen = 0;
    const CHAR *limit = (const CHAR *)x->limit, *next = NAME(plain_end)(p, limit, x->strict, &seen);
    if (next >= limit || *next != '"')
        return NAME(string_slow)(x, p, next, end);
    *end = next + 1;
    return NAME(piece)(x->t, p, (size_t)(next - p), seen);
}

/* ---- numbers and constants ---- */

static Value NAME(constant)(Scan *x, const char *name, const CHAR *p, const CHAR **end) {
    *end = p + strlen(name);
    Value text = str_intern_cstring(x->t, name);
    return value_is_error(text) ? text : call1(x->t, x->scanner->parse_constant, text);
}

static Value NAME(number)(Scan *x, const CHAR *start, const CHAR **end) {
    const CHAR *p = start, *limit = (const CHAR *)x->limit;
    bool negative = *p == '-';
    p += negative;
    if (p >= limit || !is_digit(*p))
        return NAME(stop_at)(x, start);
    const CHAR *digits = p;
    uint64_t number = *p++ - (unsigned)'0';
    if (number)
        for (; p < limit && is_digit(*p); p++)
            number = number * 10 + (*p - (unsigned)'0');
    size_t count = (size_t)(p - digits); /* of digits in `number`, which has room for 19 */
    bool is_float = false;
    int64_t exponent = 0;
    if (limit - p > 1 && *p == '.' && is_digit(p[1])) {
        is_float = true;
        const CHAR *fraction = ++p;
        for (; p < limit && is_digit(*p); p++)
            number = number * 10 + (*p - (unsigned)'0');
        exponent = fraction - p;
        count += (size_t)(p - fraction);
    }
    if (limit - p > 1 && (*p == 'e' || *p == 'E')) {
        const CHAR *e = p + 1;
        bool down = *e == '-';
        e += limit - e > 1 && (down || *e == '+');
        if (is_digit(*e)) {
            int64_t n = 0;
            for (; e < limit && is_digit(*e); e++)
                if (n < INT32_MAX)
                    n = n * 10 + (int64_t)(*e - '0');
            exponent += down ? -n : n;
            is_float = true;
            p = e;
        }
    }
    *end = p;
    if (!is_float && x->plain_ints && count <= 18)
        return int_from_int64(x->t, negative ? -(int64_t)number : (int64_t)number);
    double d;
    if (is_float && x->plain_floats && count <= 19 && float_scale_decimal(number, exponent, &d))
        return float_from_double(x->t, negative ? -d : d);
    Value text = NAME(piece)(x->t, start, (size_t)(p - start), 0);
    return value_is_error(text) ? text : call1(x->t, is_float ? x->scanner->parse_float : x->scanner->parse_int, text);
}

/* ---- arrays and objects ---- */

static Value NAME(value)(Scan *x, const CHAR *p, const CHAR **end);

static Value NAME(array)(Scan *x, const CHAR *p, const CHAR **end) {
    Thread *t = x->t;
    const CHAR *limit = (const CHAR *)x->limit;
    Value items[GATHERED], list = VALUE_UNDEF;
    size_t count = 0;
    p = NAME(skip_blanks)(p, limit);
    if (p < limit && *p == ']') {
        *end = p + 1;
        return list_new(t, 0);
    }
    for (;;) {
        if (count == GATHERED) {
            if (value_is_undef(list)) {
                list = list_new(t, 4 * GATHERED);
                if (value_is_error(list))
                    return list;
            }
            if (!append_all(t, value_as_list(list), items, count))
                return VALUE_ERROR;
            count = 0;
        }
        Value v = NAME(value)(x, p, &p);
        if (value_is_error(v))
            return v;
        items[count++] = v;
        p = NAME(skip_blanks)(p, limit);
        if (p < limit && *p == ',') {
            p = NAME(skip_blanks)(p + 1, limit);
            continue;
        }
        if (p >= limit || *p != ']')
            return NAME(error_at)(x, "Expecting ',' delimiter", p);
        break;
    }
    *end = p + 1;
    if (value_is_undef(list))
        return list_from_values(t, items, count);
    return append_all(t, value_as_list(list), items, count) ? list : VALUE_ERROR;
}

/* Behind the colon that stands at p or behind blanks; NULL with an exception. */
ALWAYS_INLINE const CHAR *NAME(behind_colon)(const Scan *x, const CHAR *p) {
    const CHAR *limit = (const CHAR *)x->limit;
    p = NAME(skip_blanks)(p, limit);
    if (p >= limit || *p != ':') {
        NAME(error_at)(x, "Expecting ':' delimiter", p);
        return NULL;
    }
    return NAME(skip_blanks)(p + 1, limit);
}

/* Whether the key stands at p, as it is, in quotes. */
ALWAYS_INLINE bool NAME(is_key)(const CHAR *p, const CHAR *limit, const Str *key) {
    size_t n = key->length;
    if ((size_t)(limit - p) < n + 2 || p[0] != '"' || p[n + 1] != '"')
        return false;
    if (key->width == sizeof(CHAR))
        return !memcmp(p + 1, key->data, n * sizeof(CHAR));
    for (size_t i = 0; i < n; i++)
        if (p[i + 1] != str_char_at(key->data, key->width, i))
            return false;
    return true;
}

/* The key at p; *end is behind the colon.  *plain: it stands there as it is. */
static Value NAME(key)(Scan *x, const CHAR *p, const CHAR **end, bool *plain) {
    const CHAR *limit = (const CHAR *)x->limit;
    if (p >= limit || *p != '"')
        return NAME(error_at)(x, "Expecting property name enclosed in double quotes", p);
    uint32_t seen = 0;
    const CHAR *start = p + 1, *next = NAME(plain_end)(start, limit, x->strict, &seen);
    *plain = next < limit && *next == '"';
    size_t n = (size_t)(next - start), place = 0;
    bool remembered = *plain && n && n <= KEY_CACHE_LENGTH;
    Value key;
    if (remembered) {
        place = (n * 7 + start[0] * 3u + start[n - 1] + start[n / 2] * 5u) % KEY_CACHE_SIZE;
        key = x->memory->items[place];
        if (!value_is_undef(key) && value_as_str(key)->length == n && NAME(is_key)(p, limit, value_as_str(key))) {
            *end = NAME(behind_colon)(x, next + 1);
            return *end ? key : VALUE_ERROR;
        }
    }
    key = NAME(string)(x, start, &p);
    /* What is remembered may stand in any document: no control characters. */
    key = value_is_error(key) ? key : unique_key(x, key, remembered && x->strict, place);
    if (value_is_error(key))
        return key;
    *end = NAME(behind_colon)(x, p);
    return *end ? key : VALUE_ERROR;
}

static Value NAME(object_pairs)(Scan *x, const CHAR *p, const CHAR **end) {
    Thread *t = x->t;
    const CHAR *limit = (const CHAR *)x->limit;
    bool plain;
    Value list = list_new(t, 0);
    if (value_is_error(list))
        return list;
    p = NAME(skip_blanks)(p, limit);
    if (p >= limit || *p != '}') {
        for (;;) {
            Value key = NAME(key)(x, p, &p, &plain);
            Value v = value_is_error(key) ? key : NAME(value)(x, p, &p);
            Value pair = value_is_error(v) ? v : tuple_pair(t, key, v);
            if (value_is_error(pair) || !list_append(t, value_as_list(list), pair))
                return VALUE_ERROR;
            p = NAME(skip_blanks)(p, limit);
            if (p < limit && *p == '}')
                break;
            if (p >= limit || *p != ',')
                return NAME(error_at)(x, "Expecting ',' delimiter", p);
            p = NAME(skip_blanks)(p + 1, limit);
        }
    }
    *end = p + 1;
    return call1(t, x->scanner->object_pairs_hook, list);
}

static Value NAME(object)(Scan *x, const CHAR *p, const CHAR **end) {
    Thread *t = x->t;
    const CHAR *limit = (const CHAR *)x->limit;
    Value keys[GATHERED], values[GATHERED];
    size_t count = 0; /* of keys and values not in the dict yet */
    Dict *d = NULL, *shape = NULL;
    bool all_plain = true, plain;
    p = NAME(skip_blanks)(p, limit);
    if (p < limit && *p == '}') {
        *end = p + 1;
        d = dict_new(t);
        return d ? hooked(x, d) : VALUE_ERROR;
    }
    for (;;) {
        if (count == GATHERED) {
            if ((!d && !(d = dict_new_sized(t, 2 * GATHERED))) || !set_all(t, d, keys, values, count))
                return VALUE_ERROR;
            count = 0;
            shape = NULL;
        }
        Value key;
        if (shape && count < shape->used && NAME(is_key)(p, limit, value_as_str(shape->entries[count].key))) {
            key = shape->entries[count].key;
            p = NAME(behind_colon)(x, p + value_as_str(key)->length + 2);
            if (!p)
                return VALUE_ERROR;
        } else {
            shape = NULL;
            key = NAME(key)(x, p, &p, &plain);
            if (value_is_error(key))
                return key;
            all_plain &= plain;
            if (count == 0 && !d)
                shape = expected_shape(x, key);
        }
        Value v = NAME(value)(x, p, &p);
        if (value_is_error(v))
            return v;
        keys[count] = key;
        values[count++] = v;
        p = NAME(skip_blanks)(p, limit);
        if (p < limit && *p == ',') {
            p = NAME(skip_blanks)(p + 1, limit);
            continue;
        }
        if (p >= limit || *p != '}')
            return NAME(error_at)(x, "Expecting ',' delimiter", p);
        break;
    }
    *end = p + 1;
    if (d) {
        if (!set_all(t, d, keys, values, count))
            return VALUE_ERROR;
    } else if (!(d = finish_object(x, shape, keys, values, count, all_plain))) {
        return VALUE_ERROR;
    }
    return hooked(x, d);
}

/* ---- any value ---- */

static Value NAME(value)(Scan *x, const CHAR *p, const CHAR **end) {
    Thread *t = x->t;
    const CHAR *limit = (const CHAR *)x->limit;
    if (p >= limit)
        return NAME(stop_at)(x, p);
    Value v;
    switch (*p) {
    case '"':
        return NAME(string)(x, p + 1, end);
    case '{':
        if (!recursion_enter(t, " while decoding a JSON object from a unicode string"))
            return VALUE_ERROR;
        v = (x->pairs ? NAME(object_pairs) : NAME(object))(x, p + 1, end);
        recursion_leave(t);
        return v;
    case '[':
        if (!recursion_enter(t, " while decoding a JSON array from a unicode string"))
            return VALUE_ERROR;
        v = NAME(array)(x, p + 1, end);
        recursion_leave(t);
        return v;
    case 'n':
        if (NAME(starts_with)(p, limit, "null"))
            return *end = p + 4, VALUE_NONE;
        break;
    case 't':
        if (NAME(starts_with)(p, limit, "true"))
            return *end = p + 4, VALUE_TRUE;
        break;
    case 'f':
        if (NAME(starts_with)(p, limit, "false"))
            return *end = p + 5, VALUE_FALSE;
        break;
    case 'N':
        if (NAME(starts_with)(p, limit, "NaN"))
            return NAME(constant)(x, "NaN", p, end);
        break;
    case 'I':
        if (NAME(starts_with)(p, limit, "Infinity"))
            return NAME(constant)(x, "Infinity", p, end);
        break;
    case '-':
        if (NAME(starts_with)(p, limit, "-Infinity"))
            return NAME(constant)(x, "-Infinity", p, end);
        break;
    default:
        break;
    }
    return NAME(number)(x, p, end);
}

/* The value at `index` of the text; *behind is the index behind it. */
static Value NAME(scan)(Scan *x, size_t index, size_t *behind) {
    const CHAR *start = (const CHAR *)x->chars, *end = start;
    Value v = NAME(value)(x, start + index, &end);
    *behind = (size_t)(end - start);
    return v;
}

#undef CHAR
#undef NAME
