/* errno_module.c - the module errno: numbers of system errors and their names. */
#include <errno.h>

#include "runtime/native.h"

#define ROW(name) \
    { #name, name }
static const struct {
    const char *name;
    int number;
} errors[] = {
    ROW(ENODEV),          ROW(ENOCSI),        ROW(EHOSTUNREACH),    ROW(ENOMSG),
    ROW(EUCLEAN),         ROW(EL2NSYNC),      ROW(EL2HLT),          ROW(ENODATA),
    ROW(ENOTBLK),         ROW(ENOSYS),        ROW(EPIPE),           ROW(EINVAL),
    ROW(EOVERFLOW),       ROW(EADV),          ROW(EINTR),           ROW(EUSERS),
    ROW(ENOTEMPTY),       ROW(ENOBUFS),       ROW(EPROTO),          ROW(EREMOTE),
    ROW(ENAVAIL),         ROW(ECHILD),        ROW(ELOOP),           ROW(EXDEV),
    ROW(E2BIG),           ROW(ESRCH),         ROW(EMSGSIZE),        ROW(EAFNOSUPPORT),
    ROW(EBADR),           ROW(EHOSTDOWN),     ROW(EPFNOSUPPORT),    ROW(ENOPROTOOPT),
    ROW(EBUSY),           ROW(EWOULDBLOCK),   ROW(EBADFD),          ROW(EDOTDOT),
    ROW(EISCONN),         ROW(ENOANO),        ROW(ESHUTDOWN),       ROW(ECHRNG),
    ROW(ELIBBAD),         ROW(ENONET),        ROW(EBADE),           ROW(EBADF),
    ROW(EMULTIHOP),       ROW(EIO),           ROW(EUNATCH),         ROW(EPROTOTYPE),
    ROW(ENOSPC),          ROW(ENOEXEC),       ROW(EALREADY),        ROW(ENETDOWN),
    ROW(ENOTNAM),         ROW(EACCES),        ROW(ELNRNG),          ROW(EILSEQ),
    ROW(ENOTDIR),         ROW(ENOTUNIQ),      ROW(EPERM),           ROW(EDOM),
    ROW(EXFULL),          ROW(ECONNREFUSED),  ROW(EISDIR),          ROW(EPROTONOSUPPORT),
    ROW(EROFS),           ROW(EADDRNOTAVAIL), ROW(EIDRM),           ROW(ECOMM),
    ROW(ESRMNT),          ROW(EREMOTEIO),     ROW(EL3RST),          ROW(EBADMSG),
    ROW(ENFILE),          ROW(ELIBMAX),       ROW(ESPIPE),          ROW(ENOLINK),
    ROW(ENETRESET),       ROW(ETIMEDOUT),     ROW(ENOENT),          ROW(EEXIST),
    ROW(EDQUOT),          ROW(ENOSTR),        ROW(EBADSLT),         ROW(EBADRQC),
    ROW(ELIBACC),         ROW(EFAULT),        ROW(EFBIG),           ROW(EDEADLK),
    ROW(ENOTCONN),        ROW(EDESTADDRREQ),  ROW(ELIBSCN),         ROW(ENOLCK),
    ROW(EISNAM),          ROW(ECONNABORTED),  ROW(ENETUNREACH),     ROW(ESTALE),
    ROW(ENOSR),           ROW(ENOMEM),        ROW(ENOTSOCK),        ROW(ESTRPIPE),
    ROW(EMLINK),          ROW(ERANGE),        ROW(ELIBEXEC),        ROW(EL3HLT),
    ROW(ECONNRESET),      ROW(EADDRINUSE),    ROW(EOPNOTSUPP),      ROW(EREMCHG),
    ROW(EAGAIN),          ROW(ENAMETOOLONG),  ROW(ENOTTY),          ROW(ERESTART),
    ROW(ESOCKTNOSUPPORT), ROW(ETIME),         ROW(EBFONT),          ROW(EDEADLOCK),
    ROW(ETOOMANYREFS),    ROW(EMFILE),        ROW(ETXTBSY),         ROW(EINPROGRESS),
    ROW(ENXIO),           ROW(ENOPKG),        ROW(ENOMEDIUM),       ROW(EMEDIUMTYPE),
    ROW(ECANCELED),       ROW(ENOKEY),        ROW(EKEYEXPIRED),     ROW(EKEYREVOKED),
    ROW(EKEYREJECTED),    ROW(EOWNERDEAD),    ROW(ENOTRECOVERABLE), ROW(ERFKILL),
    ROW(ENOTSUP),
};

static bool errno_init(Thread *t, Module *m) {
    Dict *codes = dict_new(t);
    if (!codes || !module_set(t, m, "errorcode", value_from_object(codes))) return false;
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
        Value number = value_from_int(errors[i].number);
        Value name = str_intern_cstring(t, errors[i].name);
        if (value_is_error(name) || !dict_set_str(t, m->dict, name, number) ||
            !dict_set(t, codes, number, name))
            return false;
    }
    return true;
}

const ModuleDef module_errno = {
    .name = "errno",
    .doc = "This module makes available standard errno system symbols.\n\n"
           "The value of each symbol is the corresponding integer value,\n"
           "e.g., on most systems, errno.ENOENT equals the integer 2.\n\n"
           "The dictionary errno.errorcode maps numeric codes to symbol names,\n"
           "e.g., errno.errorcode[2] could be the string 'ENOENT'.\n\n"
           "Symbols that are not relevant to the underlying system are not defined.\n\n"
           "To map error codes to error messages, use the function os.strerror(),\n"
           "e.g. os.strerror(2) could return 'No such file or directory'.",
    .init = errno_init,
};
