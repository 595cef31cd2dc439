/*-------------------------------------------------------------------------
 *
 * date_parts.c
 *	  Years, months, weeks and days of milliseconds since 1970, and back.
 *
 * The calendar is the Gregorian one at all times, as JavaScript has it.  Weeks begin
 * on Monday; the first of a year or a month is the one with its first Thursday.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <math.h>

#include "jsonata/date_picture.h"

#define MS_PER_DAY INT64CONST(86400000)
#define DAYS_PER_ERA 146097
#define YEARS_PER_ERA 400

/* Days from March 1 of year 0 to January 1, 1970 */
#define DAYS_TO_EPOCH 719468

const char *const sfn_month_names[12] = {
	"January", "February", "March", "April", "May", "June", "July", "August", "September",
	"October", "November", "December"
};
const char *const sfn_day_names[7] = {
	"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
};

typedef struct Date
{
	int64		day;			/* since 1970 */
	int			year;
	int			month;			/* 0 to 11 */
	int			of_month;		/* 1 to 31 */
} Date;

static void date_of(int64 ms, Date *date);
static int64 days_to(int64 year, int month);
static int	day_of_week(int64 day);
static int64 first_week(int year, int month);
static int	week_in(int64 day, int64 start, int64 before, int64 next, int most);

double
sfn_date_component(int64 ms, char component)
{
	int64		of_day = ((ms % MS_PER_DAY) + MS_PER_DAY) % MS_PER_DAY;
	int			hour = of_day / 3600000;
	Date		date;
	int64		start;
	int64		next;

	date_of(ms, &date);
	switch (component)
	{
		case 'Y':
			return date.year;
		case 'M':
			return date.month + 1;
		case 'D':
			return date.of_month;
		case 'd':
			return date.day - days_to(date.year, 0) + 1;
		case 'F':
			return day_of_week(date.day);
		case 'W':
			return week_in(date.day, first_week(date.year, 0), first_week(date.year - 1, 0),
						   first_week(date.year + 1, 0), 52);
		case 'w':
			return week_in(date.day, first_week(date.year, date.month),
						   first_week(date.year, date.month - 1),
						   first_week(date.year, date.month + 1), 4);
		case 'X':
			start = first_week(date.year, 0);
			next = first_week(date.year + 1, 0);
			return date.day < start ? date.year - 1 : date.day >= next ? date.year + 1 : date.year;
		case 'x':
			start = first_week(date.year, date.month);
			next = first_week(date.year, date.month + 1);
			return (date.month + (date.day < start ? 11 : date.day >= next ? 1 : 0)) % 12 + 1;
		case 'H':
			return hour;
		case 'h':
			return hour % 12 == 0 ? 12 : hour % 12;
		case 'P':
			return hour >= 12 ? 1 : 0;
		case 'm':
			return of_day / 60000 % 60;
		case 's':
			return of_day / 1000 % 60;
		case 'f':
			return of_day % 1000;
		default:
			return NAN;
	}
}

double
sfn_date_make(double year, double month, double day,
			  double hour, double minute, double second, double ms)
{
	year = trunc(year);
	month = trunc(month);
	if (year >= 0 && year <= 99)
		year += 1900;
	if (isnan(year + month + day + hour + minute + second + ms) ||
		fabs(year) > 300000 || fabs(month) > 3000000)
		return NAN;

	return sfn_date_exact((int64) year, (int) month, trunc(day)) +
		trunc(hour) * 3600000 + trunc(minute) * 60000 + trunc(second) * 1000 + trunc(ms);
}

double
sfn_date_exact(int64 year, int month, double day)
{
	return (days_to(year, month) + day - 1) * MS_PER_DAY;
}

static void
date_of(int64 ms, Date *date)
{
	int64		days = ms / MS_PER_DAY - (ms % MS_PER_DAY < 0 ? 1 : 0);
	int64		shifted = days + DAYS_TO_EPOCH;
	int64		era = (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
	int			of_era = shifted - era * DAYS_PER_ERA;
	int			year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int			of_year = of_era - (365 * year + year / 4 - year / 100);
	int			month = (5 * of_year + 2) / 153;	/* from March */

	date->day = days;
	date->of_month = of_year - (153 * month + 2) / 5 + 1;
	date->month = month < 10 ? month + 2 : month - 10;
	date->year = year + era * YEARS_PER_ERA + (date->month <= 1 ? 1 : 0);
}

/* Days from 1970 to the first of a month, which may be before or after its year's */
static int64
days_to(int64 year, int month)
{
	int64		era;
	int			of_era;
	int			from_march;

	year += month / 12;
	month %= 12;
	if (month < 0)
	{
		month += 12;
		year--;
	}
	if (month <= 1)
		year--;
	from_march = (month + 10) % 12;
	era = (year >= 0 ? year : year - (YEARS_PER_ERA - 1)) / YEARS_PER_ERA;
	of_era = year - era * YEARS_PER_ERA;
	return era * DAYS_PER_ERA + of_era * 365 + of_era / 4 - of_era / 100 +
		(153 * from_march + 2) / 5 - DAYS_TO_EPOCH;
}

/* Monday is 1; the first of January 1970 was a Thursday. */
static int
day_of_week(int64 day)
{
	return (int) (((day + 3) % 7 + 7) % 7) + 1;
}

/* The Monday of the first week of a month */
static int64
first_week(int year, int month)
{
	int64		first = days_to(year, month);
	int			weekday = day_of_week(first);

	return weekday > 4 ? first + (8 - weekday) : first - (weekday - 1);
}

/*
 * The week of a day, given where the first week of this, the last and the next
 * span begin
 */
static int
week_in(int64 day, int64 start, int64 before, int64 next, int most)
{
	int64		week = (day - start) / 7 + 1;

	if (day < start)
		return (day - before) / 7 + 1;
	if (week > most && day >= next)
		return 1;
	return week;
}
