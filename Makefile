# Tauraro's build.  `make` builds the release binary; see the targets below.
#
#   make [BUILD=release|debug|asan] [CC=clang]
#   make run PROGRAM=examples/nbody.py [ARGS="..."]
#   make test | check | unit | format | clean
#   make bench [ARGS="numeric --against pypy3"]     tauraro bench --help
#   make bench-count [ARGS="..."]                   bench/count.py --help
#   make bench-c [ARGS="..."]                       bench/c_reference.py --help
#   make fuzz [SECONDS=600] [MODES=...]             random programs; tests/fuzz/run.py --help
#   make install [PREFIX=/usr/local] [DESTDIR=]
#
# Everything built goes to build/<BUILD>/ (or OUT=, to keep two compilers'
# results apart).  A change of compiler or flags rebuilds by itself.

BUILD  ?= release
OUT    ?= build/$(BUILD)
PREFIX ?= /usr/local
PYTHON := /usr/bin/python3.11
ifeq ($(origin CC),default)
CC := gcc
endif

# All cores unless told otherwise (make -jN, or JOBS=N).
ifeq ($(MAKELEVEL),0)
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(JOBS)
endif
endif
MAKEFLAGS += --no-builtin-rules --no-print-directory
.SUFFIXES:
.DELETE_ON_ERROR:

# ---- flags ---------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wno-unused-parameter -Wshadow -Wmissing-prototypes -Werror
CPPFLAGS := -D_GNU_SOURCE -Isrc -Iinclude
COMMON   := -std=gnu17 $(WARNINGS) -g -fvisibility=hidden \
            -fno-semantic-interposition -fno-strict-aliasing \
            -ffunction-sections -fdata-sections
LDFLAGS  := -Wl,--gc-sections -Wl,-z,now -Wl,-O1 -Wl,--as-needed
# Static archives: no library to find, map and relocate at start-up.
LDLIBS   := -l:libgmp.a -l:libpcre2-8.a -l:libpcre2-16.a -l:libpcre2-32.a \
            -l:libunistring.a -lm -ldl -lpthread

ifeq ($(BUILD),release)
# Position-dependent: type and dispatch tables need no relocation at start-up.
MODE := -O2 -DNDEBUG -fno-pie
LDFLAGS += -no-pie
else ifeq ($(BUILD),debug)
MODE := -Og -DTAU_DEBUG=1
else ifeq ($(BUILD),asan)
MODE := -O1 -fno-omit-frame-pointer -DTAU_DEBUG=1 \
        -fsanitize=address,undefined -fno-sanitize-recover=undefined
LDFLAGS += -fsanitize=address,undefined
else
$(error BUILD must be release, debug or asan, not "$(BUILD)")
endif

IS_CLANG := $(findstring clang,$(shell $(CC) --version 2>/dev/null))

# Flags for one file: FLAGS_<path>.  The dispatch loop wants one indirect jump
# for each instruction, which gcc's global CSE and cross-jumping would merge.
ifeq ($(BUILD)$(IS_CLANG),release)
INTERPRETER_FLAGS := -fno-gcse -fno-crossjumping
# The value range propagation of gcc 12.2 loses conditions: of two rounds of a loop over
# `m[k] & x[k] ? m[k] & x[k] : x[k]` it made x[k] (right with -O1, and with clang).  Going
# without costs nothing: 60.0 million instructions instead of 60.1.
MODE += -fno-tree-vrp
endif
file_flags = $(if $(filter src/vm/interp%.c,$1),$(INTERPRETER_FLAGS)) $(FLAGS_$1)

# CFLAGS and EXTRA_CFLAGS from outside are added last.
COMPILE = $(CC) $(COMMON) $(MODE) $(CPPFLAGS) $(call file_flags,$<) $(CFLAGS) -MMD -MP

