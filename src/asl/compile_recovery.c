/*-------------------------------------------------------------------------
 *
 * compile_recovery.c
 *	  Compile Retry and Catch.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compiler.h"
#include "base/error_codes.h"

/* What the service takes where a retrier does not say */
#define DEFAULT_INTERVAL_SECONDS 1
#define DEFAULT_MAX_ATTEMPTS 3
#define DEFAULT_BACKOFF_RATE 2.0

static void compile_retriers(Compiler *compiler, State *state, const FieldValue *retry, int languages);
static void compile_catchers(Compiler *compiler, StateSource *source, const FieldValue *catch, int languages);
static const char **compile_error_equals(Compiler *compiler, const ObjectFields *fields, bool is_last,
										 int *count);

void
sfn_compile_recovery(Compiler *compiler, StateSource *source, const ObjectFields *fields)
{
	State	   *state = source->state;
	int			languages = state->query_language == QUERY_JSONPATH ? LANGUAGE_JSONPATH : LANGUAGE_JSONATA;
	const FieldValue *value;

	if ((value = sfn_field_value(fields, FIELD_RETRY)) != NULL)
		compile_retriers(compiler, state, value, languages);
	if ((value = sfn_field_value(fields, FIELD_CATCH)) != NULL)
		compile_catchers(compiler, source, value, languages);
}

static void
compile_retriers(Compiler *compiler, State *state, const FieldValue *retry, int languages)
{
	state->retrier_count = retry->node->count;
	state->retriers = palloc0(sizeof(Retrier) * Max(state->retrier_count, 1));

	for (int i = 0; i < state->retrier_count; i++)
	{
		Retrier    *retrier = &state->retriers[i];
		const FieldValue *value;
		ObjectFields *fields = sfn_fields_check(compiler, KIND_RETRIER, state->query_language, languages,
												retry->node->items[i],
												sfn_place_index(compiler, retry->place, i));

		if (fields == NULL)
			continue;
		retrier->index = i;
		retrier->error_equals = compile_error_equals(compiler, fields, i == state->retrier_count - 1,
													 &retrier->error_count);
		retrier->interval_seconds = sfn_field_integer(fields, FIELD_INTERVAL_SECONDS, DEFAULT_INTERVAL_SECONDS);
		retrier->max_attempts = sfn_field_integer(fields, FIELD_MAX_ATTEMPTS, DEFAULT_MAX_ATTEMPTS);
		retrier->max_delay_seconds = sfn_field_integer(fields, FIELD_MAX_DELAY_SECONDS, 0);
		value = sfn_field_value(fields, FIELD_BACKOFF_RATE);
		retrier->backoff_rate = value == NULL ? DEFAULT_BACKOFF_RATE : value->u.number;
		value = sfn_field_value(fields, FIELD_JITTER_STRATEGY);
		retrier->full_jitter = value != NULL && strcmp(value->node->text, "FULL") == 0;
	}
}

static void
compile_catchers(Compiler *compiler, StateSource *source, const FieldValue *catch, int languages)
{
	State	   *state = source->state;

	state->catcher_count = catch->node->count;
	state->catchers = palloc0(sizeof(Catcher) * Max(state->catcher_count, 1));

	for (int i = 0; i < state->catcher_count; i++)
	{
		Catcher    *catcher = &state->catchers[i];
		const FieldValue *value;
		ObjectFields *fields = sfn_fields_check(compiler, KIND_CATCHER, state->query_language, languages,
												catch->node->items[i],
												sfn_place_index(compiler, catch->place, i));

		if (fields == NULL)
			continue;
		catcher->index = i;
		catcher->error_equals = compile_error_equals(compiler, fields, i == state->catcher_count - 1,
													 &catcher->error_count);
		sfn_compile_transition(compiler, source, fields, FIELD_NEXT, &catcher->next);
		if ((value = sfn_field_value(fields, FIELD_RESULT_PATH)) != NULL)
		{
			catcher->discard_result = value->is_null;
			catcher->result_path = value->is_null ? NULL : value->u.result_path;
		}
		catcher->output = sfn_field_template(fields, FIELD_OUTPUT);
		catcher->assign = sfn_field_template(fields, FIELD_ASSIGN);
	}
}

/* States.ALL takes everything, so nothing may stand beside or after it. */
static const char **
compile_error_equals(Compiler *compiler, const ObjectFields *fields, bool is_last, int *count)
{
	const FieldValue *value = sfn_field_value(fields, FIELD_ERROR_EQUALS);
	const char **names;

	if (value == NULL)
		return NULL;

	*count = value->node->count;
	names = palloc(sizeof(char *) * value->node->count);
	for (int i = 0; i < value->node->count; i++)
	{
		names[i] = pstrdup(value->node->items[i]->text);
		if (strcmp(names[i], STATES_ALL) == 0 && (value->node->count > 1 || !is_last))
			sfn_compiler_complain(compiler, value->place, "States.ALL must appear alone and at end of list");
	}
	return names;
}
