/*-------------------------------------------------------------------------
 *
 * date_picture.h
 *	  Pictures of dates and times: [Y0001]-[M01]-[D01].
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_DATE_PICTURE_H
#define SFN_DATE_PICTURE_H

#include "postgres.h"

#include "jsonata/integer_picture.h"

/* What one [..] of a picture asks for, or text between two of them */
typedef struct DatePart
{
	char		component;		/* Y, M, D ...; NUL: text */
	Value		text;
	Value		presentation;
	char		modifier;		/* a, t, c, o, or NUL */
	bool		named;			/* by its name rather than number */
	LetterCase	letters;
	int			least_width;	/* -1: not given */
	int			most_width;
	bool		numbered;
	IntegerPicture number;
	int			year_digits;	/* of a year; -1: all */
} DatePart;

typedef struct DatePicture
{
	int			count;
	DatePart   *parts;
} DatePicture;

extern void sfn_date_picture_parse(Evaluator *ev, const NativeCall *call, Value text,
								   DatePicture *picture);

/* ---- date_parts.c ---- */

/* A component of a time in UTC, as a number; not for P, Z, z, C, E */
extern double sfn_date_component(int64 ms, char component);
/* JavaScript's Date.UTC: years 0 to 99 are of the last century. */
extern double sfn_date_make(double year, double month, double day,
							double hour, double minute, double second, double ms);
/* The same without that; month from 0, both may lie outside of their year and month. */
extern double sfn_date_exact(int64 year, int month, double day);
extern const char *const sfn_month_names[12];
extern const char *const sfn_day_names[7];

/* ---- date_read.c ---- */

/* UNDEFINED: text is not as the picture says */
extern Value sfn_date_read(Evaluator *ev, const NativeCall *call, Value text,
						   const DatePicture *picture);

/* The time that $now() and all others of an evaluation go by */
extern int64 sfn_evaluation_now(Evaluator *ev);

#endif							/* SFN_DATE_PICTURE_H */
