/*
 * gdb_jit.c - the JIT compilation interface of gdb ("JIT Interface" in its manual):
 * a list of object files in memory, and an empty function that a debugger puts a
 * breakpoint into, called after each change of the list.
 *
 * The object file made here is the least that does: an ELF header, sections
 * without content for the code, a symbol for it, and call frame information.
 *
 * List and function are found by name, so there is one of each in a process: the
 * only mutable file-level state of the program, by the interface's definition.
 * Virtual machines with locks of their own share it under a mutex.
 */
#include "jit/gdb_jit.h"

#include <elf.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- the interface: names and layouts are gdb's ------------------------------------ */

struct jit_code_entry {
    struct jit_code_entry *next_entry;
    struct jit_code_entry *prev_entry;
    const char *symfile_addr;
    uint64_t symfile_size;
};

struct jit_descriptor {
    uint32_t version;
    uint32_t action_flag; /* one of JIT_... below */
    struct jit_code_entry *relevant_entry;
    struct jit_code_entry *first_entry;
};

enum { JIT_NOACTION, JIT_REGISTER_FN, JIT_UNREGISTER_FN };

extern struct jit_descriptor __jit_debug_descriptor;
struct jit_descriptor __jit_debug_descriptor = {.version = 1};
void __jit_debug_register_code(void);
__attribute__((noinline)) void __jit_debug_register_code(void) {
    __asm__ volatile("" ::: "memory"); /* is not optimised away */
}

static pthread_mutex_t list_lock = PTHREAD_MUTEX_INITIALIZER;

/* ---- the object file ------------------------------------------------------------------ */

enum Section { SECTION_NONE, SECTION_TEXT, SECTION_SYMBOLS, SECTION_STRINGS, SECTION_FRAMES, SECTION_COUNT };
enum { SYMBOL_COUNT = 2 }; /* the first one is empty by definition */

/* Names of sections, at the beginning of the table of strings. */
static const char section_names[] = "\0.text\0.symtab\0.strtab\0.debug_frame";
enum { NAME_TEXT = 1, NAME_SYMBOLS = 7, NAME_STRINGS = 15, NAME_FRAMES = 23, NAME_OF_SYMBOL = sizeof section_names };

/* DWARF 4, section 6.4. */
enum {
    DW_CFA_def_cfa = 0x0c, DW_CFA_def_cfa_offset = 0x0e, DW_CFA_def_cfa_register = 0x0d,
    DW_CFA_offset = 0x80, DW_CFA_advance_loc = 0x40, DW_CFA_nop = 0,
    DWARF_RBP = 6, DWARF_RSP = 7, DWARF_RETURN_ADDRESS = 16,
};

/* How to find the caller's registers, for code that begins with push rbp (1 byte);
 * mov rbp, rsp (3 bytes).  The frame address is rsp before the call. */
typedef struct __attribute__((packed)) Frames {
    uint32_t common_length, common_id;
    uint8_t version, augmentation, code_factor, data_factor, return_column;
    uint8_t at_entry[5];
    uint8_t common_padding[2];
    uint32_t length, common_offset;
    const void *code;
    uint64_t size;
    uint8_t after_push[5], after_mov[3];
} Frames;

static const Frames frames_with_rbp = {
    .common_length = offsetof(Frames, length) - offsetof(Frames, common_id),
    .common_id = UINT32_MAX,
    .version = 1,
    .code_factor = 1,
    .data_factor = 0x78, /* -8 as a signed LEB128 */
    .return_column = DWARF_RETURN_ADDRESS,
    .at_entry = {DW_CFA_def_cfa, DWARF_RSP, 8, DW_CFA_offset + DWARF_RETURN_ADDRESS, 1},
    .length = sizeof(Frames) - offsetof(Frames, common_offset),
    .after_push = {DW_CFA_advance_loc + 1, DW_CFA_def_cfa_offset, 16, DW_CFA_offset + DWARF_RBP, 2},
    .after_mov = {DW_CFA_advance_loc + 3, DW_CFA_def_cfa_register, DWARF_RBP},
};
_Static_assert((sizeof(Frames) - offsetof(Frames, common_offset)) % 8 == 4, "with its length, whole words");

typedef struct ObjectFile {
    Elf64_Ehdr header;
    Elf64_Shdr sections[SECTION_COUNT];
    Elf64_Sym symbols[SYMBOL_COUNT];
    Frames frames;
    char strings[]; /* section_names, then the function's */
} ObjectFile;

struct GdbJitEntry {
    struct jit_code_entry link;
    ObjectFile object;
};

