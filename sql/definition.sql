-- definition

CREATE FUNCTION sfn_validate(definition text, type text DEFAULT 'STANDARD', substitutions jsonb DEFAULT NULL)
RETURNS TABLE (severity text, code text, location text, message text)
AS 'MODULE_PATHNAME', 'sfn_sql_validate'
LANGUAGE C STABLE PARALLEL RESTRICTED;

CREATE FUNCTION sfn_validate(definition json, type text DEFAULT 'STANDARD', substitutions jsonb DEFAULT NULL)
RETURNS TABLE (severity text, code text, location text, message text)
AS 'MODULE_PATHNAME', 'sfn_sql_validate'
LANGUAGE C STABLE PARALLEL RESTRICTED;

CREATE FUNCTION sfn_validate(definition jsonb, type text DEFAULT 'STANDARD', substitutions jsonb DEFAULT NULL)
RETURNS TABLE (severity text, code text, location text, message text)
AS 'MODULE_PATHNAME', 'sfn_sql_validate_jsonb'
LANGUAGE C STABLE PARALLEL RESTRICTED;

COMMENT ON FUNCTION sfn_validate(text, text, jsonb) IS
'What is wrong with a definition in the Amazon States Language: one row per problem, no rows when it is valid. '
'severity is ERROR, which creating a state machine refuses, or WARNING; code, location (such as /States/Bake/Retry[0]; '
'NULL when the problem has no place) and message are the service''s. Warnings of sfn''s own name functions, registrations '
'and activities that a machine of the caller would not find now. type is STANDARD or EXPRESS, which allows less; '
'substitutions is an object whose members replace ${Name} in the definition''s strings. '
'Raises 22004 when definition is NULL, ValidationException for another type, 22023 for substitutions that are '
'no object of strings, numbers and booleans.';
COMMENT ON FUNCTION sfn_validate(json, text, jsonb) IS
'The same as sfn_validate(text, text, jsonb), for a definition given as json.';
COMMENT ON FUNCTION sfn_validate(jsonb, text, jsonb) IS
'The same as sfn_validate(text, text, jsonb), for a definition given as jsonb, which keeps neither the order of states nor duplicated names.';

-- State machines

