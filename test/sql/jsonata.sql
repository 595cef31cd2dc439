--
-- JSONata
--
-- sfn_jsonata evaluates an expression against a document.
SELECT sfn_jsonata('$sum(items.(price * qty))', '{"items": [{"price": 2.5, "qty": 2}, {"price": 10, "qty": 1}]}');

-- What yields nothing is SQL NULL; a JSON null is a value.
SELECT sfn_jsonata('a', '{"a": null}'), sfn_jsonata('b', '{"a": null}') IS NULL AS nothing;
-- A function is no JSON.
SELECT sfn_jsonata('$sum', '{}') IS NULL AS function, sfn_jsonata('[1, $sum]', '{}') AS within;
-- Without a document there is nothing to look into.
SELECT sfn_jsonata('[$, a, 1 + 1]', NULL);
-- There must be an expression.
SELECT sfn_jsonata(NULL, '{}');
\echo :LAST_ERROR_SQLSTATE

-- The members of the third argument are the variables.
SELECT sfn_jsonata('$round(price * (1 + $rate), 2) & " " & $unit.name', '{"price": 9.99}', '{"rate": 0.19, "unit": {"name": "EUR"}}');
SELECT sfn_jsonata('$x', '{}', '{"x": null}'), sfn_jsonata('$y', '{}', '{"x": null}') IS NULL AS unbound,
       sfn_jsonata('$x', '{}', NULL) IS NULL AS none;
-- They come before functions of the same name, and behind what the expression binds itself.
SELECT sfn_jsonata('$sum', '{}', '{"sum": 1}'), sfn_jsonata('($x := 2; $x)', '{}', '{"x": 1}');
SELECT sfn_jsonata('$x', '{}', '[1]');
\echo :LAST_ERROR_SQLSTATE

-- A malformed expression and one that fails have the codes and positions of the reference, and different SQLSTATEs.
SELECT sfn_jsonata('a.b[', '{}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_jsonata('1 + price', '{"price": "2.50"}');
\echo :LAST_ERROR_SQLSTATE

-- The following tests put expressions and what they yield side by side.
CREATE FUNCTION jsonata(expression text, input jsonb DEFAULT NULL, bindings jsonb DEFAULT '{}') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  detail text;
BEGIN
  RETURN coalesce(sfn_jsonata(expression, input, bindings)::text, 'nothing');
EXCEPTION WHEN SQLSTATE 'SFX01' OR SQLSTATE 'SFX02' THEN
  GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
  RETURN SQLERRM || coalesce(' @ ' || substring(detail FROM 'position (\d+)'), '') || coalesce(' (' || substring(detail FROM '(More .*|A regular .*)\.$') || ')', '');
END $$;
CREATE TABLE doc AS SELECT '{
  "id": 17,
  "name": "order",
  "items": [{"name": "pie",   "price": 12.5, "qty": 2, "tags": ["sweet", "round"]},
            {"name": "donut", "price": 1.25, "qty": 12, "tags": ["sweet"]},
            {"name": "soup",  "price": 4,    "qty": 1, "tags": []}],
  "ship": {"to": {"city": "Köln", "odd name": true}},
  "nested": [[1, 2], [3, [4]]]}'::jsonb AS doc;

--
-- Paths
--
-- A step is taken from each item and the results are one sequence: of nothing it is nothing, of one it is that one.
SELECT expression, jsonata(expression, doc) FROM doc, unnest(ARRAY[
  'ship.to.city', 'items.name', 'items.tags', 'items[2].name', 'items.nothing', 'ship.to.`odd name`', 'ship.to."odd name"',
  'nested', 'nested.$', 'items[0].tags', 'items[1].tags', 'items[2].tags', 'items[1].tags[]', 'items[2].nothing[]',
  '[items.qty, id]', 'items.[name, qty]', 'items.{"n": name}', 'items.(price * qty)', 'items.tags.$uppercase()'
]) AS expression;

-- [] picks by position, from the end if negative, by several positions, or by a condition; it binds to its step.
SELECT expression, jsonata(expression, doc) FROM doc, unnest(ARRAY[
  'items[0].name', 'items[-1].name', 'items[3].name', 'items[1.9].name', 'items[[0, 2]].name', 'items[[0..1]].name', 'items[price > 3].name',
  'items[price > 3][0].name', 'items[tags].name', 'items["sweet" in tags].name', 'items.tags[0]', '(items.tags)[0]', 'items[qty = 99]', 'nested[1][0]', 'nested[0][1]'
]) AS expression;

