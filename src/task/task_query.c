/*-------------------------------------------------------------------------
 *
 * task_query.c
 *	  pg:query: run one SQL statement with bound parameters.
 *
 * The statement is constant, so data can only get into it as parameters $1, $2
 * and so on.  An object or array among these is jsonb; the type of anything else
 * is deduced from where it is used, as for a parameter of unknown type in the
 * protocol, and is text where nothing tells.  Parameters that come to be json or
 * jsonb are taken as the JSON values they are, all others by their text.
 *
 * Rows become objects as to_jsonb makes them.  They are counted against the payload
 * limit as they come, so that a careless query ends before it fills the memory.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "base/settings.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "executor/tuptable.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/params.h"
#include "parser/analyze.h"
#include "task/integration_routine.h"
#include "tcop/dest.h"
#include "tcop/tcopprot.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"

/* Where the rows go */
typedef struct RowReceiver
{
	DestReceiver pub;
	TaskRun    *run;
	TupleDesc	row_type;
	FmgrInfo	to_jsonb;		/* of a record */
	JsonBuilder *answer;		/* inside the array of rows */
	uint64		count;
	int64		size;			/* of their texts, so far */
} RowReceiver;

static char *query_check(const JsonbValue *parameters);
static void query_call(TaskRun *run, JsonbValue *result);
static ParamListInfo bind_parameters(const char *sql, const JsonbValue *given);
static List *parse_statement(const char *sql);
static Oid *deduce_types(const char *sql, const JsonbValue *given, int count);
static void bind_value(const JsonbValue *value, Oid type, ParamExternData *parameter);
static void init_receiver(RowReceiver *receiver, TaskRun *run, JsonBuilder *answer);
static void begin_rows(DestReceiver *self, int operation, TupleDesc row_type);
static bool receive_row(TupleTableSlot *slot, DestReceiver *self);
static void no_action(DestReceiver *self);

const IntegrationRoutine sfn_query_routine = {
	.check = query_check,
	.call = query_call
};

static char *
query_check(const JsonbValue *parameters)
{
	static const TaskField fields[] = {
		{"sql", TASK_FIELD_STRING, true},
		{"params", TASK_FIELD_ARRAY, false},
		{NULL}
	};

	return sfn_task_fields_check(parameters, fields);
}

static void
query_call(TaskRun *run, JsonbValue *result)
{
	JsonbValue	sql;
	JsonbValue	given;
	JsonBuilder answer = {NULL};
	RowReceiver receiver;
	SPIExecuteOptions options = {.dest = &receiver.pub};
	char	   *text;
	int			outcome;

	(void) sfn_json_member(run->call->parameters, "sql", -1, &sql);
	text = sfn_json_string(&sql);
	if (!sfn_json_member(run->call->parameters, "params", -1, &given))
		sfn_json_set_null(&given);

	SPI_connect();
	options.params = bind_parameters(text, &given);
	sfn_json_begin_object(&answer);
	sfn_json_key(&answer, "rows", -1);
	sfn_json_begin_array(&answer);
	init_receiver(&receiver, run, &answer);
	outcome = SPI_execute_extended(text, &options);
	if (outcome < 0)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("pg:query cannot run this statement: %s", SPI_result_code_string(outcome))));
	sfn_json_end_array(&answer);
	/* A utility statement that gives rows does not count them. */
	sfn_json_add_int64(&answer, "rowCount", Max(SPI_processed, receiver.count));
	sfn_json_end_object(&answer);
	MemoryContextSwitchTo(run->context);
	sfn_json_built(&answer, result);
	SPI_finish();
	MemoryContextSwitchTo(run->context);
}

/* Parameters for sql from the elements of an array; NULL: it has none. */
static ParamListInfo
bind_parameters(const char *sql, const JsonbValue *given)
{
	int			count = sfn_json_count(given);
	Oid		   *types = deduce_types(sql, given, count);
	ParamListInfo parameters;

	if (count == 0)
		return NULL;
	parameters = makeParamList(count);
	for (int i = 0; i < count; i++)
	{
		JsonbValue	value;

		(void) sfn_json_element(given, i, &value);
		bind_value(&value, types[i], &parameters->params[i]);
	}
	return parameters;
}

