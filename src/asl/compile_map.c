/*-------------------------------------------------------------------------
 *
 * compile_map.c
 *	  Compile Parallel and Map: the states that hold other states.
 *
 * A distributed Map is checked completely, with its reader, batcher and
 * writer.  Its children are executions of their own: they do not see the
 * variables around the Map, and when they are EXPRESS their tasks may not wait
 * for an answer.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "asl/compiler.h"
#include "mb/pg_wchar.h"

/* The service's limit for a Map's Label, in characters */
#define LONGEST_LABEL 40

/* What a Label may not have, beside white space and control characters */
#define LABEL_FORBIDDEN "?*<>{}[]:;,\\|^~$#%&`\""


static StateScope *compile_inner(Compiler *compiler, ObjectKind kind, const JsonNode *node, const Place *place,
								 State *owner, int index);
static void compile_items(Compiler *compiler, State *state, const FieldValue *items);
static bool compile_processor_config(Compiler *compiler, const FieldValue *config, bool *express);
static void compile_processor(Compiler *compiler, StateSource *source, const FieldValue *processor);
static void check_distributed(Compiler *compiler, StateSource *source, const ObjectFields *fields);
static void check_label(Compiler *compiler, const FieldValue *label);
static bool label_is_clean(const char *label);
static void check_item_reader(Compiler *compiler, StateSource *source, const FieldValue *reader);
static void check_reader_config(Compiler *compiler, StateSource *source, const FieldValue *config, bool lists);
static void check_item_batcher(Compiler *compiler, StateSource *source, const FieldValue *batcher);
static void check_result_writer(Compiler *compiler, StateSource *source, const FieldValue *writer);

static int
own_language(const StateSource *source)
{
	return source->state->query_language == QUERY_JSONPATH ? LANGUAGE_JSONPATH : LANGUAGE_JSONATA;
}

void
sfn_compile_parallel(Compiler *compiler, StateSource *source, const ObjectFields *fields)
{
	State	   *state = source->state;
	const FieldValue *branches = sfn_field_value(fields, FIELD_BRANCHES);

	if (branches == NULL)
		return;
	state->u.parallel.count = branches->node->count;
	state->u.parallel.branches = palloc0(sizeof(StateScope *) * branches->node->count);
	for (int i = 0; i < branches->node->count; i++)
		state->u.parallel.branches[i] = compile_inner(compiler, KIND_BRANCH, branches->node->items[i],
													  sfn_place_index(compiler, branches->place, i), state, i);
}

/* A branch, which has no query language: its states go by the machine's. */
static StateScope *
compile_inner(Compiler *compiler, ObjectKind kind, const JsonNode *node, const Place *place,
			  State *owner, int index)
{
	ObjectFields *fields = sfn_fields_check(compiler, kind, compiler->machine->query_language, LANGUAGE_BOTH,
											node, place);

	return fields == NULL ? NULL : sfn_compile_scope(compiler, fields, place, owner, index, false);
}

void
sfn_compile_map(Compiler *compiler, StateSource *source, const ObjectFields *fields)
{
	State	   *state = source->state;
	const FieldValue *processor = sfn_field_value(fields, FIELD_ITEM_PROCESSOR);
	const FieldValue *items_path = sfn_field_value(fields, FIELD_ITEMS_PATH);
	const FieldValue *items = sfn_field_value(fields, FIELD_ITEMS);
	PayloadTemplate *selector = sfn_field_template(fields, FIELD_ITEM_SELECTOR);

	if (processor == NULL)
		processor = sfn_field_value(fields, FIELD_ITERATOR);
	if (processor != NULL)
		compile_processor(compiler, source, processor);

	if (items_path != NULL && !sfn_expression_is_input(items_path->u.path))
		state->u.map.items_path = items_path->u.path;
	if (items != NULL)
		compile_items(compiler, state, items);
	state->u.map.item_selector = selector != NULL ? selector : state->parameters;
	state->u.map.max_concurrency = sfn_field_number(fields, FIELD_MAX_CONCURRENCY, FIELD_MAX_CONCURRENCY_PATH);
	state->u.map.has_reader = sfn_field_given(fields, FIELD_ITEM_READER);
	state->u.map.tolerated_failure_count = sfn_field_number(fields, FIELD_TOLERATED_FAILURE_COUNT,
															FIELD_TOLERATED_FAILURE_COUNT_PATH);
	state->u.map.tolerated_failure_percentage = sfn_field_number(fields, FIELD_TOLERATED_FAILURE_PERCENTAGE,
																 FIELD_TOLERATED_FAILURE_PERCENTAGE_PATH);
	check_distributed(compiler, source, fields);
}

