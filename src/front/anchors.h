/* anchors.h - carets of tracebacks. */
#ifndef TAU_FRONT_ANCHORS_H
#define TAU_FRONT_ANCHORS_H

#include <stdbool.h>
#include <stddef.h>

/* segment: UTF-8 of one line's failing expression.  True, with byte offsets
 * [left, right) of the part to mark, for binary operations and subscriptions. */
bool caret_anchors(const char *segment, size_t length, size_t *left, size_t *right);

#endif
