/*
 * profile.c - the option --profile: where the profile goes, and what is printed
 * of it when the program has ended.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "jit/jit.h"
#include "vm/profile_report.h"
#include "vm/profiler.h"

/* "tool" of "path/to/tool.py"; *length bytes. */
static const char *stem_of(const char *subject, size_t *length) {
    *length = strlen(subject);
    while (*length > 1 && subject[*length - 1] == '/')
        --*length;
    const char *start = subject;
    for (const char *p = subject; p < subject + *length - 1; p++)
        if (*p == '/')
            start = p + 1;
    *length -= (size_t)(start - subject);
    if (*length > 3 && !memcmp(start + *length - 3, ".py", 3))
        *length -= 3;
    return start;
}

/* The file can be written: tried without changing it, or leaving one behind. */
static bool writable(const char *path) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool made = fd >= 0;
    if (!made && errno == EEXIST)
        fd = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    close(fd);
    if (made)
        unlink(path);
    return true;
}

bool cli_profile_prepare(CliOptions *options, const char *subject, const char *title) {
    char *name = NULL;
    size_t length;
    const char *stem = stem_of(subject, &length);
    int r = options->profile_file ? asprintf(&name, "%s", options->profile_file)
                                  : asprintf(&name, "%.*s.profile.svg", (int)length, stem);
    if (r < 0)
        return false;
    if (!writable(name)) {
        fprintf(stderr, "tauraro: cannot write the profile to '%s': %s\n", name, strerror(errno));
        free(name);
        return false;
    }
    /* The program may change the folder. */
    options->profile_folder = getcwd(NULL, 0);
    options->profile_file = name;
    options->profile_title = title;
    return true;
}

bool cli_profile_start(Vm *vm) {
    if (profiler_start(vm)) {
        jit_install_sampling(vm);
        return true;
    }
    fprintf(stderr, "tauraro: cannot start the profiler: %s\n", strerror(errno));
    return false;
}

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n >= m && !strcmp(text + n - m, end);
}

/* Writes the file; false with errno. */
static bool write_file(const Profile *profile, const CliOptions *options) {
    const char *name = options->profile_file;
    char *path = NULL;
    if (*name != '/' && options->profile_folder && asprintf(&path, "%s/%s", options->profile_folder, name) < 0)
        return false;
    FILE *out = fopen(path ? path : name, "we");
    free(path);
    if (!out)
        return false;
    bool ok = true;
    if (ends_with(name, ".folded") || ends_with(name, ".txt"))
        profile_write_folded(profile, out);
    else if (ends_with(name, ".json"))
        profile_write_json(profile, out);
    else
        ok = profile_write_svg(profile, out);
    ok = !ferror(out) && ok;
    return fclose(out) == 0 && ok;
}

/* Nothing that goes wrong here changes what the program's end says. */
void cli_profile_finish(Vm *vm, const CliOptions *options) {
    if (!profiler_stop(vm->profiler))
        return;
    ProfileSummary summary = profiler_summary(vm->profiler);
    ProfileSources *sources = profile_sources_new();
    char *text = NULL;
    size_t length = 0;
    FILE *out = sources ? open_memstream(&text, &length) : NULL;
    if (!out) {
        fprintf(stderr, "tauraro: no memory for the profile\n");
        profile_sources_free(sources);
        return;
    }
    if (options->profile_code)
        profile_sources_give(sources, "<string>", options->profile_code);
    Profile profile = {profiler_tree(vm->profiler), sources, options->profile_title, options->profile_folder,
                       summary.seconds, summary.samples};
    bool written = write_file(&profile, options);
    int error = errno;
    fprintf(out, "\nprofile: %.3f s of processor time, %llu samples", summary.seconds,
            (unsigned long long)summary.samples);
    if (written)
        fprintf(out, ", written to %s\n", options->profile_file);
    else
        fprintf(out, "\nprofile: cannot write %s: %s\n", options->profile_file, strerror(error));
    if (summary.lost)
        fprintf(out, "profile: %.1f%% of the time is missing: there was no room for it\n",
                100.0 * (double)summary.lost / (double)(summary.lost + summary.weight));
    if (summary.disturbed)
        fprintf(out, "profile: incomplete: the program handles the profiler's signal itself\n");
    bool ok = !summary.weight || profile_write_table(&profile, out);
    fclose(out);
    if (ok && text)
        fwrite(text, 1, length, stderr);
    free(text);
    profile_sources_free(sources);
}
