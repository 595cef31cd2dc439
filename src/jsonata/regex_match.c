/*-------------------------------------------------------------------------
 *
 * regex_match.c
 *	  Find matches of a regular expression in a text.
 *
 * Some expressions take exponential time to find nothing.  PCRE2 counts and gives up; and
 * the time that matching takes counts as steps of the evaluation, so that many long
 * searches are bounded as well.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "jsonata/number_text.h"
#include "jsonata/regex.h"
#include "jsonata/regex_match.h"
#include "jsonata/stringify.h"
#include "jsonata/text_builder.h"
#include "portability/instr_time.h"

/* Of one search: rounds of PCRE2's loop, depth of its backtracking, kilobytes */
#define MATCH_LIMIT 5000000
#define DEPTH_LIMIT 1000000
#define HEAP_LIMIT 32768

/* A microsecond of searching counts as that many steps. */
#define STEPS_PER_MICROSECOND 20

static Value as_text(Evaluator *ev, Value value);
static void *arena_malloc(size_t size, void *arg);
static void arena_free(void *memory, void *arg);
static pcre2_match_context *limited_context(pcre2_general_context *general);

bool
sfn_regex_find(Evaluator *ev, const Regex *regex, Value text, int from, RegexMatch *match)
{
	Array	   *groups = sfn_array_new(&ev->arena, regex->group_count, 0);
	pcre2_general_context *general;
	pcre2_match_data *data;
	const size_t *offsets;
	ArenaMark	mark;
	instr_time	start;
	instr_time	end;
	int			found;
	int			i;

	/* Nothing that PCRE2 allocates outlives the call. */
	sfn_arena_mark(&ev->arena, &mark);
	general = pcre2_general_context_create(arena_malloc, arena_free, ev);
	data = pcre2_match_data_create(regex->group_count + 1, general);
	INSTR_TIME_SET_CURRENT(start);
	found = pcre2_match(regex->code, (PCRE2_SPTR) text.string, text.len, from,
						PCRE2_NO_UTF_CHECK, data, limited_context(general));
	INSTR_TIME_SET_CURRENT(end);
	INSTR_TIME_SUBTRACT(end, start);
	ev->steps += INSTR_TIME_GET_MICROSEC(end) * STEPS_PER_MICROSECOND;

	if (found < 0 && found != PCRE2_ERROR_NOMATCH)
	{
		Complaint	complaint = {.code = "D1012",.position = ev->call_position,
		.limit = "A regular expression takes too long to match (U1001)."};

		sfn_evaluator_fail(ev, &complaint);
	}
	if (found > 0)
	{
		offsets = pcre2_get_ovector_pointer(data);
		match->start = offsets[0];
		match->end = offsets[1];
		for (i = 1; i <= regex->group_count; i++)
		{
			bool		set = i < found && offsets[i * 2] != PCRE2_UNSET &&
			offsets[i * 2] <= offsets[i * 2 + 1];

			groups->items[groups->count++] = set ?
				value_string(text.string + offsets[i * 2],
							 offsets[i * 2 + 1] - offsets[i * 2]) : UNDEFINED_VALUE;
		}
		match->groups = value_array(groups);
	}
	sfn_arena_rewind(&ev->arena, &mark);
	sfn_evaluator_step(ev);
	return found > 0;
}

bool
sfn_regex_find_next(Evaluator *ev, const AstNode *node, Value text, int from, RegexMatch *match)
{
	if (from >= (int) text.len || !sfn_regex_find(ev, node->regex, text, from, match))
		return false;

	/* It would be found again and again. */
	if (match->start == match->end)
		sfn_evaluator_raise(ev, "D1004", node->position, UNDEFINED_VALUE,
							value_string(node->regex->source, node->regex->source_len));
	return true;
}

Value
sfn_regex_call(Evaluator *ev, const Function *function, Value text, Value from)
{
	RegexMatch	match;
	Size		start = 0;

	text = as_text(ev, text);
	if (is_undefined(text))
		return text;
	if (is_number(from))
	{
		double		unit = sfn_value_double(from);

		if (unit > text.len)
			return UNDEFINED_VALUE;
		if (unit > 0)
			start = sfn_utf16_offset(text.string, text.len, (int64) unit);
	}
	if (!sfn_regex_find(ev, function->node->regex, text, start, &match))
		return UNDEFINED_VALUE;
	sfn_evaluator_charge(ev, match.start);
	return sfn_regex_match_object(ev, function->node, text, &match, 0, 0);
}

/* As JavaScript would make a text of what is none, as far as that is of use */
static Value
as_text(Evaluator *ev, Value value)
{
	TextBuilder text;

	if (is_string(value) || value.kind == VALUE_UNDEFINED)
		return value;
	if (value.kind > VALUE_STRING)
		return UNDEFINED_VALUE;
	sfn_text_init(&text, &ev->arena, 32);
	sfn_stringify(&text, value, STRINGIFY_EXACT, NULL);
	return sfn_text_value(&text);
}

Value
sfn_regex_next(Evaluator *ev, const Function *function)
{
	RegexMatch	match;

	if (!sfn_regex_find_next(ev, function->node, function->input, function->from, &match))
		return UNDEFINED_VALUE;
	return sfn_regex_match_object(ev, function->node, function->input, &match,
								  function->from, function->from_units);
}

Value
sfn_regex_match_object(Evaluator *ev, const AstNode *node, Value text, const RegexMatch *match,
					   int known, int known_units)
{
	static Key	keys[] = {{"match", 5}, {"start", 5}, {"end", 3}, {"groups", 6}, {"next", 4}};
	Object	   *object = sfn_object_shaped(&ev->arena, keys, lengthof(keys));
	Value		next = sfn_function_new(ev, FUNCTION_NEXT_MATCH, 0);
	int			start = known_units + sfn_utf16_units(text.string + known, match->start - known);
	int			end = start + sfn_utf16_units(text.string + match->start, match->end - match->start);

	next.function->node = node;
	next.function->input = text;
	next.function->from = match->end;
	next.function->from_units = end;

	object->values[0] = value_string(text.string + match->start, match->end - match->start);
	object->values[1] = value_number(start);
	object->values[2] = value_number(end);
	object->values[3] = match->groups;
	object->values[4] = next;
	return value_object(object);
}

static pcre2_match_context *
limited_context(pcre2_general_context *general)
{
	pcre2_match_context *context = pcre2_match_context_create(general);

	pcre2_set_match_limit(context, MATCH_LIMIT);
	pcre2_set_depth_limit(context, DEPTH_LIMIT);
	pcre2_set_heap_limit(context, HEAP_LIMIT);
	return context;
}

static void *
arena_malloc(size_t size, void *arg)
{
	Evaluator  *ev = arg;

	return ALLOC(ev, size);
}

static void
arena_free(void *memory, void *arg)
{
}
