EXTENSION = sfn
MODULE_big = sfn
EXTVERSION := $(shell sed -n "s/^default_version = '\(.*\)'/\1/p" sfn.control)
DATA_built = sfn--$(EXTVERSION).sql
# Upgrade scripts, and the install script of the first release, with which their chain begins
DATA = $(wildcard sql/sfn--*.sql)
OBJS = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c src/*/*.c)))
PG_CPPFLAGS = -Isrc
# Without one of its defences, for tools/check_defences only: see src/base/defence.h
PG_CPPFLAGS += $(if $(SFN_WITHOUT),-DSFN_WITHOUT=$(SFN_WITHOUT) -DSFN_WITHOUT_$(SFN_WITHOUT))
# Regular expressions of JSONata
SHLIB_LINK = -lpcre2-8
PG_CFLAGS = -Wall -Wextra -MMD -MP
# Not asked for: what the server's own headers do not keep to.
PG_CFLAGS += -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers -Wno-declaration-after-statement
# The server's headers and flags are made for gcc; clang is told not to mind.
PG_CFLAGS += $(if $(findstring clang,$(CC)),-Wno-unknown-warning-option -Wno-ignored-optimization-argument -Wno-ignored-attributes)

# The install script: tables first, since they must be migrated; then what can be replaced.
SQL_PARTS = $(addprefix sql/, guard.sql tables.sql definition.sql execution.sql task.sql time.sql \
	expression.sql jsonata.sql test_state.sql picture.sql service_api.sql views.sql)

# pg_regress 15 looks for sql/ and expected/ where its output goes before it looks elsewhere: that
# must not be the top level, whose sql/ is another one.
REGRESS = $(sort $(patsubst test/sql/%.sql,%,$(wildcard test/sql/*.sql)))
REGRESS_OPTS = --inputdir=test --outputdir=output $(DATABASE_OPTS)
REGRESS_PREP = output/expected
ISOLATION = $(sort $(patsubst test/isolation/specs/%.spec,%,$(wildcard test/isolation/specs/*.spec)))
ISOLATION_OPTS = --inputdir=test/isolation $(DATABASE_OPTS)
DATABASE_OPTS = --load-extension=sfn --encoding=UTF8 --no-locale --launcher=tools/fresh_database
PROVE_TESTS = $(sort $(wildcard test/t/*.pl))

EXTRA_CLEAN = $(OBJS:.o=.d) output

# Inlining by JIT gains nothing for functions of this size, and halving the compile time a lot.
override with_llvm = no

ifndef PG_CONFIG
PG_CONFIG := $(shell tools/find_pg_config)
endif
export PG_CONFIG

PGXS := $(wildcard $(shell $(PG_CONFIG) --pgxs 2>/dev/null))
ifdef PGXS
include $(PGXS)
else
all install installcheck clean:
	@echo "No PostgreSQL 15 server headers found: install postgresql-server-dev-15," >&2
	@echo "or say PG_CONFIG=/path/to/pg_config.  \"make test\" and \"make demo\" install what they need." >&2
	@exit 1
endif

$(DATA_built): $(SQL_PARTS)
	awk 'FNR == 1 && NR > 1 { print "" } { print }' $^ > $@

output/expected:
	mkdir -p output
	ln -sfn ../expected $@

-include $(wildcard $(OBJS:.o=.d))

# What the tests expect is without the notices of a chatty server.
installcheck: export PGOPTIONS := $(PGOPTIONS) -c client_min_messages=warning

#
# The commands that do everything themselves, from the packages to the cleaning up.
# A second make runs once pg_config is there to be found.
#
.PHONY: test demo conformance conformance-update torture fuzz defences bench bench-scale bench-queue \
	jsonata-differential run-test run-demo run-conformance run-torture run-fuzz run-defences \
	run-bench run-bench-scale run-bench-queue run-jsonata-differential lint installed

# What is built and installed is told on standard error: some of them print results.
test demo conformance torture fuzz defences bench bench-scale bench-queue jsonata-differential:
	@tools/install_packages $@ >&2
	@$(MAKE) --no-print-directory run-$@

conformance-update: export CONFORMANCE_UPDATE = 1
conformance-update: conformance

run-test: installed
	@REGRESS="$(REGRESS)" ISOLATION="$(ISOLATION)" TAP="$(PROVE_TESTS)" MAKE="$(MAKE)" \
		tools/with_cluster -d sfn -c fsync=off -c statement_timeout=5min tools/run_tests

# Only the torture, for so many seconds: make torture SECONDS=600
run-torture: installed
	@TORTURE_SECONDS=$(or $(SECONDS),600) TAP=test/torture/torture.pl DOCUMENTS= \
		tools/with_cluster -d sfn -c fsync=off tools/run_tests

# Fuzz each of test/fuzz for so many seconds: make fuzz SECONDS=60 TARGETS="jsonpath definition"
# ASAN=1 under AddressSanitizer.
run-fuzz: export BUILD = output/fuzz/build$(if $(ASAN),-asan)
run-fuzz: installed
	@$(MAKE) --no-print-directory -s -j$(shell nproc) -f test/fuzz/Makefile BUILD=$(BUILD) ASAN=$(ASAN)
	@SECONDS=$(or $(SECONDS),60) tools/with_cluster -d fuzz -c fsync=off tools/fuzz $(TARGETS)

# Each test of a defence, seen to fail without it
run-defences: installed
	@MAKE="$(MAKE)" tools/with_cluster -d defences -c fsync=off tools/check_defences $(DEFENCES)

run-demo: installed
	@tools/with_cluster -d sfn sh -c "tools/demo && tools/demo_live"

run-conformance: installed
	@tools/with_cluster -d conformance -c fsync=off tools/run_conformance $(CONFORMANCE) $(ARGS)

run-bench: installed
	@tools/with_cluster -d bench tools/bench

run-bench-scale: installed
	@tools/with_cluster -d bench tools/bench_scale

# What has passed through the queue does not make it slow: make bench-queue WAKEUPS=1000000
run-bench-queue: installed
	@WAKEUPS=$(or $(WAKEUPS),1000000) tools/with_cluster -d bench tools/bench_queue

# JSONata here and in the reference: make jsonata-differential PAIRS=100000 SEED=7
run-jsonata-differential: installed
	@PAIRS=$(PAIRS) SEED=$(SEED) tools/with_cluster -d sfn -c fsync=off tools/run_jsonata_differential $(ARGS)

installed:
	@echo "building sfn for $$($(PG_CONFIG) --version)" >&2
	@$(MAKE) --no-print-directory -s $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc)) all
	@if [ -w '$(pkglibdir)' ] && [ -w '$(datadir)/extension' ]; \
	then $(MAKE) --no-print-directory -s install; \
	elif command -v sudo >/dev/null; \
	then sudo $(MAKE) --no-print-directory -s install PG_CONFIG='$(PG_CONFIG)'; \
	else echo "Installing into $(pkglibdir) needs root." >&2; exit 1; fi

lint:
	@tools/lint
