/* buffer.c - the buffer protocol: the bytes behind bytes-like objects. */
#include "runtime/error.h"
#include "runtime/sequence.h"

static bool (*buffer_function(Thread *t, Value v))(Thread *, Object *, bool, Buffer *) {
    const TypeDef *def = value_is_object(v) ? type_of(t, v)->def : NULL;
    return def ? def->buffer : NULL;
}

bool value_is_bytes_like(Thread *t, Value v) { return buffer_function(t, v) != NULL; }

bool buffer_get(Thread *t, Value object, bool writable, Buffer *out) {
    bool (*get)(Thread *, Object *, bool, Buffer *) = buffer_function(t, object);
    if (!get) {
        raise_type_error(t, "a bytes-like object is required, not '%.100T'", object);
        return false;
    }
    memset(out, 0, sizeof *out);
    out->object = object;
    out->item_size = 1;
    out->format[0] = 'B';
    out->contiguous = true;
    if (!get(t, value_as_object(object), writable, out)) return false;
    if (writable && out->readonly) {
        raise_error(t, TYPE_BufferError, "Object is not writable.");
        return false;
    }
    return true;
}

/* Nothing to give back: the exporter's memory lives as long as any pointer to
 * it, even when the exporter replaces it. */
void buffer_release(Thread *t, Buffer *buffer) { buffer->object = VALUE_NONE; }
