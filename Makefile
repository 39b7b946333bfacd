# phx: the only build file.
#
#   make site      installs what is missing, builds phx, builds the site
#   make test      the same, then every test
#   make help      the other targets
#
# Out of the tree: make BUILD=/elsewhere/build. Other compilers: make CC=clang.
# Sanitizers: make SANITIZE=address or SANITIZE=thread (build folders apart).

BUILD ?= build$(if $(SANITIZE),-$(SANITIZE))$(if $(filter clang%,$(CC)),-clang)
PREFIX ?= /usr/local
DESTDIR ?=
CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
AR ?= ar
B := $(BUILD)

# V=1 shows the commands.
Q := $(if $(V),,@)
say = $(if $(V),,@echo '  $(1)')

# The rooms, in the order in which they may include each other (a room sees
# those before it). generator/make/check-arrows.sh reads the finer arrows.
ROOMS := base value expr repo script bench markdown content template asset \
         feed \
         scaffold \
         import \
         build \
         check \
         serve \
         publish \
         cli

VERSION := $(shell cat generator/VERSION)
# OWNER/NAME of this repository on GitHub, for the workflow that `phx new site`
# writes: where origin is, unless given.
REPOSITORY ?= $(or $(shell git config remote.origin.url 2>/dev/null | \
  sed -n 's,.*github\.com[:/]\([^/]*/[^/]*\)$$,\1,p' | sed 's,\.git$$,,'),OWNER/phx)

# ---- Flags -------------------------------------------------------------------

CC_IS_CLANG := $(findstring clang,$(shell $(CC) --version 2>/dev/null))

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
  -Wwrite-strings -Wpointer-arith -Wcast-qual -Wcast-align -Wundef -Wvla \
  -Wformat=2 -Wdouble-promotion -Wimplicit-fallthrough -Wnull-dereference \
  -Werror
WARNINGS += $(if $(CC_IS_CLANG),-Wmissing-variable-declarations -Wcomma \
  -Wconditional-uninitialized -Wassign-enum -Wunreachable-code,-Wlogical-op \
  -Wduplicated-cond -Wduplicated-branches -Wformat-signedness -Walloc-zero \
  -Wjump-misses-init)

OPT := $(if $(SANITIZE),-O1 -g,-O2 -g -fstack-protector-strong \
  -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
SAN_address := -fsanitize=address,undefined -fno-sanitize-recover=all \
  -fno-omit-frame-pointer
SAN_thread := -fsanitize=thread -fno-omit-frame-pointer
SAN_fuzzer := -fsanitize=fuzzer-no-link,address,undefined \
  -fno-sanitize-recover=all
SAN := $(SAN_$(SANITIZE))

PKGS := yaml-0.1 libutf8proc libxxhash
# Opened with dlopen; only their headers are needed to build.
PKGS_HEADERS := libgit2 libsass libxml-2.0 libmicrohttpd libuv zlib libcurl
pkg_cflags = $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(1) 2>/dev/null))

CPPFLAGS += -D_GNU_SOURCE -DPHX_VERSION='"$(VERSION)"' -Igenerator \
  $(call pkg_cflags,$(PKGS)) $(CPPFLAGS_$*)
CFLAGS_ALL := -std=c11 -fno-common -fvisibility=hidden -pthread $(OPT) $(SAN) \
  $(WARNINGS) $(CFLAGS)

# A static cmark-gfm, with the one function replaced that makes its parser
# unsafe on several threads (generator/markdown/cmark_wrap.c).
LIBDIR := $(shell pkg-config --variable=libdir libxxhash 2>/dev/null)
CMARK_A := $(firstword $(wildcard $(LIBDIR)/libcmark-gfm-extensions.a)) \
           $(firstword $(wildcard $(LIBDIR)/libcmark-gfm.a))
LDFLAGS_ALL := -pthread $(SAN) $(LDFLAGS) \
  -Wl,--wrap=cmark_inlines_remove_special_character \
  -Wl,--build-id=sha1 $(if $(SANITIZE),,-Wl,-z,relro,-z,now)
