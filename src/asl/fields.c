/*-------------------------------------------------------------------------
 *
 * fields.c
 *	  The table of fields: what may be written where in a definition.
 *
 * Rows stand in the order in which the service names missing fields, otherwise
 * by subject.  Bounds are the service's, also where the specification is
 * narrower: an IntervalSeconds or a state machine's TimeoutSeconds of 0 is
 * accepted.
 *
 * The comparison operators of a Choice rule are a table of their own, which
 * state_machine.c holds; here is only what their operands are.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include <float.h>

#include "asl/fields.h"

#define K(kind) (1u << KIND_##kind)

#define STATES_ALL_TYPES \
	(K(TASK) | K(WAIT) | K(PASS) | K(SUCCEED) | K(FAIL) | K(CHOICE) | K(PARALLEL) | K(MAP))
#define STATES_WITH_NEXT	(K(TASK) | K(WAIT) | K(PASS) | K(PARALLEL) | K(MAP))
#define STATES_WITH_PATHS	(STATES_ALL_TYPES & ~K(FAIL))
#define STATES_WITH_RESULT	(K(TASK) | K(PARALLEL) | K(MAP))	/* of work that may fail */
#define SCOPES				(K(MACHINE) | K(BRANCH) | K(PROCESSOR))
#define RULES				(K(RULE) | K(NESTED_RULE))

#define JSONPATH	LANGUAGE_JSONPATH
#define JSONATA		LANGUAGE_JSONATA
#define BOTH		LANGUAGE_BOTH

#define REQUIRED	FIELD_REQUIRED
#define NULLABLE	FIELD_NULLABLE
#define EXPRESSION	FIELD_EXPRESSION
#define NON_EMPTY	FIELD_NON_EMPTY

/* Paths that must name one node, wherever it is read from */
#define ACCEPT_REFERENCE (ACCEPT_PATH | ACCEPT_REFERENCE_ONLY)

#define LONGEST_SECONDS 99999999

static const char *const state_types[] = {
	"Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map", NULL
};
static const char *const query_languages[] = {"JSONPath", "JSONata", NULL};
static const char *const versions[] = {"1.0", NULL};
static const char *const modes[] = {"INLINE", "DISTRIBUTED", NULL};
static const char *const execution_types[] = {"STANDARD", "EXPRESS", NULL};
static const char *const jitter_strategies[] = {"NONE", "FULL", NULL};
static const char *const input_types[] = {"CSV", "JSON", "JSONL", "PARQUET", "MANIFEST", NULL};
static const char *const csv_header_locations[] = {"FIRST_ROW", "GIVEN", NULL};
static const char *const csv_delimiters[] = {"COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB", NULL};
static const char *const reader_transformations[] = {"NONE", "LOAD_AND_FLATTEN", NULL};
static const char *const manifest_types[] = {"ATHENA_DATA", "S3_INVENTORY", NULL};
static const char *const writer_transformations[] = {"NONE", "COMPACT", "FLATTEN", NULL};
static const char *const output_types[] = {"JSON", "JSONL", NULL};

/* Shorthands for a row's tail: form, flags, accept, min, max, values */
#define STRING(flags)			FORM_STRING, (flags)
#define INTEGER(flags, min, max) FORM_INTEGER, (flags), 0, (min), (max)
#define NUMBER(flags, min, max) FORM_NUMBER, (flags), 0, (min), (max)
#define ENUM(flags, values)		FORM_ENUM, (flags), 0, 0, 0, (values)
#define PATH(flags, accept)		FORM_PATH, (flags), (accept)
#define OBJECTS(flags)			FORM_OBJECTS, (flags)

