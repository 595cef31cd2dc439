/*-------------------------------------------------------------------------
 *
 * fn_numeric.c
 *	  $number, $abs, $floor, $ceil, $round, $power, $sqrt, $random, $formatBase.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "base/random_id.h"
#include "jsonata/native.h"
#include "jsonata/number_text.h"
#include "jsonata/rounding.h"

static bool read_decimal(Value string, double *number);
static bool read_prefixed(Value string, double *number);

Value
sfn_fn_number(Evaluator *ev, const NativeCall *call)
{
	Value		value = call->args[0];
	double		number;

	switch (value.kind)
	{
		case VALUE_UNDEFINED:
		case VALUE_NUMBER:
		case VALUE_NUMERIC:
			return value;
		case VALUE_BOOL:
			return value_number(value.boolean ? 1 : 0);
		case VALUE_STRING:
			if (read_decimal(value, &number) || read_prefixed(value, &number))
				return value_number(number);
			break;
		default:
			break;
	}
	sfn_native_fail(ev, call, "D3030", value);
}

/* JSON's grammar, but for leading zeros, which may be there */
static bool
read_decimal(Value string, double *number)
{
	const char *p = string.string;
	const char *end = p + string.len;
	const char *digits;

	if (p < end && *p == '-')
		p++;
	for (digits = p; p < end && isdigit((unsigned char) *p);)
		p++;
	if (p == digits)
		return false;
	if (p < end && *p == '.')
	{
		for (digits = ++p; p < end && isdigit((unsigned char) *p);)
			p++;
		if (p == digits)
			return false;
	}
	if (p < end && (*p == 'e' || *p == 'E'))
	{
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		for (digits = p; p < end && isdigit((unsigned char) *p);)
			p++;
		if (p == digits)
			return false;
	}
	if (p != end)
		return false;

	*number = sfn_number_read(string.string, string.len);
	return !isinf(*number);
}

/* 0x1F, 0o17, 0b1 */
static bool
read_prefixed(Value string, double *number)
{
	int			radix;
	uint32		i;

	if (string.len < 3 || string.string[0] != '0')
		return false;
	switch (string.string[1] | 0x20)
	{
		case 'x':
			radix = 16;
			break;
		case 'o':
			radix = 8;
			break;
		case 'b':
			radix = 2;
			break;
		default:
			return false;
	}

	*number = 0;
	for (i = 2; i < string.len; i++)
	{
		unsigned char c = string.string[i];
		int			digit = isdigit(c) ? c - '0' : isalpha(c) ? (c | 0x20) - 'a' + 10 : radix;

		if (digit >= radix)
			return false;
		*number = *number * radix + digit;
	}
	return true;
}

Value
sfn_fn_abs(Evaluator *ev, const NativeCall *call)
{
	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	return value_number(fabs(sfn_value_double(call->args[0])));
}

Value
sfn_fn_floor(Evaluator *ev, const NativeCall *call)
{
	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	return value_number(floor(sfn_value_double(call->args[0])));
}

Value
sfn_fn_ceil(Evaluator *ev, const NativeCall *call)
{
	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	return value_number(ceil(sfn_value_double(call->args[0])));
}

Value
sfn_fn_round(Evaluator *ev, const NativeCall *call)
{
	double		places = 0;

	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	if (is_number(call->args[1]))
		places = sfn_value_double(call->args[1]);
	if (places != floor(places))
		return value_number(NAN);
	return value_number(sfn_round(sfn_value_double(call->args[0]),
								  (int) Max(Min(places, 10000), -10000)));
}

/*
 * sfn_round
 *		To so many decimal places, halves to the even neighbor.
 *
 * The point is moved in the text of the number, since a product with a power of ten
 * would have to be rounded itself.
 */
double
sfn_round(double number, int places)
{
	double		result;

	if (places != 0)
		number = sfn_number_shift(number, places);
	if (isinf(number))
		return NAN;
	result = sfn_number_round(number);
	if (fabs(result - number) == 0.5 && fabs(fmod(result, 2)) == 1)
		result -= 1;
	if (places != 0)
		result = sfn_number_shift(result, -places);
	return result == 0 ? 0 : result;
}

Value
sfn_fn_power(Evaluator *ev, const NativeCall *call)
{
	double		result = NAN;

	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	if (is_number(call->args[1]))
		result = pow(sfn_value_double(call->args[0]), sfn_value_double(call->args[1]));
	if (isnan(result) || isinf(result))
	{
		Complaint	complaint = {.code = "D3061",.position = ev->call_position,
		.value = call->args[0],.value2 = call->args[1]};

		sfn_evaluator_fail(ev, &complaint);
	}
	return value_number(result);
}

Value
sfn_fn_sqrt(Evaluator *ev, const NativeCall *call)
{
	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	if (sfn_value_double(call->args[0]) < 0)
		sfn_native_fail(ev, call, "D3060", call->args[0]);
	return value_number(sqrt(sfn_value_double(call->args[0])));
}

/*
 * The same seed gives the same number, the service's: the first one of the
 * linear congruential generator that Java has.
 */
Value
sfn_fn_random(Evaluator *ev, const NativeCall *call)
{
	const uint64 factor = UINT64CONST(0x5DEECE66D);
	const uint64 mask = (UINT64CONST(1) << 48) - 1;
	double		seed;
	uint64		state;
	uint64		bits;

	if (is_undefined(call->args[0]))
		return value_number(sfn_random_double());
	seed = trunc(sfn_value_ordinary(ev, call->args[0]));
	seed = Min(Max(seed, -9223372036854775808.0), 9223372036854774784.0);
	state = ((uint64) (int64) seed ^ factor) & mask;
	state = (state * factor + 11) & mask;
	bits = (state >> 22) << 27;
	state = (state * factor + 11) & mask;
	bits += state >> 21;
	return value_number(bits / 9007199254740992.0);
}

Value
sfn_fn_format_base(Evaluator *ev, const NativeCall *call)
{
	double		radix = 10;
	TextBuilder text;

	if (is_undefined(call->args[0]))
		return UNDEFINED_VALUE;
	if (is_number(call->args[1]))
		radix = sfn_round(sfn_value_double(call->args[1]), 0);
	if (!(radix >= 2 && radix <= 36))
		sfn_native_fail(ev, call, "D3100", value_number(radix));
	sfn_text_init(&text, &ev->arena, 32);
	sfn_text_append_radix(&text, sfn_round(sfn_value_ordinary(ev, call->args[0]), 0), (int) radix);
	return sfn_text_value(&text);
}