LMDB_A := $(or $(firstword $(wildcard $(LIBDIR)/liblmdb.a)),-llmdb)
LIBS := $(CMARK_A) $(LMDB_A) $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcsv -lm -ldl

# ---- phx ---------------------------------------------------------------------

room_sources = $(wildcard generator/$(1)/*.c)
room_objects = $(patsubst %.c,$(B)/obj/%.o,$(call room_sources,$(1)))
ARCHIVES := $(foreach r,$(ROOMS),$(B)/lib/$(r).a)
reverse = $(if $(1),$(call reverse,$(wordlist 2,$(words $(1)),$(1))) $(firstword $(1)))
# The archives of room $(1) and of the rooms it may stand on, last first.
before = $(call reverse,$(call upto,$(1),$(ROOMS)))
upto = $(if $(filter $(1),$(firstword $(2))),$(1),$(firstword $(2)) \
  $(call upto,$(1),$(wordlist 2,$(words $(2)),$(2))))
archives_upto = $(foreach r,$(call before,$(1)),$(B)/lib/$(r).a)

.PHONY: all phx site test check deps deps-test install clean help
.DEFAULT_GOAL := phx
phx: $(B)/phx

$(B)/phx: $(B)/obj/generator/cli/main.o $(ARCHIVES) $(B)/embed.o
	$(call say,LINK  $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $< $(call archives_upto,cli) $(B)/embed.o $(LIBS)

$(B)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC    $<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

define room_rule
$(B)/lib/$(1).a: $(call room_objects,$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	$$(Q)$$(AR) rcs $$@ $$^
$(B)/obj/generator/$(1)/%.o: CPPFLAGS += $$(CPPFLAGS_$(1))
endef
CPPFLAGS_repo := $(call pkg_cflags,libgit2)
CPPFLAGS_script := $(call pkg_cflags,javascriptcoregtk-4.1 libpcre2-8)
CPPFLAGS_asset := $(call pkg_cflags,libsass)
CPPFLAGS_scaffold := -DPHX_REPOSITORY='"$(REPOSITORY)"'
CPPFLAGS_check := $(call pkg_cflags,libxml-2.0 libcurl)
CPPFLAGS_feed := $(call pkg_cflags,libxml-2.0)
CPPFLAGS_serve := $(call pkg_cflags,libmicrohttpd libuv zlib)
$(foreach r,$(ROOMS),$(eval $(call room_rule,$(r))))

# What the binary carries. The list is remade at each run and touched only when
# it changed, so that a new theme file is noticed.
$(B)/embed.S: FORCE $(B)/grammars.bin
	@mkdir -p $(@D)
	@sh generator/make/embed.sh $@ $(B)/embed.d
$(B)/embed.o: $(B)/embed.S
	$(CC) -c -o $@ $<
-include $(B)/embed.d

# Prism's grammars as a table. Empty without Node or Prism: phx then runs Prism
# itself, in JavaScriptCore.
$(B)/grammars.bin: generator/make/grammars.js generator/make/pattern.js \
  $(wildcard generator/script/prism_*.js) generator/script/languages.c \
  $(wildcard node_modules/.package-lock.json)
	@mkdir -p $(@D)
	$(call say,NODE  $@)
	$(Q)if command -v node >/dev/null && [ -d node_modules/prismjs ] && \
	    [ -d node_modules/@eslint-community ]; then \
	  node generator/make/grammars.js $@; else : >$@; fi
.PHONY: FORCE
FORCE:

-include $(shell [ -d $(B)/obj ] && find $(B)/obj -name '*.d')

# ---- Tests -------------------------------------------------------------------
# tests/unit/ROOM/test_*.c is linked with ROOM and the rooms it stands on, so a
# test that needs more than its room may see does not link.

UNIT_SOURCES := $(wildcard tests/unit/*/test_*.c)
UNIT_PROGRAMS := $(patsubst tests/unit/%.c,$(B)/unit/%,$(UNIT_SOURCES))

