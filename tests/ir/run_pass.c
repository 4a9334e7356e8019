/*
 * Test driver: reads a graph (ir/text.h), runs passes on it and prints it.
 *
 *     run_pass PASSES FILE
 *     run_pass list           names the passes, in their order
 *
 * PASSES: names of ir/pipeline.h's table, separated by commas; "optimize": all of
 * them; "verify": none, and what the verifier has to say is the output.  FILE is
 * read up to a line of three dashes; its graph is checked and analysed, checked
 * again after each pass.  Exit status 1, with a message, for a graph that is
 * wrong.  Driven by tests/run.py, which knows what follows the dashes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ir/pipeline.h"
#include "ir/text.h"
#include "ir/verify.h"

/* A malloc'ed text; NULL after saying why. */
static char *read_input(const char *path) {
    FILE *file = fopen(path, "r");
    char *text = NULL, *line = NULL;
    size_t size, capacity = 0;
    FILE *out = file ? open_memstream(&text, &size) : NULL;
    if (!out) {
        perror(path);
        return NULL;
    }
    while (getline(&line, &capacity, file) > 0 && strcmp(line, "---\n"))
        fputs(line, out);
    free(line);
    fclose(file);
    fclose(out);
    return text;
}

/* Runs the pass; false: no such pass. */
static bool run(Ir *ir, const char *name) {
    if (!strcmp(name, "optimize")) {
        ir_optimize(ir, NULL);
        return true;
    }
    for (uint32_t i = 0; i < ir_pass_count; i++)
        if (!strcmp(ir_passes[i].name, name)) {
            ir_passes[i].run(ir);
            return true;
        }
    return false;
}

static int check(Ir *ir, const char *when) {
    char message[200];
    if (ir_check(ir, message, sizeof message))
        return 0;
    printf("%s: %s\n", when, message);
    ir_print(ir, stdout);
    return 1;
}

static int run_passes(Ir *ir, char *passes) {
    char message[200];
    if (!strcmp(passes, "verify")) {
        puts(ir_check(ir, message, sizeof message) ? "good" : message);
        return 0;
    }
    if (setjmp(ir->give_up)) {
        puts("given up: out of memory");
        return 1;
    }
    if (check(ir, "read"))
        return 1;
    ir_analyze(ir);
    for (char *save, *name = strtok_r(passes, ",", &save); name; name = strtok_r(NULL, ",", &save)) {
        if (!run(ir, name)) {
            printf("no pass: %s\n", name);
            return 1;
        }
        if (check(ir, name))
            return 1;
    }
    ir_print(ir, stdout);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 2 && !strcmp(argv[1], "list")) {
        for (uint32_t i = 0; i < ir_pass_count; i++)
            puts(ir_passes[i].name);
        return 0;
    }
    if (argc != 3) {
        fputs("usage: run_pass PASSES FILE | list\n", stderr);
        return 2;
    }
    VmOptions options = {.argc = argc, .argv = argv};
    Vm *vm = vm_new(&options);
    char *text = read_input(argv[2]), message[200];
    if (!vm || !text)
        return 2;
    Arena arena;
    arena_init(&arena);
    Ir *ir = ir_read(vm->main_thread, &arena, text, message, sizeof message);
    int status = 1;
    if (ir)
        status = run_passes(ir, argv[1]);
    else
        puts(message);
    arena_free_all(&arena);
    free(text);
    vm_free(vm);
    return status;
}
