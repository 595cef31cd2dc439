/*-------------------------------------------------------------------------
 *
 * jsonata_functions.c
 *	  JSONata from SQL: sfn_jsonata and sfn_jsonata_immutable.
 *
 * A call site keeps the expression it was last called with.  Expressions
 * that no call site remembers, such as those of statements that are planned
 * anew each time, are found among the last ones that this backend has used.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/error_codes.h"
#include "base/json_value.h"
#include "common/hashfn.h"
#include "fmgr.h"
#include "jsonata/jsonata.h"
#include "lib/ilist.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

/* Expressions that a backend keeps though no call site does, and their bytes */
#define MOST_KEPT 100
#define MOST_KEPT_BYTES (16 * 1024 * 1024)

typedef struct KeptExpression
{
	dlist_node	node;			/* in the order of last use */
	MemoryContext context;		/* of this and of everything below */
	Size		bytes;
	uint32		hash;
	int			len;
	int			flags;
	char	   *text;
	Jsonata    *expression;
	int			pins;			/* call sites that hold it */
	bool		dropped;		/* no longer in the list: goes with its last pin */
} KeptExpression;

/* What a call site keeps */
typedef struct CallSite
{
	KeptExpression *kept;
	MemoryContextCallback release;
} CallSite;

static dlist_head kept_expressions = DLIST_STATIC_INIT(kept_expressions);
static int	kept_count = 0;
static Size kept_bytes = 0;

static Datum evaluate(FunctionCallInfo fcinfo, const Jsonata *expression, const JsonbValue *bindings);
static const Jsonata *parse_once(FunctionCallInfo fcinfo, int flags);
static void pin(FmgrInfo *flinfo, KeptExpression *kept);
static void unpin(void *arg);
static void release(KeptExpression *kept);
static KeptExpression *find_kept(const char *text, int len, int flags);
static KeptExpression *keep(const char *text, int len, int flags);
static void drop_oldest(void);
static bool binding(void *arg, const char *name, const char *member, JsonbValue *value);
static void report(int sqlstate, const JsonataProblem *problem) pg_attribute_noreturn();

PG_FUNCTION_INFO_V1(sfn_sql_jsonata);
PG_FUNCTION_INFO_V1(sfn_sql_jsonata_immutable);

Datum
sfn_sql_jsonata(PG_FUNCTION_ARGS)
{
	const Jsonata *expression = parse_once(fcinfo, 0);
	JsonbValue	bindings;

	if (PG_ARGISNULL(2))
		return evaluate(fcinfo, expression, NULL);

	sfn_json_from_jsonb(PG_GETARG_JSONB_P(2), &bindings);
	if (!sfn_json_is_object(&bindings))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("bindings must be a JSON object"),
				 errdetail("Its members are the variables of the expression, without the $.")));
	return evaluate(fcinfo, expression, &bindings);
}

Datum
sfn_sql_jsonata_immutable(PG_FUNCTION_ARGS)
{
	return evaluate(fcinfo, parse_once(fcinfo, JSONATA_IMMUTABLE), NULL);
}

static Datum
evaluate(FunctionCallInfo fcinfo, const Jsonata *expression, const JsonbValue *bindings)
{
	JsonataEnvironment environment = {0};
	JsonataProblem problem;
	JsonbValue	input;
	JsonbValue	result;

	if (!PG_ARGISNULL(1))
	{
		sfn_json_from_jsonb(PG_GETARG_JSONB_P(1), &input);
		environment.input = &input;
	}
	if (bindings != NULL && sfn_json_count(bindings) > 0)
	{
		environment.variable = binding;
		environment.arg = unconstify(JsonbValue *, bindings);
	}

	switch (sfn_jsonata_evaluate(expression, &environment, &result, &problem))
	{
		case JSONATA_VALUE:
			PG_RETURN_JSONB_P(sfn_json_to_jsonb(&result));
		case JSONATA_FAILED:
			report(ERRCODE_SFN_EVALUATION_FAILED, &problem);
		default:
			PG_RETURN_NULL();
	}
}