define unit_rule
$(B)/unit/$(1)/%: $(B)/obj/tests/unit/$(1)/%.o $(call archives_upto,$(1)) $(B)/embed.o
	@mkdir -p $$(@D)
	$$(call say,LINK  $$@)
	$$(Q)$$(CC) $$(LDFLAGS_ALL) -o $$@ $$< $(call archives_upto,$(1)) $(B)/embed.o $$(LIBS) $$(LIBS_TEST_$(1)) -lcmocka
$(B)/obj/tests/unit/$(1)/%.o: CPPFLAGS += $$(CPPFLAGS_$(1))
endef
# What a room opens with dlopen, its tests may link: they parse its output.
LIBS_TEST_feed := $(shell pkg-config --libs libxml-2.0 2>/dev/null)
$(foreach r,$(ROOMS),$(eval $(call unit_rule,$(r))))

.PRECIOUS: $(B)/obj/%.o
.PHONY: unit unit-% conformance
unit: $(UNIT_PROGRAMS)
unit-%: $(UNIT_PROGRAMS)
	@$(foreach p,$(filter $(B)/unit/$*/%,$(UNIT_PROGRAMS)),$(p) &&) true

# make room-ROOM: that room and its tests alone, then runs them.
.PHONY: $(addprefix room-,$(ROOMS))
define room_target
room-$(1): $(B)/lib/$(1).a $(filter $(B)/unit/$(1)/%,$(UNIT_PROGRAMS))
	@for p in $(filter $(B)/unit/$(1)/%,$(UNIT_PROGRAMS)); do $$$$p || exit 1; done
endef
$(foreach r,$(ROOMS),$(eval $(call room_target,$(r))))

