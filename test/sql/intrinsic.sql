--
-- Intrinsic functions
--
-- sfn_intrinsic evaluates one call as a state would: $ is the input, $$ the context object.
SELECT sfn_intrinsic('States.Format(''{} of {}'', $.name, $$.Execution.Name)',
                     '{"name": "crust"}', '{"Execution": {"Name": "pie"}}');

-- The expression is parsed once per call site, also when it changes from row to row.
SELECT expression, sfn_intrinsic(expression, '[3, 1, 2]')
FROM (VALUES (1, 'States.ArrayLength($)'), (2, 'States.ArrayLength($)'), (3, 'States.ArrayGetItem($, 1)')) AS v (i, expression)
ORDER BY i;

-- What a failing call would do to an execution: its Cause is the message, its
-- error is named in the detail.
SELECT sfn_intrinsic('States.ArrayGetItem($, 3)', '[3, 1, 2]');
\echo :LAST_ERROR_SQLSTATE

-- The following tests put a call and its result side by side.  Instead of a result, a failing call
-- has its error and Cause without the part that repeats the call; a malformed one tells what is wrong.
CREATE FUNCTION intrinsic(expression text, input jsonb DEFAULT '{}', context jsonb DEFAULT '{}') RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
  detail text;
BEGIN
  RETURN sfn_intrinsic(expression, input, context);
EXCEPTION
  WHEN SQLSTATE 'SFX01' THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
    RETURN 'malformed: ' || detail;
  WHEN SQLSTATE 'SFX02' THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
    RETURN format('%s: %s', substring(detail FROM 'the error (.*)\.$'),
                  replace(sqlerrm, format('The function ''%s'' had the following error: ', expression), ''));
END $$;