/* An expression, or an array that may have some in it */
static void
compile_items(Compiler *compiler, State *state, const FieldValue *items)
{
	JsonNodeType type = items->node->type;

	state->u.map.items = items->u.tmpl;
	if (type != JSON_NODE_ARRAY && sfn_template_expression(items->u.tmpl) == NULL &&
		!(type == JSON_NODE_OBJECT && state->u.map.distributed))
		sfn_compiler_complain(compiler, items->place, "Expected value of type [ARRAY]");
}

static void
compile_processor(Compiler *compiler, StateSource *source, const FieldValue *processor)
{
	State	   *state = source->state;
	ObjectFields *fields = sfn_fields_check(compiler, KIND_PROCESSOR, compiler->machine->query_language,
											LANGUAGE_BOTH, processor->node, processor->place);
	const FieldValue *config = sfn_field_value(fields, FIELD_PROCESSOR_CONFIG);
	bool		in_express = compiler->in_express;
	bool		express = false;

	if (config != NULL)
		state->u.map.distributed = compile_processor_config(compiler, config, &express);
	compiler->in_express = in_express || express;
	state->u.map.processor = sfn_compile_scope(compiler, fields, processor->place, state, 0,
											   state->u.map.distributed);
	compiler->in_express = in_express;
}

/* Whether the Map is distributed, and then whether its children are EXPRESS */
static bool
compile_processor_config(Compiler *compiler, const FieldValue *config, bool *express)
{
	ObjectFields *fields = sfn_fields_check(compiler, KIND_PROCESSOR_CONFIG, compiler->machine->query_language,
											LANGUAGE_BOTH, config->node, config->place);
	const FieldValue *mode = sfn_field_value(fields, FIELD_MODE);
	const FieldValue *type = sfn_field_value(fields, FIELD_EXECUTION_TYPE);
	bool		distributed = mode != NULL && strcmp(mode->node->text, "DISTRIBUTED") == 0;

	*express = type != NULL && strcmp(type->node->text, "EXPRESS") == 0;
	if (distributed && compiler->in_express)
		sfn_compiler_complain(compiler, mode->place,
							  "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines");
	if (distributed && !sfn_field_given(fields, FIELD_EXECUTION_TYPE))
		sfn_compiler_complain(compiler, config->place, "These fields are required: [ExecutionType]");
	if (!distributed && sfn_field_given(fields, FIELD_EXECUTION_TYPE))
		sfn_compiler_complain(compiler, config->place, "Field 'ExecutionType' is not supported");
	return distributed;
}

/*
 * The fields that only a distributed Map has.  Tolerated failures are
 * accepted, without effect, inline too.
 */
static void
check_distributed(Compiler *compiler, StateSource *source, const ObjectFields *fields)
{
	static const FieldId distributed_only[] = {
		FIELD_LABEL, FIELD_ITEM_READER, FIELD_ITEM_BATCHER, FIELD_RESULT_WRITER
	};
	const FieldValue *value;

	if (!source->state->u.map.distributed)
	{
		for (int i = 0; i < lengthof(distributed_only); i++)
			if (sfn_field_given(fields, distributed_only[i]))
				sfn_compiler_complain(compiler, source->place,
									  "Field '%s' is only supported for Map states in DISTRIBUTED mode",
									  sfn_field_name(distributed_only[i]));
	}

	if ((value = sfn_field_value(fields, FIELD_LABEL)) != NULL)
		check_label(compiler, value);
	if ((value = sfn_field_value(fields, FIELD_ITEM_READER)) != NULL)
		check_item_reader(compiler, source, value);
	if ((value = sfn_field_value(fields, FIELD_ITEM_BATCHER)) != NULL)
		check_item_batcher(compiler, source, value);
	if ((value = sfn_field_value(fields, FIELD_RESULT_WRITER)) != NULL)
		check_result_writer(compiler, source, value);
}

