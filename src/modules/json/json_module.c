/*
 * json_module.c - the module _json: the accelerated halves of json.decoder,
 * json.scanner and json.encoder.
 */
#include "modules/json/json_internal.h"

static const NativeDef functions[] = {
    NATIVE("encode_basestring_ascii", "(string, /)", json_encode_basestring_ascii,
           "encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON representation of a Python string"),
    NATIVE("encode_basestring", "(string, /)", json_encode_basestring,
           "encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string"),
    NATIVE("scanstring", "(string, end, strict=True, /)", json_scanstring,
           "scanstring(string, end, strict=True) -> (string, end)\n\nScan the string s for a JSON string. End is the "
           "index of the\ncharacter in s after the quote that started the JSON string.\nUnescapes all valid JSON string "
           "escape sequences and raises ValueError\non attempt to decode an invalid string. If strict is False then "
           "literal\ncontrol characters are allowed in the string.\n\nReturns a tuple of the decoded string and the "
           "index of the character in s\nafter the end quote."),
    NATIVE_END,
};

static bool json_init(Thread *t, Module *m) {
    Type *scanner = native_type(t, &typedef_json_scanner, NULL), *encoder = native_type(t, &typedef_json_encoder, NULL);
    return scanner && encoder && json_scanner_init(t) && module_set(t, m, "make_scanner", value_from_object(scanner)) &&
           module_set(t, m, "make_encoder", value_from_object(encoder));
}

/* json.encoder has been loaded: indented texts are written here too. */
static bool complete_encoder(Thread *t, Dict *namespace) {
    enum { PARAMETERS = 20 };
    static const NativeDef def = NATIVE_RAW("_make_iterencode", "($self, *args, **kwargs)", json_make_iterencode, NULL);
    Value name = str_intern_cstring(t, def.name), original = dict_get_str(t, namespace, name);
    if (!value_is_kind(original, KIND_FUNCTION) ||
        ((Function *)value_as_object(original))->code->arg_count != PARAMETERS)
        return true;
    Value f = native_function_new(t, &def, original, VALUE_NONE, NULL, TYPE_NATIVE_FUNCTION);
    return dict_set_str(t, namespace, name, f);
}

const ModuleDef module_json = {
    .name = "_json",
    .doc = "json speedups\n",
    .functions = functions,
    .init = json_init,
    .completes = "json.encoder",
    .complete = complete_encoder,
};
