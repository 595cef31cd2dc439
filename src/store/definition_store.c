/*-------------------------------------------------------------------------
 *
 * definition_store.c
 *	  Rows of sfn.state_machine and sfn.revision.
 *
 * A revision is never changed.  What makes it current is its machine's row, and
 * whoever changes that one locks it first.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/arn.h"
#include "base/error_codes.h"
#include "base/random_id.h"
#include "catalog/pg_type.h"
#include "store/definition_store.h"
#include "store/heap_row.h"
#include "store/sql.h"
#include "utils/timestamp.h"

#define MACHINE_RESULT \
	"id, name, type, owner, region, account, created_at, revision, deleted_at IS NOT NULL"

static MachineRow *fetch_machine(SqlStatement *statement, SqlValues *values);
static void insert_revision(int64 machine, RevisionRow *revision);
static bool machine_is_found(SqlStatement *statement, int64 id);

MachineRow *
sfn_machine_find(const char *name, const char *region, const char *account)
{
	static SqlStatement statement = {
		"SELECT " MACHINE_RESULT " FROM sfn.state_machine"
		" WHERE name" SQL_EQ "$1 AND region" SQL_EQ "$2 AND account" SQL_EQ "$3 AND deleted_at IS NULL",
		3, {TEXTOID, TEXTOID, TEXTOID}
	};
	SqlValues	values = {0};

	sfn_values_add_text(&values, name);
	sfn_values_add_text(&values, region);
	sfn_values_add_text(&values, account);
	return fetch_machine(&statement, &values);
}

MachineRow *
sfn_machine_fetch(int64 id)
{
	static SqlStatement statement = {
		"SELECT " MACHINE_RESULT " FROM sfn.state_machine WHERE id" SQL_EQ "$1",
		1, {INT8OID}
	};
	SqlValues	values = {0};

	sfn_values_add(&values, Int64GetDatum(id));
	return fetch_machine(&statement, &values);
}

static MachineRow *
fetch_machine(SqlStatement *statement, SqlValues *values)
{
	MemoryContext context = CurrentMemoryContext;
	MachineRow *machine = NULL;
	SqlCaller	caller;

	sfn_sql_begin(&caller);
	if (sfn_sql_run(statement, values, false, 1) > 0)
	{
		machine = MemoryContextAllocZero(context, sizeof(MachineRow));
		machine->id = sfn_sql_int64(0, 1);
		machine->name = sfn_sql_text(context, 0, 2);
		machine->type = (MachineType) sfn_sql_int16(0, 3);
		machine->owner = sfn_sql_text(context, 0, 4);
		machine->region = sfn_sql_text(context, 0, 5);
		machine->account = sfn_sql_text(context, 0, 6);
		machine->created = DatumGetTimestampTz(sfn_sql_datum(0, 7));
		machine->revision = sfn_sql_int64(0, 8);
		machine->deleted = sfn_sql_bool(0, 9);
	}
	sfn_sql_end(&caller);
	return machine;
}

RevisionRow *
sfn_revision_fetch(int64 id)
{
	static SqlStatement statement = {
		"SELECT machine, revision_id, is_initial, definition, substitutions, role, search_path,"
		" logging, encryption, tracing, created_at FROM sfn.revision WHERE id" SQL_EQ "$1",
		1, {INT8OID}
	};
	MemoryContext context = CurrentMemoryContext;
	RevisionRow *revision = NULL;
	SqlValues	values = {0};
	SqlCaller	caller;

	sfn_values_add(&values, Int64GetDatum(id));
	sfn_sql_begin(&caller);
	if (sfn_sql_run(&statement, &values, false, 1) > 0)
	{
		revision = MemoryContextAllocZero(context, sizeof(RevisionRow));
		revision->id = id;
		revision->machine = sfn_sql_int64(0, 1);
		(void) sfn_sql_uuid(0, 2, &revision->revision_id);
		revision->is_initial = sfn_sql_bool(0, 3);
		revision->definition = sfn_sql_text(context, 0, 4);
		revision->substitutions = sfn_sql_jsonb(context, 0, 5);
		revision->role = sfn_sql_text(context, 0, 6);
		revision->search_path = sfn_sql_text(context, 0, 7);
		revision->logging = sfn_sql_jsonb(context, 0, 8);
		revision->encryption = sfn_sql_jsonb(context, 0, 9);
		revision->tracing = sfn_sql_bool(0, 10);
		revision->created = DatumGetTimestampTz(sfn_sql_datum(0, 11));
	}
	sfn_sql_end(&caller);
	return revision;
}

void
sfn_machine_insert(MachineRow *machine, RevisionRow *revision)
{
	static SqlStatement statement = {
		"INSERT INTO sfn.state_machine (id, revision, created_at, type, name, region, account, owner)"
		" VALUES ($1, $2, pg_catalog.clock_timestamp(), $3, $4, $5, $6, $7)"
		" ON CONFLICT (name, region, account) WHERE deleted_at IS NULL DO NOTHING"
		" RETURNING created_at",
		7, {INT8OID, INT8OID, INT2OID, TEXTOID, TEXTOID, TEXTOID, TEXTOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;
	bool		inserted;

	machine->id = sfn_sequence_next("state_machine_id");
	machine->revision = revision->id = sfn_sequence_next("revision_id");
	sfn_values_add(&values, Int64GetDatum(machine->id));
	sfn_values_add(&values, Int64GetDatum(revision->id));
	sfn_values_add(&values, Int16GetDatum(machine->type));
	sfn_values_add_text(&values, machine->name);
	sfn_values_add_text(&values, machine->region);
	sfn_values_add_text(&values, machine->account);
	sfn_values_add_text(&values, machine->owner);

	sfn_sql_begin(&caller);
	inserted = sfn_sql_run(&statement, &values, false, 0) > 0;
	if (inserted)
		machine->created = DatumGetTimestampTz(sfn_sql_datum(0, 1));
	sfn_sql_end(&caller);
	if (!inserted)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_STATE_MACHINE_ALREADY_EXISTS),
				 errmsg("State Machine Already Exists: '%s'",
						sfn_arn_state_machine(machine->region, machine->account, machine->name))));

	revision->is_initial = true;
	insert_revision(machine->id, revision);
}

void
sfn_revision_insert(int64 machine, RevisionRow *revision)
{
	static SqlStatement statement = {
		"UPDATE sfn.state_machine SET revision = $2 WHERE id" SQL_EQ "$1 AND deleted_at IS NULL",
		2, {INT8OID, INT8OID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;

	revision->id = sfn_sequence_next("revision_id");
	revision->is_initial = false;
	sfn_values_add(&values, Int64GetDatum(machine));
	sfn_values_add(&values, Int64GetDatum(revision->id));
	sfn_sql_begin(&caller);
	if (sfn_sql_run(&statement, &values, false, 0) != 1)
		ereport(ERROR,
				(errcode(ERRCODE_SFN_STATE_MACHINE_DELETING),
				 errmsg("State machine has been deleted meanwhile")));
	sfn_sql_end(&caller);
	insert_revision(machine, revision);
}

static void
insert_revision(int64 machine, RevisionRow *revision)
{
	static SqlStatement statement = {
		"INSERT INTO sfn.revision (id, machine, created_at, revision_id, is_initial, role,"
		" search_path, definition, substitutions, logging, encryption, tracing)"
		" VALUES ($1, $2, pg_catalog.clock_timestamp(), $3, $4, $5, $6, $7, $8, $9, $10, $11)"
		" RETURNING created_at",
		11, {INT8OID, INT8OID, UUIDOID, BOOLOID, TEXTOID, TEXTOID, TEXTOID, JSONBOID, JSONBOID, JSONBOID, BOOLOID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;

	revision->machine = machine;
	sfn_uuid4(&revision->revision_id);
	sfn_values_add(&values, Int64GetDatum(revision->id));
	sfn_values_add(&values, Int64GetDatum(machine));
	sfn_values_add(&values, UUIDPGetDatum(&revision->revision_id));
	sfn_values_add(&values, BoolGetDatum(revision->is_initial));
	sfn_values_add_text(&values, revision->role);
	sfn_values_add_text(&values, revision->search_path);
	sfn_values_add_text(&values, revision->definition);
	sfn_values_add_pointer(&values, revision->substitutions);
	sfn_values_add_pointer(&values, revision->logging);
	sfn_values_add_pointer(&values, revision->encryption);
	sfn_values_add(&values, BoolGetDatum(revision->tracing));
	sfn_sql_begin(&caller);
	(void) sfn_sql_run(&statement, &values, false, 0);
	revision->created = DatumGetTimestampTz(sfn_sql_datum(0, 1));
	sfn_sql_end(&caller);
}

bool
sfn_machine_lock(int64 id)
{
	static SqlStatement statement = {
		"SELECT id FROM sfn.state_machine WHERE id" SQL_EQ "$1 AND deleted_at IS NULL FOR NO KEY UPDATE",
		1, {INT8OID}
	};

	return machine_is_found(&statement, id);
}

bool
sfn_machine_exists_now(int64 id)
{
	static SqlStatement statement = {
		"SELECT id FROM sfn.state_machine WHERE id" SQL_EQ "$1 AND deleted_at IS NULL",
		1, {INT8OID}
	};

	return machine_is_found(&statement, id);
}

static bool
machine_is_found(SqlStatement *statement, int64 id)
{
	SqlValues	values = {0};
	SqlCaller	caller;
	bool		found;

	sfn_values_add(&values, Int64GetDatum(id));
	sfn_sql_begin(&caller);
	found = sfn_sql_run(statement, &values, false, 0) > 0;
	sfn_sql_end(&caller);
	return found;
}

void
sfn_machine_mark_deleted(int64 id)
{
	static SqlStatement statement = {
		"UPDATE sfn.state_machine SET deleted_at = pg_catalog.clock_timestamp()"
		" WHERE id" SQL_EQ "$1 AND deleted_at IS NULL",
		1, {INT8OID}
	};
	SqlValues	values = {0};
	SqlCaller	caller;

	sfn_values_add(&values, Int64GetDatum(id));
	sfn_sql_begin(&caller);
	(void) sfn_sql_run(&statement, &values, false, 0);
	sfn_sql_end(&caller);
}
