/* startup.h - what native modules do at the start and the end of a program. */
#ifndef TAU_MODULES_STARTUP_H
#define TAU_MODULES_STARTUP_H

#include "runtime/native.h"

/* Tells import which native modules there are: those of modules.def. */
void modules_register(Vm *vm);
/* Standard streams, warnings, signals; false with exception. */
bool modules_start(Thread *t) __attribute__((warn_unused_result));
/* exit, quit, copyright, credits, license, help. */
bool site_builtins_install(Thread *t) __attribute__((warn_unused_result));
/* What threading and atexit have to do at the end. */
void modules_finish(Thread *t);
/* The functions registered with atexit. */
void atexit_run(Thread *t);
/* Puts warnings.warn behind warn() of the runtime. */
bool warnings_install(Thread *t) __attribute__((warn_unused_result));
/* Handlers of signals: SIGINT raises KeyboardInterrupt. */
bool signals_install(Thread *t) __attribute__((warn_unused_result));
/* Flushes sys.stdout and sys.stderr; false if that failed. */
bool streams_flush(Thread *t);

#endif