--
-- Arguments
--
-- Literals are texts in single quotes, numbers as in JSON, true, false and null; white
-- space around arguments is free.
SELECT intrinsic('States.Array(''text'', '''', 1, -1.5, 2e3, true, false, null)');
SELECT intrinsic('States.Array(  $.a ,States.Array( ) , 1)', '{"a": {"b": [1]}}');

-- In a text the escapes are \' \{ \} \\ and no others.
SELECT intrinsic('States.Array(''it\''s'', ''\{\}'', ''a\\b'', ''{}'', ''"'', ''é,)'')');
SELECT intrinsic('States.Array(''\n'')');
SELECT intrinsic('States.Array(''\'')');

-- Paths go into the input, the context object and variables.  Here there are no variables.
SELECT intrinsic('States.Array($, $.a.b, $[''a''][''b''], $$.x, $$)', '{"a": {"b": 1}}', '{"x": 2}');
SELECT intrinsic('States.Array($x)');

-- An indefinite path gives an array, empty if it finds nothing; a definite path that finds
-- nothing fails the call, and the message names the whole expression.
SELECT intrinsic('States.ArrayLength($.items[*])', '{}');
SELECT intrinsic('States.Format(''{}'', States.Format(''{}'', $.nope))', '{"other": 1}');
SELECT intrinsic('States.Format(''{}'', $$.Nope.Deep)', '{"other": 1}');

-- Commas, quotes and parentheses in a path do not end the argument.
SELECT intrinsic('States.Array($.a[''x, y)''], $.b)', '{"a": {"x, y)": 1}, "b": 2}');

-- Calls nest ten deep.
SELECT intrinsic(repeat('States.Array(', 10) || repeat(')', 10));
SELECT intrinsic(repeat('States.Array(', 11) || repeat(')', 11));

-- Malformed calls are told apart from failing ones by their SQLSTATE.
SELECT expression, intrinsic(expression)
FROM unnest(ARRAY[
  '',
  'States',
  'States.Array',
  'States.Array (1)',
  'States.Array(1',
  'States.Array(1))',
  'States.Array(1) ',
  ' States.Array(1)',
  'States.Array(1,)',
  'States.Array(,1)',
  'States.Array(1 2)',
  'States.Array(1.)',
  'States.Array(.5)',
  'States.Array(01)',
  'States.Array(+1)',
  'States.Array(-)',
  'States.Array(truethy)',
  'States.Array("text")',
  'States.Array([1, 2])',
  'States.Array(''open)',
  'States.array(1)',
  'Array(1)',
  'States.UUID(1)',
  'States.ArrayLength()',
  'States.MathAdd(1)',
  'States.MathAdd(1, 2, 3)',
  'States.MathRandom(1)',
  'States.MathRandom(1, 2, 3, 4)',
  'States.Format()',
  '$.a'
]) WITH ORDINALITY AS e (expression, i)
ORDER BY i;

-- Required arguments of the SQL function.
SELECT sfn_intrinsic(NULL, '{}');
SELECT sfn_intrinsic('States.UUID()', NULL);
SELECT sfn_intrinsic('States.Array($$)', '{}', NULL);

-- A literal that is of another type than the function takes is a mistake of the definition, and
-- refused before anything is run; the same value from a path fails the call.
SELECT expression, intrinsic(expression)
FROM unnest(ARRAY[
  'States.MathAdd(1, ''-1'')',
  'States.MathAdd(null, 1)',
  'States.ArrayRange(0, true, 1)',
  'States.ArrayLength(''abc'')',
  'States.ArrayGetItem($, ''0'')',
  'States.StringSplit(''a,b'', 0)',
  'States.JsonMerge($, $, ''false'')',
  'States.Format(1, 2)'
]) WITH ORDINALITY AS v (expression, i)
ORDER BY i;
SELECT intrinsic('States.MathAdd(1, $)', '"-1"');
--
-- Arrays
--
SELECT intrinsic('States.Array()'), intrinsic('States.Array(null, null)');

-- ArrayPartition: the size is rounded and must be positive; the last part may be shorter.
SELECT n, intrinsic('States.ArrayPartition($.a, $.n)', jsonb_build_object('a', '[0, 1, [2], {"x": 3}, 4]'::jsonb, 'n', n))
FROM (VALUES (1), (2), (2.5), (5), (9), (0), (0.4), (-1)) AS v (n);
SELECT intrinsic('States.ArrayPartition($, 3)', '[]');
SELECT intrinsic('States.ArrayPartition($, 3)', '{}');
SELECT intrinsic('States.ArrayPartition($, $[0])', '["3"]');

-- ArrayContains compares deeply, numbers by value, and nothing across types.
SELECT intrinsic('States.ArrayContains($, null)', '[]');
SELECT intrinsic('States.ArrayContains($.a, $.v)', '{"a": [[1, 2, 3], 2], "v": [1, 2, 3]}');
SELECT intrinsic('States.ArrayContains($.a, $.v)', '{"a": [{"1": 2, "2": []}], "v": {"2": [], "1": 2.0}}');
SELECT intrinsic('States.ArrayContains($, ''1'')', '[1, true, null]');
SELECT intrinsic('States.ArrayContains($, 1)', '"1"');

-- ArrayRange has at most 1,000 items; the last argument is reached only in whole steps.
SELECT intrinsic('States.ArrayRange(0, 10, 3)'), intrinsic('States.ArrayRange(1, 9, 9)'),
       intrinsic('States.ArrayRange(3, 3, -1)'), intrinsic('States.ArrayRange(5, 1, -2)');
SELECT intrinsic('States.ArrayRange(5, 1, 1)'), intrinsic('States.ArrayRange(1, 5, -1)');
SELECT intrinsic('States.ArrayRange(0.5, 5.4, 1.5)');
SELECT intrinsic('States.ArrayRange(1, 10, 0)');
SELECT intrinsic('States.ArrayRange(1, 10, 0.49)');
SELECT intrinsic('States.ArrayRange($, 10, 1)', '"a"');
SELECT jsonb_array_length(sfn_intrinsic('States.ArrayRange(1, 1000, 1)', '{}'));
SELECT intrinsic('States.ArrayRange(1, 1001, 1)');
SELECT intrinsic('States.ArrayRange(1000, 0, -1)');
SELECT intrinsic('States.ArrayRange(-9223372036854775808, 9223372036854775807, 9223372036854775807)');
SELECT intrinsic('States.ArrayRange(1, 9223372036854775808, 1)');

-- ArrayGetItem counts from 0.
SELECT intrinsic('States.ArrayGetItem($, 0)', '[[1], 2]'), intrinsic('States.ArrayGetItem($, 5)', '[1, 2, 3, 4, 5, 6, 7, 8, 9]');
SELECT intrinsic('States.ArrayGetItem($, 2)', '[1, 2]');
SELECT intrinsic('States.ArrayGetItem($, -1)', '[1, 2]');
SELECT intrinsic('States.ArrayGetItem($, 18446744073709551616)', '[1, 2]');
SELECT intrinsic('States.ArrayGetItem($, 0)', 'null');

-- ArrayLength, and ArrayUnique in order of first occurrence.
SELECT intrinsic('States.ArrayLength($)', '[1, [2, 3], null]'), intrinsic('States.ArrayLength($)', '[]');
SELECT intrinsic('States.ArrayLength($)', '"abc"');
SELECT intrinsic('States.ArrayUnique($)',
  '[null, null, true, true, false, 1, 1.0, 1.1, 0, 0, "1", "a", "a", [], [], [null], [null], {"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 1}, {}, 1e0]');
SELECT intrinsic('States.ArrayUnique($)', '[]');
SELECT intrinsic('States.ArrayUnique($)', '{"a": 1}');
-- The time is linear in the length.
SELECT jsonb_array_length(sfn_intrinsic('States.ArrayUnique($)', jsonb_agg(i % 50000)))
FROM generate_series(1, 100000) AS i;

--
-- Encodings and hashes
--
SELECT intrinsic('States.Base64Encode(''Data to encode'')'), intrinsic('States.Base64Encode('''')'), intrinsic('States.Base64Encode(''✓'')');
SELECT intrinsic('States.Base64Decode(''RGF0YSB0byBlbmNvZGU='')'), intrinsic('States.Base64Decode('''')'), intrinsic('States.Base64Decode(''4pyT'')');
SELECT intrinsic('States.Base64Encode($)', '1');

-- What is encoded is one line; decoding passes over what is not Base64, and padding may be missing.
SELECT intrinsic('States.Base64Encode($)', to_jsonb(repeat('a', 60)));
SELECT intrinsic('States.Base64Decode($)', to_jsonb(E' RGF0\r\nYSB0by!BlbmNvZGU '::text));
SELECT intrinsic('States.Base64Decode(States.Base64Encode($))', to_jsonb(repeat('ä', 1000))) = to_jsonb(repeat('ä', 1000))::text AS same;
SELECT intrinsic('States.Base64Decode(''RGF0Y'')');
-- Bytes that are no text that can be stored.
SELECT intrinsic('States.Base64Decode(''/w=='')');
SELECT intrinsic('States.Base64Decode(''YQBi'')');

SELECT algorithm, sfn_intrinsic('States.Hash(''input data'', $)', to_jsonb(algorithm))
FROM unnest(ARRAY['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512']) AS algorithm;
SELECT intrinsic('States.Hash('''', ''MD5'')'), intrinsic('States.Hash(''✓'', ''SHA-1'')');
-- Values other than strings are hashed as their compact JSON text.
SELECT intrinsic('States.Hash($, ''MD5'')', '{"a": [1, "x"]}') = to_jsonb(md5('{"a":[1,"x"]}'))::text AS same;
SELECT intrinsic('States.Hash(''x'', ''sha-256'')');
SELECT intrinsic('States.Hash(''x'', $)', '256');

