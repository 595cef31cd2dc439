/*-------------------------------------------------------------------------
 *
 * json_complaint.h
 *	  Say what is not JSON in a text, in the words of the service's parser.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_JSON_COMPLAINT_H
#define SFN_JSON_COMPLAINT_H

#include "postgres.h"

/*
 * The message, with the position behind it; *location gets the position alone.
 * Both palloc'd.  NULL: the text is JSON as far as syntax goes.
 */
extern char *sfn_json_complaint(const char *text, int len, char **location);
/* A position as that parser writes it, line and column from 1 */
extern char *sfn_json_source(const char *text, int len, int line, int column);

#endif							/* SFN_JSON_COMPLAINT_H */
