/*-------------------------------------------------------------------------
 *
 * intrinsic_math.c
 *	  Intrinsic functions that make numbers and identifiers.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/random_id.h"
#include "common/pg_prng.h"
#include "template/intrinsic_call.h"

static bool check_int32(const IntrinsicCall *call, const char *what, int64 number);

/*
 * States.MathAdd(number, number)
 *
 * Arguments and sum are 32-bit integers; the arguments are rounded before they
 * are added.
 */
bool
sfn_intrinsic_math_add(const IntrinsicCall *call, JsonbValue *result)
{
	int64		a;
	int64		b;

	if (!sfn_intrinsic_integer(call, 0, &a) || !check_int32(call, "argument 1", a) ||
		!sfn_intrinsic_integer(call, 1, &b) || !check_int32(call, "argument 2", b) ||
		!check_int32(call, "the sum", a + b))
		return false;
	sfn_json_set_int64(result, a + b);

	return true;
}

/*
 * States.MathRandom(start, end [, seed]): start <= result < end
 *
 * The same seed gives the same number in every session, so it starts a
 * generator of its own.
 */
bool
sfn_intrinsic_math_random(const IntrinsicCall *call, JsonbValue *result)
{
	pg_prng_state seeded;
	pg_prng_state *generator = &pg_global_prng_state;
	int64		start;
	int64		end;
	int64		seed;
	uint64		above;

	if (!sfn_intrinsic_integer(call, 0, &start) || !sfn_intrinsic_integer(call, 1, &end))
		return false;
	if (start >= end)
		return sfn_intrinsic_fail(call, "the start must be less than the end, but they are "
								  INT64_FORMAT " and " INT64_FORMAT, start, end);
	if (call->count == 3)
	{
		if (!sfn_intrinsic_integer(call, 2, &seed))
			return false;
		pg_prng_seed(&seeded, (uint64) seed);
		generator = &seeded;
	}

	/* Unsigned, since the distance may leave int64. */
	above = pg_prng_uint64_range(generator, 0, (uint64) end - (uint64) start - 1);
	sfn_json_set_int64(result, (int64) ((uint64) start + above));

	return true;
}

/* States.UUID() */
bool
sfn_intrinsic_uuid(const IntrinsicCall *call, JsonbValue *result)
{
	pg_uuid_t	id;

	sfn_uuid4(&id);
	sfn_json_set_cstring(result, sfn_uuid_text(&id));

	return true;
}

static bool
check_int32(const IntrinsicCall *call, const char *what, int64 number)
{
	if (number < PG_INT32_MIN || number > PG_INT32_MAX)
		return sfn_intrinsic_fail(call, "%s must be between %d and %d, but is " INT64_FORMAT,
								  what, PG_INT32_MIN, PG_INT32_MAX, number);

	return true;
}
