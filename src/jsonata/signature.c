/*-------------------------------------------------------------------------
 *
 * signature.c
 *	  What arguments a function takes: <s-nn?:s>.
 *
 * The reference turns a signature into a regular expression over the types of
 * the arguments, one letter each, and lets that find out which argument is for which
 * parameter.  So does this, with an expression of such a simple kind that a
 * table of what can be matched from where is enough.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/evaluator.h"
#include "jsonata/signature.h"

#define TYPE_ARRAY		0x01
#define TYPE_STRING		0x02
#define TYPE_NUMBER		0x04
#define TYPE_BOOL		0x08
#define TYPE_NULL		0x10
#define TYPE_FUNCTION	0x20
#define TYPE_OBJECT		0x40
#define TYPE_MISSING	0x80

#define TYPE_JSON (TYPE_ARRAY | TYPE_STRING | TYPE_NUMBER | TYPE_BOOL | TYPE_NULL | TYPE_OBJECT | TYPE_MISSING)
#define TYPE_ANY (TYPE_JSON | TYPE_FUNCTION)

/* A signature being parsed */
typedef struct SignatureText
{
	const char *text;
	int			len;
	int			at;
	Signature  *signature;
	const char *code;
} SignatureText;

/* Arguments being matched with parameters */
typedef struct ArgumentMatch
{
	const Signature *signature;
	int			parameters;		/* that take part */
	const uint32 *types;
	int			count;
	bool		whole;			/* all arguments must be used up */
	bool	   *possible;		/* from parameter and argument */
} ArgumentMatch;

static uint32 type_of_letter(char letter);
static uint32 type_of_value(Value value);
static void add_parameter(SignatureText *text, uint32 accepts);
static void parse_quantifier(SignatureText *text, Parameter *parameter, char c);
static void parse_choice(SignatureText *text);
static void parse_subtype(SignatureText *text, Parameter *parameter);
static int	find_closing(const SignatureText *text, char open, char close);
static bool match_simply(const Signature *signature, const uint32 *types, int count, int *taken);
static bool match(Evaluator *ev, ArgumentMatch *match, int *taken);
static int	longest_run(const ArgumentMatch *match, const Parameter *parameter, int from);
static void fail_mismatch(Evaluator *ev, const Signature *signature, Value name,
						  const Value *args, const uint32 *types, int count) pg_attribute_noreturn();
static void fail_argument(Evaluator *ev, const char *code, Value name, int index, Value value,
						  const char *type) pg_attribute_noreturn();
static int	validate(Evaluator *ev, const Signature *signature, Value name, const Value *args,
					 const uint32 *types, int count, const int *taken, Value context,
					 Value *validated);
static Value as_array_argument(Evaluator *ev, const Parameter *parameter, Value name, Value arg,
							   const uint32 *types, int taken, int index);

Signature *
sfn_signature_parse(const char *text, int len, const char **code, int *offset)
{
	SignatureText parsed = {.text = text,.len = len,.at = 1};

	parsed.signature = palloc0(offsetof(Signature, parameters) +
							   MOST_PARAMETERS * sizeof(Parameter));
	for (; parsed.at < len && text[parsed.at] != ':' && parsed.code == NULL; parsed.at++)
	{
		Signature  *signature = parsed.signature;
		Parameter  *before = signature->count > 0 ?
			&signature->parameters[signature->count - 1] : NULL;
		char		c = text[parsed.at];

		switch (c)
		{
			case 's':
			case 'n':
			case 'b':
			case 'l':
			case 'o':
				add_parameter(&parsed, type_of_letter(c) | TYPE_MISSING);
				break;
			case 'a':
				add_parameter(&parsed, TYPE_ANY);
				signature->parameters[signature->count - 1].array = true;
				break;
			case 'f':
				add_parameter(&parsed, TYPE_FUNCTION);
				break;
			case 'j':
				add_parameter(&parsed, TYPE_JSON);
				break;
			case 'x':
				add_parameter(&parsed, TYPE_ANY);
				break;
			case '(':
				parse_choice(&parsed);
				break;
			case '-':
			case '?':
			case '+':
				if (before != NULL)
					parse_quantifier(&parsed, before, c);
				break;
			case '<':
				parse_subtype(&parsed, before);
				break;
			default:
				break;
		}
	}

	if (parsed.code != NULL)
	{
		*code = parsed.code;
		*offset = parsed.at - 1;
		return NULL;
	}
	return parsed.signature;
}

