/*-------------------------------------------------------------------------
 *
 * target_machine.c
 *	  Make a valid machine of the input, and run it as the input decides.
 *
 * The input is a list of decisions: which states there are, what they have, what
 * comes of each task, and what happens from outside (setup.sql).  Decisions beyond
 * its end are 0, which always is the choice that leads to an end.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/error_codes.h"
#include "base/json_value.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "fmgr.h"
#include "fuzz.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"

#define DEEPEST 3
#define MOST_STATES 12

#define INPUT "{\"a\": [1, {\"b\": 2}], \"b\": {\"c\": null}, \"list\": [1, \"x\", {\"a\": [3]}], \"n\": 2, " \
	"\"when\": \"2100-01-01T00:00:00Z\"}"

typedef struct Generator
{
	FuzzInput  *input;
	StringInfoData text;
	bool		express;
	bool		jsonata;		/* the state being made is of that language */
	int			states;			/* made so far */
} Generator;

static void run(FuzzInput *input);
static void make_scope(Generator *generator, int depth);
static void make_state(Generator *generator, int depth, int number, int last);
static void make_task(Generator *generator, int depth);
static void make_parallel(Generator *generator, int depth);
static void make_map(Generator *generator, int depth);
static void make_choice(Generator *generator, int number, int last);
static void make_wait(Generator *generator, int depth);
static void make_data_flow(Generator *generator, int depth, bool has_result);
static void make_recovery(Generator *generator, int number, int last);
static int	pick_target(Generator *generator, int number, int last);
static const char *pick_of(Generator *generator, const char *const *words, int count);

#define PICK(generator, ...) \
	pick_of(generator, (const char *const[]) {__VA_ARGS__}, lengthof(((const char *const[]) {__VA_ARGS__})))

static FuzzInput *current_input;

PG_FUNCTION_INFO_V1(fuzz_decide);
PG_FUNCTION_INFO_V1(fuzz_task);

const FuzzTarget fuzz_machine = {
	.covers = "^src/engine/.*[.]c$",
	.seeds = "(?!)",
	.errors = "",
	.run = run
};

static void
run(FuzzInput *input)
{
	Generator	generator = {.input = input};
	Oid			types[] = {TEXTOID, TEXTOID, JSONBOID};
	Datum		values[3];
	char	   *problem;

	current_input = input;
	initStringInfo(&generator.text);
	generator.express = fuzz_pick(input, 8) == 7;
	appendStringInfoString(&generator.text, "{");
	if (fuzz_pick(input, 8) == 1)
		appendStringInfoString(&generator.text, "\"TimeoutSeconds\": 300, ");
	make_scope(&generator, 0);
	appendStringInfoString(&generator.text, "}");

	values[0] = CStringGetTextDatum(generator.text.data);
	values[1] = CStringGetTextDatum(generator.express ? "EXPRESS" : "STANDARD");
	values[2] = JsonbPGetDatum(sfn_json_parse(INPUT, strlen(INPUT), &problem));
	PG_TRY();
	{
		if (SPI_connect() != SPI_OK_CONNECT ||
			SPI_execute_with_args("SELECT public.fuzz_run($1, $2, $3)", 3, types, values, NULL, false, 0) != SPI_OK_SELECT ||
			SPI_finish() != SPI_OK_FINISH)
			elog(ERROR, "SPI failed");
	}
	PG_CATCH();
	{
		fprintf(stderr, "\nthe machine is %s\n", generator.text.data);
		PG_RE_THROW();
	}
	PG_END_TRY();
}

Datum
fuzz_decide(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(fuzz_pick(current_input, PG_GETARG_INT32(0)));
}

Datum
fuzz_task(PG_FUNCTION_ARGS)
{
	static const char *const results[] = {
		"{}", "null", "[]", "\"text\"", "-0.0", "1e300", "{\"a\": [1, {\"b\": 2}], \"list\": [1, 2]}",
		"[{\"a\": 1}, [2], \"x\"]", "{\"\": {\"$\": 1}}", "true"
	};
	const char *result;
	char	   *problem;

	switch (fuzz_pick(current_input, 8))
	{
		case 5:
			ereport(ERROR, (errcode(ERRCODE_UNIQUE_VIOLATION), errmsg("as decided")));
		case 6:
			ereport(ERROR, (errcode(ERRCODE_SFN_TASK_ERROR), errmsg("Custom"), errdetail_internal("as decided")));
		case 7:
			PG_RETURN_NULL();
		default:
			break;
	}
	result = results[fuzz_pick(current_input, lengthof(results))];
	PG_RETURN_JSONB_P(sfn_json_parse(result, strlen(result), &problem));
}

