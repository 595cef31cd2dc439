EXTENSION = sfn
MODULE_big = sfn
DATA_built = sfn--0.1.sql
OBJS = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c src/*/*.c)))
PG_CPPFLAGS = -I$(srcdir)/src
PG_CFLAGS = -Wall -Wextra -Werror -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers -Wno-declaration-after-statement
# Server headers and flags are made for gcc; clang is told not to mind.
PG_CFLAGS += -Wno-unknown-warning-option -Wno-ignored-optimization-argument -Wno-ignored-attributes

# The install script: tables first, since they must be migrated; then what can be replaced.
SQL_PARTS = sql/guard.sql sql/tables.sql sql/definition.sql sql/execution.sql sql/task.sql sql/time.sql \
	sql/expression.sql sql/picture.sql sql/service_api.sql sql/views.sql

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs)
include $(PGXS)

sfn--0.1.sql: $(SQL_PARTS)
	cat $^ > $@
EXTRA_CLEAN = sfn--0.1.sql