int
sfn_signature_apply(Evaluator *ev, const Signature *signature, Value name,
					const Value *args, int count, Value context, Value *validated)
{
	uint32		few_types[8];
	uint32	   *types = few_types;
	int			taken[MOST_PARAMETERS];
	int			i;

	if (count > lengthof(few_types))
		types = ALLOC(ev, count * sizeof(uint32));
	for (i = 0; i < count; i++)
		types[i] = type_of_value(args[i]);

	if (!match_simply(signature, types, count, taken))
	{
		ArgumentMatch all = {.signature = signature,.parameters = signature->count,
			.types = types,.count = count,.whole = true};

		if (!match(ev, &all, taken))
			fail_mismatch(ev, signature, name, args, types, count);
	}
	return validate(ev, signature, name, args, types, count, taken, context, validated);
}

static uint32
type_of_letter(char letter)
{
	switch (letter)
	{
		case 'a':
			return TYPE_ARRAY;
		case 's':
			return TYPE_STRING;
		case 'n':
			return TYPE_NUMBER;
		case 'b':
			return TYPE_BOOL;
		case 'l':
			return TYPE_NULL;
		case 'f':
			return TYPE_FUNCTION;
		case 'o':
			return TYPE_OBJECT;
		case 'm':
			return TYPE_MISSING;
		default:
			return 0;
	}
}

static uint32
type_of_value(Value value)
{
	switch (value.kind)
	{
		case VALUE_NULL:
			return TYPE_NULL;
		case VALUE_BOOL:
			return TYPE_BOOL;
		case VALUE_NUMBER:
		case VALUE_NUMERIC:
			return TYPE_NUMBER;
		case VALUE_STRING:
			return TYPE_STRING;
		case VALUE_ARRAY:
		case VALUE_JSONB_ARRAY:
			return TYPE_ARRAY;
		case VALUE_OBJECT:
		case VALUE_JSONB_OBJECT:
			return TYPE_OBJECT;
		case VALUE_FUNCTION:
			return TYPE_FUNCTION;
		default:
			return TYPE_MISSING;
	}
}

static void
add_parameter(SignatureText *text, uint32 accepts)
{
	if (text->signature->count == MOST_PARAMETERS)
		text->code = "S0402";
	else
		text->signature->parameters[text->signature->count++].accepts = accepts;
}

/* A second one makes the first lazy, as it would in a regular expression. */
static void
parse_quantifier(SignatureText *text, Parameter *parameter, char c)
{
	if (c == '-')
		parameter->context = true;

	if (!parameter->optional && !parameter->repeated)
	{
		parameter->optional = (c != '+');
		parameter->repeated = (c == '+');
	}
	else if (c != '+' && !parameter->lazy)
		parameter->lazy = true;
	else
		text->code = "S0401";
}

static void
parse_choice(SignatureText *text)
{
	int			end = find_closing(text, '(', ')');
	uint32		accepts = TYPE_MISSING;
	int			i;

	for (i = text->at + 1; i < end; i++)
	{
		if (text->text[i] == '<')
		{
			text->code = "S0402";
			return;
		}
		accepts |= type_of_letter(text->text[i]);
	}
	add_parameter(text, accepts);
	text->at = end;
}

static void
parse_subtype(SignatureText *text, Parameter *parameter)
{
	int			end = find_closing(text, '<', '>');

	if (parameter == NULL ||
		!(parameter->array || parameter->accepts == TYPE_FUNCTION))
	{
		text->code = "S0401";
		return;
	}
	parameter->has_subtype = true;
	parameter->subtype = end > text->at + 1 ? text->text[text->at + 1] : '\0';
	strlcpy(parameter->subtype_text, text->text + text->at + 1,
			Min(end - text->at, (int) sizeof(parameter->subtype_text)));
	text->at = end;
}

static int
find_closing(const SignatureText *text, char open, char close)
{
	int			depth = 1;
	int			at = text->at;

	while (at < text->len - 1)
	{
		at++;
		if (text->text[at] == close && --depth == 0)
			break;
		if (text->text[at] == open)
			depth++;
	}
	return at;
}

/*
 * The usual case: each parameter takes the next argument if it can, and what
 * has no argument is optional.
 */
static bool
match_simply(const Signature *signature, const uint32 *types, int count, int *taken)
{
	int			at = 0;
	int			i;

	for (i = 0; i < signature->count; i++)
	{
		const Parameter *parameter = &signature->parameters[i];

		if (parameter->repeated || parameter->lazy)
			return false;
		taken[i] = at < count && (parameter->accepts & types[at]) != 0;
		at += taken[i];
		if (taken[i] == 0 && !parameter->optional)
			return false;
	}
	return at == count;
}

/*
 * Fill in the table from the end, then take for each parameter the most (or
 * least) that leaves the rest possible.
 */