/* "StartAt": ..., "States": {...}: a chain, so that every state can be reached */
static void
make_scope(Generator *generator, int depth)
{
	int			left = MOST_STATES - generator->states;
	int			count = 1 + (left > 1 ? fuzz_pick(generator->input, Min(left, 5)) : 0);
	int			first = generator->states;

	generator->states += count;
	appendStringInfo(&generator->text, "\"StartAt\": \"S%d\", \"States\": {", first);
	for (int i = first; i < first + count; i++)
	{
		appendStringInfo(&generator->text, "%s\"S%d\": {", i > first ? ", " : "", i);
		make_state(generator, depth, i, first + count - 1);
		appendStringInfoString(&generator->text, "}");
	}
	appendStringInfoString(&generator->text, "}");
}

/*
 * States lead to later ones.  Choice and Catch lead anywhere further on, in STANDARD
 * also to the state itself: that loop ends when the history is full.
 */
static void
make_state(Generator *generator, int depth, int number, int last)
{
	StringInfo	text = &generator->text;
	int			kind = fuzz_pick(generator->input, 8);
	bool		is_last = number == last;

	if (is_last && kind < 2)
	{
		appendStringInfoString(text, kind == 0 ? "\"Type\": \"Succeed\"" :
							   "\"Type\": \"Fail\", \"Error\": \"Custom\", \"Cause\": \"as generated\"");
		return;
	}
	if (!is_last && kind == 2)
	{
		make_choice(generator, number, last);
		return;
	}
	switch (kind)
	{
		case 2:
			appendStringInfo(text, "\"Type\": \"Pass\", \"QueryLanguage\": \"JSONata\", \"Output\": %s",
							 PICK(generator, "\"{% $states.input %}\"", "{\"list\": \"{% [1..$states.input.n] %}\", \"n\": 2}",
								  "\"{% $states.context.Execution.Input %}\"", "[\"{% $undefined %}\"]"));
			break;
		case 3:
			make_wait(generator, depth);
			break;
		case 4:
		case 5:
			make_task(generator, depth);
			make_recovery(generator, number, last);
			generator->jsonata = false;
			break;
		case 6:
		case 7:
			if (depth < DEEPEST && generator->states < MOST_STATES)
			{
				if (kind == 6)
					make_parallel(generator, depth);
				else
					make_map(generator, depth);
				make_recovery(generator, number, last);
				break;
			}
			/* FALLTHROUGH */
		default:
			appendStringInfoString(text, "\"Type\": \"Pass\"");
			if (fuzz_pick(generator->input, 3) == 1)
				appendStringInfo(text, ", \"Result\": %s", PICK(generator, "1", "{\"a\": [1, 2]}", "null", "[[], {}]"));
			make_data_flow(generator, depth, false);
			break;
	}
	if (is_last)
		appendStringInfoString(text, ", \"End\": true");
	else
		appendStringInfo(text, ", \"Next\": \"S%d\"", number + 1);
}

