/*-------------------------------------------------------------------------
 *
 * redrive_token_store.h
 *	  Rows of sfn.redrive_token.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_REDRIVE_TOKEN_STORE_H
#define SFN_REDRIVE_TOKEN_STORE_H

#include "postgres.h"

#include "datatype/timestamp.h"
#include "utils/uuid.h"

/*
 * When the execution was redriven with this token, if that is one of its last
 * tokens and has not expired; 0: it is not.
 */
extern TimestampTz sfn_redrive_token_find(const pg_uuid_t *execution, const char *token);
/* Keep a token that was used just now; expired ones of all executions go. */
extern void sfn_redrive_token_insert(const pg_uuid_t *execution, const char *token, TimestampTz redrive_date);

#endif							/* SFN_REDRIVE_TOKEN_STORE_H */
