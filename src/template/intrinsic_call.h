/*-------------------------------------------------------------------------
 *
 * intrinsic_call.h
 *	  What the intrinsic functions share: their arguments and how they fail.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_INTRINSIC_CALL_H
#define SFN_INTRINSIC_CALL_H

#include "postgres.h"

#include "template/intrinsic.h"

/* Longest text that Base64Encode, Base64Decode and Hash take, in characters */
#define INTRINSIC_MAX_CHARACTERS 10000
/*
 * Arguments together, in bytes: far more than any payload, and so little that no
 * result leaves what jsonb can hold
 */
#define INTRINSIC_MAX_BYTES (16 * 1024 * 1024)
/* Longest result of ArrayRange */
#define INTRINSIC_MAX_ITEMS 1000

/* Always false, so that a function can return it; the format says what is wrong. */
extern bool sfn_intrinsic_fail(const IntrinsicCall *call, const char *format,...) pg_attribute_printf(2, 3);

/*
 * An argument (counted from 0) as the type it must have; false: it is not, and
 * the call has failed.  Numbers are rounded to the nearest integer, halves upward.
 * The elements of an array are palloc'd and point into it.
 */
extern bool sfn_intrinsic_string(const IntrinsicCall *call, int index, const char **text, int *len);
extern bool sfn_intrinsic_integer(const IntrinsicCall *call, int index, int64 *number);
extern bool sfn_intrinsic_elements(const IntrinsicCall *call, int index, JsonbValue **elements, int *count);
extern bool sfn_intrinsic_length(const IntrinsicCall *call, int index, int *count);	/* of an array */
extern bool sfn_intrinsic_object(const IntrinsicCall *call, int index);
extern bool sfn_intrinsic_check_length(const IntrinsicCall *call, int index, const char *text, int len);

/* An array of these elements as sfn_json_finish takes it; nothing is copied. */
extern void sfn_intrinsic_set_array(JsonbValue *elements, int count, JsonbValue *array);

/* intrinsic_array.c */
extern bool sfn_intrinsic_array(const IntrinsicCall *call, JsonbValue *result);
extern bool sfn_intrinsic_array_contains(const IntrinsicCall *call, JsonbValue *result);
extern bool sfn_intrinsic_array_get_item(const IntrinsicCall *call, JsonbValue *result);
extern bool sfn_intrinsic_array_length(const IntrinsicCall *call, JsonbValue *result);
extern bool sfn_intrinsic_array_partition(const IntrinsicCall *call, JsonbValue *result);
extern bool sfn_intrinsic_array_range(const IntrinsicCall *call, JsonbValue *result);
extern bool sfn_intrinsic_array_unique(const IntrinsicCall *call, JsonbValue *result);

/* intrinsic_json.c */
extern bool sfn_intrinsic_json_merge(const IntrinsicCall *call, JsonbValue *result);
extern bool sfn_intrinsic_json_to_string(const IntrinsicCall *call, JsonbValue *result);
extern bool sfn_intrinsic_string_to_json(const IntrinsicCall *call, JsonbValue *result);

/* intrinsic_math.c */
extern bool sfn_intrinsic_math_add(const IntrinsicCall *call, JsonbValue *result);
extern bool sfn_intrinsic_math_random(const IntrinsicCall *call, JsonbValue *result);
extern bool sfn_intrinsic_uuid(const IntrinsicCall *call, JsonbValue *result);

/* intrinsic_text.c */
extern bool sfn_intrinsic_format(const IntrinsicCall *call, JsonbValue *result);
extern bool sfn_intrinsic_string_split(const IntrinsicCall *call, JsonbValue *result);

/* intrinsic_encoding.c */
extern bool sfn_intrinsic_base64_decode(const IntrinsicCall *call, JsonbValue *result);
extern bool sfn_intrinsic_base64_encode(const IntrinsicCall *call, JsonbValue *result);
extern bool sfn_intrinsic_hash(const IntrinsicCall *call, JsonbValue *result);

#endif							/* SFN_INTRINSIC_CALL_H */