static void
make_task(Generator *generator, int depth)
{
	StringInfo	text = &generator->text;

	switch (generator->express ? 0 : fuzz_pick(generator->input, 8))
	{
		case 4:
			appendStringInfo(text, "\"Type\": \"Task\", \"Resource\": \"arn:aws:states:::states:startExecution%s\", "
							 "\"Parameters\": {\"StateMachineArn\": \"arn:aws:states:us-east-1:000000000000:stateMachine:fuzz_inner\", \"Input.$\": \"$\"}",
							 PICK(generator, ".sync:2", "", ".sync"));
			make_data_flow(generator, depth, true);
			break;
		case 5:
			appendStringInfoString(text, "\"Type\": \"Task\", \"Resource\": \"pg:activity:fuzz\", \"TimeoutSeconds\": 100, "
								   "\"HeartbeatSecondsPath\": \"$.n\"");
			make_data_flow(generator, depth, true);
			break;
		case 6:
			generator->jsonata = true;
			appendStringInfo(text, "\"Type\": \"Task\", \"QueryLanguage\": \"JSONata\", \"Resource\": \"pg:function:public.fuzz_task\", "
							 "\"Arguments\": \"{%% %s %%}\", \"Output\": \"{%% %s %%}\"",
							 PICK(generator, "$states.input", "$states.input.a[0]", "$states.input.missing", "$sum($states.input.list)"),
							 PICK(generator, "$states.result", "$merge([$states.input, {'r': $states.result}])", "$states.result.a", "1/0"));
			break;
		case 1:
			appendStringInfoString(text, "\"Type\": \"Task\", \"Resource\": \"pg:function:public.fuzz_keep.waitForTaskToken\", "
								   "\"Parameters\": {\"token.$\": \"$$.Task.Token\"}, \"TimeoutSeconds\": 1000");
			if (fuzz_pick(generator->input, 2) == 1)
				appendStringInfoString(text, ", \"HeartbeatSeconds\": 30");
			break;
		case 2:
			appendStringInfoString(text, "\"Type\": \"Task\", \"Resource\": \"pg:query\", "
								   "\"Parameters\": {\"sql\": \"SELECT $1 AS given\", \"params.$\": \"States.Array($)\"}");
			break;
		default:
			appendStringInfoString(text, "\"Type\": \"Task\", \"Resource\": \"pg:function:public.fuzz_task\"");
			make_data_flow(generator, depth, true);
			break;
	}
}

static void
make_parallel(Generator *generator, int depth)
{
	int			branches = 1 + fuzz_pick(generator->input, 3);

	appendStringInfoString(&generator->text, "\"Type\": \"Parallel\", \"Branches\": [");
	for (int i = 0; i < branches; i++)
	{
		appendStringInfoString(&generator->text, i > 0 ? ", {" : "{");
		make_scope(generator, depth + 1);
		appendStringInfoString(&generator->text, "}");
	}
	appendStringInfoString(&generator->text, "]");
	make_data_flow(generator, depth, true);
}

static void
make_map(Generator *generator, int depth)
{
	StringInfo	text = &generator->text;

	appendStringInfoString(text, "\"Type\": \"Map\", \"ItemProcessor\": {");
	make_scope(generator, depth + 1);
	appendStringInfoString(text, "}");
	if (fuzz_pick(generator->input, 2) == 0)
		appendStringInfo(text, ", \"ItemsPath\": \"%s\"", PICK(generator, "$.list", "$.a", "$", "$$.Execution.Input.list"));
	if (fuzz_pick(generator->input, 2) == 1)
		appendStringInfo(text, ", \"MaxConcurrency\": %d", fuzz_pick(generator->input, 4));
	if (fuzz_pick(generator->input, 3) == 1)
		appendStringInfoString(text, ", \"ItemSelector\": {\"list.$\": \"$.list\", "
							   "\"a.$\": \"$$.Map.Item.Value\", \"n.$\": \"$$.Map.Item.Index\"}");
	make_data_flow(generator, depth, true);
}

static void
make_choice(Generator *generator, int number, int last)
{
	StringInfo	text = &generator->text;
	int			rules = 1 + fuzz_pick(generator->input, 3);

	appendStringInfo(text, "\"Type\": \"Choice\", \"Default\": \"S%d\", \"Choices\": [", number + 1);
	for (int i = 0; i < rules; i++)
	{
		appendStringInfo(text, "%s{%s, \"Next\": \"S%d\"}", i > 0 ? ", " : "",
						 PICK(generator,
							  "\"Variable\": \"$.n\", \"NumericGreaterThan\": 1",
							  "\"Variable\": \"$.a\", \"IsPresent\": true",
							  "\"Variable\": \"$.b.c\", \"IsNull\": true",
							  "\"Variable\": \"$.missing\", \"StringEquals\": \"x\"",
							  "\"Variable\": \"$.when\", \"TimestampLessThan\": \"2101-01-01T00:00:00Z\"",
							  "\"Not\": {\"Variable\": \"$.list[1]\", \"StringMatches\": \"*x*\"}",
							  "\"And\": [{\"Variable\": \"$\", \"IsPresent\": true}, {\"Or\": [{\"Variable\": \"$.n\", "
							  "\"NumericEqualsPath\": \"$.n\"}, {\"Variable\": \"$.a\", \"IsString\": true}]}]"),
						 pick_target(generator, number, last));
	}
	appendStringInfoString(text, "]");
	if (fuzz_pick(generator->input, 4) == 1)
		appendStringInfoString(text, ", \"OutputPath\": \"$.a\"");
}

