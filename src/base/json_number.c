/*-------------------------------------------------------------------------
 *
 * json_number.c
 *	  JSON numbers as numeric: from text, and what they are worth.
 *
 * Nearly all numbers in documents are short integers or short decimals, and
 * the server's functions are made for the others: numeric_int8 throws where we
 * need an answer, numeric_float8 goes through text, and there is none that
 * tells how long the text of a number is.  So this file reads the stored form
 * of numeric itself.  That form is on disk in every database that pg_upgrade
 * ever carried over, so it will not change; only looking is done here, a
 * numeric is always made by the server.
 *
 * numeric holds up to 131,072 digits before the decimal point and 16,383
 * after it.  1e100000 is thus a number of a few bytes whose text is long, which
 * is why the size of a text cannot be told from the size of the binary form.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <limits.h>
#include <math.h>

#include "base/json_number.h"
#include "common/int.h"
#include "fmgr.h"
#include "utils/builtins.h"

/* Where the digits of a numeric may lie, as powers of ten */
#define LARGEST_EXPONENT 131071
#define LARGEST_SCALE 16383

/* Exponents from here on are refused by numeric_in whatever the mantissa */
#define EXPONENT_LIMIT (INT_MAX / 2)

/* The stored form: groups of four decimal digits, the first not zero */
#define GROUP_BASE 10000
#define GROUP_DIGITS 4

#define HEADER_KIND_MASK 0xC000
#define HEADER_NEGATIVE 0x4000
#define HEADER_SHORT 0x8000
#define HEADER_SPECIAL 0xC000
#define LONG_SCALE_MASK 0x3FFF
#define SHORT_NEGATIVE 0x2000
#define SHORT_SCALE_MASK 0x1F80
#define SHORT_SCALE_SHIFT 7
#define SHORT_WEIGHT_NEGATIVE 0x0040
#define SHORT_WEIGHT_MASK 0x003F

/* Sign, digits before the point, point, digits after it: what a short header can tell */
#define LONGEST_SHORT_TEXT (1 + (SHORT_WEIGHT_MASK + 1) * GROUP_DIGITS + 1 + (SHORT_SCALE_MASK >> SHORT_SCALE_SHIFT))

/* A numeric taken apart: sign * sum(groups[i] * 10000 ^ (weight - i)) */
typedef struct NumberParts
{
	bool		special;		/* NaN or infinite: in no JSON document */
	bool		negative;
	int			weight;			/* of the first group */
	int			scale;			/* decimal digits after the point, as printed */
	int			count;
	const int16 *groups;
} NumberParts;

static Numeric parse_short(const char *text, int len);
static void number_take_apart(Numeric number, NumberParts *parts);
static bool parts_int64(const NumberParts *parts, int64 *result);

/* 10^0 to 10^22 are exact in binary64 */
static const double exact_powers[] = {
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12,
	1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
};
#define LARGEST_EXACT_INTEGER (INT64CONST(1) << 53)

/*
 * sfn_number_fits
 *		Whether numeric_in would take the number rather than throw.
 *
 * The rules are those of its representation: the first digit that is not zero
 * may not stand too far to the left, and the last one written not too far to
 * the right.
 */
bool
sfn_number_fits(const char *text, int len)
{
	const char *end = text + len;
	int64		exponent = 0;
	int64		integer_digits = 0;
	int64		fraction_digits = 0;
	int64		first_nonzero = -1; /* index over all digits */
	bool		exponent_negative = false;
	const char *p = text;

	if (p < end && *p == '-')
		p++;
	for (; p < end && *p >= '0' && *p <= '9'; p++, integer_digits++)
	{
		if (*p != '0' && first_nonzero < 0)
			first_nonzero = integer_digits;
	}
	if (p < end && *p == '.')
	{
		for (p++; p < end && *p >= '0' && *p <= '9'; p++, fraction_digits++)
		{
			if (*p != '0' && first_nonzero < 0)
				first_nonzero = integer_digits + fraction_digits;
		}
	}
	if (p < end && (*p == 'e' || *p == 'E'))
	{
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			exponent_negative = (*p++ == '-');
		for (; p < end && *p >= '0' && *p <= '9'; p++)
		{
			exponent = exponent * 10 + (*p - '0');
			if (exponent >= EXPONENT_LIMIT)
				return false;
		}
		if (exponent_negative)
			exponent = -exponent;
	}

	if (fraction_digits - exponent > LARGEST_SCALE)
		return false;
	if (first_nonzero < 0)
		return true;
	return integer_digits - 1 - first_nonzero + exponent <= LARGEST_EXPONENT;
}

