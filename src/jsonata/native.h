/*-------------------------------------------------------------------------
 *
 * native.h
 *	  The functions that the language comes with.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_NATIVE_H
#define SFN_NATIVE_H

#include "postgres.h"

#include "jsonata/evaluator.h"

/* A call of a function: its arguments as the signature wants them */
typedef struct NativeCall
{
	const struct NativeFunction *function;
	const Value *args;			/* at least as many as the signature has parameters */
	int			count;
} NativeCall;

typedef Value (*NativeRoutine) (Evaluator *ev, const NativeCall *call);

typedef struct NativeFunction
{
	const char *name;
	NativeRoutine routine;
	const char *signature;
	int			arity;			/* arguments that higher-order functions pass to it */
	bool		is_volatile;	/* gives other results at other times */
} NativeFunction;

/* NULL: there is no such function. */
extern const NativeFunction *sfn_native_find(Key name);
extern const struct Signature *sfn_native_signature(const NativeFunction *function);

/* An error in a function of the language */
extern void sfn_native_fail(Evaluator *ev, const NativeCall *call, const char *code,
							Value value) pg_attribute_noreturn();

/* The same in one of the service's own, which share one code */
extern void sfn_native_refuse(Evaluator *ev, const char *format,...) pg_attribute_printf(2, 3) pg_attribute_noreturn();

/* ---- the routines, by file ---- */

#define NATIVE(name) extern Value sfn_fn_##name(Evaluator *ev, const NativeCall *call)

/* fn_aggregate.c */
NATIVE(sum);
NATIVE(count);
NATIVE(max);
NATIVE(min);
NATIVE(average);

/* fn_string.c */
NATIVE(string);
NATIVE(length);
NATIVE(substring);
NATIVE(substring_before);
NATIVE(substring_after);
NATIVE(uppercase);
NATIVE(lowercase);
NATIVE(trim);
NATIVE(pad);
NATIVE(join);

/* fn_match.c */
NATIVE(match);
NATIVE(contains);
NATIVE(split);
NATIVE(replace);

/* fn_encoding.c */
NATIVE(base64encode);
NATIVE(base64decode);
NATIVE(encode_url);
NATIVE(encode_url_component);
NATIVE(decode_url);
NATIVE(decode_url_component);
NATIVE(hash);

/* fn_numeric.c */
NATIVE(number);
NATIVE(abs);
NATIVE(floor);
NATIVE(ceil);
NATIVE(round);
NATIVE(power);
NATIVE(sqrt);
NATIVE(random);
NATIVE(format_base);

/* number_picture.c, integer_picture.c */
NATIVE(format_number);
NATIVE(format_integer);
NATIVE(parse_integer);

/* fn_datetime.c */
NATIVE(now);
NATIVE(millis);
NATIVE(from_millis);
NATIVE(to_millis);

/* fn_boolean.c */
NATIVE(boolean);
NATIVE(not);
NATIVE(exists);
NATIVE(type);
NATIVE(error);
NATIVE(assert);

/* fn_array.c */
NATIVE(append);
NATIVE(reverse);
NATIVE(shuffle);
NATIVE(distinct);
NATIVE(zip);
NATIVE(sort);
NATIVE(partition);
NATIVE(range);

/* fn_object.c */
NATIVE(keys);
NATIVE(lookup);
NATIVE(spread);
NATIVE(merge);
NATIVE(clone);
NATIVE(parse);
NATIVE(uuid);

/* fn_higher_order.c */
NATIVE(map);
NATIVE(filter);
NATIVE(single);
NATIVE(reduce);
NATIVE(each);
NATIVE(sift);

#undef NATIVE

#endif							/* SFN_NATIVE_H */
