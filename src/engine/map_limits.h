/*-------------------------------------------------------------------------
 *
 * map_limits.h
 *	  The numbers of a Map: how many iterations at a time, how many may fail.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_MAP_LIMITS_H
#define SFN_MAP_LIMITS_H

#include "postgres.h"

#include "engine/execution.h"

/* input is the Map's effective one.  false: *error says what is wrong with a field. */
extern bool sfn_map_max_concurrency(Branch *branch, const JsonbValue *input, int64 *max_concurrency,
									ExecutionError *error);

/* What a distributed Map tolerates; is_set false: the field is absent */
typedef struct MapTolerance
{
	bool		count_is_set;
	int64		count;
	bool		percentage_is_set;
	double		percentage;
} MapTolerance;

extern bool sfn_map_tolerance(Branch *branch, const JsonbValue *input, MapTolerance *tolerance,
							  ExecutionError *error);
/* Whether so many failures are too many: over either threshold that is set. */
extern bool sfn_map_tolerance_exceeded(const MapTolerance *tolerance, int64 failures, int64 count);

#endif							/* SFN_MAP_LIMITS_H */
