#include "runtime/error.h"
#include <stdio.h>
void error_print(Thread *t, Value exception);
void error_print(Thread *t, Value exception) { fprintf(stderr, "error_print\n"); }