-- * is every member, ** everything below, % where a step came from.
SELECT expression, jsonata(expression, doc) FROM doc, unnest(ARRAY[
  'ship.*', 'ship.*.*', '*.city', '**.city', '$count(**)', 'nested.**', 'items.tags.{"tag": $, "of": %.name}',
  'items.tags[%.price > 10]', 'ship.to.city.%.%.to.city', 'items.tags.%.%.id', '%', 'id.%.%'
]) AS expression;

-- ^ sorts, {} groups, # gives positions and @ keeps an item in sight.
SELECT expression, jsonata(expression, doc) FROM doc, unnest(ARRAY[
  'items^(price).name', 'items^(>price).name', 'items^($count(tags), >name).name', 'items^(tags)', 'items^(nothing).name', '[3, "a"]^($)',
  'items.tags{$: $count($)}', 'items{name: price * qty}', 'items{$string($count(tags)): name}', 'items{name: 1, "soup": 2}', 'items{price: 1}',
  'items#$i.{"n": name, "i": $i}', 'items[qty > 1]#$i[$i = 1].name', 'items.tags#$i.{"t": $, "i": $i}',
  'items@$i.ship.to.{"n": $i.name, "city": city}', 'items@$a.items@$b[$a.qty > $b.qty].($a.name & ">" & $b.name)'
]) AS expression;

--
-- Values and operators
--
SELECT expression, jsonata(expression, doc) FROM doc, unnest(ARRAY[
  '"caf\u00e9 \"x\""', '''it"s''', '1e3', '-0.5', 'true', 'null', '[1, [2], nothing]', '{"a": 1, "b": nothing}', '{"a": 1, "a": 2}', '[1..4, 9]', '[3..1]', '[-1..1].($ * 2)',
  '0.1 + 0.2', '1 / 3', '7 % 4', '-7 % 4', '-(2 + 3)', '2 + nothing', '1 / 0', '"a" & 1 & null & true & nothing & [1]',
  '1 = 1.0', '1 = "1"', '[1, {"a": 2}] = [1, {"a": 2}]', 'nothing = nothing', 'nothing != 1', 'null = null', '"a" < "b"', '2 < 10', '"2" < "10"', '1 < "2"', 'null < 1',
  '"pie" in items.name', '3 in [1, 2]', '1 in 1', 'true and [0, 1]', 'nothing or []', '1 ? "yes" : "no"', '"" ? "yes"', 'nothing ?? "default"', 'null ?? "default"', '"" ?: "default"',
  'and', '/* a comment */ id /* another */'
]) AS expression;

--
-- Variables, blocks, functions
--
SELECT expression, jsonata(expression, doc) FROM doc, unnest(ARRAY[
  '($x := 2; $y := $x * 3; $x + $y)', '($x := 1; ($x := 2; $x) + $x)', '$x := 5', '()',
  'function($x, $y){$x & $y}("a", "b")', 'function($x){$x}()', 'function($x){$x}(1, 2)', '($add := function($x){function($y){$x + $y}}; $add(3)(4))', 'λ($x){$x * 2}(4)',
  '($f := function($n){$n < 2 ? 1 : $n * $f($n - 1)}; $f(10))', '($loop := function($n, $sum){$n = 0 ? $sum : $loop($n - 1, $sum + $n)}; $loop(10000, 0))',
  '"  ab " ~> $trim() ~> $uppercase', '($shout := $trim ~> $uppercase; $shout(" a "))', '$map([1, 2], $power(?, 2))', '($half := function($x, $by){$x / $by}(?, 2); $half(5))',
  'function($x)<n:n>{$x + 1}(1)', 'function($x)<n:n>{$x + 1}("1")', 'function($x)<a<n>:n>{$sum($x)}(7)', 'name.function($x)<s-:s>{$x & "!"}()', '1(2)', '$nothing()', 'sum([1])',
  'ship ~> |to|{"city": $uppercase(city)}, "odd name"|', 'items ~> |$[qty > 5]|{"bulk": true}, ["tags", "price"]|'
]) AS expression;