static Oid *
deduce_types(const char *sql, const JsonbValue *given, int count)
{
	List	   *statement = parse_statement(sql);
	Oid		   *types = palloc0(Max(count, 1) * sizeof(Oid));
	int			used = count;

	for (int i = 0; i < count; i++)
	{
		JsonbValue	value;

		(void) sfn_json_element(given, i, &value);
		types[i] = value.type == jbvBinary ? JSONBOID : InvalidOid;
	}
	(void) parse_analyze_varparams(linitial_node(RawStmt, statement), sql, &types, &used, NULL);
	if (used > count)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_PARAMETER),
				 errmsg("there is no parameter $%d", used),
				 errdetail("The statement uses more parameters than the %d given.", count)));
	for (int i = 0; i < count; i++)
	{
		if (types[i] == InvalidOid || types[i] == UNKNOWNOID)
			types[i] = TEXTOID;
	}
	return types;
}

static List *
parse_statement(const char *sql)
{
	List	   *statements = pg_parse_query(sql);

	if (list_length(statements) != 1)
		ereport(ERROR,
				(errcode(ERRCODE_SYNTAX_ERROR),
				 errmsg("pg:query takes one SQL statement, not %d", list_length(statements))));
	if (IsA(linitial_node(RawStmt, statements)->stmt, TransactionStmt))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TRANSACTION_TERMINATION),
				 errmsg("pg:query cannot control transactions"),
				 errdetail("A task is part of the transaction that runs its execution.")));
	return statements;
}

static void
bind_value(const JsonbValue *value, Oid type, ParamExternData *parameter)
{
	Oid			input_function;
	Oid			input_parameter;
	char	   *text;

	parameter->ptype = type;
	parameter->pflags = PARAM_FLAG_CONST;
	parameter->isnull = value->type == jbvNull;
	parameter->value = (Datum) 0;
	if (parameter->isnull)
		return;
	if (type == JSONBOID)
	{
		parameter->value = JsonbPGetDatum(sfn_json_to_jsonb(value));
		return;
	}
	text = value->type == jbvString && type != JSONOID ? sfn_json_string(value) : sfn_json_text(value);
	getTypeInputInfo(type, &input_function, &input_parameter);
	parameter->value = OidInputFunctionCall(input_function, text, input_parameter, -1);
}

static void
init_receiver(RowReceiver *receiver, TaskRun *run, JsonBuilder *answer)
{
	Const	   *record = makeNullConst(RECORDOID, -1, InvalidOid);

	memset(receiver, 0, sizeof(*receiver));
	receiver->pub.rStartup = begin_rows;
	receiver->pub.receiveSlot = receive_row;
	receiver->pub.rShutdown = no_action;
	receiver->pub.rDestroy = no_action;
	receiver->pub.mydest = DestNone;
	receiver->run = run;
	receiver->answer = answer;
	/* to_jsonb learns what it is given from its call's expression. */
	fmgr_info(F_TO_JSONB, &receiver->to_jsonb);
	fmgr_info_set_expr((Node *) makeFuncExpr(F_TO_JSONB, JSONBOID, list_make1(record), InvalidOid,
											 InvalidOid, COERCE_EXPLICIT_CALL),
					   &receiver->to_jsonb);
}

/*
 * Slots may come with a table's own column names; those of the query are in
 * this description.
 */
static void
begin_rows(DestReceiver *self, int operation, TupleDesc row_type)
{
	RowReceiver *receiver = (RowReceiver *) self;

	receiver->row_type = CreateTupleDescCopy(row_type);
	receiver->row_type->tdtypeid = RECORDOID;
	receiver->row_type->tdtypmod = -1;
	BlessTupleDesc(receiver->row_type);
}

static bool
receive_row(TupleTableSlot *slot, DestReceiver *self)
{
	RowReceiver *receiver = (RowReceiver *) self;
	HeapTuple	tuple;
	Jsonb	   *row;
	JsonbValue	value;
	MemoryContext old = MemoryContextSwitchTo(receiver->to_jsonb.fn_mcxt);

	CHECK_FOR_INTERRUPTS();
	slot_getallattrs(slot);
	tuple = heap_form_tuple(receiver->row_type, slot->tts_values, slot->tts_isnull);
	row = DatumGetJsonbP(FunctionCall1(&receiver->to_jsonb, HeapTupleGetDatum(tuple)));
	heap_freetuple(tuple);
	sfn_json_from_jsonb(row, &value);
	receiver->count++;
	receiver->size += sfn_json_text_size(&value);
	if (receiver->size > sfn_setting_max_payload_bytes)
		sfn_task_result_too_large(receiver->run);
	sfn_json_push(receiver->answer, &value);
	MemoryContextSwitchTo(old);
	return true;
}

static void
no_action(DestReceiver *self)
{
}
