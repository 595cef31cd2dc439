/*-------------------------------------------------------------------------
 *
 * random_id.h
 *	  Version 7 and version 4 uuids, task tokens.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_RANDOM_ID_H
#define SFN_RANDOM_ID_H

#include "postgres.h"

#include "utils/timestamp.h"
#include "utils/uuid.h"

#define TASK_TOKEN_HASH_BYTES 32

/* Time-ordered (RFC 9562), increasing within a backend; random bits from a pool. */
extern void sfn_uuid7(pg_uuid_t *id);
extern void sfn_uuid4(pg_uuid_t *id);
extern char *sfn_uuid_text(const pg_uuid_t *id);	/* palloc'd */
extern bool sfn_uuid_parse(const char *text, pg_uuid_t *id);	/* canonical 8-4-4-4-12 form only; false if not */
extern uint64 sfn_random_uint64(void);
extern double sfn_random_double(void);	/* [0, 1) */

/*
 * A bearer secret: 256 random bits, the execution's id and a checksum, as
 * URL-safe base64.  Stored only as its SHA-256.
 */
extern char *sfn_token_make(const pg_uuid_t *execution, uint8 hash[TASK_TOKEN_HASH_BYTES]);
/* false: malformed (InvalidToken); hash may be NULL. */
extern bool sfn_token_parse(const char *token, pg_uuid_t *execution, uint8 *hash);

#endif							/* SFN_RANDOM_ID_H */