--
-- Functions of the language
--
-- Strings: lengths and positions count characters, not bytes
SELECT expression, jsonata(expression, doc) FROM doc, unnest(ARRAY[
  '$string(1e21)', '$string([1.0, "a", {"b": null}])', '$string({"a": [1, {}]}, true)', '$length("größe 😀")', '$substring("größe", 2, 2)', '$substring("abc", -2)',
  '$substringBefore("a=b=c", "=")', '$substringAfter("a=b=c", "=")', '$uppercase("straße")', '$lowercase("ÀB")', '$trim("  a \n b ")', '$pad("x", -4, "ab")', '$pad("x", 3) & "|"',
  '$contains("abc", "bc")', '$contains("ABC", /b/i)', '$split("a, b,c", /, */)', '$split("abc", "", 2)', '$join(["a", "b"], "-")', '$match("a1b22", /[a-z](\d+)/)', '$match("a1b22", /\d+/, 1).match',
  '$replace("a.b.c", ".", "/", 1)', '$replace("Homer Simpson", /(\w+) (\w+)/, "$2, $1")', '$replace("abc", /b/, function($m){$uppercase($m.match)})', '$replace("a", "", "b")', '$replace("a", /a*?/, "b")',
  '$base64encode("pie")', '$base64decode("cGll")', '$encodeUrlComponent("a b&c=ü")', '$encodeUrl("http://x/a b?c=ü&d")', '$decodeUrlComponent("a%20b")', '$decodeUrl("%")', 'name.$length()', '$length(1)'
]) AS expression;

-- Numbers
SELECT expression, jsonata(expression, doc) FROM doc, unnest(ARRAY[
  '$number("12.5e1")', '$number("0x1F")', '$number(true)', '$number("12 apples")', '$abs(-3)', '$floor(-1.5)', '$ceil(-1.5)', '$round(2.5)', '$round(3.5)', '$round(1234.567, 2)', '$round(1234.567, -2)',
  '$power(2, 10)', '$sqrt(2)', '$sqrt(-1)', '$power(10, 400)', '$sum(items.qty)', '$max(items.price)', '$min([])', '$average(items.qty)', '$sum("a")', '$count(items)', '$count(nothing)',
  '$formatBase(255, 16)', '$formatBase(255, 1)', '$formatNumber(12345.678, "#,##0.00")', '$formatNumber(-0.256, "0.0%")', '$formatNumber(1234.5, "0.00e0")', '$formatNumber(-5, "0;(0)")', '$formatNumber(5, "0.0.0")',
  '$formatNumber(1234.5, "#.##0,0", {"decimal-separator": ",", "grouping-separator": "."})', '$formatInteger(1789, "w")', '$formatInteger(21, "Ww;o")', '$formatInteger(1999, "I")', '$formatInteger(28, "a")', '$formatInteger(1234567, "#,##0")',
  '$formatInteger(12, "0;o")', '$parseInteger("twelve thousand and one", "w")', '$parseInteger("MCMXCIX", "I")', '$parseInteger("1,234", "#,##0")'
]) AS expression;

-- Arrays and objects; members of an object that the expression makes keep their order until they become jsonb
SELECT expression, jsonata(expression, doc) FROM doc, unnest(ARRAY[
  '$append([1], 2)', '$append(nothing, [1])', '$reverse([1, 2, 3])', '$sort(items.price)', '$sort(["b", "a"])', '$sort([1, "a"])', '$sort(items, function($l, $r){$l.qty < $r.qty}).name', '$distinct([1, "1", 1, [2], [2]])', '$zip([1, 2, 3], ["a", "b"])',
  '$keys({"b": 1, "a": 2})', '$keys(items)', '$lookup(ship.to, "city")', '$spread({"a": 1, "b": 2})', '$merge([{"a": 1, "b": 1}, {"b": 2}])', '$each({"b": 1, "a": 2}, function($v, $k){$k & $v})', '$sift(items[0], function($v, $k){$k != "tags"})',
  '$string({"zz": 1, "b": 2, "1": 3})', '$type(null)', '$type($sum)', '$type(nothing)', '$exists(ship.to)', '$exists(ship.from)', '$boolean([0, 1])', '$not("")', '$error("sold out")', '$assert(id > 20, "id too small")'
]) AS expression;

