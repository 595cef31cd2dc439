/*-------------------------------------------------------------------------
 *
 * number_text.c
 *	  Numbers as JavaScript writes and reads them.
 *
 * Everything is built on the shortest digits that tell a number from all
 * others, which the server can make, and on the C library for exact decimals.
 * The two round ties differently from JavaScript's toPrecision and toFixed, which
 * take the larger neighbor.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "base/json_number.h"
#include "common/shortest_dec.h"
#include "jsonata/number_text.h"
#include "utils/numeric.h"

/* From here on JavaScript writes exponents. */
#define LARGEST_PLAIN 21
#define SMALLEST_PLAIN (-6)

/* Integers up to here are exact. */
#define LARGEST_EXACT 9007199254740992.0

/* From here on a decimal of 17 digits may be just between two numbers. */
#define SMALLEST_DOUBTFUL 4503599627370496.0

/* Those of fewer than ten digits are written as int. */
#define LARGEST_INT 1e9

/* Digits that toPrecision is asked for, and far more than a tie can have */
#define PRECISE_DIGITS 15
#define TIE_DIGITS 50

static void shorten(double number, ShortestDecimal *decimal);

void
sfn_number_shortest(double number, ShortestDecimal *decimal)
{
	char		buffer[DOUBLE_SHORTEST_DECIMAL_LEN];
	int			len = double_to_shortest_decimal_buf(number, buffer);
	int			point = -1;
	int			exponent = 0;
	int			i = 0;

	memset(decimal, 0, sizeof(*decimal));
	if (buffer[0] == '-')
	{
		decimal->negative = true;
		i++;
	}
	for (; i < len; i++)
	{
		if (buffer[i] == '.')
			point = decimal->count;
		else if (buffer[i] == 'e')
		{
			exponent = atoi(buffer + i + 1);
			break;
		}
		else if (decimal->count > 0 || buffer[i] != '0')
			decimal->digits[decimal->count++] = buffer[i];
		else if (point >= 0)
			exponent--;
	}
	decimal->exponent = exponent + (point >= 0 ? point : decimal->count);
	while (decimal->count > 0 && decimal->digits[decimal->count - 1] == '0')
		decimal->count--;
	if (decimal->count == 0)
		decimal->exponent = 1;
	if (fabs(number) >= SMALLEST_DOUBTFUL)
		shorten(number, decimal);
}

/*
 * A decimal just between two numbers is read as the even one.  The server
 * does not make use of that, JavaScript does; it can only happen to large
 * numbers, others are between decimals of too many digits.
 */
static void
shorten(double number, ShortestDecimal *decimal)
{
	char		buffer[40];

	while (decimal->count > 1)
	{
		snprintf(buffer, sizeof(buffer), "%.*e", decimal->count - 2, fabs(number));
		if (strtod(buffer, NULL) != fabs(number))
			return;
		decimal->count--;
		decimal->digits[0] = buffer[0];
		memcpy(decimal->digits + 1, buffer + 2, decimal->count - 1);
		decimal->exponent = atoi(strchr(buffer, 'e') + 1) + 1;
		while (decimal->count > 1 && decimal->digits[decimal->count - 1] == '0')
			decimal->count--;
	}
}

static void
append_exponential(TextBuilder *text, const ShortestDecimal *decimal)
{
	int			exponent = decimal->exponent - 1;

	sfn_text_append_char(text, decimal->digits[0]);
	if (decimal->count > 1)
	{
		sfn_text_append_char(text, '.');
		sfn_text_append(text, decimal->digits + 1, decimal->count - 1);
	}
	sfn_text_append_format(text, "e%c%d", exponent < 0 ? '-' : '+', abs(exponent));
}

