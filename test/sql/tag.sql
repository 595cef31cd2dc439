--
-- Tags of state machines and activities
--

SELECT sfn_create_state_machine('tart', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}') AS tart \gset
SELECT sfn_create_activity('tart-tasting') AS tasting \gset

SELECT sfn_tag(:'tart', '{"team": "bakery", "season": "summer"}');
SELECT sfn_tag(:'tasting', '{"team": "kitchen"}');
SELECT sfn_api('ListTagsForResource', jsonb_build_object('resourceArn', arn)) FROM unnest(ARRAY[:'tart', :'tasting']) AS arn;

-- A key that is there gets the new value; what is not there is not missed.
SELECT sfn_tag(:'tart', '{"season": "", "crème brûlée": "no"}');
SELECT sfn_untag(:'tart', ARRAY['team', 'colour', 'team']);
SELECT sfn_api('ListTagsForResource', jsonb_build_object('resourceArn', :'tart'));

-- The service's API does the same.
SELECT sfn_api('TagResource', jsonb_build_object('resourceArn', :'tart', 'tags', '[{"key": "team", "value": "bakery"}, {"key": "season", "value": "autumn"}]'::jsonb));
SELECT sfn_api('UntagResource', jsonb_build_object('resourceArn', :'tart', 'tagKeys', '["crème brûlée", "colour"]'::jsonb));
SELECT sfn_api('ListTagsForResource', jsonb_build_object('resourceArn', :'tart'));

-- Machines and activities are tagged when they are made; what exists keeps its tags.
CREATE ROLE "regress-tag-role";
CREATE FUNCTION create_quiche(tags jsonb) RETURNS text LANGUAGE sql AS $$
    SELECT sfn_api('CreateStateMachine', jsonb_build_object('name', 'quiche', 'tags', tags,
        'definition', '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}',
        'roleArn', 'arn:aws:iam::000000000000:role/regress-tag-role')) ->> 'stateMachineArn'
$$;
SELECT create_quiche('[{"key": "a", "value": "1"}]') AS quiche \gset
SELECT create_quiche('[{"key": "b", "value": "2"}]') = :'quiche' AS the_same;
SELECT sfn_api('ListTagsForResource', jsonb_build_object('resourceArn', :'quiche'));
SELECT sfn_api('CreateActivity', '{"name": "quiche-tasting", "tags": [{"key": "a", "value": "1"}]}') ->> 'activityArn' AS tasting \gset
SELECT sfn_api('CreateActivity', '{"name": "quiche-tasting", "tags": [{"key": "b", "value": "2"}]}') ->> 'activityArn' = :'tasting' AS the_same;
SELECT sfn_api('ListTagsForResource', jsonb_build_object('resourceArn', :'tasting'));

-- What the service refuses
CREATE FUNCTION refusal(action text, request jsonb) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RETURN 'accepted: ' || sfn_api(action, request)::text;
EXCEPTION WHEN OTHERS THEN
    RETURN format('%s: %s', coalesce(sfn_error_code(SQLSTATE), SQLSTATE), SQLERRM);
END $$;
SELECT refusal('TagResource', jsonb_build_object('resourceArn', :'tart', 'tags', tags)) FROM (VALUES
    ('[{"key": "", "value": "x"}]'::jsonb),
    (jsonb_build_array(jsonb_build_object('key', 'ok', 'value', ''), jsonb_build_object('key', repeat('k', 129), 'value', ''))),
    (jsonb_build_array(jsonb_build_object('key', 'k', 'value', repeat('v', 257)))),
    ('[{"key": "a*b", "value": "x"}]'),
    ('[{"key": "tab", "value": "\t"}]'),
    ('[{"key": "aws:cost", "value": "x"}]'),
    ('[{"key": "AWS:cost", "value": "x"}]'),
    ('[{"key": null, "value": "x"}]'),
    ('[{"key": "k"}]'),
    ('[{"key": "k", "value": 1}]'),
    ('["k"]'),
    ('{"k": "v"}'),
    (NULL),
    ((SELECT jsonb_agg(jsonb_build_object('key', 'key' || n, 'value', '')) FROM generate_series(1, 51) AS n))) AS v(tags);
-- Together with those that are there, too
SELECT refusal('TagResource', jsonb_build_object('resourceArn', :'tart', 'tags',
    (SELECT jsonb_agg(jsonb_build_object('key', 'key' || n, 'value', '')) FROM generate_series(1, 49) AS n)));
SELECT refusal('UntagResource', jsonb_build_object('resourceArn', :'tart', 'tagKeys', keys))
FROM (VALUES ('[1]'::jsonb), ('"team"'), ('[""]'), (NULL), ('[]')) AS v(keys);
SELECT refusal('ListTagsForResource', jsonb_build_object('resourceArn', arn)) FROM unnest(ARRAY[
    'tart', :'tart' || ':1', :'tart' || ':live', 'arn:aws:states:us-east-1:000000000000:stateMachine:nothing',
    'arn:aws:states:us-east-1:000000000000:activity:nothing', 'arn:aws:states:us-east-1:000000000000:execution:tart:run',
    'arn:aws:s3:::bucket', 'arn:aws:states:us-east-1:000000000000:stateMachine:' || repeat('n', 256), '', NULL]) AS arn;

-- The typed functions refuse the same, and what is no object of strings.
SELECT sfn_tag('tart', '{}');
SELECT sfn_tag(:'tart', '["team"]');
SELECT sfn_tag(:'tart', '{"size": 3}');
SELECT sfn_tag(:'tart', '{"aws:size": "3"}');
\echo :LAST_ERROR_SQLSTATE
SELECT sfn_tag(:'tart', NULL);
SELECT sfn_untag(:'tart', ARRAY['a', NULL]);

-- Changing needs the privilege manage, looking read.
CREATE ROLE regress_tag_reader;
SELECT sfn_grant('tart', 'regress_tag_reader', 'read');
SET ROLE regress_tag_reader;
SELECT refusal('ListTagsForResource', jsonb_build_object('resourceArn', :'tart'));
SELECT refusal('TagResource', jsonb_build_object('resourceArn', :'tart', 'tags', '[{"key": "k", "value": "v"}]'::jsonb));
SELECT refusal('UntagResource', jsonb_build_object('resourceArn', :'tart', 'tagKeys', '["team"]'::jsonb));
SELECT refusal('ListTagsForResource', jsonb_build_object('resourceArn', :'quiche'));
RESET ROLE;

-- Tags go with what they are on.
SELECT sfn_delete_activity('quiche-tasting');
SELECT sfn_create_activity('quiche-tasting') AS tasting \gset
SELECT sfn_api('ListTagsForResource', jsonb_build_object('resourceArn', :'tasting'));
SELECT sfn_delete_activity(activity) FROM unnest(ARRAY['quiche-tasting', 'tart-tasting']) AS activity;
SELECT sfn_delete_state_machine(machine) FROM unnest(ARRAY['quiche', 'tart']) AS machine;
DROP FUNCTION create_quiche, refusal;
DROP ROLE "regress-tag-role", regress_tag_reader;
