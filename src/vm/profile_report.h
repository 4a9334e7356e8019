/*
 * profile_report.h - a profile for people and for other tools.
 */
#ifndef TAU_VM_PROFILE_REPORT_H
#define TAU_VM_PROFILE_REPORT_H

#include <stdio.h>

#include "vm/profile_tree.h"

/* Source files, read when a line of them is first asked for. */
typedef struct ProfileSources ProfileSources;
ProfileSources *profile_sources_new(void); /* NULL: no memory */
void profile_sources_free(ProfileSources *sources);
/* Text that has no file ("<string>": the argument of -c); not copied. */
void profile_sources_give(ProfileSources *sources, const char *file, const char *text);
/* A line without the blanks around it: *length bytes, not terminated; NULL if
 * it is not known.  Lines count from 1. */
const char *profile_source_line(ProfileSources *sources, const char *file, int32_t line,
                                size_t *length);

typedef struct Profile {
    const ProfileTree *tree; /* summed */
    ProfileSources *sources;
    const char *title;       /* of the program */
    const char *folder;      /* files below it are shown without it; or NULL */
    double seconds;          /* what the tree's whole weight stands for */
    uint64_t samples;
} Profile;

/* A file as people want to see it: relative to the folder. */
const char *profile_shown_file(const Profile *profile, const char *file);

/* Functions and lines by time, as a table. */
bool profile_write_table(const Profile *profile, FILE *out) __attribute__((warn_unused_result));
/* "outer (file:line);inner (file:line) weight" for each different stack. */
void profile_write_folded(const Profile *profile, FILE *out);
/* The JSON of speedscope.app, which other viewers read too. */
void profile_write_json(const Profile *profile, FILE *out);
/* flame_graph.c: a picture, self-contained SVG. */
bool profile_write_svg(const Profile *profile, FILE *out) __attribute__((warn_unused_result));

#endif