-- All three take 10,000 characters, however many bytes those are.
SELECT f, n, left(intrinsic(format('States.%s($%s)', f, CASE f WHEN 'Hash' THEN ', ''MD5''' ELSE '' END),
                            to_jsonb(repeat('ä', n - 1) || 'b')), 150)
FROM unnest(ARRAY['Base64Encode', 'Base64Decode', 'Hash']) AS f, unnest(ARRAY[10000, 10001]) AS n
WHERE NOT (f = 'Base64Decode' AND n = 10000)
ORDER BY f, n;
SELECT length(sfn_intrinsic('States.Base64Decode($)', to_jsonb(repeat('YWFh', 2500))) #>> '{}');

--
-- JSON
--
SELECT intrinsic('States.JsonMerge($.a, $.b, false)',
  '{"a": {"a": {"a1": 1, "a2": 2}, "b": 2, "d": 3}, "b": {"a": {"a3": 1, "a4": 2}, "c": 3, "d": 4}}');
SELECT intrinsic('States.JsonMerge(States.StringToJson(''{"kept": "a", "lost": 1}''), $, false)', '{"lost": null, "won": []}');
SELECT intrinsic('States.JsonMerge($, $, false)', '{}');
SELECT intrinsic('States.JsonMerge($, $, true)', '{}');
SELECT intrinsic('States.JsonMerge($, $, $.deep)', '{"deep": "false"}');
SELECT intrinsic('States.JsonMerge($, $, false)', '[]');

SELECT text, intrinsic('States.StringToJson($)', to_jsonb(text))
FROM unnest(ARRAY['', '   ', 'null', '-0', '1', '1.10', '"HelloWorld"', ' [1, 2, "HelloWorld"] ', '{"Arg1": 1, "Arg2": []}',
                  '{"a": "it''s"}', '"\u00e9"', '1e5', '{bad}', '{"a": 1', 'undefined', '01', '"\u0000"', '"\ud800"', '1e999999']) WITH ORDINALITY AS t (text, i)
ORDER BY i;
SELECT intrinsic('States.StringToJson($)', '{"a": 1}');

-- JsonToString is compact.
SELECT intrinsic('States.JsonToString($)', '[1, 2, "HelloWorld"]'), intrinsic('States.JsonToString($)', '{"Arg1": 1, "Arg2": []}');
SELECT intrinsic('States.JsonToString($)', '"Hello\nWorld"'), intrinsic('States.JsonToString($)', 'null'), intrinsic('States.JsonToString(1.10)');
SELECT intrinsic('States.StringToJson(States.JsonToString($))', '{"a": ["é", {"b": null}]}');

--
-- Numbers
--
-- MathAdd rounds its arguments first, halves toward positive infinity.
SELECT a, b, intrinsic('States.MathAdd($.a, $.b)', jsonb_build_object('a', a, 'b', b))
FROM (VALUES (1.49, 1.5), (1.5, 1.51), (-1.49, -1.5), (-1.5, -1.51), (-0.5, 0.5), (-2.5, 0), (2.5, 0), (3.5, 0), (-3.5, 0), (5, -3),
             (0.49999999999999999999, 0), (1e3, 1e-3)) AS v (a, b);
-- They and the sum are 32-bit integers.
SELECT a, b, intrinsic('States.MathAdd($.a, $.b)', jsonb_build_object('a', a, 'b', b))
FROM (VALUES (2147483647, 0), (-2147483648, 0), (2147483647, 1), (-2147483648, -1), (3000000000, -2000000000), (2147483647.4, 0),
             (2147483647.5, 0), (1e30, 0)) AS v (a, b);
SELECT intrinsic('States.MathAdd($, 1)', '"1"');
SELECT intrinsic('States.MathAdd(1, $)', 'null');
SELECT intrinsic('States.MathAdd(States.MathAdd($, 1), 2)', '5');

-- MathRandom: the start is possible, the end is not.
SELECT array_agg(DISTINCT n ORDER BY n)
FROM (SELECT sfn_intrinsic('States.MathRandom($, 4)', '1') AS n FROM generate_series(1, 200)) AS drawn;
SELECT intrinsic('States.MathRandom(-0.5, 1.4)'), intrinsic('States.MathRandom(41.6, 43)');
-- The same seed gives the same number.
SELECT count(DISTINCT sfn_intrinsic('States.MathRandom($, 1000000, 42)', '1')) AS one,
       count(DISTINCT sfn_intrinsic('States.MathRandom(1, 1000000, $)', to_jsonb(i))) > 90 AS many
FROM generate_series(1, 100) AS i;
SELECT sfn_intrinsic('States.MathRandom(-9223372036854775808, 9223372036854775807, 1)', '1') IS NOT NULL AS widest;
SELECT intrinsic('States.MathRandom(1, 1)');
SELECT intrinsic('States.MathRandom(10, 5)');
SELECT intrinsic('States.MathRandom(1.4, 1.3)');
SELECT intrinsic('States.MathRandom(1, 5, $)', 'null');

-- UUID is a version 4 uuid, another one each time.
SELECT sfn_intrinsic('States.UUID()', '{}') #>> '{}' ~ '^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' AS version_4,
       sfn_intrinsic('States.UUID()', '{}') <> sfn_intrinsic('States.UUID()', '{}') AS different;

--
-- Texts
--
-- StringSplit: every character of the second argument separates, empty pieces are dropped.
SELECT text, separators, intrinsic('States.StringSplit($.t, $.s)', jsonb_build_object('t', text, 's', separators))
FROM (VALUES (1, ' ', ','), (2, ' , ', ','), (3, ', , ,', ','), (4, ',,,,', ','), (5, '1,2,3', ','),
             (6, 'This.is+a,test=string', '.+,='), (7, '', ','), (8, 'abc', ''), (9, 'a😀b😁c', '😀ä'), (10, 'xäyëz', 'äx')) AS v (i, text, separators)
ORDER BY i;
SELECT intrinsic('States.StringSplit($, '','')', '1');
SELECT intrinsic('States.StringSplit(''a,b'', $)', '[","]');

-- Format writes strings bare, other scalars as JSON, objects and arrays as Java does.
SELECT value, intrinsic('States.Format(''x {}.'', $)', value)
FROM (VALUES (1, 'null'::jsonb), (2, '1'), (3, '1.10'), (4, 'true'), (5, '""'), (6, '"a \"b\" {}"'), (7, '[]'), (8, '[1, "a", null, [2]]'),
             (9, '{"Arg1": 1, "Arg2": []}'), (10, '{"b": {"c": "d"}, "a": "x"}'), (11, '{}')) AS v (i, value)
ORDER BY i;
SELECT intrinsic('States.Format(''none'')'), intrinsic('States.Format(''{}{}'', 1, ''a'')'), intrinsic('States.Format(''é{}é'', ''ü'')');

-- Braces that are meant as such are escaped, in a template from a path as well.
SELECT intrinsic('States.Format(''\{"name": "{}", "\{\}": \''{}\''\}'', ''a'', ''b'')');
SELECT intrinsic('States.Format($.template, 1)', '{"template": "\\{{}\\} in C:\\temp\\\\"}');
SELECT intrinsic('States.Format(''{} {}'', 1)');
SELECT intrinsic('States.Format(''{}'', 1, 2)');
SELECT intrinsic('States.Format(''a { b'')');
SELECT intrinsic('States.Format(''{{}}'', 1)');
SELECT intrinsic('States.Format($, 1)', '1');

DROP FUNCTION intrinsic;
