WITH m AS MATERIALIZED (SELECT e.* FROM event e
  WHERE e.country_id = (SELECT id FROM country WHERE code = $1)
    AND e.start_earliest >= $3::text::date AND e.start_latest <= $4::text::date
    AND EXISTS (SELECT 1 FROM participation x JOIN organization o ON o.id = x.organization_id
      WHERE x.event_id = e.id AND x.role = 'SPEAKER'
        AND x.event_start_earliest >= $3::text::date AND x.event_start_earliest <= $4::text::date AND o.kind = 'CLUSTER'
        AND o.country_id = (SELECT id FROM country WHERE code = $2)))
SELECT json_build_object('data', json_build_object('events', json_build_object('totalCount', (SELECT count(*) FROM m),
  'nodes', (SELECT coalesce(json_agg(json_build_object('slug', e.slug, 'title', e.title,
      'start', json_build_object('edtf', e.start, 'earliest', e.start_earliest, 'latest', e.start_latest),
      'city', CASE WHEN p.id IS NOT NULL THEN json_build_object('name', p.name) END) ORDER BY e.start_earliest, e.id), '[]')
    FROM (SELECT * FROM m ORDER BY start_earliest, id LIMIT 20) e LEFT JOIN place p ON p.id = e.city_id))))::text
