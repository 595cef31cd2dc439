/*-------------------------------------------------------------------------
 *
 * logging.h
 *	  A state machine's logging configuration.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_LOGGING_H
#define SFN_LOGGING_H

#include "postgres.h"

#include "utils/jsonb.h"

/*
 * Check a configuration (NULL: none) and give it complete, with what is absent
 * at its default; palloc'd.  need_destination: a level other than OFF needs
 * the one destination that the service writes to; otherwise there may be none.
 * ereports InvalidLoggingConfiguration.
 */
extern Jsonb *sfn_logging_complete(const Jsonb *configuration, bool need_destination);

#endif							/* SFN_LOGGING_H */