static const Field fields[] = {
	/* everywhere */
	{FIELD_COMMENT, "Comment", STATES_ALL_TYPES | SCOPES | RULES | K(RETRIER) | K(CATCHER), BOTH, STRING(0)},
	{FIELD_QUERY_LANGUAGE, "QueryLanguage", STATES_ALL_TYPES | K(MACHINE), BOTH, ENUM(0, query_languages)},

	/* state machine, branch, item processor */
	{FIELD_STATES, "States", SCOPES, BOTH, FORM_OBJECT, REQUIRED | NON_EMPTY},
	{FIELD_START_AT, "StartAt", SCOPES, BOTH, STRING(REQUIRED)},
	{FIELD_VERSION, "Version", K(MACHINE), BOTH, ENUM(0, versions)},
	{FIELD_TIMEOUT_SECONDS, "TimeoutSeconds", K(MACHINE), BOTH, INTEGER(0, 0, LONGEST_SECONDS)},
	{FIELD_PROCESSOR_CONFIG, "ProcessorConfig", K(PROCESSOR), BOTH, FORM_OBJECT},
	{FIELD_MODE, "Mode", K(PROCESSOR_CONFIG), BOTH, ENUM(0, modes)},
	{FIELD_EXECUTION_TYPE, "ExecutionType", K(PROCESSOR_CONFIG), BOTH, ENUM(0, execution_types)},

	/* transitions */
	{FIELD_TYPE, "Type", STATES_ALL_TYPES, BOTH, ENUM(REQUIRED, state_types)},
	{FIELD_NEXT, "Next", STATES_WITH_NEXT, BOTH, STRING(0)},
	{FIELD_END, "End", STATES_WITH_NEXT, BOTH, FORM_BOOLEAN},

	/* data flow */
	{FIELD_INPUT_PATH, "InputPath", STATES_WITH_PATHS, JSONPATH, PATH(NULLABLE, ACCEPT_PATH)},
	{FIELD_OUTPUT_PATH, "OutputPath", STATES_WITH_PATHS, JSONPATH, PATH(NULLABLE, ACCEPT_PATH)},
	{FIELD_PARAMETERS, "Parameters", STATES_WITH_RESULT | K(PASS) | K(ITEM_READER) | K(RESULT_WRITER),
	JSONPATH, FORM_TEMPLATE},
	{FIELD_ARGUMENTS, "Arguments", K(TASK) | K(PARALLEL) | K(ITEM_READER) | K(RESULT_WRITER),
	JSONATA, FORM_TEMPLATE},
	{FIELD_RESULT_SELECTOR, "ResultSelector", STATES_WITH_RESULT, JSONPATH, FORM_TEMPLATE},
	{FIELD_RESULT_PATH, "ResultPath", STATES_WITH_RESULT | K(PASS) | K(CATCHER), JSONPATH,
	FORM_RESULT_PATH, NULLABLE},
	{FIELD_OUTPUT, "Output", STATES_WITH_PATHS | K(RULE) | K(CATCHER), JSONATA, FORM_TEMPLATE},
	{FIELD_ASSIGN, "Assign", (STATES_WITH_PATHS & ~K(SUCCEED)) | K(RULE) | K(CATCHER), BOTH, FORM_ASSIGN},

	/* recovery */
	{FIELD_RETRY, "Retry", STATES_WITH_RESULT, BOTH, OBJECTS(0)},
	{FIELD_CATCH, "Catch", STATES_WITH_RESULT, BOTH, OBJECTS(0)},
	{FIELD_ERROR_EQUALS, "ErrorEquals", K(RETRIER) | K(CATCHER), BOTH, FORM_STRINGS, REQUIRED},
	{FIELD_NEXT, "Next", K(CATCHER) | K(RULE), BOTH, STRING(REQUIRED)},
	{FIELD_INTERVAL_SECONDS, "IntervalSeconds", K(RETRIER), BOTH, INTEGER(0, 0, LONGEST_SECONDS)},
	{FIELD_MAX_ATTEMPTS, "MaxAttempts", K(RETRIER), BOTH, INTEGER(0, 0, LONGEST_SECONDS)},
	{FIELD_BACKOFF_RATE, "BackoffRate", K(RETRIER), BOTH, NUMBER(0, 1, DBL_MAX)},
	{FIELD_MAX_DELAY_SECONDS, "MaxDelaySeconds", K(RETRIER), BOTH, INTEGER(0, 1, 31622400)},
	{FIELD_JITTER_STRATEGY, "JitterStrategy", K(RETRIER), BOTH, ENUM(0, jitter_strategies)},

	/* Task */
	{FIELD_RESOURCE, "Resource", K(TASK) | K(ITEM_READER), BOTH, STRING(REQUIRED)},
	{FIELD_RESOURCE, "Resource", K(RESULT_WRITER), BOTH, STRING(0)},
	{FIELD_TIMEOUT_SECONDS, "TimeoutSeconds", K(TASK), BOTH, INTEGER(EXPRESSION, 1, LONGEST_SECONDS)},
	{FIELD_TIMEOUT_SECONDS_PATH, "TimeoutSecondsPath", K(TASK), JSONPATH, PATH(0, ACCEPT_REFERENCE)},
	{FIELD_HEARTBEAT_SECONDS, "HeartbeatSeconds", K(TASK), BOTH, INTEGER(EXPRESSION, 1, LONGEST_SECONDS)},
	{FIELD_HEARTBEAT_SECONDS_PATH, "HeartbeatSecondsPath", K(TASK), JSONPATH, PATH(0, ACCEPT_REFERENCE)},
	{FIELD_CREDENTIALS, "Credentials", K(TASK), BOTH, FORM_CREDENTIALS},

	/* Pass, Wait, Fail */
	{FIELD_RESULT, "Result", K(PASS), JSONPATH, FORM_VALUE},
	{FIELD_SECONDS, "Seconds", K(WAIT), BOTH, INTEGER(EXPRESSION, 0, LONGEST_SECONDS)},
	{FIELD_SECONDS_PATH, "SecondsPath", K(WAIT), JSONPATH, PATH(0, ACCEPT_REFERENCE)},
	{FIELD_TIMESTAMP, "Timestamp", K(WAIT), BOTH, FORM_TIMESTAMP, EXPRESSION},
	{FIELD_TIMESTAMP_PATH, "TimestampPath", K(WAIT), JSONPATH, PATH(0, ACCEPT_REFERENCE)},
	{FIELD_ERROR, "Error", K(FAIL), BOTH, STRING(EXPRESSION)},
	{FIELD_ERROR_PATH, "ErrorPath", K(FAIL), JSONPATH, PATH(0, ACCEPT_REFERENCE | ACCEPT_FAIL_INTRINSIC)},
	{FIELD_CAUSE, "Cause", K(FAIL), BOTH, STRING(EXPRESSION)},
	{FIELD_CAUSE_PATH, "CausePath", K(FAIL), JSONPATH, PATH(0, ACCEPT_REFERENCE | ACCEPT_FAIL_INTRINSIC)},

	/* Choice */
	{FIELD_CHOICES, "Choices", K(CHOICE), BOTH, OBJECTS(REQUIRED | NON_EMPTY)},
	{FIELD_DEFAULT, "Default", K(CHOICE), BOTH, STRING(0)},
	{FIELD_AND, "And", RULES, JSONPATH, OBJECTS(NON_EMPTY)},
	{FIELD_OR, "Or", RULES, JSONPATH, OBJECTS(NON_EMPTY)},
	{FIELD_NOT, "Not", RULES, JSONPATH, FORM_OBJECT},
	{FIELD_VARIABLE, "Variable", RULES, JSONPATH, FORM_RULE_PATH, 0, ACCEPT_PATH},
	{FIELD_CONDITION, "Condition", K(RULE), JSONATA, FORM_CONDITION},

	/* Parallel */
	{FIELD_BRANCHES, "Branches", K(PARALLEL), BOTH, OBJECTS(REQUIRED | NON_EMPTY)},

	/* Map */
	{FIELD_ITEM_PROCESSOR, "ItemProcessor", K(MAP), BOTH, FORM_OBJECT},
	{FIELD_ITERATOR, "Iterator", K(MAP), BOTH, FORM_OBJECT},
	{FIELD_ITEMS_PATH, "ItemsPath", K(MAP), JSONPATH, PATH(0, ACCEPT_REFERENCE)},
	{FIELD_ITEMS, "Items", K(MAP), JSONATA, FORM_TEMPLATE},
	{FIELD_ITEM_SELECTOR, "ItemSelector", K(MAP), BOTH, FORM_TEMPLATE},
	{FIELD_MAX_CONCURRENCY, "MaxConcurrency", K(MAP), BOTH, INTEGER(EXPRESSION, 0, PG_INT32_MAX)},
	{FIELD_MAX_CONCURRENCY_PATH, "MaxConcurrencyPath", K(MAP), JSONPATH, PATH(0, ACCEPT_REFERENCE)},
	{FIELD_TOLERATED_FAILURE_COUNT, "ToleratedFailureCount", K(MAP), BOTH, INTEGER(EXPRESSION, 0, PG_INT32_MAX)},
	{FIELD_TOLERATED_FAILURE_COUNT_PATH, "ToleratedFailureCountPath", K(MAP), JSONPATH, PATH(0, ACCEPT_REFERENCE)},
	{FIELD_TOLERATED_FAILURE_PERCENTAGE, "ToleratedFailurePercentage", K(MAP), BOTH, NUMBER(EXPRESSION, 0, 100)},
	{FIELD_TOLERATED_FAILURE_PERCENTAGE_PATH, "ToleratedFailurePercentagePath", K(MAP), JSONPATH,
	PATH(0, ACCEPT_REFERENCE)},

	/* distributed Map */
	{FIELD_LABEL, "Label", K(MAP), BOTH, STRING(0)},
	{FIELD_ITEM_READER, "ItemReader", K(MAP), BOTH, FORM_OBJECT},
	{FIELD_ITEM_BATCHER, "ItemBatcher", K(MAP), BOTH, FORM_OBJECT},
	{FIELD_RESULT_WRITER, "ResultWriter", K(MAP), BOTH, FORM_OBJECT},
	{FIELD_READER_CONFIG, "ReaderConfig", K(ITEM_READER), BOTH, FORM_OBJECT},
	{FIELD_INPUT_TYPE, "InputType", K(READER_CONFIG), BOTH, ENUM(0, input_types)},
	{FIELD_MAX_ITEMS, "MaxItems", K(READER_CONFIG), BOTH, INTEGER(EXPRESSION, 0, 100000000)},
	{FIELD_MAX_ITEMS_PATH, "MaxItemsPath", K(READER_CONFIG), JSONPATH, PATH(0, ACCEPT_REFERENCE)},
	{FIELD_CSV_HEADER_LOCATION, "CSVHeaderLocation", K(READER_CONFIG), BOTH, ENUM(0, csv_header_locations)},
	{FIELD_CSV_HEADERS, "CSVHeaders", K(READER_CONFIG), BOTH, FORM_STRINGS},
	{FIELD_CSV_DELIMITER, "CSVDelimiter", K(READER_CONFIG), BOTH, ENUM(0, csv_delimiters)},
	{FIELD_ITEMS_POINTER, "ItemsPointer", K(READER_CONFIG), BOTH, STRING(0)},
	{FIELD_TRANSFORMATION, "Transformation", K(READER_CONFIG), BOTH, ENUM(0, reader_transformations)},
	{FIELD_MANIFEST_TYPE, "ManifestType", K(READER_CONFIG), BOTH, ENUM(0, manifest_types)},
	{FIELD_MAX_ITEMS_PER_BATCH, "MaxItemsPerBatch", K(ITEM_BATCHER), BOTH, INTEGER(EXPRESSION, 0, PG_INT32_MAX)},
	{FIELD_MAX_ITEMS_PER_BATCH_PATH, "MaxItemsPerBatchPath", K(ITEM_BATCHER), JSONPATH, PATH(0, ACCEPT_REFERENCE)},
	{FIELD_MAX_INPUT_BYTES_PER_BATCH, "MaxInputBytesPerBatch", K(ITEM_BATCHER), BOTH,
	INTEGER(EXPRESSION, 0, 262144)},
	{FIELD_MAX_INPUT_BYTES_PER_BATCH_PATH, "MaxInputBytesPerBatchPath", K(ITEM_BATCHER), JSONPATH,
	PATH(0, ACCEPT_REFERENCE)},
	{FIELD_BATCH_INPUT, "BatchInput", K(ITEM_BATCHER), BOTH, FORM_TEMPLATE},
	{FIELD_WRITER_CONFIG, "WriterConfig", K(RESULT_WRITER), BOTH, FORM_OBJECT},
	{FIELD_TRANSFORMATION, "Transformation", K(WRITER_CONFIG), BOTH, ENUM(0, writer_transformations)},
	{FIELD_OUTPUT_TYPE, "OutputType", K(WRITER_CONFIG), BOTH, ENUM(0, output_types)},
};

