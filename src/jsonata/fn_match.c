/*-------------------------------------------------------------------------
 *
 * fn_match.c
 *	  $match, $contains, $split, $replace.
 *
 * What they look for is a string or a matcher: a regular expression, or any function
 * that returns an object as a regular expression does, with a function to find
 * the next one.  Positions in such objects are UTF-16 units, here they are bytes.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <limits.h>
#include <math.h>

#include "jsonata/native.h"
#include "jsonata/regex_match.h"
#include "jsonata/text_builder.h"

typedef struct Matcher
{
	Evaluator  *ev;
	const NativeCall *call;
	Value		function;
	Value		text;
	bool		started;
	int			from;			/* regular expression: where the last match ended */
	int			known;			/* a place, in bytes and in UTF-16 units */
	int			known_units;
	Value		next;			/* other functions: what finds the next one */
} Matcher;

typedef struct Found
{
	int			start;
	int			end;
	Value		match;
	Value		groups;
	Value		object;			/* other functions: what they returned */
} Found;

static void start_matcher(Matcher *matcher, Evaluator *ev, const NativeCall *call, Value function);
static bool find_next(Matcher *matcher, Found *found);
static bool find_by_function(Matcher *matcher, Found *found);
static int	offset_of_unit(Matcher *matcher, Value position);
static bool is_match(Value object);
static Value member(Value object, const char *name);
static bool wants_more(Value limit, int count);
static void check_limit(Evaluator *ev, const NativeCall *call, Value limit, const char *code);
static Value split_by_string(Evaluator *ev, Value text, Value separator, double limit);
static Value split_by_matcher(Evaluator *ev, const NativeCall *call);
static Value replace_string(Evaluator *ev, const NativeCall *call);
static Value replace_matches(Evaluator *ev, const NativeCall *call);
static void append_replacement(Evaluator *ev, const NativeCall *call, Matcher *matcher,
							   const Found *found, TextBuilder *text);
static void append_substitute(TextBuilder *text, Value replacement, const Found *found);
static int	read_group(Value replacement, uint32 at, int most);

Value
sfn_fn_contains(Evaluator *ev, const NativeCall *call)
{
	Value		text = call->args[0];
	Value		part = call->args[1];
	Matcher		matcher;
	Found		found;

	if (is_undefined(text) || is_undefined(part))
		return UNDEFINED_VALUE;
	if (is_string(part))
		return value_bool(part.len == 0 ||
						  memmem(text.string, text.len, part.string, part.len) != NULL);
	start_matcher(&matcher, ev, call, part);
	return value_bool(find_next(&matcher, &found));
}

Value
sfn_fn_match(Evaluator *ev, const NativeCall *call)
{
	static Key	keys[] = {{"match", 5}, {"index", 5}, {"groups", 6}};
	Value		text = call->args[0];
	Array	   *result;
	Matcher		matcher;
	Found		found;
	bool		any;
	int			counted = 0;
	int			units = 0;

	if (is_undefined(text))
		return text;
	check_limit(ev, call, call->args[2], "D3040");

	result = sfn_array_new(&ev->arena, 4, ARRAY_SEQUENCE);
	start_matcher(&matcher, ev, call, call->args[1]);
	any = wants_more(call->args[2], 0) && find_next(&matcher, &found);
	while (any && wants_more(call->args[2], result->count))
	{
		Object	   *object = sfn_object_shaped(&ev->arena, keys, lengthof(keys));

		if (found.start >= counted)
			units += sfn_utf16_units(text.string + counted, found.start - counted);
		else
			units = sfn_utf16_units(text.string, found.start);
		counted = found.start;
		object->values[0] = found.match;
		object->values[1] = is_undefined(found.object) ? value_number(units) :
			member(found.object, "start");
		object->values[2] = found.groups;
		sfn_array_push(&ev->arena, result, value_object(object));
		any = find_next(&matcher, &found);
	}
	return value_array(result);
}

Value
sfn_fn_split(Evaluator *ev, const NativeCall *call)
{
	double		limit = INT_MAX;

	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	check_limit(ev, call, call->args[2], "D3020");
	if (is_number(call->args[2]))
		limit = sfn_value_double(call->args[2]);
	if (limit == 0)
		return value_array(sfn_array_new(&ev->arena, 0, 0));
	if (is_string(call->args[1]))
		return split_by_string(ev, call->args[0], call->args[1], floor(limit));
	return split_by_matcher(ev, call);
}

Value
sfn_fn_replace(Evaluator *ev, const NativeCall *call)
{
	Value		limit = call->args[3];

	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	if (is_string(call->args[1]) && call->args[1].len == 0)
		sfn_native_fail(ev, call, "D3010", call->args[1]);
	check_limit(ev, call, limit, "D3011");
	if (!wants_more(limit, 0))
		return call->args[0];
	if (is_string(call->args[1]))
		return replace_string(ev, call);
	return replace_matches(ev, call);
}

