SELECT json_build_object('data', json_build_object('events', json_build_object('nodes', json_agg(json_build_object(
  'slug', e.slug, 'title', e.title, 'status', e.status,
  'start', json_build_object('edtf', e.start, 'earliest', e.start_earliest, 'latest', e.start_latest),
  'organizers', json_build_object('nodes', (SELECT coalesce(json_agg(row_to_json(o)), '[]')
    FROM (SELECT slug, name FROM organization WHERE id IN
      (SELECT organization_id FROM participation WHERE event_id = e.id AND role = 'ORGANIZER') ORDER BY id LIMIT 20) o)),
  'city', CASE WHEN p.id IS NOT NULL THEN json_build_object('name', p.name) END,
  'country', CASE WHEN c.id IS NOT NULL THEN json_build_object('code', c.code, 'name', c.name) END,
  'topics', json_build_object('nodes', (SELECT coalesce(json_agg(row_to_json(t)), '[]')
    FROM (SELECT t.slug, t.name FROM event_topic l JOIN topic t ON t.id = l.topic_id
      WHERE l.event_id = e.id ORDER BY l.topic_id LIMIT 20) t)))
  ORDER BY e.start_earliest, e.id))))::text
FROM (SELECT * FROM event WHERE start_earliest >= $1::text::date ORDER BY start_earliest, id LIMIT 20) e
LEFT JOIN place p ON p.id = e.city_id LEFT JOIN country c ON c.id = e.country_id