#define PAIR(kind, constant) \
	{K(kind), false, 2, {FIELD_##constant, FIELD_##constant##_PATH}}

static const FieldGroup groups[] = {
	{STATES_WITH_NEXT, true, 2, {FIELD_NEXT, FIELD_END}},
	{K(WAIT), true, 4, {FIELD_SECONDS_PATH, FIELD_SECONDS, FIELD_TIMESTAMP_PATH, FIELD_TIMESTAMP}},
	{RULES, true, 5, {FIELD_AND, FIELD_OR, FIELD_NOT, FIELD_VARIABLE, FIELD_CONDITION}},
	{K(MAP), true, 2, {FIELD_ITEM_PROCESSOR, FIELD_ITERATOR}},
	{K(MAP), false, 2, {FIELD_ITEM_SELECTOR, FIELD_PARAMETERS}},
	PAIR(TASK, TIMEOUT_SECONDS),
	PAIR(TASK, HEARTBEAT_SECONDS),
	PAIR(FAIL, ERROR),
	PAIR(FAIL, CAUSE),
	PAIR(MAP, MAX_CONCURRENCY),
	PAIR(MAP, TOLERATED_FAILURE_COUNT),
	PAIR(MAP, TOLERATED_FAILURE_PERCENTAGE),
	PAIR(READER_CONFIG, MAX_ITEMS),
	PAIR(ITEM_BATCHER, MAX_ITEMS_PER_BATCH),
	PAIR(ITEM_BATCHER, MAX_INPUT_BYTES_PER_BATCH),
};

/*
 * The row of a field for objects of one kind; a name may have rows of its own
 * for other kinds.
 */
const Field *
sfn_field_find(ObjectKind kind, const char *name)
{
	for (int i = 0; i < lengthof(fields); i++)
	{
		const Field *field = &fields[i];

		if (field->name[0] == name[0] && (field->kinds & (1u << kind)) != 0 &&
			strcmp(field->name, name) == 0)
			return field;
	}
	return NULL;
}

const Field *
sfn_field_table(int *count)
{
	*count = lengthof(fields);
	return fields;
}

const FieldGroup *
sfn_field_groups(int *count)
{
	*count = lengthof(groups);
	return groups;
}

const char *
sfn_field_name(FieldId id)
{
	for (int i = 0; i < lengthof(fields); i++)
		if (fields[i].id == id)
			return fields[i].name;
	elog(ERROR, "field %d is not in the table of fields", (int) id);
}

/*
 * The operators that compare two values have a variant that takes the second
 * one from a path.
 */
static bool
operator_has_path(ChoiceOperator op)
{
	return op != CHOICE_STRING_MATCHES && op < CHOICE_IS_NULL;
}

bool
sfn_choice_operator_find(const char *name, ChoiceOperator *op, bool *is_path)
{
	for (int i = 0; i < CHOICE_OPERATORS; i++)
	{
		const char *operator_name = sfn_choice_operator_name((ChoiceOperator) i);
		size_t		len = strlen(operator_name);

		if (strncmp(name, operator_name, len) != 0)
			continue;
		*op = (ChoiceOperator) i;
		*is_path = strcmp(name + len, "Path") == 0;
		if (name[len] == '\0' || (*is_path && operator_has_path(*op)))
			return true;
	}
	return false;
}

OperandType
sfn_choice_operand_type(ChoiceOperator op)
{
	if (op <= CHOICE_STRING_MATCHES)
		return OPERAND_STRING;
	if (op <= CHOICE_NUMERIC_GREATER_THAN_EQUALS)
		return OPERAND_NUMBER;
	if (op >= CHOICE_TIMESTAMP_EQUALS && op <= CHOICE_TIMESTAMP_GREATER_THAN_EQUALS)
		return OPERAND_TIMESTAMP;
	return OPERAND_BOOLEAN;
}