-- Functions that take functions
SELECT expression, jsonata(expression, doc) FROM doc, unnest(ARRAY[
  '$map(items, function($v, $i){$i & ":" & $v.name})', '$map([1], function($v){$v})', '$filter(items, function($v, $i, $a){$v.price = $max($a.price)}).name', '$filter(items.name, /o/)', '$reduce([1..5], function($a, $v){$a * $v})', '$reduce([], function($a, $v){$a * $v}, 1)',
  '$reduce([1, 2], function($a){$a})', '$single(items, function($v){$v.qty = 1}).name', '$single([1, 2])', '$single([])', '$map([1, 2], 3)'
]) AS expression;

-- Times: milliseconds since 1970, and pictures
SELECT expression, jsonata(expression, doc) FROM doc, unnest(ARRAY[
  '$toMillis("2024-02-29T12:30:00Z")', '$toMillis("2024-02-29")', '$toMillis("29th February 2024", "[D1o] [MNn] [Y]")', '$toMillis("soon")', '$fromMillis(1709209800000)', '$fromMillis(1709209800000, "[FNn], [D1o] of [MNn] [Y], [h]:[m01] [P]")',
  '$fromMillis(1709209800000, "[Y]-[M01]-[D01] [H01]:[m01] [z]", "+0530")', '$fromMillis(1709209800000, "[X]-W[W01]-[F1], day [d]")', '$fromMillis(1709209800000, "[Dwo] [YI] [Ww]")', '$fromMillis(0, "[Y")', '$fromMillis(0, "[y]")', '$toMillis("20001018-366", "[Y0001]-[d001]")'
]) AS expression;
-- $now and $millis tell one instant throughout an evaluation.
SELECT sfn_jsonata('$now() = $fromMillis($millis()) and $millis() = $map([1..1000], function(){$millis()})[-1]', NULL);

-- What the service adds
SELECT expression, jsonata(expression, doc) FROM doc, unnest(ARRAY[
  '$partition([1..5], 2)', '$partition([], 2)', '$partition([1], 0)', '$range(1, 9, 2)', '$range(5, 1, -2)', '$range(1, 9, 9)', '$range(1, 9, 0)', '$hash("pie", "SHA-256")', '$hash("pie", "MD5")', '$hash("pie", "CRC")',
  '$parse("{\"a\": [1, -0]}")', '$parse("{")', '$random(7) = $random(7)', '$exists($random())', '$length($uuid())', '$eval("1")'
]) AS expression;

--
-- Errors
--
-- Position is that of the reference: behind the token that is to blame.
SELECT expression, jsonata(expression, doc) FROM doc, unnest(ARRAY[
  '"no end', '"\q"', '"\u12"', '`no end', '/* no end', '1e999', 'a b', 'a.', '[1, 2', '{"a"}', '{1: 2}', '@', 'a ! b', '*', 'function(x){x}', '1 := 2', 'a.1', 'a{b: c}{d: e}', 'a{b: c}[0]', 'a@b', 'a[0]@$b', '//', '/a', '/(/', 'function($x)<n<s>:n>{1}',
  '-"a"', '1 - true', '[1..1.5]', '["a"..2]', '[0..10000000]', 'items^({})', '[1, "2"]^($)', 'true < false', '5 ~> 6', '5 ~> |$|{}|', 'items ~> |$|5|', 'items ~> |$|{}, 5|', '"x"(1)', '$substring()', '$sum(items)', '$substring("a", "b")', '$power("2", 2)'
]) AS expression;

--
-- Values that jsonb cannot hold are errors when they would leave
--
SELECT expression, jsonata(expression) FROM unnest(ARRAY['"\u0000"', '$length("\u0000")', '"\ud800"', '$substring("\ud83d\ude00", 0, 1)', '1e308 * 10', '{"a": 0 / 0}']) AS expression;
-- A number that is only passed on keeps its digits; one that is computed with is binary64.
SELECT sfn_jsonata('[a, a + 0]', '{"a": 12345678901234567890.12345678901234567890}');

