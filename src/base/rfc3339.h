/*-------------------------------------------------------------------------
 *
 * rfc3339.h
 *	  Timestamps as the States Language writes them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_RFC3339_H
#define SFN_RFC3339_H

#include "postgres.h"

#include "datatype/timestamp.h"

/*
 * "2016-03-14T01:59:00Z", with any number of fractional digits and Z or a
 * numeric offset, T and Z in upper case.  Digits beyond microseconds are
 * dropped.  false: text is no such timestamp.
 */
extern bool sfn_rfc3339_parse(const char *text, int len, TimestampTz *result);
/* "2016-03-14T01:59:00.000Z": UTC, three fractional digits; palloc'd. */
extern char *sfn_rfc3339_format(TimestampTz time);
/* Milliseconds since 1970. */
extern int64 sfn_epoch_ms(TimestampTz time);
/* time + seconds, saturating at the largest timestamp. */
extern TimestampTz sfn_time_add_ms(TimestampTz time, int64 milliseconds);

#endif							/* SFN_RFC3339_H */
