/* self_stores.c - how many attributes a function gives its first parameter. */
#include "bytecode/self_stores.h"

#include "bytecode/opcode.h"

uint32_t code_self_stores(const Code *code) {
    if (code->file) return code->self_stores;
    const uint32_t *words = (const uint32_t *)code->instructions->bytes;
    uint64_t seen[4] = {0};
    uint32_t count = 0;
    for (uint32_t i = 0; i < code->instruction_count; i++) {
        Opcode op = instruction_opcode(words[i]);
        if (opcode_info[op].family == OPC_SET_ATTR && instruction_a(words[i]) == 0) {
            uint32_t name = words[i + 1] & 0xff;
            if (!(seen[name >> 6] >> (name & 63) & 1)) {
                seen[name >> 6] |= (uint64_t)1 << (name & 63);
                count++;
            }
        }
        if (opcode_has_extension(op)) i++;
    }
    return count;
}