--
-- Limits
--
SELECT name, setting, unit FROM pg_settings WHERE name LIKE 'sfn.jsonata%' ORDER BY name;
-- A recursion that has no end
SELECT jsonata('($f := function($n){1 + $f($n)}; $f(1))');
SELECT jsonata('($even := function($n){$odd($n)}; $odd := function($n){$even($n)}; $even(1))');
BEGIN;
SET LOCAL sfn.jsonata_max_depth = 1000;
SELECT jsonata('($f := function($n){$n = 0 ? 0 : 1 + $f($n - 1)}; $f(900))');
SET LOCAL sfn.jsonata_max_depth = 100000;
SELECT jsonata('($f := function($n){1 + $f($n)}; $f(1))');
SET LOCAL sfn.jsonata_max_steps = 10000;
SELECT jsonata('$sum([1..1000])');
SELECT jsonata('$map([1..1000], function($x){$map([1..1000], function($y){$x})}) ~> $count()');
SET LOCAL sfn.jsonata_max_steps = 0;
SET LOCAL sfn.jsonata_max_memory = '1MB';
SELECT jsonata('$map([1..100], function($x){$x & ""}) ~> $count()');
SELECT jsonata('$map([1..100000], function($x){$x & ""}) ~> $count()');
SELECT jsonata('$pad("x", 10000000)');
SELECT jsonata('$reduce([1..100], function($a, $b){$a & $a}, "aaaa")');
ROLLBACK;

-- Regular expressions that backtrack without end
SELECT jsonata('$match($pad("", 40, "a") & "b", /(a+)+$/)');
SELECT jsonata('$length($replace($pad("", 100000, "a"), /(a*)*b/, "x"))');
SELECT jsonata('$contains($pad("", 1000000, "ab"), /^(.|\s)*c/)');

-- Expressions that are nested without end
SELECT what, left(jsonata(repeat(before, 100000) || middle || repeat(after, 100000)), 60)
FROM (VALUES ('parentheses', '(', '1', ')'), ('brackets', '[', '1', ']'), ('braces', '{"a":', '1', '}'), ('not closed', '(', '', ''), ('minus', '-', '1', ''), ('functions', 'function(){', '1', '}'),
             ('conditions', 'a ? ', '1', ''), ('defaults', 'a ?: ', '1', ''), ('predicates', 'a[', '1', ']'), ('chain', 'a ~> ', '$sum', ''), ('sum', '1 + ', '1', ''), ('path', 'a.', 'a', ''), ('parents', '%.', 'a', '')) AS v (what, before, middle, after);
-- Expressions that are long
SELECT jsonata('[' || repeat('1,', 500000) || '1]');
-- Values that are nested without end
SELECT left(jsonata('$reduce([1..100000], function($a, $b){[[$a]]}, 1)'), 80);
SELECT left(jsonata('$string($reduce([1..30000], function($a, $b){[[$a]]}, 1))'), 80);
SELECT left(jsonata('{"a": 1} ~> |$|{"self": $}|'), 80);
SELECT jsonata('$count(**)', (repeat('[', 5000) || repeat(']', 5000))::jsonb);
SELECT left(jsonata('$string($)', (repeat('[', 5000) || repeat(']', 5000))::jsonb), 5);
-- Results that are too many
SELECT jsonata('[1..10000000].$.($ * 2)');
SELECT jsonata('[1..200]#$i.[1..200]#$j.[1..200]#$k{"a": $i}');
SET sfn.jsonata_max_steps = 1000000;
SELECT jsonata('$map([1..100000], function($x){$map([1..100000], function($y){1}) ~> $count()})');
SELECT jsonata('$sort([1..100000], function($l, $r){$sort([1..100000], function($a, $b){$a < $b})[0]})');
-- Little that is much: looking at what is long counts.
SELECT jsonata('($s := $pad("", 1000000, "ab"); $map([1..10000], function($i){$contains($s, "ba" & $i)}) ~> $count())');
SELECT jsonata('($s := $pad("", 1000000, "ab"); $map([1..10000], function($i){$length($s & $i)}) ~> $count())');
SELECT jsonata('($a := [1..100000]; $map([1..10000], function(){$sum($a)}) ~> $count())');
SELECT jsonata('($a := [1..100000]; $map([1..10000], function(){$reverse($a)[0]}) ~> $count())');
RESET sfn.jsonata_max_steps;
-- Many matches, separators and members take no longer than they are many.
SELECT jsonata('$length($replace($pad("", 50000, "aé"), /a/, function($m){"b"}))');
SELECT jsonata('$length($formatInteger(12345, $pad("", 500000, "#,") & "0"))'), jsonata('$length($formatInteger(12345, $pad("", 50000, "0;0,") & "0"))');
SELECT jsonata('($o := $merge([1..20000].{"k" & $string($): 1}); $o ~> |$|{}, $keys($o)|)');
SELECT jsonata('$count(' || '[' || repeat('"a\n",', 50000) || '1])');
-- Much that is little: a range takes no memory until it is written out.
SELECT jsonata('$count([1..10000000])'), jsonata('[1..10000000][-1]');

