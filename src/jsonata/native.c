/*-------------------------------------------------------------------------
 *
 * native.c
 *	  The functions that the language comes with.
 *
 * $eval is not among them: the service has none.  $partition, $range, $hash, $uuid,
 * $parse and the seed of $random are the service's own.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonata/native.h"
#include "jsonata/signature.h"
#include "mb/pg_wchar.h"
#include "utils/memutils.h"

/* In the order of strcmp */
static const NativeFunction native_functions[] = {
	{"abs", sfn_fn_abs, "<n-:n>", 1},
	{"append", sfn_fn_append, "<xx:a>", 2},
	{"assert", sfn_fn_assert, "<bs?:x>", 2},
	{"average", sfn_fn_average, "<a<n>:n>", 1},
	{"base64decode", sfn_fn_base64decode, "<s-:s>", 1},
	{"base64encode", sfn_fn_base64encode, "<s-:s>", 1},
	{"boolean", sfn_fn_boolean, "<x-:b>", 1},
	{"ceil", sfn_fn_ceil, "<n-:n>", 1},
	{"clone", sfn_fn_clone, "<(oa)-:o>", 1},
	{"contains", sfn_fn_contains, "<s-(sf):b>", 2},
	{"count", sfn_fn_count, "<a:n>", 1},
	{"decodeUrl", sfn_fn_decode_url, "<s-:s>", 1},
	{"decodeUrlComponent", sfn_fn_decode_url_component, "<s-:s>", 1},
	{"distinct", sfn_fn_distinct, "<x:x>", 1},
	{"each", sfn_fn_each, "<o-f:a>", 2},
	{"encodeUrl", sfn_fn_encode_url, "<s-:s>", 1},
	{"encodeUrlComponent", sfn_fn_encode_url_component, "<s-:s>", 1},
	{"error", sfn_fn_error, "<s?:x>", 1},
	{"exists", sfn_fn_exists, "<x:b>", 1},
	{"filter", sfn_fn_filter, "<af>", 2},
	{"floor", sfn_fn_floor, "<n-:n>", 1},
	{"formatBase", sfn_fn_format_base, "<n-n?:s>", 2},
	{"formatInteger", sfn_fn_format_integer, "<n-s:s>", 2},
	{"formatNumber", sfn_fn_format_number, "<n-so?:s>", 3},
	{"fromMillis", sfn_fn_from_millis, "<n-s?s?:s>", 3},
	{"hash", sfn_fn_hash, "<s-s:s>", 2},
	{"join", sfn_fn_join, "<a<s>s?:s>", 2},
	{"keys", sfn_fn_keys, "<x-:a<s>>", 1},
	{"length", sfn_fn_length, "<s-:n>", 1},
	{"lookup", sfn_fn_lookup, "<x-s:x>", 2},
	{"lowercase", sfn_fn_lowercase, "<s-:s>", 1},
	{"map", sfn_fn_map, "<af>", 2},
	{"match", sfn_fn_match, "<s-f<s:o>n?:a<o>>", 3},
	{"max", sfn_fn_max, "<a<n>:n>", 1},
	{"merge", sfn_fn_merge, "<a<o>:o>", 1},
	{"millis", sfn_fn_millis, "<:n>", 0, true},
	{"min", sfn_fn_min, "<a<n>:n>", 1},
	{"not", sfn_fn_not, "<x-:b>", 1},
	{"now", sfn_fn_now, "<s?s?:s>", 2, true},
	{"number", sfn_fn_number, "<(nsb)-:n>", 1},
	{"pad", sfn_fn_pad, "<s-ns?:s>", 3},
	{"parse", sfn_fn_parse, "<s-:x>", 1},
	{"parseInteger", sfn_fn_parse_integer, "<s-s:n>", 2},
	{"partition", sfn_fn_partition, "<an?:a>", 2},
	{"power", sfn_fn_power, "<n-n:n>", 2},
	{"random", sfn_fn_random, "<n?:n>", 0, true},
	{"range", sfn_fn_range, "<nnn:a>", 3},
	{"reduce", sfn_fn_reduce, "<afj?:j>", 3},
	{"replace", sfn_fn_replace, "<s-(sf)(sf)n?:s>", 4},
	{"reverse", sfn_fn_reverse, "<a:a>", 1},
	{"round", sfn_fn_round, "<n-n?:n>", 2},
	{"shuffle", sfn_fn_shuffle, "<a:a>", 1, true},
	{"sift", sfn_fn_sift, "<o-f?:o>", 2},
	{"single", sfn_fn_single, "<af?>", 2},
	{"sort", sfn_fn_sort, "<af?:a>", 2},
	{"split", sfn_fn_split, "<s-(sf)n?:a<s>>", 3},
	{"spread", sfn_fn_spread, "<x-:a<o>>", 1},
	{"sqrt", sfn_fn_sqrt, "<n-:n>", 1},
	{"string", sfn_fn_string, "<x-b?:s>", 1},
	{"substring", sfn_fn_substring, "<s-nn?:s>", 3},
	{"substringAfter", sfn_fn_substring_after, "<s-s:s>", 2},
	{"substringBefore", sfn_fn_substring_before, "<s-s:s>", 2},
	{"sum", sfn_fn_sum, "<a<n>:n>", 1},
	{"toMillis", sfn_fn_to_millis, "<s-s?:n>", 2},
	{"trim", sfn_fn_trim, "<s-:s>", 1},
	{"type", sfn_fn_type, "<x:s>", 1},
	{"uppercase", sfn_fn_uppercase, "<s-:s>", 1},
	{"uuid", sfn_fn_uuid, "<:s>", 0, true},
	{"zip", sfn_fn_zip, "<a+>", 0}
};