/*
 * sfn_number_parse
 *		The numeric that a JSON number stands for.
 */
Numeric
sfn_number_parse(const char *text, int len)
{
	char		small[64];
	char	   *terminated;
	Datum		result;

	/* Fourteen digits and the four that the division may add fit int64. */
	if (len <= 15)
	{
		Numeric		number = parse_short(text, len);

		if (number != NULL)
			return number;
	}

	terminated = len < (int) sizeof(small) ? small : palloc(len + 1);
	memcpy(terminated, text, len);
	terminated[len] = '\0';
	result = DirectFunctionCall3(numeric_in, CStringGetDatum(terminated),
								 ObjectIdGetDatum(InvalidOid),
								 Int32GetDatum(-1));
	if (terminated != small)
		pfree(terminated);

	return DatumGetNumeric(result);
}

/*
 * A number of a few digits, with a point or without, which numeric_in would
 * take several times as long for; NULL if it has an exponent.
 */
static Numeric
parse_short(const char *text, int len)
{
	bool		negative = (text[0] == '-');
	int64		digits = 0;
	int			point = -1;
	int			i;

	for (i = negative ? 1 : 0; i < len; i++)
	{
		if (text[i] == '.')
			point = i;
		else if (text[i] >= '0' && text[i] <= '9')
			digits = digits * 10 + (text[i] - '0');
		else
			return NULL;
	}

	if (negative)
		digits = -digits;
	return point < 0 ? int64_to_numeric(digits) :
		int64_div_fast_to_numeric(digits, len - 1 - point);
}

bool
sfn_number_int64(Numeric number, int64 *result)
{
	NumberParts parts;

	number_take_apart(number, &parts);
	return parts_int64(&parts, result);
}

/*
 * sfn_number_double
 *		The nearest binary64.
 *
 * A number whose digits, read as one integer, and whose power of ten are both
 * exact in binary64 needs one division, which rounds correctly.
 */
double
sfn_number_double(Numeric number)
{
	NumberParts parts;
	int64		integer;

	number_take_apart(number, &parts);
	if (parts_int64(&parts, &integer))
		return (double) integer;

	if (!parts.special)
	{
		int			places = (parts.count - 1 - parts.weight) * GROUP_DIGITS;

		if (places > 0 && places < lengthof(exact_powers))
		{
			parts.weight = parts.count - 1;
			if (parts_int64(&parts, &integer) &&
				integer <= LARGEST_EXACT_INTEGER &&
				integer >= -LARGEST_EXACT_INTEGER)
				return (double) integer / exact_powers[places];
		}
	}

	return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow,
											  NumericGetDatum(number)));
}

/*
 * sfn_number_equal
 *		Equality of value: 1, 1.0 and 10e-1 are the same number.
 *
 * The groups of a numeric are stripped of zeros at both ends, so that equal
 * numbers differ in nothing but the scale.
 */
bool
sfn_number_equal(Numeric a, Numeric b)
{
	NumberParts x;
	NumberParts y;

	number_take_apart(a, &x);
	number_take_apart(b, &y);

	if (x.special || y.special)
		return DatumGetBool(DirectFunctionCall2(numeric_eq, NumericGetDatum(a),
												NumericGetDatum(b)));
	if (x.count != y.count)
		return false;
	return x.count == 0 ||
		(x.negative == y.negative && x.weight == y.weight &&
		 memcmp(x.groups, y.groups, x.count * sizeof(int16)) == 0);
}