# tests/conformance/run KIND FILE calls this; kind_KIND.c holds one kind.
CONFORMANCE_SOURCES := $(wildcard tests/conformance/*.c)
$(B)/conformance: $(patsubst %.c,$(B)/obj/%.o,$(CONFORMANCE_SOURCES)) $(ARCHIVES) $(B)/embed.o
	$(call say,LINK  $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $(filter %.o,$^) $(call archives_upto,build) $(LIBS)
conformance: $(B)/conformance

# Fuzz targets: tests/fuzz/fuzz_NAME.c. In the tests their corpora are replayed
# by a driver of our own; `make fuzz-NAME` fuzzes with clang's libFuzzer.
FUZZ_NAMES := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
REPLAYS := $(addprefix $(B)/replay_,$(FUZZ_NAMES))
$(REPLAYS): $(B)/replay_%: $(B)/obj/tests/fuzz/fuzz_%.o $(B)/obj/tests/fuzz/replay.o $(ARCHIVES) $(B)/embed.o
	$(call say,LINK  $@)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $(filter %.o,$(filter-out %/embed.o,$^)) $(call archives_upto,publish) $(B)/embed.o $(LIBS)
.PHONY: replays
replays: $(REPLAYS)

FUZZ_SECONDS ?= 60
.PHONY: $(addprefix fuzz-,$(FUZZ_NAMES))
$(addprefix fuzz-,$(FUZZ_NAMES)): fuzz-%:
	@mkdir -p build-fuzz/corpus/$*
	@$(MAKE) --no-print-directory CC=clang SANITIZE=fuzzer BUILD=build-fuzz build-fuzz/fuzz_$*
	build-fuzz/fuzz_$* -max_total_time=$(FUZZ_SECONDS) -timeout=60 \
	  $(addprefix -dict=,$(wildcard tests/fuzz/$(firstword $(subst _, ,$*)).dict)) \
	  -artifact_prefix=build-fuzz/ -print_final_stats=1 build-fuzz/corpus/$* tests/fuzz/corpus/$*
$(B)/fuzz_%: $(B)/obj/tests/fuzz/fuzz_%.o $(ARCHIVES) $(B)/embed.o
	$(CC) $(LDFLAGS_ALL) -fsanitize=fuzzer -o $@ $< $(call archives_upto,publish) $(B)/embed.o $(LIBS)

# The table of content/projects/phx.md: about ten minutes on an idle machine.
.PHONY: bench-speed
bench-speed: phx
	@TMPDIR=$(or $(wildcard /dev/shm),/tmp) BUILD=$(B) sh benchmarks/speed/table.sh

# What tests/fault/run preloads to make the machine fail.
$(B)/fault_shim.so: tests/fault/shim.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -fPIC -shared -O2 -o $@ $< -ldl

# The driver of benchmarks/templates/run.sh.
$(B)/templates-render: $(B)/obj/benchmarks/templates/render.o $(foreach r,template expr value base,$(B)/lib/$(r).a) $(B)/embed.o
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $< $(foreach r,template expr value base,$(B)/lib/$(r).a) $(B)/embed.o $(LIBS)

# The clock of benchmarks/charts/run.sh; it sees bench/ from inside.
$(B)/obj/benchmarks/charts/%.o: CPPFLAGS += -Igenerator/bench
$(B)/charts-bench: $(B)/obj/benchmarks/charts/charts.o $(call archives_upto,bench) $(B)/embed.o
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $< $(call archives_upto,bench) $(B)/embed.o $(LIBS)

# The generator of posts and the clock of benchmarks/speed/run.sh.
$(B)/speed-generate: $(wildcard benchmarks/speed/generate*.c) benchmarks/speed/generate.h
$(B)/speed-timer: benchmarks/speed/timer.c
$(B)/speed-generate $(B)/speed-timer:
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -O2 $(WARNINGS) -o $@ $(filter %.c,$^)

# ---- The programs that are measured ------------------------------------------
# benchmarks/model, training and inference stand apart from phx. They need
# OpenBLAS and MPI (make deps-bench); without them their tests are skipped.

# Looked for when used: make test installs them first.
HAVE_BENCH = $(shell pkg-config --exists openblas ompi-c 2>/dev/null && command -v mpirun)
BENCH_CPPFLAGS := -Ibenchmarks $(call pkg_cflags,openblas)
BENCH_LIBS := $(shell pkg-config --libs openblas 2>/dev/null) -lm
MPI_LIBS := $(shell pkg-config --libs ompi-c 2>/dev/null)
$(B)/obj/benchmarks/training/ranks.o: CPPFLAGS += $(call pkg_cflags,ompi-c)
bench_objects = $(patsubst %.c,$(B)/$(2)/%.o,$(wildcard benchmarks/$(1)/*.c))

$(B)/obj/benchmarks/model/%.o $(B)/obj/benchmarks/training/%.o \
$(B)/obj/benchmarks/inference/%.o $(B)/obj/tests/bench/%.o: \
  CPPFLAGS += $(BENCH_CPPFLAGS)
$(B)/obj/benchmarks/model/%.o $(B)/obj/benchmarks/training/%.o \
$(B)/obj/benchmarks/inference/%.o: CFLAGS += $(if $(SANITIZE),,-O3)

# The same sources in double, for comparing gradients with differences.
$(B)/double/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC    $< (double))
	$(Q)$(CC) $(CPPFLAGS) $(BENCH_CPPFLAGS) -DMODEL_DOUBLE $(CFLAGS_ALL) -MMD -MP -c -o $@ $<
-include $(shell [ -d $(B)/double ] && find $(B)/double -name '*.d')

$(B)/lib/bench-model.a: $(call bench_objects,model,obj)
$(B)/lib/bench-double.a: $(call bench_objects,model,double)
$(B)/lib/bench-training.a: $(filter-out %/main.o,$(call bench_objects,training,obj))
$(B)/lib/bench-inference.a: $(filter-out %/main.o,$(call bench_objects,inference,obj))
$(B)/lib/bench-%.a:
	@mkdir -p $(@D)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

# tests/bench/KIND/test_*.c is linked with bench-KIND.a and the model.
BENCH_TESTS := $(patsubst tests/%.c,$(B)/%,$(wildcard tests/bench/*/test_*.c))
$(B)/bench/model/%: $(B)/obj/tests/bench/model/%.o $(B)/lib/bench-model.a
	@mkdir -p $(@D)
	$(Q)$(CC) -pthread $(SAN) $(LDFLAGS) -o $@ $^ $(BENCH_LIBS) -lcmocka
