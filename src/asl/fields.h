/*-------------------------------------------------------------------------
 *
 * fields.h
 *	  The table of fields: what may be written where in a definition.
 *
 * One row says for which objects a field is, in which query language, what it
 * takes and within which bounds.  Checking and compiling both go by this
 * table, so neither knows a field that the other does not.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_FIELDS_H
#define SFN_FIELDS_H

#include "postgres.h"

#include "asl/state_machine.h"

/*
 * What kinds of objects a definition is made of; the first eight are the state
 * types.
 */
typedef enum ObjectKind
{
	KIND_TASK = STATE_TASK,
	KIND_WAIT = STATE_WAIT,
	KIND_PASS = STATE_PASS,
	KIND_SUCCEED = STATE_SUCCEED,
	KIND_FAIL = STATE_FAIL,
	KIND_CHOICE = STATE_CHOICE,
	KIND_PARALLEL = STATE_PARALLEL,
	KIND_MAP = STATE_MAP,
	KIND_MACHINE,
	KIND_BRANCH,
	KIND_PROCESSOR,				/* ItemProcessor, Iterator */
	KIND_PROCESSOR_CONFIG,
	KIND_RETRIER,
	KIND_CATCHER,
	KIND_RULE,					/* an element of Choices */
	KIND_NESTED_RULE,			/* inside And, Or, Not */
	KIND_ITEM_READER,
	KIND_READER_CONFIG,
	KIND_ITEM_BATCHER,
	KIND_RESULT_WRITER,
	KIND_WRITER_CONFIG
} ObjectKind;

typedef enum FieldId
{
	FIELD_AND,
	FIELD_ARGUMENTS,
	FIELD_ASSIGN,
	FIELD_BACKOFF_RATE,
	FIELD_BATCH_INPUT,
	FIELD_BRANCHES,
	FIELD_CATCH,
	FIELD_CAUSE,
	FIELD_CAUSE_PATH,
	FIELD_CHOICES,
	FIELD_COMMENT,
	FIELD_CONDITION,
	FIELD_CREDENTIALS,
	FIELD_CSV_DELIMITER,
	FIELD_CSV_HEADERS,
	FIELD_CSV_HEADER_LOCATION,
	FIELD_DEFAULT,
	FIELD_END,
	FIELD_ERROR,
	FIELD_ERROR_EQUALS,
	FIELD_ERROR_PATH,
	FIELD_EXECUTION_TYPE,
	FIELD_HEARTBEAT_SECONDS,
	FIELD_HEARTBEAT_SECONDS_PATH,
	FIELD_INPUT_PATH,
	FIELD_INPUT_TYPE,
	FIELD_INTERVAL_SECONDS,
	FIELD_ITEMS,
	FIELD_ITEMS_PATH,
	FIELD_ITEMS_POINTER,
	FIELD_ITEM_BATCHER,
	FIELD_ITEM_PROCESSOR,
	FIELD_ITEM_READER,
	FIELD_ITEM_SELECTOR,
	FIELD_ITERATOR,
	FIELD_JITTER_STRATEGY,
	FIELD_LABEL,
	FIELD_MANIFEST_TYPE,
	FIELD_MAX_ATTEMPTS,
	FIELD_MAX_CONCURRENCY,
	FIELD_MAX_CONCURRENCY_PATH,
	FIELD_MAX_DELAY_SECONDS,
	FIELD_MAX_INPUT_BYTES_PER_BATCH,
	FIELD_MAX_INPUT_BYTES_PER_BATCH_PATH,
	FIELD_MAX_ITEMS,
	FIELD_MAX_ITEMS_PATH,
	FIELD_MAX_ITEMS_PER_BATCH,
	FIELD_MAX_ITEMS_PER_BATCH_PATH,
	FIELD_MODE,
	FIELD_NEXT,
	FIELD_NOT,
	FIELD_OR,
	FIELD_OUTPUT,
	FIELD_OUTPUT_PATH,
	FIELD_OUTPUT_TYPE,
	FIELD_PARAMETERS,
	FIELD_PROCESSOR_CONFIG,
	FIELD_QUERY_LANGUAGE,
	FIELD_READER_CONFIG,
	FIELD_RESOURCE,
	FIELD_RESULT,
	FIELD_RESULT_PATH,
	FIELD_RESULT_SELECTOR,
	FIELD_RESULT_WRITER,
	FIELD_RETRY,
	FIELD_SECONDS,
	FIELD_SECONDS_PATH,
	FIELD_START_AT,
	FIELD_STATES,
	FIELD_TIMEOUT_SECONDS,
	FIELD_TIMEOUT_SECONDS_PATH,
	FIELD_TIMESTAMP,
	FIELD_TIMESTAMP_PATH,
	FIELD_TOLERATED_FAILURE_COUNT,
	FIELD_TOLERATED_FAILURE_COUNT_PATH,
	FIELD_TOLERATED_FAILURE_PERCENTAGE,
	FIELD_TOLERATED_FAILURE_PERCENTAGE_PATH,
	FIELD_TRANSFORMATION,
	FIELD_TYPE,
	FIELD_VARIABLE,
	FIELD_VERSION,
	FIELD_WRITER_CONFIG
} FieldId;