void
sfn_number_append_text(StringInfo out, Numeric number)
{
	NumberParts parts;
	int64		integer;

	number_take_apart(number, &parts);
	if (parts.scale == 0 && parts_int64(&parts, &integer))
	{
		enlargeStringInfo(out, MAXINT8LEN + 1);
		out->len += pg_lltoa(integer, out->data + out->len);
	}
	else
	{
		char	   *text = DatumGetCString(DirectFunctionCall1(numeric_out,
															   NumericGetDatum(number)));

		appendStringInfoString(out, text);
		pfree(text);
	}
}

int
sfn_number_text_size(Numeric number)
{
	NumberParts parts;
	int			size = 1;		/* the zero before the point */

	number_take_apart(number, &parts);
	if (parts.special)
	{
		char	   *text = DatumGetCString(DirectFunctionCall1(numeric_out,
															   NumericGetDatum(number)));

		size = strlen(text);
		pfree(text);
		return size;
	}

	if (parts.count > 0 && parts.weight >= 0)
	{
		int			first = parts.groups[0];

		size = parts.weight * GROUP_DIGITS +
			(first >= 1000 ? 4 : first >= 100 ? 3 : first >= 10 ? 2 : 1);
	}
	if (parts.scale > 0)
		size += 1 + parts.scale;
	if (parts.negative)
		size++;
	return size;
}

int
sfn_number_text_bound(Numeric number)
{
	const char *data = (const char *) number;
	uint16		header;

	if (VARATT_IS_4B_U(data))
	{
		memcpy(&header, VARDATA(data), sizeof(header));
		if ((header & HEADER_KIND_MASK) == HEADER_SHORT)
			return LONGEST_SHORT_TEXT;
	}
	return sfn_number_text_size(number);
}

static void
number_take_apart(Numeric number, NumberParts *parts)
{
	const char *data;
	uint16		header;
	int			header_size;

	/* Numerics in documents are plain; one from elsewhere may be packed. */
	number = DatumGetNumeric(NumericGetDatum(number));
	data = VARDATA(number);
	header = *(const uint16 *) data;

	parts->special = (header & HEADER_KIND_MASK) == HEADER_SPECIAL;
	if (header & HEADER_SHORT)
	{
		header_size = sizeof(uint16);
		parts->negative = (header & SHORT_NEGATIVE) != 0;
		parts->scale = (header & SHORT_SCALE_MASK) >> SHORT_SCALE_SHIFT;
		parts->weight = header & SHORT_WEIGHT_MASK;
		if (header & SHORT_WEIGHT_NEGATIVE)
			parts->weight -= SHORT_WEIGHT_MASK + 1;
	}
	else
	{
		header_size = sizeof(uint16) + sizeof(int16);
		parts->negative = (header & HEADER_KIND_MASK) == HEADER_NEGATIVE;
		parts->scale = header & LONG_SCALE_MASK;
		parts->weight = ((const int16 *) data)[1];
	}
	parts->groups = (const int16 *) (data + header_size);
	parts->count = (VARSIZE(number) - VARHDRSZ - header_size) / sizeof(int16);
}

/*
 * The sum is formed below zero, where int64 has one more value than above.
 */
static bool
parts_int64(const NumberParts *parts, int64 *result)
{
	int64		sum = 0;
	int			i;

	if (parts->special)
		return false;
	if (parts->count == 0)
	{
		*result = 0;
		return true;
	}

	/* A group after the point is not zero, else it had been stripped. */
	if (parts->weight < parts->count - 1 || parts->weight > 4)
		return false;

	for (i = 0; i <= parts->weight; i++)
	{
		int			group = i < parts->count ? parts->groups[i] : 0;

		if (pg_mul_s64_overflow(sum, GROUP_BASE, &sum) ||
			pg_sub_s64_overflow(sum, group, &sum))
			return false;
	}

	if (!parts->negative && sum == PG_INT64_MIN)
		return false;
	*result = parts->negative ? sum : -sum;
	return true;
}
