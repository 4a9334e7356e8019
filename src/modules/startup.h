/* startup.h - what native modules do at the start and the end of a program. */
#ifndef TAU_MODULES_STARTUP_H
#define TAU_MODULES_STARTUP_H

#include "runtime/native.h"

/* Standard streams, warnings, signals; false with exception. */
bool modules_start(Thread *t) __attribute__((warn_unused_result));
/* atexit functions. */
void modules_finish(Thread *t);
/* Flushes sys.stdout and sys.stderr; false if that failed. */
bool streams_flush(Thread *t);

#endif