static void
check_limit(Evaluator *ev, const NativeCall *call, Value limit, const char *code)
{
	if (is_number(limit) && sfn_value_double(limit) < 0)
		sfn_native_fail(ev, call, code, limit);
}

/*
 * A match is looked for before this is asked, as in the reference, where an
 * empty match fails even if it comes after the last that is wanted.
 */
static bool
wants_more(Value limit, int count)
{
	return !is_number(limit) || count < sfn_value_double(limit);
}

static void
start_matcher(Matcher *matcher, Evaluator *ev, const NativeCall *call, Value function)
{
	memset(matcher, 0, sizeof(*matcher));
	matcher->ev = ev;
	matcher->call = call;
	matcher->function = function;
	matcher->text = call->args[0];
}

static bool
find_next(Matcher *matcher, Found *found)
{
	const Function *function = matcher->function.function;
	RegexMatch	match;
	bool		any;

	sfn_evaluator_step(matcher->ev);
	if (!is_function(matcher->function) || function->kind != FUNCTION_REGEX)
		return find_by_function(matcher, found);

	any = matcher->started ?
		sfn_regex_find_next(matcher->ev, function->node, matcher->text, matcher->from, &match) :
		sfn_regex_find(matcher->ev, function->node->regex, matcher->text, 0, &match);
	matcher->started = true;
	if (!any)
		return false;

	matcher->from = match.end;
	found->start = match.start;
	found->end = match.end;
	found->match = value_string(matcher->text.string + match.start, match.end - match.start);
	found->groups = match.groups;
	found->object = UNDEFINED_VALUE;
	return true;
}

static bool
find_by_function(Matcher *matcher, Found *found)
{
	Value		text = matcher->text;
	Value		object;
	Value		start;
	Value		end;

	if (matcher->started)
	{
		if (!is_function(matcher->next))
			return false;
		object = sfn_value_call(matcher->ev, matcher->next, NULL, 0);
	}
	else
		object = sfn_value_call(matcher->ev, matcher->function, &text, 1);
	matcher->started = true;
	if (is_undefined(object))
		return false;
	if (!is_object(object) || !is_match(object))
		sfn_native_fail(matcher->ev, matcher->call, "T1010", object);

	start = member(object, "start");
	end = member(object, "end");
	found->start = is_number(start) ? offset_of_unit(matcher, start) : 0;
	found->end = is_number(end) ? offset_of_unit(matcher, end) : found->start;
	found->match = member(object, "match");
	found->groups = member(object, "groups");
	found->object = object;
	matcher->next = member(object, "next");
	return true;
}

static int
offset_of_unit(Matcher *matcher, Value position)
{
	double		unit = sfn_value_ordinary(matcher->ev, position);

	return (int) sfn_utf16_offset(matcher->text.string, matcher->text.len,
								  (int64) Max(Min(unit, matcher->text.len), 0));
}

static bool
is_match(Value object)
{
	return is_number(member(object, "start")) || is_number(member(object, "end")) ||
		is_array(member(object, "groups")) || is_function(member(object, "next"));
}

static Value
member(Value object, const char *name)
{
	return sfn_member_get(object, (Key) {
		name, strlen(name)
	});
}

/* Between characters where the separator is empty */
static Value
split_by_string(Evaluator *ev, Value text, Value separator, double limit)
{
	Array	   *parts = sfn_array_new(&ev->arena, 8, 0);
	const char *p = text.string;
	const char *end = p + text.len;

	while (parts->count < limit)
	{
		const char *found;

		sfn_evaluator_step(ev);
		if (separator.len == 0)
		{
			if (p >= end)
				break;
			found = p + sfn_utf8_len(*p);
		}
		else
			found = memmem(p, end - p, separator.string, separator.len);
		sfn_array_push(&ev->arena, parts,
					   value_string(p, (found == NULL ? end : found) - p));
		if (found == NULL)
			break;
		p = found + separator.len;
	}
	return value_array(parts);
}

static Value
split_by_matcher(Evaluator *ev, const NativeCall *call)
{
	Value		text = call->args[0];
	Value		limit = call->args[2];
	Array	   *parts = sfn_array_new(&ev->arena, 8, 0);
	Matcher		matcher;
	Found		found;
	bool		any;
	int			start = 0;

	start_matcher(&matcher, ev, call, call->args[1]);
	any = wants_more(limit, 0) && find_next(&matcher, &found);
	while (any && wants_more(limit, parts->count))
	{
		sfn_array_push(&ev->arena, parts,
					   value_string(text.string + start, Max(found.start - start, 0)));
		start = found.end;
		any = find_next(&matcher, &found);
	}
	if (wants_more(limit, parts->count))
		sfn_array_push(&ev->arena, parts, value_string(text.string + start, text.len - start));
	return value_array(parts);
}

