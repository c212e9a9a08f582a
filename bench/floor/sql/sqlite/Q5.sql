WITH m AS MATERIALIZED (SELECT e.* FROM event e
  WHERE e.country_id = (SELECT id FROM country WHERE code = ?1)
    AND e.start_earliest >= ?3 AND e.start_latest <= ?4
    AND e.id IN (SELECT x.event_id FROM participation x WHERE x.event_start_earliest >= ?3 AND x.event_start_earliest <= ?4
      AND x.role = 'SPEAKER' AND x.organization_id IN (SELECT id FROM organization
      WHERE +kind = 'CLUSTER' AND country_id = (SELECT id FROM country WHERE code = ?2))))
SELECT json_object('data', json_object('events', json_object('totalCount', (SELECT count(*) FROM m),
  'nodes', (SELECT json_group_array(json_object('slug', e.slug, 'title', e.title,
      'start', json_object('edtf', e.start, 'earliest', e.start_earliest, 'latest', e.start_latest),
      'city', iif(p.id IS NULL, json('null'), json_object('name', p.name))))
    FROM (SELECT * FROM m ORDER BY start_earliest, id LIMIT 20) e LEFT JOIN place p ON p.id = e.city_id))))
