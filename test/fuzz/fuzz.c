/*-------------------------------------------------------------------------
 *
 * fuzz.c
 *	  The frame of the fuzzer: libFuzzer inside a backend.
 *
 * fuzz(target, directory, arguments) hands the backend to libFuzzer, which calls
 * the target with one input after another and ends the process when its time is
 * over.  What it says goes to the directory's file "log", what was reached to
 * "profile".  The library is made of all objects of the extension, instrumented,
 * together with the targets and libFuzzer.
 *
 * Findings are: a crash or a failed assertion; an error that the target does not
 * announce, above all internal ones; an input that takes longer than SLOW_MS;
 * memory that is left behind by each input.  libFuzzer then writes the input to a
 * file.  The server's own reaction to a lost process is of no interest here.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <fcntl.h>
#include <unistd.h>

#include "access/xact.h"
#include "base/json_value.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "fuzz.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "storage/latch.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/resowner.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"

/* The sanitizer's coverage makes everything some times slower than it is. */
#define SLOW_MS 5000
/* What inputs may leave behind in caches, all together */
#define LEFT_BEHIND (256 * 1024 * 1024)
#define INPUTS_PER_LOOK 1000

extern int	LLVMFuzzerRunDriver(int *argc, char ***argv, int (*callback) (const uint8 *data, size_t size));
extern void __llvm_profile_set_filename(const char *name);

#define FUZZ_TARGET(name) extern const FuzzTarget fuzz_##name;
FUZZ_TARGETS
#undef FUZZ_TARGET

static const struct
{
	const char *name;
	const FuzzTarget *target;
}			targets[] =
{
#define FUZZ_TARGET(name) {#name, &fuzz_##name},
	FUZZ_TARGETS
#undef FUZZ_TARGET
};

/*
 * Called by AddressSanitizer, for which the environment is out of reach: the
 * server has written over it.
 */
extern const char *__asan_default_options(void);

static int	run_input(const uint8 *data, size_t size);
static void check_error(const ErrorData *edata);
static void look_at_memory(void);
static void input_is_slow(void);
static char *make_text(const uint8 *bytes, int len);

static const FuzzTarget *target;
static MemoryContext input_context;
static TimeoutId slow_timer;
static volatile int times_slow;

PG_FUNCTION_INFO_V1(fuzz);

Datum
fuzz(PG_FUNCTION_ARGS)
{
	char	   *name = text_to_cstring(PG_GETARG_TEXT_PP(0));
	char	   *directory = text_to_cstring(PG_GETARG_TEXT_PP(1));
	int			log = open(psprintf("%s/log", directory), O_WRONLY | O_CREAT | O_APPEND, 0600);
	Datum	   *arguments;
	int			count;
	char	  **argv;
	int			argc = 0;

	for (int i = 0; i < lengthof(targets); i++)
	{
		if (strcmp(targets[i].name, name) == 0)
			target = targets[i].target;
	}
	if (target == NULL || log < 0)
		elog(ERROR, "no target \"%s\", or its log cannot be opened", name);
	dup2(log, STDOUT_FILENO);
	dup2(log, STDERR_FILENO);

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(2), TEXTOID, -1, false, TYPALIGN_INT, &arguments, NULL, &count);
	argv = palloc0((count + 2) * sizeof(char *));
	argv[argc++] = name;
	while (argc <= count)
	{
		argv[argc] = TextDatumGetCString(arguments[argc - 1]);
		argc++;
	}
	__llvm_profile_set_filename(strdup(psprintf("%s/profile", directory)));
	slow_timer = RegisterTimeout(USER_TIMEOUT, input_is_slow);
	input_context = AllocSetContextCreate(TopMemoryContext, "input of the fuzzer", ALLOCSET_DEFAULT_SIZES);
	PG_RETURN_INT32(LLVMFuzzerRunDriver(&argc, &argv, run_input));
}

const char *
__asan_default_options(void)
{
	return "verify_asan_link_order=0:detect_leaks=0:handle_abort=0:use_sigaltstack=0";
}