static Value
replace_string(Evaluator *ev, const NativeCall *call)
{
	Value		text = call->args[0];
	Value		pattern = call->args[1];
	Value		replacement = call->args[2];
	const char *p = text.string;
	const char *end = p + text.len;
	const char *found;
	TextBuilder result;
	int			count = 0;

	sfn_text_init(&result, &ev->arena, text.len + 32);
	while (wants_more(call->args[3], count) &&
		   (found = memmem(p, end - p, pattern.string, pattern.len)) != NULL)
	{
		sfn_evaluator_step(ev);
		if (!is_string(replacement))
			sfn_native_fail(ev, call, "D3012", replacement);
		sfn_text_append(&result, p, found - p);
		sfn_text_append_value(&result, replacement);
		p = found + pattern.len;
		count++;
	}
	sfn_text_append(&result, p, end - p);
	return sfn_text_value(&result);
}

static Value
replace_matches(Evaluator *ev, const NativeCall *call)
{
	Value		text = call->args[0];
	TextBuilder result;
	Matcher		matcher;
	Found		found;
	bool		any;
	int			at = 0;
	int			count = 0;

	sfn_text_init(&result, &ev->arena, text.len + 32);
	start_matcher(&matcher, ev, call, call->args[1]);
	any = wants_more(call->args[3], 0) && find_next(&matcher, &found);
	while (any && wants_more(call->args[3], count))
	{
		sfn_text_append(&result, text.string + at, Max(found.start - at, 0));
		append_replacement(ev, call, &matcher, &found, &result);
		at = found.start + (is_string(found.match) ? (int) found.match.len : 0);
		at = Min(at, (int) text.len);
		count++;
		any = find_next(&matcher, &found);
	}
	sfn_text_append(&result, text.string + at, text.len - at);
	return sfn_text_value(&result);
}

static void
append_replacement(Evaluator *ev, const NativeCall *call, Matcher *matcher,
				   const Found *found, TextBuilder *text)
{
	Value		replacement = call->args[2];
	Value		replaced;
	Value		object = found->object;
	RegexMatch	match;

	if (is_string(replacement))
	{
		append_substitute(text, replacement, found);
		return;
	}
	if (matcher->function.function->kind == FUNCTION_REGEX)
	{
		match.start = found->start;
		match.end = found->end;
		match.groups = found->groups;
		object = sfn_regex_match_object(ev, matcher->function.function->node, matcher->text, &match,
										matcher->known, matcher->known_units);
		matcher->known = found->end;
		matcher->known_units = (int) sfn_member_get(object, (Key) {"end", 3}).number;
	}
	replaced = sfn_value_call(ev, replacement, &object, 1);
	if (!is_string(replaced))
		sfn_native_fail(ev, call, "D3012", replaced);
	sfn_text_append_value(text, replaced);
}

/*
 * The replacement with $0, $1 ... filled in; $$ is a dollar, and so is one
 * before anything else.
 */
static void
append_substitute(TextBuilder *text, Value replacement, const Found *found)
{
	int			groups = is_array(found->groups) ? sfn_array_count(found->groups) : 0;
	int			most = groups == 0 ? 1 : (int) floor(log10(groups)) + 1;
	uint32		at = 0;

	while (at < replacement.len)
	{
		const char *dollar = memchr(replacement.string + at, '$', replacement.len - at);
		char		c;
		int			group;

		if (dollar == NULL)
			break;
		sfn_text_append(text, replacement.string + at, dollar - (replacement.string + at));
		at = dollar - replacement.string + 1;
		c = at < replacement.len ? replacement.string[at] : '\0';
		if (c == '$')
		{
			sfn_text_append_char(text, '$');
			at++;
			continue;
		}
		if (c == '0')
		{
			if (is_string(found->match))
				sfn_text_append_value(text, found->match);
			at++;
			continue;
		}

		group = read_group(replacement, at, most);
		if (most > 1 && group > groups)
			group = read_group(replacement, at, most - 1);
		if (group < 0)
		{
			sfn_text_append_char(text, '$');
			continue;
		}
		if (group >= 1 && group <= groups)
		{
			Value		submatch = sfn_array_get(found->groups, group - 1);

			if (is_string(submatch))
				sfn_text_append_value(text, submatch);
		}
		for (at++; group >= 10; group /= 10)
			at++;
	}
	if (at < replacement.len)
		sfn_text_append(text, replacement.string + at, replacement.len - at);
}

/* A number of at most so many digits, or -1 */
static int
read_group(Value replacement, uint32 at, int most)
{
	int			number = -1;

	for (; most > 0 && at < replacement.len && isdigit((unsigned char) replacement.string[at]);
		 most--, at++)
		number = Max(number, 0) * 10 + (replacement.string[at] - '0');
	return number;
}