$(B)/bench/double/%: $(B)/double/tests/bench/double/%.o $(B)/lib/bench-double.a
	@mkdir -p $(@D)
	$(Q)$(CC) -pthread $(SAN) $(LDFLAGS) -o $@ $^ $(BENCH_LIBS) -lcmocka

$(B)/bench/training/%: $(B)/obj/tests/bench/training/%.o $(B)/lib/bench-training.a $(B)/lib/bench-model.a
	@mkdir -p $(@D)
	$(Q)$(CC) -pthread $(SAN) $(LDFLAGS) -o $@ $^ $(MPI_LIBS) $(BENCH_LIBS) -lcmocka

$(B)/bench/inference/%: $(B)/obj/tests/bench/inference/%.o $(B)/lib/bench-inference.a $(B)/lib/bench-model.a
	@mkdir -p $(@D)
	$(Q)$(CC) -pthread $(SAN) $(LDFLAGS) -o $@ $^ $(BENCH_LIBS) -lcmocka

$(B)/phx-train: $(B)/obj/benchmarks/training/main.o $(B)/lib/bench-training.a $(B)/lib/bench-model.a
	$(call say,LINK  $@)
	$(Q)$(CC) -pthread $(SAN) $(LDFLAGS) -o $@ $^ $(MPI_LIBS) $(BENCH_LIBS)
$(B)/phx-infer: $(B)/obj/benchmarks/inference/main.o $(B)/lib/bench-inference.a $(B)/lib/bench-model.a
	$(call say,LINK  $@)
	$(Q)$(CC) -pthread $(SAN) $(LDFLAGS) -o $@ $^ $(BENCH_LIBS)
bench-programs: $(B)/phx-train $(B)/phx-infer

.PRECIOUS: $(B)/double/%.o
.PHONY: bench-programs bench test-bench deps-bench

# Reruns everything and rewrites benchmarks/results/training and .../inference,
# in under 30 minutes on two cores; BENCH_SCALE=small takes a few.
bench: deps-bench
	@$(MAKE) --no-print-directory bench-programs
	@BUILD=$(B); BENCH_LOAD=$$(cut -d ' ' -f 1 /proc/loadavg); export BUILD BENCH_LOAD; \
	benchmarks/training/run.sh && benchmarks/inference/run.sh

test-bench: $(BENCH_TESTS) bench-programs
	@tests/run $(BENCH_SUITES)
MPIRUN := mpirun --oversubscribe --allow-run-as-root
SHARDING := $(B)/bench/training/test_sharding
# Tests without MPI, which leaks, also run under AddressSanitizer in make test.
BENCH_MODEL_TESTS := $(filter-out $(B)/bench/training/%,$(BENCH_TESTS))
BENCH_SUITES = $(filter-out $(SHARDING),$(BENCH_TESTS)) \
  $(foreach n,1 2 4,"$(MPIRUN) -n $(n) $(SHARDING)") \
  "tests/bench/programs $(B)"
deps-bench:
	@sh generator/make/deps.sh bench

# make test: everything that must hold, in one run. Unit tests, conformance and
# fuzz corpora run under AddressSanitizer and UBSan, the threaded tests under
# ThreadSanitizer too, whole sites with the release binary.
ASAN := build-address
TSAN := build-thread
THREADED := base/test_pool markdown/test_threads script/test_threads \
            template/test_threads build/test_threads
