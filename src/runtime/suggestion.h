/* suggestion.h - "Did you mean: 'name'?" */
#ifndef TAU_RUNTIME_SUGGESTION_H
#define TAU_RUNTIME_SUGGESTION_H

#include "runtime/vm.h"

/* For a NameError or AttributeError: a name close to the missing one, or
 * UNDEF; ERROR if looking for one raised. */
Value suggest_name(Thread *t, Value exception);

#endif
