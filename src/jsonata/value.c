/*-------------------------------------------------------------------------
 *
 * value.c
 *	  What any value of an evaluation can be asked.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/json_number.h"
#include "jsonata/data.h"

/* UTF-8 lead bytes of U+E000 to U+FFFF, and of what UTF-16 writes as surrogates */
#define LEAD_PRIVATE 0xEE
#define LEAD_ASTRAL 0xF0

Value
sfn_value_from_jsonb(const JsonbValue *json)
{
	Value		value;

	switch (json->type)
	{
		case jbvNull:
			return value_null();
		case jbvBool:
			return value_bool(json->val.boolean);
		case jbvString:
			return value_string(json->val.string.val, json->val.string.len);
		case jbvNumeric:
			value.kind = VALUE_NUMERIC;
			value.len = 0;
			value.numeric = json->val.numeric;
			return value;
		case jbvBinary:
			value.kind = JsonContainerIsObject(json->val.binary.data) ?
				VALUE_JSONB_OBJECT : VALUE_JSONB_ARRAY;
			value.len = json->val.binary.len;
			value.container = json->val.binary.data;
			return value;
		default:
			elog(ERROR, "JSON value of type %d is not normalized", json->type);
	}
}

double
sfn_value_double_slow(Value number)
{
	return sfn_number_double(number.numeric);
}

/*
 * sfn_string_compare
 *		Order by UTF-16 units.
 *
 * The bytes of UTF-8 are in the order of code points.  UTF-16 differs from
 * that in one thing: what it writes as surrogates comes before U+E000 to U+FFFF.
 */
int
sfn_string_compare(Value a, Value b)
{
	const unsigned char *x = (const unsigned char *) a.string;
	const unsigned char *y = (const unsigned char *) b.string;
	uint32		common = Min(a.len, b.len);
	uint32		i;

	for (i = 0; i < common; i++)
	{
		if (x[i] == y[i])
			continue;
		if (x[i] >= LEAD_PRIVATE && y[i] >= LEAD_PRIVATE &&
			(x[i] >= LEAD_ASTRAL) != (y[i] >= LEAD_ASTRAL))
			return x[i] >= LEAD_ASTRAL ? -1 : 1;
		return x[i] < y[i] ? -1 : 1;
	}
	return a.len < b.len ? -1 : a.len > b.len ? 1 : 0;
}

bool
sfn_string_equal(Value a, Value b)
{
	return a.len == b.len && memcmp(a.string, b.string, a.len) == 0;
}