threaded_programs = $(addprefix $(1)/unit/,$(filter $(THREADED),$(patsubst tests/unit/%.c,%,$(UNIT_SOURCES))))
SUITES = $(patsubst $(B)/%,$(ASAN)/%,$(UNIT_PROGRAMS)) \
         $(call threaded_programs,$(TSAN)) \
         $(foreach f,$(FUZZ_NAMES),"$(ASAN)/replay_$(f) tests/fuzz/corpus/$(f)") \
         "tests/conformance/all $(ASAN)" \
         "tests/golden/run $(B)" \
         "tests/fault/run $(B)" "tests/incremental/run $(B)" \
         "tests/site/run $(B)" \
         "tests/serve/run $(B)" \
         "tests/publish/run $(B)" \
         "tests/new/run $(B)" \
         "tests/check/run $(B)" \
         "tests/install/run $(B)" \
         "tests/readme/run $(B)" \
         "tests/html/run $(B)" \
         "tests/import/run $(B)" \
         "tests/browser/run $(B)" "tests/browser/run $(B) preview" \
         $(if $(HAVE_BENCH),$(patsubst $(B)/%,$(ASAN)/%,$(BENCH_MODEL_TESTS)) $(filter-out $(BENCH_MODEL_TESTS),$(BENCH_SUITES)),"echo 0 passed, 0 failed, 1 skipped: no OpenBLAS or MPI") \
         "sh generator/make/check.sh fast"
export ASAN_OPTIONS := detect_stack_use_after_return=0
export LSAN_OPTIONS := suppressions=$(CURDIR)/tests/lsan.supp:print_suppressions=0
export TSAN_OPTIONS := suppressions=$(CURDIR)/tests/tsan.supp

.PHONY: test-programs
test-programs: $(UNIT_PROGRAMS) $(REPLAYS) $(B)/conformance
test: deps-test
	@$(MAKE) --no-print-directory phx $(B)/fault_shim.so
	@$(MAKE) --no-print-directory SANITIZE=address BUILD=$(ASAN) test-programs
	@$(MAKE) --no-print-directory SANITIZE=thread BUILD=$(TSAN) $(call threaded_programs,$(TSAN))
	@$(if $(HAVE_BENCH),$(MAKE) --no-print-directory $(filter-out $(BENCH_MODEL_TESTS),$(BENCH_TESTS)) bench-programs)
	@$(if $(HAVE_BENCH),$(MAKE) --no-print-directory SANITIZE=address BUILD=$(ASAN) $(patsubst $(B)/%,$(ASAN)/%,$(BENCH_MODEL_TESTS)))
	@tests/run $(SUITES)

# make check: what needs a look at the sources only; slow, thorough.
check: deps-test
	@sh generator/make/check.sh all

format:
	@clang-format -i $(shell git ls-files '*.c' '*.h')

# What the compiler needs to read any source, for tools that read it, too; to be
# taken by a shell with eval.
flags:
	$(info $(strip $(CPPFLAGS) $(foreach r,$(ROOMS),$(CPPFLAGS_$(r)))))
	@:
.PHONY: format flags

# ---- The site, installing, cleaning ---------------------------------------------

deps:
	@sh generator/make/deps.sh build
deps-test:
	@sh generator/make/deps.sh test

# The second make sees what deps has just installed.
site: deps
	@$(MAKE) --no-print-directory phx
	$(B)/phx build

install: phx
	@DESTDIR="$(DESTDIR)" sh generator/make/install.sh install "$(abspath $(B))" "$(PREFIX)"
uninstall:
	@DESTDIR="$(DESTDIR)" sh generator/make/install.sh uninstall "$(abspath $(B))" "$(PREFIX)"
deb: phx
	@sh generator/make/deb.sh "$(abspath $(B))"
# Rewrites the tables of the manual that phx prints itself.
docs: phx
	@sh generator/make/docs.sh "$(abspath $(B))/phx"
.PHONY: uninstall deb docs

clean:
	rm -rf build build-* public .phx

help:
	@echo "make site     install what is missing, build phx, build the site (public/)"
	@echo "make test     the same, then every test"
	@echo "make check    formatting, static analysis, both compilers"
	@echo "make install  PREFIX=/usr/local DESTDIR="
	@echo "make uninstall  the same, backwards"
	@echo "make deb      a package for this Debian or Ubuntu"
	@echo "make docs     rewrite the manual's tables of commands, keys and diagnostics"
	@echo "make clean    remove build folders, public/ and .phx/"
	@echo "make bench    measure the training and inference programs, rewrite their results"
	@echo "make room-base, room-value ...: one room and its unit tests"