CREATE FUNCTION sfn_create_state_machine(name text, definition text, type text DEFAULT 'STANDARD',
	role text DEFAULT NULL, or_replace boolean DEFAULT false,
	substitutions jsonb DEFAULT NULL, logging jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'sfn_sql_create_state_machine_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

CREATE FUNCTION sfn_create_state_machine(name text, definition json, type text DEFAULT 'STANDARD',
	role text DEFAULT NULL, or_replace boolean DEFAULT false,
	substitutions jsonb DEFAULT NULL, logging jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'sfn_sql_create_state_machine_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

CREATE FUNCTION sfn_create_state_machine(name text, definition jsonb, type text DEFAULT 'STANDARD',
	role text DEFAULT NULL, or_replace boolean DEFAULT false,
	substitutions jsonb DEFAULT NULL, logging jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'sfn_sql_create_state_machine_jsonb'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_create_state_machine(text, text, text, text, boolean, jsonb, jsonb) IS
'Creates a state machine from a definition in the Amazon States Language and returns its ARN. '
'type is STANDARD or EXPRESS.  role is the database role that its tasks run as: the caller unless another is named, of which the '
'caller must be a member.  The caller''s search_path is kept with the definition and in force while tasks run. '
'substitutions is an object whose members replace ${Name} in the definition''s strings.  logging is '
'{"level": ALL | ERROR | FATAL | OFF, "includeExecutionData": boolean, "destinations": [...]}. '
'With the same definition, type, substitutions and logging as a machine of that name it returns that one''s ARN; otherwise that is '
'StateMachineAlreadyExists, or with or_replace a new revision of it, if the type is the same. '
'Raises InvalidName, InvalidDefinition with everything that is wrong, InvalidLoggingConfiguration, 42704 for a '
'role that does not exist, 42501 for one that the caller is no member of.';
COMMENT ON FUNCTION sfn_create_state_machine(text, json, text, text, boolean, jsonb, jsonb) IS
'The same as sfn_create_state_machine(text, text, ...), for a definition given as json.';
COMMENT ON FUNCTION sfn_create_state_machine(text, jsonb, text, text, boolean, jsonb, jsonb) IS
'The same as sfn_create_state_machine(text, text, ...), for a definition given as jsonb, which keeps neither the order of states nor duplicated names.';

CREATE FUNCTION sfn_update_state_machine(machine text, definition text, role text DEFAULT NULL,
	substitutions jsonb DEFAULT NULL, logging jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'sfn_sql_update_state_machine_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

CREATE FUNCTION sfn_update_state_machine(machine text, definition json, role text DEFAULT NULL,
	substitutions jsonb DEFAULT NULL, logging jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'sfn_sql_update_state_machine_text'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

CREATE FUNCTION sfn_update_state_machine(machine text, definition jsonb DEFAULT NULL, role text DEFAULT NULL,
	substitutions jsonb DEFAULT NULL, logging jsonb DEFAULT NULL) RETURNS text
AS 'MODULE_PATHNAME', 'sfn_sql_update_state_machine_jsonb'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_update_state_machine(text, text, text, jsonb, jsonb) IS
'Makes a new revision of a state machine (name or ARN) and returns its revision id.  What is NULL stays as it is; if nothing '
'changes, so does the revision.  Executions that run keep the revision they started with.  With a new definition the caller''s '
'search_path is taken over. Needs the privilege manage. '
'Raises StateMachineDoesNotExist, MissingRequiredParameter when everything is NULL, and what sfn_create_state_machine raises.';
COMMENT ON FUNCTION sfn_update_state_machine(text, json, text, jsonb, jsonb) IS
'The same as sfn_update_state_machine(text, text, ...), for a definition given as json.';
COMMENT ON FUNCTION sfn_update_state_machine(text, jsonb, text, jsonb, jsonb) IS
'The same as sfn_update_state_machine(text, text, ...), for a definition given as jsonb or none.';

CREATE FUNCTION sfn_delete_state_machine(machine text) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_delete_state_machine'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_delete_state_machine(text) IS
'Deletes a state machine (name or ARN): its name is free at once, its running executions are aborted, those that have ended are '
'kept until they are purged.  One that does not exist is a notice.  Needs the privilege manage. '
'Raises InvalidArn, and ValidationException for a version or alias.';

-- Versions and aliases

CREATE FUNCTION sfn_publish_version(machine text, description text DEFAULT NULL) RETURNS bigint
AS 'MODULE_PATHNAME', 'sfn_sql_publish_version'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_publish_version(text, text) IS
'Gives the current revision of a state machine (name or ARN) a version number and returns it: the next one, or the one that the '
'revision has already.  name:number then stands for that revision wherever a machine is expected.  Numbers are not used again when '
'versions are deleted.  Needs the privilege manage. '
'Raises StateMachineDoesNotExist, ValidationException for a description of over 256 characters, ServiceQuotaExceededException at 1,000 versions.';

CREATE FUNCTION sfn_create_alias(machine text, alias text, routing jsonb) RETURNS text
AS 'MODULE_PATHNAME', 'sfn_sql_create_alias'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_create_alias(text, text, jsonb) IS
'Names one or two versions of a state machine (name or ARN) between which new executions are divided, and returns the alias''s ARN. '
'routing is an object of version numbers and percentages that come to 100: {"1": 90, "2": 10}.  name:alias then stands for one '
'of them, drawn anew each time.  An alias has letters, digits, ".", "-" and "_", and is not only digits.  Needs the privilege manage. '
'Raises StateMachineDoesNotExist, ResourceNotFound for a version that does not exist, ValidationException for another name or weights, 22023 '
'for a routing of another shape, ConflictException if there is such an alias with another routing, ServiceQuotaExceededException at 100 aliases.';

CREATE FUNCTION sfn_update_alias(machine text, alias text, routing jsonb) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_update_alias'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_update_alias(text, text, jsonb) IS
'Changes how an alias divides new executions; those that run stay where they started.  Needs the privilege manage. '
'Raises ResourceNotFound for an alias that does not exist, and what sfn_create_alias raises.';

CREATE FUNCTION sfn_delete_alias(machine text, alias text) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_delete_alias'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_delete_alias(text, text) IS
'Deletes an alias; its versions and executions stay.  One that does not exist is a notice.  Needs the privilege manage. '
'Raises StateMachineDoesNotExist.';

-- Tags

CREATE FUNCTION sfn_tag(arn text, tags jsonb) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_tag'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_tag(text, jsonb) IS
'Adds tags to the state machine or activity with that ARN, or changes their values; tags is an object of strings.  Needs the privilege manage. '
'Raises InvalidArn, ResourceNotFound (versions and aliases have no tags), TooManyTags above 50, ValidationException for keys over 128 '
'and values over 256 characters, characters other than letters, digits, spaces and _.:/=+-@, and keys that begin with aws:.';

CREATE FUNCTION sfn_untag(arn text, keys text[]) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_untag'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_untag(text, text[]) IS
'Takes tags off the state machine or activity with that ARN; keys that it does not have are not missed.  Needs the privilege manage. '
'Raises InvalidArn, ResourceNotFound, 22004 for a key that is NULL.';

-- Who may use what

CREATE FUNCTION sfn_grant(target text, grantee text, privilege text) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_grant'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_grant(text, text, text) IS
'Lets a role, or PUBLIC, use a state machine or activity (name or ARN; a name is an activity''s if no state machine has it). '
'privilege is start (of an activity: take its tasks), read, or manage, which includes both and also what runs as the machine''s role. '
'Needs the privilege manage. '
'Raises StateMachineDoesNotExist, ActivityDoesNotExist, 42704 for a role that does not exist, 22023 for another privilege.';

CREATE FUNCTION sfn_revoke(target text, grantee text, privilege text) RETURNS void
AS 'MODULE_PATHNAME', 'sfn_sql_revoke'
LANGUAGE C VOLATILE PARALLEL UNSAFE;

COMMENT ON FUNCTION sfn_revoke(text, text, text) IS
'Takes back what sfn_grant gave; what was not granted is no error.  Needs the privilege manage.';
