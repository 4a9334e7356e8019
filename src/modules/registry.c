/* registry.c - the table of native modules, from modules.def. */
#include "modules/startup.h"

#define MODULE(name, suffix) extern const ModuleDef module_##suffix;
#include "modules/modules.def"

static const ModuleDef *const table[] = {
#define MODULE(name, suffix) &module_##suffix,
#include "modules/modules.def"
};

void modules_register(Vm *vm) {
    vm->native_modules = table;
    vm->native_module_count = sizeof table / sizeof *table;
}