static void
make_wait(Generator *generator, int depth)
{
	/* An EXPRESS execution would sleep. */
	appendStringInfo(&generator->text, "\"Type\": \"Wait\", %s",
					 generator->express ? "\"Seconds\": 0" :
					 PICK(generator, "\"Seconds\": 0", "\"Seconds\": 10", "\"SecondsPath\": \"$.n\"",
						  "\"Timestamp\": \"2001-01-01T00:00:00Z\"", "\"TimestampPath\": \"$.when\"",
						  "\"SecondsPath\": \"$.a\""));
	make_data_flow(generator, depth, false);
}

static void
make_data_flow(Generator *generator, int depth, bool has_result)
{
	StringInfo	text = &generator->text;
	int			fields = fuzz_pick(generator->input, 32);

	if ((fields & 1) && has_result)
		appendStringInfo(text, ", \"ResultPath\": %s",
						 PICK(generator, "\"$.b\"", "null", "\"$.a[0]\"", "\"$\"", "\"$.n.x\""));
	if ((fields & 2) && has_result)
		appendStringInfo(text, ", \"ResultSelector\": {\"list.$\": \"%s\"}",
						 PICK(generator, "$", "$[0]", "$.list", "$..a", "States.ArrayLength($)"));
	if (fields & 4)
		appendStringInfo(text, ", \"InputPath\": %s",
						 PICK(generator, "\"$\"", "null", "\"$.a\"", "\"$.list[?(@ == 1)]\"", "\"$$.Execution.Input\""));
	if (fields & 8)
		appendStringInfo(text, ", \"OutputPath\": %s",
						 PICK(generator, "\"$\"", "null", "\"$.a\"", "\"$.list[*]\""));
	if (fields & 16)
		/* Those of a scope around this one must not be assigned here. */
		appendStringInfo(text, ", \"Assign\": {\"v%d\": 1, \"w%d.$\": \"%s\"}", depth, depth,
						 PICK(generator, "$", "$.a", "$$.State.Name", "States.Format('{}', $)"));
}

static void
make_recovery(Generator *generator, int number, int last)
{
	StringInfo	text = &generator->text;
	int			has = fuzz_pick(generator->input, 4);
	const char *result_path = PICK(generator, "", ", \"ResultPath\": \"$.error\"", ", \"ResultPath\": null");

	if (has & 1)
		appendStringInfo(text, ", \"Retry\": [{\"ErrorEquals\": [\"%s\"], \"IntervalSeconds\": %d, \"MaxAttempts\": %d, "
						 "\"BackoffRate\": 1.5}]",
						 PICK(generator, "States.ALL", "Custom", "States.TaskFailed", "SQLSTATE:23505"),
						 generator->express ? 0 : fuzz_pick(generator->input, 3), fuzz_pick(generator->input, 4));
	if ((has & 2) && !(generator->express && number == last))
		appendStringInfo(text, ", \"Catch\": [{\"ErrorEquals\": [\"%s\"], \"Next\": \"S%d\"%s}]",
						 PICK(generator, "States.ALL", "Custom", "States.Timeout"),
						 pick_target(generator, number, last),
						 generator->jsonata ? "" : result_path);
}

static int
pick_target(Generator *generator, int number, int last)
{
	int			from = generator->express && number < last ? number + 1 : number;

	return from + fuzz_pick(generator->input, last - from + 1);
}

static const char *
pick_of(Generator *generator, const char *const *words, int count)
{
	return words[fuzz_pick(generator->input, count)];
}
