/*-------------------------------------------------------------------------
 *
 * rounding.h
 *	  How $round rounds.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_ROUNDING_H
#define SFN_ROUNDING_H

#include "postgres.h"

extern double sfn_round(double number, int places);

#endif							/* SFN_ROUNDING_H */