/*
 * What is made of the table once per backend: the same for all expressions,
 * never changed.
 */
static Function *native_values = NULL;

static void make_values(void);

const NativeFunction *
sfn_native_find(Key name)
{
	int			low = 0;
	int			high = lengthof(native_functions);

	while (low < high)
	{
		int			middle = (low + high) / 2;
		int			order = strncmp(name.text, native_functions[middle].name, name.len);

		if (order == 0 && native_functions[middle].name[name.len] != '\0')
			order = -1;
		if (order == 0)
			return &native_functions[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

Value
sfn_native_value(Evaluator *ev, const NativeFunction *native)
{
	if (native_values == NULL)
		make_values();
	return (Value) {.kind = VALUE_FUNCTION,.function = &native_values[native - native_functions]};
}

const Signature *
sfn_native_signature(const NativeFunction *native)
{
	if (native_values == NULL)
		make_values();
	return native_values[native - native_functions].signature;
}

static void
make_values(void)
{
	MemoryContext caller = MemoryContextSwitchTo(TopMemoryContext);
	Function   *values = palloc0(lengthof(native_functions) * sizeof(Function));
	const char *code;
	int			offset;
	int			i;

	for (i = 0; i < lengthof(native_functions); i++)
	{
		const NativeFunction *native = &native_functions[i];

		values[i].kind = FUNCTION_NATIVE;
		values[i].arity = native->arity;
		values[i].native = native;
		values[i].signature = sfn_signature_parse(native->signature, strlen(native->signature),
												  &code, &offset);
		Assert(values[i].signature != NULL);
	}
	native_values = values;
	MemoryContextSwitchTo(caller);
}

void
sfn_native_fail(Evaluator *ev, const NativeCall *call, const char *code, Value value)
{
	const char *name = call->function->name;

	sfn_evaluator_raise(ev, code, ev->call_position, value_string(name, strlen(name)), value);
}

void
sfn_native_refuse(Evaluator *ev, const char *format,...)
{
	Complaint	complaint = {.code = "D3137",.position = ev->call_position};
	char		message[400];
	va_list		args;

	va_start(args, format);
	pg_vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	complaint.message = message;
	complaint.message_len = pg_mbcliplen(message, strlen(message), sizeof(message) - 1);
	sfn_evaluator_fail(ev, &complaint);
}