# What decides what bytecode means: cached bytecode is good for the build with the
# same sources here.
CODE_ID_SOURCES := $(sort $(wildcard $(addprefix src/,$(foreach d,base runtime front bytecode,$d/*.[ch] $d/*.def))))
FLAGS_src/bytecode/serialize.c = \
	-DTAU_CODE_ID=0x$(shell cat $(CODE_ID_SOURCES) | sha256sum | cut -c1-16)

# ---- files ---------------------------------------------------------------

SOURCES := $(sort $(shell find src -name '*.c' 2>/dev/null))
OBJECTS := $(SOURCES:src/%.c=$(OUT)/obj/%.o)
MAIN    := $(OUT)/obj/cli/main.o
LIBRARY := $(OUT)/libtauraro.a
BINARY  := $(OUT)/tauraro

UNIT_SOURCES := $(sort $(wildcard tests/unit/test_*.c))
UNIT_TESTS   := $(UNIT_SOURCES:tests/unit/%.c=$(OUT)/unit/%)
# Programs that tests drive.
DRIVERS      := $(OUT)/front/dump_ast $(OUT)/ir/run_pass $(OUT)/ir/fuzz_build

SETUP := build/.setup-done

.PHONY: all library unit run test check fuzz bench bench-count bench-c install clean format \
        setup setup-all compile_commands FORCE
all: $(BINARY)
library: $(LIBRARY)
unit: $(UNIT_TESTS) $(DRIVERS)

# ---- set-up ----------------------------------------------------------------

$(SETUP): tools/packages.txt tools/setup.sh
	@tools/setup.sh
setup: $(SETUP)
setup-all:
	@tools/setup.sh --all

# ---- compiling -------------------------------------------------------------

# Rewritten only when the command line changes, so that objects depend on it.
FLAGS_FILE := $(OUT)/.flags
FLAGS_NOW  := $(CC) $(COMMON) $(MODE) $(CPPFLAGS) $(INTERPRETER_FLAGS) $(CFLAGS)
$(FLAGS_FILE): FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(FLAGS_NOW)' | cmp -s - $@ || printf '%s\n' '$(FLAGS_NOW)' > $@
FORCE:

$(OUT)/obj/%.o: src/%.c $(FLAGS_FILE) | $(SETUP)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	@$(COMPILE) -c -o $@ $<

$(OUT)/obj/bytecode/serialize.o: $(CODE_ID_SOURCES)

# The list of objects is part of what the binary and the library depend on:
# a deleted source must leave them.
LIST_FILE := $(OUT)/.objects
$(LIST_FILE): FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(OBJECTS)' | cmp -s - $@ || printf '%s\n' '$(OBJECTS)' > $@

$(BINARY): $(OBJECTS) $(LIST_FILE)
	@echo "  LINK  $@"
	@$(CC) $(MODE) $(LDFLAGS) -o $@ $(OBJECTS) $(LDLIBS)

$(LIBRARY): $(OBJECTS) $(LIST_FILE)
	@echo "  AR    $@"
	@rm -f $@
	@$(AR) rcsD $@ $(filter-out $(MAIN),$(OBJECTS))

$(OUT)/unit/%: tests/unit/%.c $(LIBRARY) $(FLAGS_FILE)
	@mkdir -p $(@D)
	@echo "  UNIT  $<"
	@$(COMPILE) -MT $@ -MF $@.d -Itests/unit $(LDFLAGS) -o $@ $< $(LIBRARY) $(LDLIBS)

$(OUT)/front/%: tests/front/%.c $(LIBRARY) $(FLAGS_FILE)
	@mkdir -p $(@D)
	@echo "  UNIT  $<"
	@$(COMPILE) -MT $@ -MF $@.d $(LDFLAGS) -o $@ $< $(LIBRARY) $(LDLIBS)

$(OUT)/ir/%: tests/ir/%.c $(LIBRARY) $(FLAGS_FILE)
	@mkdir -p $(@D)
	@echo "  UNIT  $<"
	@$(COMPILE) -MT $@ -MF $@.d $(LDFLAGS) -o $@ $< $(LIBRARY) $(LDLIBS)

-include $(OBJECTS:.o=.d) $(addsuffix .d,$(UNIT_TESTS) $(DRIVERS))

# ---- running ---------------------------------------------------------------

run: $(BINARY)
	@test -n "$(PROGRAM)" || { echo 'usage: make run PROGRAM=examples/nbody.py [ARGS="..."]' >&2; exit 2; }
	@$(BINARY) run $(PROGRAM) $(ARGS)

# The everyday tests: the corpus under the release and debug builds and the unit
# tests.  `make check` adds collector stress, the sanitizers, a second compiler
# and lint.
test: | $(SETUP)
	@$(MAKE) BUILD=release all
	@$(MAKE) BUILD=debug all unit
	@$(PYTHON) tests/run.py --mode release,debug,unit

check: setup-all
	@$(PYTHON) tools/check_includes.py
	@$(PYTHON) tools/lint.py
	@$(MAKE) CC=clang OUT=build/clang all
	@$(MAKE) BUILD=release all
	@$(MAKE) BUILD=debug all unit
	@$(MAKE) BUILD=asan all unit
	@$(PYTHON) tests/run.py --mode all
	@$(PYTHON) tests/fuzz/graphs.py --seeds 1-300
	@$(PYTHON) tests/fuzz/run.py --seeds 1-150 --modes release,always,deoptstress
	@$(MAKE) BUILD=release bench ARGS='--quick --against ""'
	@$(MAKE) BUILD=release bench-count ARGS=fib_iterative
	@$(MAKE) BUILD=release bench-c ARGS='--repeat 1 --inner 2'

# Random programs from an arbitrary seed on, in all modes that find mistakes of the compiler.
SECONDS ?= 600
SEED    ?= $(shell date +%s)
MODES   ?= release,nojit,always,warm,deoptstress,randomra
fuzz:
	@$(MAKE) BUILD=release all
	@$(MAKE) BUILD=debug all
	@$(PYTHON) tests/fuzz/run.py --seeds $(SEED) --seconds $(SECONDS) --modes $(MODES)

bench: $(BINARY)
	@$(BINARY) bench $(ARGS)
bench-count: $(BINARY)
	@$(BINARY) bench/count.py $(ARGS)
bench-c: $(BINARY)
	@$(BINARY) bench/c_reference.py $(ARGS)

# ---- the rest ----------------------------------------------------------------

FORMATTED := $(shell find src include tests/unit -name '*.[ch]' 2>/dev/null)
format:
	@clang-format -i $(FORMATTED)

BENCH_FILES = $(shell find bench -name '*.py' -o -name '*.c')
install: $(BINARY)
	install -D -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/tauraro
	@for file in $(BENCH_FILES); do \
	    install -D -m 644 $$file $(DESTDIR)$(PREFIX)/share/tauraro/$$file || exit 1; \
	done

compile_commands compile_commands.json:
	@bear -- $(MAKE) OUT=build/bear all

clean:
	rm -rf build compile_commands.json