#define FIELDS (FIELD_WRITER_CONFIG + 1)

/* What a field takes */
typedef enum FieldForm
{
	FORM_STRING,
	FORM_BOOLEAN,
	FORM_INTEGER,				/* min, max */
	FORM_NUMBER,				/* min, max */
	FORM_ENUM,					/* one of values */
	FORM_TIMESTAMP,
	FORM_PATH,					/* of the kinds in accept */
	FORM_RULE_PATH,				/* the same, worded as the service words it in a Choice rule */
	FORM_RESULT_PATH,			/* a reference path that can be written to */
	FORM_TEMPLATE,				/* payload template; JSONata: any JSON with expressions in it */
	FORM_ASSIGN,				/* a template whose members name variables */
	FORM_CREDENTIALS,			/* a template with RoleArn */
	FORM_VALUE,					/* any JSON, taken as it is */
	FORM_CONDITION,				/* true, false or a JSONata expression */
	FORM_OBJECT,
	FORM_OBJECTS,				/* an array of objects */
	FORM_STRINGS				/* a non-empty array of strings */
} FieldForm;

#define FIELD_REQUIRED		0x01
#define FIELD_NULLABLE		0x02
#define FIELD_EXPRESSION	0x04	/* in JSONata an expression may stand for the constant */
#define FIELD_NON_EMPTY		0x08

#define LANGUAGE_JSONPATH	0x01
#define LANGUAGE_JSONATA	0x02
#define LANGUAGE_BOTH		(LANGUAGE_JSONPATH | LANGUAGE_JSONATA)

typedef struct Field
{
	FieldId		id;
	const char *name;
	uint32		kinds;			/* 1 << ObjectKind, or-ed */
	uint8		languages;
	FieldForm	form;
	uint8		flags;
	int			accept;			/* FORM_PATH: ACCEPT_... */
	double		min;
	double		max;
	const char *const *values;	/* FORM_ENUM; ends with NULL */
} Field;

#define FIELD_GROUP_SIZE 5

/* Fields of which an object has at most one, or exactly one. */
typedef struct FieldGroup
{
	uint32		kinds;
	bool		required;
	int			count;
	FieldId		fields[FIELD_GROUP_SIZE];
} FieldGroup;

typedef enum OperandType
{
	OPERAND_STRING,
	OPERAND_NUMBER,
	OPERAND_BOOLEAN,
	OPERAND_TIMESTAMP
} OperandType;

/* NULL: objects of this kind have no such field. */
extern const Field *sfn_field_find(ObjectKind kind, const char *name);
/* All rows and groups, in the order in which required ones are reported. */
extern const Field *sfn_field_table(int *count);
extern const FieldGroup *sfn_field_groups(int *count);
extern const char *sfn_field_name(FieldId id);
/*
 * false: no comparison operator of that name.  *is_path: the variant that
 * takes a path.
 */
extern bool sfn_choice_operator_find(const char *name, ChoiceOperator *op, bool *is_path);
extern OperandType sfn_choice_operand_type(ChoiceOperator op);

#endif							/* SFN_FIELDS_H */
