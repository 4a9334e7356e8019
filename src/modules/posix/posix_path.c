/* posix_path.c - arguments that name files, and errors about them. */
#include "modules/posix/posix.h"

#include <limits.h>

static bool index_to_fd(Thread *t, Value v, int *fd) {
    Value i = op_index(t, v);
    if (value_is_error(i))
        return false;
    int64_t n;
    if (!int_to_int64(i, &n) || n > INT_MAX || n < INT_MIN) {
        bool negative = int_sign(i) < 0;
        raise_overflow_error(t, negative ? "fd is less than minimum" : "fd is greater than maximum");
        return false;
    }
    *fd = (int)n;
    return true;
}

bool path_argument(Thread *t, Value v, const char *function, const char *argument, int allow,
                   PathArgument *out) {
    *out = (PathArgument){.text = NULL, .fd = -1, .bytes = false, .object = v};
    if (value_is_none(v) && allow & PATH_NONE) {
        out->text = ".";
        return true;
    }
    Value original = v;
    if (!value_is_str(v) && !value_is_kind(v, KIND_BYTES)) {
        Value method = special_of(t, v, SPECIAL_FSPATH);
        if (!value_is_undef(method)) {
            v = call_special(t, method, &v, 1);
            if (value_is_error(v))
                return false;
            if (!value_is_str(v) && !value_is_kind(v, KIND_BYTES)) {
                raise_type_error(t, "expected %T.__fspath__() to return str or bytes, not %T", original, v);
                return false;
            }
            out->object = v;
        } else if (allow & PATH_FD && !value_is_undef(special_of(t, v, SPECIAL_INDEX))) {
            return index_to_fd(t, v, &out->fd);
        } else {
            raise_type_error(t, "%s: %s should be %s, not %T", function, argument,
                             allow & PATH_FD && allow & PATH_NONE ? "string, bytes, os.PathLike, integer or None"
                             : allow & PATH_FD                    ? "string, bytes, os.PathLike or integer"
                             : allow & PATH_NONE                  ? "string, bytes, os.PathLike or None"
                                                                  : "string, bytes or os.PathLike",
                             original);
            return false;
        }
    }
    out->bytes = !value_is_str(v);
    out->text = path_to_bytes(t, v, NULL);
    return out->text != NULL;
}

bool dir_fd_argument(Thread *t, Value v, int *fd) {
    if (value_is_none(v)) {
        *fd = AT_FDCWD;
        return true;
    }
    if (value_is_undef(special_of(t, v, SPECIAL_INDEX))) {
        raise_type_error(t, "argument should be integer or None, not %T", v);
        return false;
    }
    return index_to_fd(t, v, fd);
}

bool descriptor_argument(Thread *t, Value v, int *fd) {
    if (!value_is_any_int(v)) {
        Value fileno = attr_find(t, v, str_intern_cstring(t, "fileno"));
        if (value_is_error(fileno))
            return false;
        if (value_is_undef(fileno)) {
            raise_type_error(t, "argument must be an int, or have a fileno() method.");
            return false;
        }
        v = call0(t, fileno);
        if (value_is_error(v))
            return false;
        if (!value_is_any_int(v)) {
            raise_type_error(t, "fileno() returned a non-integer");
            return false;
        }
    }
    if (!arg_int(t, v, fd))
        return false;
    if (*fd < 0) {
        raise_value_error(t, "file descriptor cannot be a negative integer (%d)", *fd);
        return false;
    }
    return true;
}

bool check_path_options(Thread *t, const char *function, const PathArgument *path, int dir_fd, bool follow) {
    if (dir_fd != AT_FDCWD && path->fd != -1) {
        raise_value_error(t, "%s: can't specify dir_fd without matching path", function);
        return false;
    }
    if (path->fd != -1 && !follow) {
        raise_value_error(t, "%s: cannot use fd and follow_symlinks together", function);
        return false;
    }
    return true;
}

bool uid_argument(Thread *t, Value v, const char *what, uint32_t *out) {
    if (value_is_undef(special_of(t, v, SPECIAL_INDEX))) {
        raise_type_error(t, "%s should be integer, not %T", what, v);
        return false;
    }
    Value i = op_index(t, v);
    int64_t n;
    if (value_is_error(i))
        return false;
    if (!int_to_int64(i, &n) || n < -1 || n > UINT32_MAX) {
        bool small = int_sign(i) < 0;
        raise_overflow_error(t, "%s is %s than %s", what, small ? "less" : "greater", small ? "minimum" : "maximum");
        return false;
    }
    *out = (uint32_t)n;
    return true;
}

Value path_result(Thread *t, const char *text, size_t length, bool bytes) {
    return bytes ? bytes_from_data(t, text, length) : str_decode_fs(t, text, length);
}

Value path_error(Thread *t, const PathArgument *path) {
    return raise_os_error(t, errno, value_is_none(path->object) ? VALUE_UNDEF : path->object, VALUE_UNDEF);
}

Value path_error2(Thread *t, const PathArgument *path, const PathArgument *other) {
    return raise_os_error(t, errno, path->object, other->object);
}