static void write_object(ObjectFile *o, const void *code, size_t size, const char *name, bool has_frame_pointer) {
    size_t name_size = strlen(name) + 1;
    o->header = (Elf64_Ehdr){
        .e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT, ELFOSABI_NONE},
        .e_type = ET_REL,
        .e_machine = EM_X86_64,
        .e_version = EV_CURRENT,
        .e_shoff = offsetof(ObjectFile, sections),
        .e_ehsize = sizeof(Elf64_Ehdr),
        .e_shentsize = sizeof(Elf64_Shdr),
        .e_shnum = has_frame_pointer ? SECTION_COUNT : SECTION_FRAMES,
        .e_shstrndx = SECTION_STRINGS,
    };
    o->sections[SECTION_TEXT] = (Elf64_Shdr){
        .sh_name = NAME_TEXT,
        .sh_type = SHT_NOBITS, /* gdb reads the code where it is */
        .sh_flags = SHF_ALLOC | SHF_EXECINSTR,
        .sh_addr = (Elf64_Addr)(uintptr_t)code,
        .sh_size = size,
        .sh_addralign = 1,
    };
    o->sections[SECTION_SYMBOLS] = (Elf64_Shdr){
        .sh_name = NAME_SYMBOLS,
        .sh_type = SHT_SYMTAB,
        .sh_offset = offsetof(ObjectFile, symbols),
        .sh_size = sizeof o->symbols,
        .sh_link = SECTION_STRINGS,
        .sh_info = 1, /* the first that is not local */
        .sh_addralign = 8,
        .sh_entsize = sizeof(Elf64_Sym),
    };
    o->sections[SECTION_STRINGS] = (Elf64_Shdr){
        .sh_name = NAME_STRINGS,
        .sh_type = SHT_STRTAB,
        .sh_offset = offsetof(ObjectFile, strings),
        .sh_size = NAME_OF_SYMBOL + name_size,
        .sh_addralign = 1,
    };
    o->sections[SECTION_FRAMES] = (Elf64_Shdr){
        .sh_name = NAME_FRAMES,
        .sh_type = SHT_PROGBITS,
        .sh_offset = offsetof(ObjectFile, frames),
        .sh_size = sizeof o->frames,
        .sh_addralign = 8,
    };
    o->symbols[1] = (Elf64_Sym){
        .st_name = NAME_OF_SYMBOL,
        .st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC),
        .st_shndx = SECTION_TEXT,
        .st_value = 0, /* in relocatable files, from the section's beginning */
        .st_size = size,
    };
    o->frames = frames_with_rbp;
    o->frames.code = code;
    o->frames.size = size;
    memcpy(o->strings, section_names, sizeof section_names);
    memcpy(o->strings + NAME_OF_SYMBOL, name, name_size);
}

/* ---- the list -------------------------------------------------------------------------- */

static void tell_debugger(uint32_t action, struct jit_code_entry *entry) {
    __jit_debug_descriptor.action_flag = action;
    __jit_debug_descriptor.relevant_entry = entry;
    __jit_debug_register_code();
    __jit_debug_descriptor.action_flag = JIT_NOACTION;
    __jit_debug_descriptor.relevant_entry = NULL;
}

GdbJitEntry *gdb_jit_register(const void *code, size_t size, const char *name, bool has_frame_pointer) {
    size_t object_size = offsetof(ObjectFile, strings) + NAME_OF_SYMBOL + strlen(name) + 1;
    GdbJitEntry *entry = calloc(1, offsetof(GdbJitEntry, object) + object_size);
    if (!entry) return NULL;
    write_object(&entry->object, code, size, name, has_frame_pointer);
    entry->link.symfile_addr = (const char *)&entry->object;
    entry->link.symfile_size = object_size;
    pthread_mutex_lock(&list_lock);
    entry->link.next_entry = __jit_debug_descriptor.first_entry;
    if (entry->link.next_entry) entry->link.next_entry->prev_entry = &entry->link;
    __jit_debug_descriptor.first_entry = &entry->link;
    tell_debugger(JIT_REGISTER_FN, &entry->link);
    pthread_mutex_unlock(&list_lock);
    return entry;
}

void gdb_jit_unregister(GdbJitEntry *entry) {
    if (!entry) return;
    pthread_mutex_lock(&list_lock);
    if (entry->link.prev_entry)
        entry->link.prev_entry->next_entry = entry->link.next_entry;
    else
        __jit_debug_descriptor.first_entry = entry->link.next_entry;
    if (entry->link.next_entry) entry->link.next_entry->prev_entry = entry->link.prev_entry;
    tell_debugger(JIT_UNREGISTER_FN, &entry->link);
    pthread_mutex_unlock(&list_lock);
    free(entry);
}