/*
 * A label becomes part of the children's ARNs, and must tell the Maps of one
 * machine apart.
 */
static void
check_label(Compiler *compiler, const FieldValue *value)
{
	const char *label = value->node->text;
	ListCell   *cell;

	if (label[0] == '\0')
		sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_INVALID_LABEL_NAME, value->place,
							"Label name cannot be empty");
	else if (pg_mbstrlen(label) > LONGEST_LABEL)
		sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_INVALID_LABEL_NAME, value->place,
							"Label name '%s' exceeds the %d-character limit allowed by the service",
							label, LONGEST_LABEL);
	else if (!label_is_clean(label))
		sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_INVALID_LABEL_NAME, value->place,
							"Label name '%s' contains invalid characters", label);

	foreach(cell, compiler->labels)
	{
		if (strcmp(lfirst(cell), label) == 0)
		{
			sfn_compiler_report(compiler, DIAGNOSTIC_ERROR, CODE_DUPLICATE_LABEL_NAME, value->place,
								"Duplicate Label name: %s", label);
			return;
		}
	}
	compiler->labels = sfn_compiler_note(compiler, compiler->labels, (void *) label);
}

/*
 * White space and control characters include those of U+0080 to U+009F, which
 * UTF-8 begins with C2.
 */
static bool
label_is_clean(const char *label)
{
	for (const unsigned char *c = (const unsigned char *) label; *c != '\0'; c++)
	{
		if (*c <= ' ' || *c == 0x7F || strchr(LABEL_FORBIDDEN, *c) != NULL)
			return false;
		if (c[0] == 0xC2 && c[1] >= 0x80 && c[1] <= 0xA0)
			return false;
	}
	return true;
}

static void
check_item_reader(Compiler *compiler, StateSource *source, const FieldValue *reader)
{
	ObjectFields *fields = sfn_fields_check(compiler, KIND_ITEM_READER, source->state->query_language,
											own_language(source), reader->node, reader->place);
	const FieldValue *resource = sfn_field_value(fields, FIELD_RESOURCE);
	const FieldValue *config = sfn_field_value(fields, FIELD_READER_CONFIG);
	bool		lists = false;

	if (resource != NULL)
	{
		char	   *problem;
		Resource   *parsed = sfn_resource_parse(resource->node->text, &problem);
		const char *name = parsed == NULL ? NULL : parsed->registration;

		lists = name != NULL && strcmp(name, "s3:listObjectsV2") == 0;
		if (!lists && (name == NULL || strcmp(name, "s3:getObject") != 0))
			sfn_compiler_complain(compiler, resource->place,
								  "The field 'Resource' does not match any of the allowed values");
	}
	if (config != NULL)
		check_reader_config(compiler, source, config, lists);
}

/*
 * What belongs to which InputType.  lists: objects of a bucket are listed, not
 * one of them read.
 */