static bool
match(Evaluator *ev, ArgumentMatch *match, int *taken)
{
	int			width = match->count + 1;
	int			i;
	int			at;
	int			len;

	match->possible = ALLOC(ev, (match->parameters + 1) * width * sizeof(bool));
	for (at = 0; at < width; at++)
		match->possible[match->parameters * width + at] = !match->whole || at == match->count;
	for (i = match->parameters - 1; i >= 0; i--)
	{
		const Parameter *parameter = &match->signature->parameters[i];

		for (at = 0; at < width; at++)
		{
			int			most = longest_run(match, parameter, at);
			bool		possible = false;

			sfn_evaluator_step(ev);
			for (len = parameter->optional ? 0 : 1; len <= most && !possible; len++)
				possible = match->possible[(i + 1) * width + at + len];
			match->possible[i * width + at] = possible;
		}
	}
	if (!match->possible[0])
		return false;

	for (i = 0, at = 0; i < match->parameters; i++)
	{
		const Parameter *parameter = &match->signature->parameters[i];
		int			least = parameter->optional ? 0 : 1;
		int			most = longest_run(match, parameter, at);

		len = parameter->lazy ? least : most;
		while (!match->possible[(i + 1) * width + at + len])
			len += parameter->lazy ? 1 : -1;
		taken[i] = len;
		at += len;
	}
	return true;
}

static int
longest_run(const ArgumentMatch *match, const Parameter *parameter, int from)
{
	int			len = 0;

	while (from + len < match->count && (parameter->accepts & match->types[from + len]) != 0 &&
		   (len == 0 || parameter->repeated))
		len++;
	return len;
}

/*
 * Blame the first argument that no longer fits.
 */
static void
fail_mismatch(Evaluator *ev, const Signature *signature, Value name,
			  const Value *args, const uint32 *types, int count)
{
	int			taken[MOST_PARAMETERS];
	int			good = 0;
	int			i;
	int			j;

	for (i = 1; i <= signature->count; i++)
	{
		ArgumentMatch part = {.signature = signature,.parameters = i,
		.types = types,.count = count};

		if (!match(ev, &part, taken))
			break;
		for (good = 0, j = 0; j < i; j++)
			good += taken[j];
	}
	fail_argument(ev, "T0410", name, good + 1,
				  good < count ? args[good] : UNDEFINED_VALUE, NULL);
}

static void
fail_argument(Evaluator *ev, const char *code, Value name, int index, Value value,
			  const char *type)
{
	Complaint	complaint = {.code = code,.position = ev->call_position,.token = name,
	.value = value,.index = index,.type = type};

	sfn_evaluator_fail(ev, &complaint);
}

static int
validate(Evaluator *ev, const Signature *signature, Value name, const Value *args,
		 const uint32 *types, int count, const int *taken, Value context, Value *validated)
{
	int			made = 0;
	int			at = 0;
	int			i;
	int			j;

	for (i = 0; i < signature->count; i++)
	{
		const Parameter *parameter = &signature->parameters[i];

		if (taken[i] == 0 && parameter->context)
		{
			if ((parameter->accepts & type_of_value(context)) == 0)
				fail_argument(ev, "T0411", name, at + 1, context, NULL);
			validated[made++] = context;
		}
		else if (taken[i] == 0)
		{
			validated[made++] = at < count ? args[at] : UNDEFINED_VALUE;
			at++;
		}
		for (j = 0; j < taken[i]; j++, at++)
		{
			Value		arg = at < count ? args[at] : UNDEFINED_VALUE;

			validated[made++] = parameter->array ?
				as_array_argument(ev, parameter, name, arg, &types[at - j], taken[i], at) : arg;
		}
	}
	return made;
}

/*
 * An argument for an array: of elements of the right type, if that is asked
 * for.  taken arguments beginning with *types were matched together.
 */
static Value
as_array_argument(Evaluator *ev, const Parameter *parameter, Value name, Value arg,
				  const uint32 *types, int taken, int index)
{
	static const char *const plurals[] = {"a", "arrays", "b", "booleans", "f", "functions",
	"n", "numbers", "o", "objects", "s", "strings"};
	const char *plural = "undefined";
	bool		fits = true;
	ArrayWalk	walk;
	Value		element;
	Array	   *array;
	int			i;

	if (is_undefined(arg))
		return arg;
	if (parameter->has_subtype)
	{
		uint32		wanted = type_of_letter(parameter->subtype);

		if (is_array(arg))
		{
			sfn_evaluator_charge(ev, sfn_array_count(arg) * sizeof(Value));
			sfn_walk_init(&walk, arg);
			while (fits && sfn_walk_next(&walk, &element))
				fits = type_of_value(element) == wanted;
		}
		else
			fits = taken == 1 && types[0] == wanted && parameter->subtype_text[1] == '\0';
	}
	if (!fits)
	{
		for (i = 0; i < lengthof(plurals); i += 2)
		{
			if (strcmp(plurals[i], parameter->subtype_text) == 0)
				plural = plurals[i + 1];
		}
		fail_argument(ev, "T0412", name, index + 1, arg, plural);
	}
	if (is_array(arg))
		return arg;

	array = sfn_array_new(&ev->arena, 1, 0);
	sfn_array_push(&ev->arena, array, arg);
	return value_array(array);
}