static const Jsonata *
parse_once(FunctionCallInfo fcinfo, int flags)
{
	CallSite   *site = fcinfo->flinfo->fn_extra;
	KeptExpression *kept;
	text	   *given;
	const char *data;
	int			len;

	sfn_require_argument(PG_ARGISNULL(0), "expression");
	given = PG_GETARG_TEXT_PP(0);
	data = VARDATA_ANY(given);
	len = VARSIZE_ANY_EXHDR(given);
	if (site != NULL && site->kept != NULL && site->kept->len == len &&
		memcmp(site->kept->text, data, len) == 0)
		return site->kept->expression;

	kept = find_kept(data, len, flags);
	if (kept == NULL)
		kept = keep(data, len, flags);
	pin(fcinfo->flinfo, kept);
	return kept->expression;
}

/*
 * Let the call site hold the expression, until it gets another or is gone.
 */
static void
pin(FmgrInfo *flinfo, KeptExpression *kept)
{
	CallSite   *site = flinfo->fn_extra;

	if (site == NULL)
	{
		site = MemoryContextAllocZero(flinfo->fn_mcxt, sizeof(CallSite));
		site->release.func = unpin;
		site->release.arg = site;
		MemoryContextRegisterResetCallback(flinfo->fn_mcxt, &site->release);
		flinfo->fn_extra = site;
	}
	kept->pins++;
	if (site->kept != NULL)
		release(site->kept);
	site->kept = kept;
}

static void
unpin(void *arg)
{
	CallSite   *site = arg;

	if (site->kept != NULL)
		release(site->kept);
	site->kept = NULL;
}

static void
release(KeptExpression *kept)
{
	Assert(kept->pins > 0);

	if (--kept->pins == 0 && kept->dropped)
		MemoryContextDelete(kept->context);
}

static KeptExpression *
find_kept(const char *text, int len, int flags)
{
	uint32		hash = hash_bytes((const unsigned char *) text, len);
	dlist_iter	iter;

	dlist_foreach(iter, &kept_expressions)
	{
		KeptExpression *kept = dlist_container(KeptExpression, node, iter.cur);

		if (kept->hash == hash && kept->len == len && kept->flags == flags &&
			memcmp(kept->text, text, len) == 0)
		{
			dlist_move_head(&kept_expressions, &kept->node);
			return kept;
		}
	}
	return NULL;
}

static KeptExpression *
keep(const char *text, int len, int flags)
{
	MemoryContext context = AllocSetContextCreate(CurrentMemoryContext, "JSONata expression",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext caller = MemoryContextSwitchTo(context);
	KeptExpression *kept = palloc0(sizeof(KeptExpression));
	JsonataProblem problem;

	kept->context = context;
	kept->text = pnstrdup(text, len);
	kept->len = len;
	kept->flags = flags;
	kept->hash = hash_bytes((const unsigned char *) text, len);
	kept->expression = sfn_jsonata_parse(text, len, flags, &problem);
	MemoryContextSwitchTo(caller);
	if (kept->expression == NULL)
		report(ERRCODE_SFN_INVALID_EXPRESSION, &problem);

	MemoryContextSetParent(context, CacheMemoryContext);
	dlist_push_head(&kept_expressions, &kept->node);
	kept->bytes = MemoryContextMemAllocated(context, true);
	kept_bytes += kept->bytes;
	kept_count++;
	while (kept_count > MOST_KEPT || (kept_bytes > MOST_KEPT_BYTES && kept_count > 1))
		drop_oldest();
	return kept;
}

static void
drop_oldest(void)
{
	KeptExpression *oldest = dlist_tail_element(KeptExpression, node, &kept_expressions);

	dlist_delete(&oldest->node);
	kept_bytes -= oldest->bytes;
	kept_count--;
	oldest->dropped = true;
	if (oldest->pins == 0)
		MemoryContextDelete(oldest->context);
}

/* Variables are the members of the bindings. */
static bool
binding(void *arg, const char *name, const char *member, JsonbValue *value)
{
	const JsonbValue *bindings = arg;
	JsonbValue	whole;

	if (member == NULL)
		return sfn_json_member(bindings, name, -1, value);
	return sfn_json_member(bindings, name, -1, &whole) &&
		sfn_json_member(&whole, member, -1, value);
}

static void
report(int sqlstate, const JsonataProblem *problem)
{
	ereport(ERROR,
			(errcode(sqlstate),
			 errmsg("%s: %s", problem->code, problem->message),
			 problem->limit != NULL ? errdetail_internal("%s", problem->limit) :
			 problem->position >= 0 ? errdetail("At position %d of the expression.", problem->position) : 0));
}
