--
-- JSONPath
--
-- sfn_jsonpath gives what a state would see.  A definite path leads to one place: its value,
-- or NULL when there is nothing.
SELECT sfn_jsonpath('$.order.lines[0].icing', '{"order": {"lines": [{"icing": "sprinkles"}]}}');
SELECT sfn_jsonpath('$.order.lines[1].icing', '{"order": {"lines": [{"icing": "sprinkles"}]}}') IS NULL AS missing;

-- JSON null is a value, SQL NULL is none.
SELECT sfn_jsonpath('$.a', '{"a": null}'), sfn_jsonpath('$.a', NULL) IS NULL AS no_input, sfn_jsonpath(NULL, '{}') IS NULL AS no_path;

-- The following tests put paths and what they find side by side; for a malformed path, why it is.
CREATE FUNCTION find(path text, input jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  detail text;
BEGIN
  RETURN coalesce(sfn_jsonpath(path, input)::text, 'nothing');
EXCEPTION WHEN SQLSTATE 'SFX01' THEN
  GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
  RETURN 'malformed: ' || substring(detail FROM 'with: (.*)\.$');
END $$;
CREATE FUNCTION nodes(path text, input jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  detail text;
BEGIN
  RETURN coalesce((SELECT string_agg(node::text, ' ' ORDER BY n)
                   FROM sfn_jsonpath_nodes(path, input) WITH ORDINALITY AS r(node, n)), 'no nodes');
EXCEPTION WHEN SQLSTATE 'SFX01' THEN
  GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
  RETURN 'malformed: ' || substring(detail FROM 'with: (.*)\.$');
END $$;

--
-- Names and indices
--
-- A name may follow a dot, with nearly every character in it, or stand in quotes.  A backslash
-- takes the meaning from the next character.
SELECT path, find(path, '{"a": {"b c": 1, "order-id": 2, "größe": 3, "@type": 4}, "x.y": 5, "it''s": 6, "2": 7, "": 8}')
FROM unnest(ARRAY[
  '$.a.order-id', '$.a.größe', '$.a.@type', '$.a.\@type', '$[''a''][''b c'']', '$["a"]["b c"]', '$.a.[''b c'']',
  '$.x\.y', '$[''x.y'']', '$[''it\''s'']', '$["it''s"]', '$.2', '$[''\u0032'']', '$['''']', '$.b'
]) AS path;

-- In a quoted name a quote that needs no backslash may have one; where there is no such member, the
-- backslash is taken as part of the name.
SELECT path, sfn_jsonpath(path, '{"Test\\\"\"Name\"": "found"}')
FROM unnest(ARRAY['$[''Test\\"\"Name\"'']', '$[''Test\\""Name"'']', '$[''Test\""Name"'']', '$["Test\\\"\"Name\""]']) AS path;

-- Indices count from 0, negative ones from the end.
SELECT path, find(path, '["a", "b", "c"]')
FROM unnest(ARRAY['$[0]', '$[2]', '$[3]', '$[-1]', '$[-3]', '$[-4]', '$[9007199254740991]', '$.a', '$']) AS path;

--
-- Paths that may lead to several places give an array
--
-- It is empty when there is nothing, even if what should lead there is missing.
SELECT path, find(path, '{"items": [{"n": 1}, {"n": 2}, {"n": 3, "more": [{"n": 4}]}]}')
FROM unnest(ARRAY[
  '$.items[*].n', '$.items.*.n', '$.*', '$.items[0,2].n', '$.items[0][''n'',''x'']', '$.items[1:].n', '$.items[:1].n', '$.items[-2:].n',
  '$.items[::2].n', '$.items[::-1].n', '$.items[5:].n', '$.items[0:9:0].n', '$..n', '$..more[0].n', '$..[0].n', '$..*[*].n',
  '$.nothing[*]', '$.nothing[1:5].n', '$.items[*].n[*]'
]) AS path;

--
-- Filters
--
-- They select from the elements of an array; an object is taken or left as a whole.
SELECT path, find(path, '{"max": 8, "pies": [{"fruit": "apple", "price": 7, "tags": ["hot"]},
                                            {"fruit": "cherry", "price": 9.5, "tags": []},
                                            {"fruit": "Apricot", "price": "8", "vegan": true}]}')
FROM unnest(ARRAY[
  '$.pies[?(@.vegan)].fruit', '$.pies[?(!@.vegan)].fruit', '$.pies[?(@.price == 7)].fruit', '$.pies[?(@.price != 7)].fruit',
  '$.pies[?(@.price < $.max)].fruit', '$.pies[?(@.price <= 9.50)].fruit', '$.pies[?(@.price > 7 && @.price < 10)].fruit',
  '$.pies[?(@.fruit == ''apple'' || @.fruit == "cherry")].price', '$.pies[?(!(@.fruit == ''apple''))].fruit',
  '$.pies[?(@.vegan && @.price == 1 || @.fruit == ''cherry'')].fruit', '$.pies[?(@.vegan && (@.price == 1 || @.fruit == ''cherry''))].fruit',
  '$.pies[?(@.fruit =~ /ap.*/)].fruit', '$.pies[?(@.fruit =~ /ap.*/i)].fruit', '$.pies[?(@.fruit =~ /p/)].fruit',
  '$.pies[?(@.fruit =~ /\p{Lu}\w+/)].fruit', '$.pies[?(@.price =~ /\d/)].fruit', '$.pies[?(@.tags =~ /h.t/)].fruit',
  '$.pies[?(@.fruit in [''apple'', ''pear''])].price', '$.pies[?(@.fruit nin [''apple''])].price',
  '$.pies[?(''hot'' in @.tags)].fruit', '$.pies[?(@.tags contains ''hot'')].fruit', '$.pies[?(@.fruit contains ''rr'')].fruit',
  '$.pies[?(@.tags subsetof [''hot'', ''cold''])].fruit', '$.pies[?(@.tags anyof [''hot'', ''cold''])].fruit',
  '$.pies[?(@.tags noneof [''hot'', ''cold''])].fruit', '$.pies[?(@.tags all [''hot''])].fruit',
  '$.pies[?(@.tags size 1)].fruit', '$.pies[?(@.fruit size 6)].fruit', '$.pies[?(@.tags empty true)].fruit',
  '$.pies[?(@.tags.length() == 1)].fruit', '$.pies[?(@.price == $..price.min())].fruit',
  '$.pies[?(@.nothing == @.nothing)].fruit', '$.pies[?(@ == {"fruit": "cherry", "tags": [], ''price'': 9.5})].fruit',
  '$[?(@.max == 8)].max', '$[?(@.max == 9)].max', '$..[?(@.price == 7)].fruit'
]) AS path;

-- A number and a text compare as the left one's type; === asks for the same type.
SELECT path, find(path, '[1, "1", 1.0, "1.0", true, "true", null, "null"]')
FROM unnest(ARRAY[
  '$[?(@ == 1)]', '$[?(@ == ''1'')]', '$[?(@ === 1)]', '$[?(@ !== 1)]', '$[?(@ == true)]', '$[?(@ == null)]', '$[?(@ < ''2'')]', '$[?(@ >= null)]'
]) AS path;

--
-- Functions
--
-- They stand at the end of a path and work on what it leads to; after ".." they work on the list of everything found.
SELECT path, find(path, '{"n": [3, 1, 2, "x"], "s": ["a", "b", "a"], "o": {"k": 1, "l": 2}, "t": "text", "p": [{"n": [10]}]}')
FROM unnest(ARRAY[
  '$.n.length()', '$.o.length()', '$.t.length()', '$.n.size()', '$.n.sum()', '$.n.avg()', '$.n.min()', '$.n.max()', '$.n.stddev()',
  '$.sum($.n, 100)', '$.s.sum()', '$.s.concat()', '$.s.concat("-", $.t, 1)', '$.o.keys()', '$.n.keys()', '$.s.append("c", $.n[0])',
  '$.n.first()', '$.n.last()', '$.n.index(1)', '$.n.index(-2)', '$.n.index(9)', '$.s.distinct()', '$.o.keys()[1]',
  '$.nothing.length()', '$..n.length()', '$.p[*].n.sum()', '$.n.nonsense()', '$.n.append()', '$.n.index(1, 2)'
]) AS path;

--
-- Malformed paths
--
-- The error names the path and where reading it ended.
SELECT sfn_jsonpath('$.store[?(@.price <)]', '{}');
\echo :LAST_ERROR_SQLSTATE

SELECT path, find(path, '{}')
FROM unnest(ARRAY[
  '', 'a', '@.a', '$a', '$$.a', '$.', '$..', '$...', '$.a.', '$.a..', '$.a b', '$ .a', '$[', '$[]', '$[a]', '$[''a]', '$[''a'' ''b'']', '$[''a'',]',
  '$[1', '$[1.0]', '$[+1]', '$[9007199254740992]', '$[1:2:3:4]', '$[0, ''a'']', '$[*, 0]', '$[?@.a]', '$[?(@.a]', '$[?()]', '$[?(1)]', '$[?(@.a =)]',
  '$[?(@.a == )]', '$[?(@.a == b)]', '$[?(@.a && )]', '$[?(@.a == 1 2)]', '$[?(!@.a == 1)]', '$[?(@.a =~ 1)]', '$[?(@.a == /x/)]', '$[?(@.a =~ /x)]',
  '$[?(@.a =~ /(/)]', '$[?(@.a =~ /x/q)]', '$[?(@.a in [1, ])]', '$[?(@.a == 01)]', '$[?(@.a == 1e999999)]', '$[?(length(@.a) == 1)]', '$..length()',
  '$[''\ud800'']', '$[''\u0000'']', '$.a(', '$.*a'
]) AS path;

-- Bounds keep a hostile path from using up the server's stack.
SELECT length(path), right(find(path, '{}'), 60)
FROM unnest(ARRAY['$' || repeat('.a', 100000), '$[?(' || repeat('(', 100000), '$[?(@.a in ' || repeat('[', 100000), '$' || repeat('[?(@', 100000)]) AS path;

--
-- sfn_jsonpath_nodes: RFC 9535
--
-- The standard gives the list of nodes, and nothing when there is none.
SELECT * FROM sfn_jsonpath_nodes('$.pies[?@.price < 10].fruit', '{"pies": [{"price": 7, "fruit": "apple"}, {"price": 11, "fruit": "fig"}]}');
SELECT count(*) FROM sfn_jsonpath_nodes('$.a', '{}');

-- Selectors mix freely, blanks stand between them, filters need no parentheses and look into objects too.
SELECT path, nodes(path, '{"a": [1, 2, 3], "b": {"x": 5, "y": null}}')
FROM unnest(ARRAY[
  '$[''b'', ''a''][0, 1:, *]', '$ .a [ 0 , 2 ]', '$.b[?@ == 5]', '$.b[?@ == null]', '$[?@.x]', '$[?@[0] == 1 && !@.x][1]', '$..[?@ > 2]', '$..*'
]) AS path;

-- Functions stand before their arguments.
SELECT path, nodes(path, '[{"a": "apple", "n": [1, 2]}, {"a": "Äpfel", "n": []}, {"a": ["pie"]}]')
FROM unnest(ARRAY[
  '$[?length(@.a) == 5].a', '$[?length(@.n) == 0].a', '$[?count(@.*) == 1]', '$[?value(@.n[*]) == 1]', '$[?value(@..[0]) == ''pie''].a',
  '$[?match(@.a, ''[aÄ]p+.*'')].a', '$[?match(@.a, ''pp'')].a', '$[?search(@.a, ''pp'')].a', '$[?match(@.a, ''\\p{Lu}\\p{Ll}{4}'')].a', '$[?match(@.a, @.a)].a',
  '$[?match(@.a, ''(?i)APPLE'')].a', '$[?search(@.a, ''['')].a'
]) AS path;

-- What is missing equals what is missing, types do not mix, and <= holds for whatever is equal.
SELECT path, nodes(path, '[{"a": 1}, {"a": "1"}, {"a": null}, {}]')
FROM unnest(ARRAY['$[?@.a == 1]', '$[?@.a == ''1'']', '$[?@.a != 1]', '$[?@.a == @.b]', '$[?@.a <= null]', '$[?@.a < null]']) AS path;

-- The service's operators and functions are taken on top.
SELECT path, nodes(path, '{"n": [3, 1], "s": [{"k-1": "small"}, {"k-1": "LARGE"}]}')
FROM unnest(ARRAY[
  '$.n.length()', '$.n.sum()', '$.s[?@.k-1 in [''small'']]', '$.s[?@.k-1 =~ /large/i].k-1', '$[?(@ size 2)][0]', '$.s.[0]'
]) AS path;

-- What the standard calls malformed is refused.
SELECT path, nodes(path, '{}')
FROM unnest(ARRAY[
  ' $', '$ ', '$.1', '$. a', '$.a$', '$[01]', '$[-0]', '$["\x"]', '$[?true]', '$[?@.* == 1]', '$[?length(@.a)]', '$[?match(@.a, ''x'') == true]',
  '$[?count(1) == 1]', '$[?length(@.*) == 1]', '$[?count (@.a) == 1]', '$[?nonsense(@.a)]', '$[?match(@.a)]', E'$["\t"]'
]) AS path;

--
-- A path is parsed once per call site, also when it changes from row to row
--
SELECT path, sfn_jsonpath(path, '{"a": 1, "b": 2}')
FROM (VALUES (1, '$.a'), (2, '$.a'), (3, '$.b'), (4, '$[*]'), (5, '$.a')) AS v (i, path) ORDER BY i;

-- Being immutable, both can be indexed.
CREATE TABLE pie_order (id int, detail jsonb);
CREATE INDEX pie_order_fruit ON pie_order (sfn_jsonpath('$.pie.fruit', detail));
INSERT INTO pie_order SELECT i, jsonb_build_object('pie', jsonb_build_object('fruit', 'fruit ' || i % 50)) FROM generate_series(1, 1000) AS i;
ANALYZE pie_order;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
EXPLAIN (COSTS OFF) SELECT id FROM pie_order WHERE sfn_jsonpath('$.pie.fruit', detail) = '"fruit 7"';
SELECT count(*) FROM pie_order WHERE sfn_jsonpath('$.pie.fruit', detail) = '"fruit 7"';
RESET enable_seqscan;
RESET enable_bitmapscan;

-- Compressed and out-of-line documents are read like any other.
INSERT INTO pie_order SELECT 0, jsonb_build_object('pad', repeat('sugar ', 100000), 'list', (SELECT jsonb_agg(i) FROM generate_series(1, 20000) AS i));
SELECT sfn_jsonpath('$.list[19999]', detail), sfn_jsonpath('$.list[-20000]', detail), sfn_jsonpath('$.list.sum()', detail),
       sfn_jsonpath('$.list[?(@ > 19998)]', detail)
FROM pie_order WHERE id = 0;
DROP TABLE pie_order;

-- A path that would visit more nodes than there is time for can be canceled.
SET statement_timeout = '100ms';
SELECT count(*) FROM sfn_jsonpath_nodes('$..*..*..*..*..*..*', (repeat('[1,', 60) || '1' || repeat(']', 60))::jsonb);
RESET statement_timeout;
DROP FUNCTION find, nodes;