static int
run_input(const uint8 *data, size_t size)
{
	FuzzInput	input = {.data = data, .len = (int) size};
	ResourceOwner owner = CurrentResourceOwner;
	MemoryContext caller = CurrentMemoryContext;

	times_slow = 0;
	enable_timeout_every(slow_timer, TimestampTzPlusMilliseconds(GetCurrentTimestamp(), SLOW_MS), SLOW_MS);
	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(input_context);
	PG_TRY();
	{
		target->run(&input);
	}
	PG_CATCH();
	{
		MemoryContextSwitchTo(input_context);
		check_error(CopyErrorData());
		FlushErrorState();
	}
	PG_END_TRY();
	RollbackAndReleaseCurrentSubTransaction();
	disable_timeout(slow_timer, false);
	CurrentResourceOwner = owner;
	MemoryContextSwitchTo(caller);
	MemoryContextReset(input_context);
	look_at_memory();
	return 0;
}

static void
check_error(const ErrorData *edata)
{
	const char *sqlstate = unpack_sql_state(edata->sqlerrcode);
	const char *allowed = target->errors;

	if (times_slow > 0)
		fuzz_finding("takes longer than %d ms", SLOW_MS);
	while (*allowed != '\0')
	{
		size_t		len = strcspn(allowed, " ");

		if (strncmp(sqlstate, allowed, len) == 0)
			return;
		allowed += len;
		allowed += strspn(allowed, " ");
	}
	fuzz_finding("throws %s: %s (%s:%d)%s%s", sqlstate, edata->message, edata->filename, edata->lineno,
				 edata->detail == NULL ? "" : "\n", edata->detail == NULL ? "" : edata->detail);
}

/* Caches fill up in the beginning, so a bound for all inputs says enough. */
static void
look_at_memory(void)
{
	static int	inputs = 0;
	static Size at_first = 0;

	if (inputs++ % INPUTS_PER_LOOK != 0)
		return;
	if (at_first == 0)
		at_first = MemoryContextMemAllocated(TopMemoryContext, true);
	else if (MemoryContextMemAllocated(TopMemoryContext, true) > at_first + LEFT_BEHIND)
	{
		MemoryContextStats(TopMemoryContext);
		fuzz_finding("%d inputs have left more than %d bytes behind", inputs, LEFT_BEHIND);
	}
}

/* Runs in a signal handler.  What does not even check for interrupts is ended. */
static void
input_is_slow(void)
{
	if (++times_slow > 2)
		abort();
	QueryCancelPending = true;
	InterruptPending = true;
	SetLatch(MyLatch);
}

int
fuzz_pick(FuzzInput *input, int below)
{
	if (input->pos >= input->len)
		return 0;
	return input->data[input->pos++] % below;
}

char *
fuzz_line(FuzzInput *input, int *len)
{
	const uint8 *start = input->data + input->pos;
	int			left = input->len - input->pos;
	const uint8 *end = left > 0 ? memchr(start, '\n', left) : NULL;

	*len = end == NULL ? left : end - start;
	input->pos += end == NULL ? left : *len + 1;
	return make_text(start, *len);
}

char *
fuzz_rest(FuzzInput *input, int *len)
{
	const uint8 *start = input->data + input->pos;

	*len = input->len - input->pos;
	input->pos = input->len;
	return make_text(start, *len);
}

Jsonb *
fuzz_document(FuzzInput *input)
{
	char	   *problem;
	int			len;
	char	   *text = fuzz_rest(input, &len);

	return len == 0 ? NULL : sfn_json_parse(text, len, &problem);
}

static char *
make_text(const uint8 *bytes, int len)
{
	char	   *text = palloc(len + 1);

	for (int i = 0; i < len; i++)
		text[i] = bytes[i] == '\0' ? ' ' : (char) bytes[i];
	text[len] = '\0';
	for (int done = 0; done < len;)
	{
		done += pg_encoding_verifymbstr(PG_UTF8, text + done, len - done);
		if (done < len)
		{
			text[done] = text[done] == '\x80' ? ' ' : text[done] & 0x7f;
			done++;
		}
	}
	return text;
}

void
fuzz_finding(const char *format,...)
{
	va_list		arguments;

	fputs("\nFINDING: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputs("\n", stderr);
	abort();
}