-- An evaluation can be canceled.
SET statement_timeout = '100ms';
SET sfn.jsonata_max_steps = 0;
SET sfn.jsonata_max_memory = '1GB';
SELECT sfn_jsonata('$filter([1..10000000], function(){$exists($filter([1..10000000], function(){false}))})', NULL);
\echo :LAST_ERROR_SQLSTATE
RESET statement_timeout;
RESET sfn.jsonata_max_steps;
RESET sfn.jsonata_max_memory;

--
-- In queries
--
-- Expressions are kept, each with those who use it.
CREATE TABLE orders (id int PRIMARY KEY, body jsonb NOT NULL);
INSERT INTO orders SELECT i, jsonb_build_object('id', i, 'items', jsonb_build_array(jsonb_build_object('price', i % 7, 'qty', 2), jsonb_build_object('price', 1.5, 'qty', i % 3)))
FROM generate_series(1, 1000) AS i;
SELECT sum((sfn_jsonata('$sum(items.(price * qty))', body))::numeric) FROM orders;
SELECT id % 5 AS rule, sum((sfn_jsonata('items[' || id % 5 % 2 || '].qty + ' || id % 5, body))::int) FROM orders GROUP BY 1 ORDER BY 1;
SELECT count(DISTINCT sfn_jsonata('id + ' || id, body)) FROM orders;
-- Also where one evaluation happens within another
CREATE FUNCTION twice(i int) RETURNS int LANGUAGE sql AS $$SELECT (sfn_jsonata('$ * 2', to_jsonb(i)))::int$$;
SELECT sfn_jsonata('$ + ' || twice(id), to_jsonb(twice(id))) FROM orders WHERE id <= 3 ORDER BY id;
-- A failing row does not spoil the next.
SELECT id, jsonata('id > 2 ? $error("row " & id) : id', body) FROM orders WHERE id <= 4 ORDER BY id;

-- sfn_jsonata_immutable is for generated columns and indexes: it has no bindings, no clock and no chance.
ALTER TABLE orders ADD total numeric GENERATED ALWAYS AS ((sfn_jsonata_immutable('$sum(items.(price * qty))', body))::numeric) STORED;
CREATE INDEX ON orders ((sfn_jsonata_immutable('items[price > 5].price', body)));
SELECT count(*), sum(total) FROM orders WHERE total > 10;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT id FROM orders WHERE sfn_jsonata_immutable('items[price > 5].price', body) = '6';
SELECT count(*) FROM orders WHERE sfn_jsonata_immutable('items[price > 5].price', body) = '6';
RESET enable_seqscan;
SELECT sfn_jsonata_immutable('$now()', NULL);
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_jsonata_immutable('$map([1], $random)', NULL);
-- Reading a time without its date needs to know today.
SELECT sfn_jsonata_immutable('$toMillis("12:00", "[H]:[m]")', NULL);
\echo :LAST_ERROR_SQLSTATE

-- Both may be evaluated by parallel workers.
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
EXPLAIN (COSTS OFF) SELECT count(*) FROM orders WHERE sfn_jsonata('$count(items[qty > 1]) = 1', body) = 'true';
SELECT count(*) FROM orders WHERE sfn_jsonata('$count(items[qty > 1]) = 1', body) = 'true';
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;

DROP TABLE orders, doc;
DROP FUNCTION jsonata, twice;
