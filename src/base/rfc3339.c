/*-------------------------------------------------------------------------
 *
 * rfc3339.c
 *	  Timestamps as the States Language writes them.
 *
 * The server's input function takes far more than RFC 3339 ("tomorrow", a blank
 * for the T, no zone at all), and IsTimestamp must know the difference; so the
 * few characters are read here.
 *
 * A 60th second is refused, as by the service: neither it nor PostgreSQL has a
 * place for leap seconds.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/rfc3339.h"
#include "common/int.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

#define USECS_PER_MSEC INT64CONST(1000)
#define USECS_PER_DAY_INT64 INT64CONST(86400000000)
#define MICROSECOND_DIGITS 6

/* Microseconds from 1970 to PostgreSQL's epoch, 2000 */
#define EPOCH_DISTANCE \
	((POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY_INT64)

/* What is left to read; a failed read leaves it where it was */
typedef struct Scanner
{
	const char *p;
	const char *end;
} Scanner;

static bool scan_number(Scanner *scanner, int digits, int least, int most, int *number);
static bool scan_char(Scanner *scanner, char c);
static bool scan_fraction(Scanner *scanner, int *microseconds);
static bool scan_offset(Scanner *scanner, int *minutes);
static int64 floor_divide(int64 dividend, int64 divisor);

bool
sfn_rfc3339_parse(const char *text, int len, TimestampTz *result)
{
	Scanner		scanner = {text, text + len};
	int			year;
	int			month;
	int			day;
	int			hour;
	int			minute;
	int			second;
	int			microsecond = 0;
	int			offset;
	int64		seconds;

	if (!scan_number(&scanner, 4, 1, 9999, &year) ||
		!scan_char(&scanner, '-') ||
		!scan_number(&scanner, 2, 1, MONTHS_PER_YEAR, &month) ||
		!scan_char(&scanner, '-') ||
		!scan_number(&scanner, 2, 1, day_tab[isleap(year)][month - 1], &day) ||
		!scan_char(&scanner, 'T') ||
		!scan_number(&scanner, 2, 0, HOURS_PER_DAY - 1, &hour) ||
		!scan_char(&scanner, ':') ||
		!scan_number(&scanner, 2, 0, MINS_PER_HOUR - 1, &minute) ||
		!scan_char(&scanner, ':') ||
		!scan_number(&scanner, 2, 0, SECS_PER_MINUTE - 1, &second))
		return false;
	if (scan_char(&scanner, '.') && !scan_fraction(&scanner, &microsecond))
		return false;
	if (!scan_offset(&scanner, &offset) || scanner.p != scanner.end)
		return false;

	seconds = (int64) (date2j(year, month, day) - POSTGRES_EPOCH_JDATE) * SECS_PER_DAY +
		hour * SECS_PER_HOUR + (minute - offset) * SECS_PER_MINUTE + second;
	*result = seconds * USECS_PER_SEC + microsecond;
	return true;
}

/*
 * sfn_rfc3339_format
 *		UTC with milliseconds, rounded down.
 *
 * Years of more than four digits or before 0, which RFC 3339 does not know, get a
 * sign, as in ISO 8601.
 */
char *
sfn_rfc3339_format(TimestampTz time)
{
	int64		days = floor_divide(time, USECS_PER_DAY_INT64);
	int			milliseconds = (time - days * USECS_PER_DAY_INT64) / USECS_PER_MSEC;
	int			seconds = milliseconds / 1000;
	int			year;
	int			month;
	int			day;

	Assert(!TIMESTAMP_NOT_FINITE(time));

	j2date(days + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	return psprintf("%s%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
					year < 0 ? "-" : year > 9999 ? "+" : "", abs(year), month, day,
					seconds / SECS_PER_HOUR,
					seconds / SECS_PER_MINUTE % MINS_PER_HOUR,
					seconds % SECS_PER_MINUTE,
					milliseconds % 1000);
}

int64
sfn_epoch_ms(TimestampTz time)
{
	Assert(!TIMESTAMP_NOT_FINITE(time));

	return floor_divide(time + EPOCH_DISTANCE, USECS_PER_MSEC);
}

TimestampTz
sfn_time_add_ms(TimestampTz time, int64 milliseconds)
{
	int64		microseconds;
	int64		sum;

	if (TIMESTAMP_NOT_FINITE(time))
		return time;
	if (pg_mul_s64_overflow(milliseconds, USECS_PER_MSEC, &microseconds) ||
		pg_add_s64_overflow(time, microseconds, &sum))
		return milliseconds > 0 ? END_TIMESTAMP - 1 : MIN_TIMESTAMP;
	return Max(MIN_TIMESTAMP, Min(sum, END_TIMESTAMP - 1));
}

static bool
scan_number(Scanner *scanner, int digits, int least, int most, int *number)
{
	int			i;

	if (scanner->end - scanner->p < digits)
		return false;

	*number = 0;
	for (i = 0; i < digits; i++)
	{
		char		c = scanner->p[i];

		if (c < '0' || c > '9')
			return false;
		*number = *number * 10 + (c - '0');
	}
	scanner->p += digits;
	return *number >= least && *number <= most;
}

static bool
scan_char(Scanner *scanner, char c)
{
	if (scanner->p == scanner->end || *scanner->p != c)
		return false;
	scanner->p++;
	return true;
}

/* The digits after the point, at least one */
static bool
scan_fraction(Scanner *scanner, int *microseconds)
{
	int			scanned = 0;
	int			digit;

	*microseconds = 0;
	while (scan_number(scanner, 1, 0, 9, &digit))
	{
		if (scanned++ < MICROSECOND_DIGITS)
			*microseconds = *microseconds * 10 + digit;
	}
	if (scanned == 0)
		return false;

	for (; scanned < MICROSECOND_DIGITS; scanned++)
		*microseconds *= 10;
	return true;
}

static bool
scan_offset(Scanner *scanner, int *minutes)
{
	bool		west;
	int			hour;
	int			minute;

	if (scan_char(scanner, 'Z'))
	{
		*minutes = 0;
		return true;
	}

	west = scan_char(scanner, '-');
	if (!west && !scan_char(scanner, '+'))
		return false;
	if (!scan_number(scanner, 2, 0, HOURS_PER_DAY - 1, &hour) ||
		!scan_char(scanner, ':') ||
		!scan_number(scanner, 2, 0, MINS_PER_HOUR - 1, &minute))
		return false;

	*minutes = hour * MINS_PER_HOUR + minute;
	if (west)
		*minutes = -*minutes;
	return true;
}

static int64
floor_divide(int64 dividend, int64 divisor)
{
	int64		quotient = dividend / divisor;

	return dividend % divisor < 0 ? quotient - 1 : quotient;
}
