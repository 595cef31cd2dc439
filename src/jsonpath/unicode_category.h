/*-------------------------------------------------------------------------
 *
 * unicode_category.h
 *	  Unicode's general categories, for \p{Lu} in regular expressions.
 *
 *-------------------------------------------------------------------------
 */
#ifndef SFN_UNICODE_CATEGORY_H
#define SFN_UNICODE_CATEGORY_H

#include "postgres.h"

/* A set of general categories, one bit each. */
typedef uint32 UnicodeCategories;

/* "Lu", "L"; 0: there is no such category. */
extern UnicodeCategories sfn_unicode_categories(const char *name, int len);
/*
 * The next range of characters of these categories at or after *first; false:
 * there is none.
 */
extern bool sfn_unicode_next_range(UnicodeCategories categories, uint32 *first, uint32 *last);

#endif							/* SFN_UNICODE_CATEGORY_H */
