/*-------------------------------------------------------------------------
 *
 * unicode_category.c
 *	  Unicode's general categories, for \p{Lu} in regular expressions.
 *
 * The server's character classes follow a locale; these do not, so that a path
 * selects the same nodes everywhere.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "jsonpath/unicode_category.h"
#include "jsonpath/unicode_category_table.h"

#define LAST_CODE_POINT 0x10FFFF

/* The table's numbers are positions here. */
static const char category_names[][3] = {
	"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No",
	"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So",
	"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Co", "Cn"
};

static int	change_before(uint32 code_point);
static bool change_is_of(int change, UnicodeCategories categories);

/* One letter names all categories that begin with it. */
UnicodeCategories
sfn_unicode_categories(const char *name, int len)
{
	UnicodeCategories categories = 0;

	if (len < 1 || len > 2)
		return 0;
	for (int i = 0; i < lengthof(category_names); i++)
	{
		if (memcmp(category_names[i], name, len) == 0)
			categories |= (UnicodeCategories) 1 << i;
	}
	return categories;
}

bool
sfn_unicode_next_range(UnicodeCategories categories, uint32 *first, uint32 *last)
{
	int			change;
	int			end;

	if (*first > LAST_CODE_POINT)
		return false;
	change = change_before(*first);
	while (!change_is_of(change, categories))
	{
		if (++change == lengthof(category_changes))
			return false;
		*first = category_changes[change] >> 5;
	}
	end = change + 1;
	while (end < lengthof(category_changes) && change_is_of(end, categories))
		end++;
	*last = end < lengthof(category_changes) ? (category_changes[end] >> 5) - 1 : LAST_CODE_POINT;
	return true;
}

/* The last change at or before code_point. */
static int
change_before(uint32 code_point)
{
	int			low = 0;
	int			high = lengthof(category_changes);

	while (high - low > 1)
	{
		int			middle = (low + high) / 2;

		if (category_changes[middle] >> 5 <= code_point)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static bool
change_is_of(int change, UnicodeCategories categories)
{
	return (categories >> (category_changes[change] & 31) & 1) != 0;
}
