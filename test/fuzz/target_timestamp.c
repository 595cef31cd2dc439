/*-------------------------------------------------------------------------
 *
 * target_timestamp.c
 *	  Fuzz timestamps: what is read must come back when written and read again.
 *
 *-------------------------------------------------------------------------
 */
#include "postgres.h"

#include "base/rfc3339.h"
#include "fuzz.h"
#include "utils/timestamp.h"

static void run(FuzzInput *input);

const FuzzTarget fuzz_timestamp = {
	.covers = "^src/base/rfc3339[.]c$",
	.seeds = "(\\d{4}-\\d\\d-\\d\\d[tT][^\"]*)",
	.errors = "",
	.run = run
};

static void
run(FuzzInput *input)
{
	TimestampTz time;
	TimestampTz again;
	int			len;
	char	   *text = fuzz_line(input, &len);

	if (!sfn_rfc3339_parse(text, len, &time))
		return;
	if (!IS_VALID_TIMESTAMP(time))
		fuzz_finding("\"%s\" is read as something out of range", text);
	text = sfn_rfc3339_format(time);
	/* Of the year 9999 at most, as what is written has four digits */
	if (strlen(text) != strlen("2016-03-14T01:59:00.000Z"))
		return;
	if (!sfn_rfc3339_parse(text, strlen(text), &again))
		fuzz_finding("what is written as \"%s\" cannot be read", text);
	if (time - again < 0 || time - again >= 1000)
		fuzz_finding("\"%s\" comes back as another time", text);
	if (sfn_epoch_ms(time) != sfn_epoch_ms(again))
		fuzz_finding("\"%s\" comes back as another millisecond", text);
	(void) sfn_time_add_ms(time, PG_INT64_MAX);
	(void) sfn_time_add_ms(time, PG_INT64_MIN);
}