static void
check_reader_config(Compiler *compiler, StateSource *source, const FieldValue *config, bool lists)
{
	ObjectFields *fields = sfn_fields_check(compiler, KIND_READER_CONFIG, source->state->query_language,
											own_language(source), config->node, config->place);
	const FieldValue *value = sfn_field_value(fields, FIELD_INPUT_TYPE);
	const char *input = value == NULL ? "" : value->node->text;
	bool		is_csv = strcmp(input, "CSV") == 0;
	const FieldValue *location = sfn_field_value(fields, FIELD_CSV_HEADER_LOCATION);
	const FieldValue *headers = sfn_field_value(fields, FIELD_CSV_HEADERS);
	const FieldValue *manifest = sfn_field_value(fields, FIELD_MANIFEST_TYPE);
	bool		given = location != NULL && strcmp(location->node->text, "GIVEN") == 0;
	static const FieldId csv_only[] = {FIELD_CSV_HEADER_LOCATION, FIELD_CSV_HEADERS, FIELD_CSV_DELIMITER};

	if (is_csv && !sfn_field_given(fields, FIELD_CSV_HEADER_LOCATION))
		sfn_compiler_complain(compiler, config->place, "The field 'CSVHeaderLocation' is required");
	for (int i = 0; i < lengthof(csv_only); i++)
		if (input[0] != '\0' && !is_csv && sfn_field_given(fields, csv_only[i]))
			sfn_compiler_complain(compiler, config->place, "Field '%s' is not supported",
								  sfn_field_name(csv_only[i]));
	if (given && !sfn_field_given(fields, FIELD_CSV_HEADERS))
		sfn_compiler_complain(compiler, config->place, "These fields are required: [CSVHeaders]");
	if (headers != NULL && location != NULL && !given)
		sfn_compiler_complain(compiler, config->place, "Field 'CSVHeaders' is not supported");
	if (sfn_field_given(fields, FIELD_ITEMS_POINTER) && strcmp(input, "JSON") != 0)
		sfn_compiler_complain(compiler, config->place, "Field 'ItemsPointer' is not supported");
	if (manifest != NULL && strcmp(manifest->node->text, "S3_INVENTORY") == 0 &&
		sfn_field_given(fields, FIELD_INPUT_TYPE))
		sfn_compiler_complain(compiler, config->place, "Field 'InputType' is not supported");
	if (sfn_field_given(fields, FIELD_TRANSFORMATION) && !lists)
		sfn_compiler_complain(compiler, config->place, "Field 'Transformation' is not supported");
}

static void
check_item_batcher(Compiler *compiler, StateSource *source, const FieldValue *batcher)
{
	static const FieldId limits[] = {
		FIELD_MAX_ITEMS_PER_BATCH, FIELD_MAX_ITEMS_PER_BATCH_PATH,
		FIELD_MAX_INPUT_BYTES_PER_BATCH, FIELD_MAX_INPUT_BYTES_PER_BATCH_PATH
	};
	ObjectFields *fields = sfn_fields_check(compiler, KIND_ITEM_BATCHER, source->state->query_language,
											own_language(source), batcher->node, batcher->place);

	for (int i = 0; i < lengthof(limits); i++)
		if (sfn_field_given(fields, limits[i]))
			return;
	sfn_compiler_complain(compiler, batcher->place,
						  "This object should have at least one of the following fields: [MaxItemsPerBatch, MaxItemsPerBatchPath, MaxInputBytesPerBatch, MaxInputBytesPerBatchPath]");
}

/*
 * Where results go and how they look: either may be left out, but not the half
 * of the first.
 */
static void
check_result_writer(Compiler *compiler, StateSource *source, const FieldValue *writer)
{
	ObjectFields *fields = sfn_fields_check(compiler, KIND_RESULT_WRITER, source->state->query_language,
											own_language(source), writer->node, writer->place);
	const FieldValue *resource = sfn_field_value(fields, FIELD_RESOURCE);
	const FieldValue *config = sfn_field_value(fields, FIELD_WRITER_CONFIG);
	bool		has_place = sfn_field_given(fields, FIELD_PARAMETERS) || sfn_field_given(fields, FIELD_ARGUMENTS);

	source->state->u.map.has_writer = has_place;
	if (resource != NULL)
	{
		char	   *problem;
		Resource   *parsed = sfn_resource_parse(resource->node->text, &problem);

		if (parsed == NULL || parsed->registration == NULL || strcmp(parsed->registration, "s3:putObject") != 0)
			sfn_compiler_complain(compiler, resource->place,
								  "The field 'Resource' does not match any of the allowed values");
	}
	if (sfn_field_given(fields, FIELD_RESOURCE) != has_place ||
		(!has_place && !sfn_field_given(fields, FIELD_WRITER_CONFIG)))
		sfn_compiler_complain(compiler, writer->place, "These fields are required: [%s]",
							  !has_place && sfn_field_given(fields, FIELD_RESOURCE) ?
							  (own_language(source) == LANGUAGE_JSONATA ? "Arguments" : "Parameters") : "Resource");
	if (config != NULL)
		(void) sfn_fields_check(compiler, KIND_WRITER_CONFIG, source->state->query_language,
								own_language(source), config->node, config->place);
}
