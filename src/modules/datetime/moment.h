/* moment.h - what moment.c and moment_convert.c share. */
#ifndef TAU_MODULES_DATETIME_MOMENT_H
#define TAU_MODULES_DATETIME_MOMENT_H

#include "modules/datetime/datetime.h"

Value moment_offset(Thread *t, Value self); /* utcoffset(): timedelta or None */
/* self moved by microseconds, fold 0, in the time zone `tzinfo`. */
Value moment_shift(Thread *t, Value self, __int128 us, Value tzinfo);

Value moment_replace(Thread *t, Value *args, size_t nargs, Tuple *kwnames);
Value moment_fromisoformat(Thread *t, Value *args);
Value moment_date(Thread *t, Value *args);
Value moment_time(Thread *t, Value *args);
Value moment_timetz(Thread *t, Value *args);
Value moment_ctime(Thread *t, Value *args);
Value moment_timetuple(Thread *t, Value *args);
Value moment_timestamp(Thread *t, Value *args);
Value moment_utctimetuple(Thread *t, Value *args);
Value moment_isoformat(Thread *t, Value *args);
Value moment_str(Thread *t, Value *args);
Value moment_repr(Thread *t, Value *args);
Value moment_astimezone(Thread *t, Value *args);
Value moment_reduce(Thread *t, Value *args);
Value moment_reduce_ex(Thread *t, Value *args);

#endif
