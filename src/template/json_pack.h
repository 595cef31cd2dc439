/*-------------------------------------------------------------------------
 *
 * json_pack.h
 *	  Put values together to an object or array in binary form, in one pass.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_JSON_PACK_H
#define SFN_JSON_PACK_H

#include "postgres.h"

#include "base/json_value.h"

/* The members' names of objects to come, in jsonb's order and its binary form. */
typedef struct ObjectShape
{
	int			count;
	JEntry	   *entries;
	char	   *names;			/* one behind the other */
	uint32		names_len;
} ObjectShape;

/* jsonb's order of names: shorter ones first */
extern int	sfn_member_name_compare(const char *a, int a_len, const char *b, int b_len);
/* names: string values in jsonb's order without duplicates; copied */
extern ObjectShape *sfn_object_shape_make(const JsonbValue *names, int count);
/* values: as many as the shape has names, in its order */
extern void sfn_object_pack(const ObjectShape *shape, const JsonbValue *values, JsonbValue *result);
extern void sfn_array_pack(const JsonbValue *values, int count, JsonbValue *result);

#endif							/* SFN_JSON_PACK_H */