void
sfn_text_append_number(TextBuilder *text, double number)
{
	ShortestDecimal decimal;
	int			i;

	if (isnan(number) || isinf(number))
	{
		sfn_text_append_cstring(text, isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
		return;
	}
	if (fabs(number) < LARGEST_INT && number == (int) number)
	{
		sfn_text_append_format(text, "%d", (int) number);
		return;
	}

	sfn_number_shortest(number, &decimal);
	if (decimal.negative)
		sfn_text_append_char(text, '-');
	if (decimal.exponent > LARGEST_PLAIN || decimal.exponent < SMALLEST_PLAIN + 1)
	{
		append_exponential(text, &decimal);
		return;
	}

	if (decimal.exponent <= 0)
	{
		sfn_text_append_cstring(text, "0.");
		for (i = decimal.exponent; i < 0; i++)
			sfn_text_append_char(text, '0');
	}
	for (i = 0; i < decimal.count; i++)
	{
		if (i == decimal.exponent && i > 0)
			sfn_text_append_char(text, '.');
		sfn_text_append_char(text, decimal.digits[i]);
	}
	for (; i < decimal.exponent; i++)
		sfn_text_append_char(text, '0');
}

/*
 * The last digits of integers that are not exact come out as zeros.
 */
void
sfn_text_append_radix(TextBuilder *text, double integer, int radix)
{
	char		digits[1100];
	int			count = 0;

	if (radix == 10)
	{
		sfn_text_append_number(text, integer);
		return;
	}
	if (integer < 0)
		sfn_text_append_char(text, '-');
	integer = fabs(integer);
	/* Digits that the number does not determine */
	while (nextafter(integer, INFINITY) - integer > 2 * radix)
	{
		integer /= radix;
		digits[count++] = '0';
	}
	do
	{
		double		rest = fmod(integer, radix);

		digits[count++] = "0123456789abcdefghijklmnopqrstuvwxyz"[(int) rest];
		integer = (integer - rest) / radix;
	} while (integer > 0);

	while (count > 0)
		sfn_text_append_char(text, digits[--count]);
}

/*
 * What printf makes of a finite number, with ties that it rounded down to
 * the even digit rounded up instead.  conversion has one '*' for the places.
 */
static void
print_rounded(char *buffer, Size size, const char *conversion, double number, int places)
{
	char		exact[400];
	double		up;

	snprintf(buffer, size, conversion, places, number);
	snprintf(exact, sizeof(exact), conversion, Min(places + TIE_DIGITS, 340), number);

	/* A tie is a five behind the last place and nothing behind that. */
	if (exact[0] != '\0')
	{
		char	   *end = strpbrk(exact, "e");
		char	   *point = strchr(exact, '.');
		char	   *p;

		if (point == NULL || (Size) (point - exact) + places + 1 >= strlen(exact) ||
			point[places + 1] != '5')
			return;
		for (p = point + places + 2; *p != '\0' && p != end; p++)
		{
			if (*p != '0')
				return;
		}
		up = nextafter(number, number > 0 ? INFINITY : -INFINITY);
		snprintf(buffer, size, conversion, places, up);
	}
}

void
sfn_text_append_fixed(TextBuilder *text, double number, int places)
{
	char		buffer[800];

	if (fabs(number) >= 1e21)
	{
		sfn_text_append_number(text, number);
		return;
	}
	print_rounded(buffer, sizeof(buffer), "%.*f", number, Min(places, 340));
	sfn_text_append_cstring(text, buffer);
}

double
sfn_number_precise(double number)
{
	char		buffer[64];

	print_rounded(buffer, sizeof(buffer), "%.*e", number, PRECISE_DIGITS - 1);
	return strtod(buffer, NULL);
}

double
sfn_number_read(const char *text, int len)
{
	char		small[64];
	char	   *terminated = len < (int) sizeof(small) ? small : palloc(len + 1);
	double		number;

	memcpy(terminated, text, len);
	terminated[len] = '\0';
	number = strtod(terminated, NULL);
	if (terminated != small)
		pfree(terminated);
	return number;
}

double
sfn_number_shift(double number, int places)
{
	ShortestDecimal decimal;
	char		buffer[64];

	if (number == 0 || isnan(number) || isinf(number))
		return number;
	sfn_number_shortest(number, &decimal);
	snprintf(buffer, sizeof(buffer), "%s0.%.*se%d", decimal.negative ? "-" : "",
			 decimal.count, decimal.digits, decimal.exponent + places);
	return strtod(buffer, NULL);
}

double
sfn_number_round(double number)
{
	double		below = floor(number);

	return number - below >= 0.5 ? below + 1 : below;
}

Numeric
sfn_number_numeric(double number)
{
	ShortestDecimal decimal;
	char		buffer[64];
	int			len;

	if (fabs(number) < LARGEST_EXACT && number == floor(number))
		return int64_to_numeric((int64) number);

	sfn_number_shortest(number, &decimal);
	if (decimal.exponent > 0 && decimal.exponent < decimal.count)
		len = snprintf(buffer, sizeof(buffer), "%s%.*s.%.*s", decimal.negative ? "-" : "",
					   decimal.exponent, decimal.digits,
					   decimal.count - decimal.exponent, decimal.digits + decimal.exponent);
	else if (decimal.exponent <= 0 && decimal.exponent >= SMALLEST_PLAIN)
		len = snprintf(buffer, sizeof(buffer), "%s0.%.*s%.*s", decimal.negative ? "-" : "",
					   -decimal.exponent, "000000", decimal.count, decimal.digits);
	else
		len = snprintf(buffer, sizeof(buffer), "%s%.*se%d", decimal.negative ? "-" : "",
					   decimal.count, decimal.digits, decimal.exponent - decimal.count);
	return sfn_number_parse(buffer, len);
}
