SELECT json_object('data', json_object('events', json_object('nodes', json_group_array(json_object(
  'slug', e.slug, 'title', e.title, 'status', e.status,
  'start', json_object('edtf', e.start, 'earliest', e.start_earliest, 'latest', e.start_latest),
  'organizers', json_object('nodes', (SELECT json_group_array(json_object('slug', o.slug, 'name', o.name))
    FROM (SELECT slug, name FROM organization WHERE id IN
      (SELECT organization_id FROM participation WHERE event_id = e.id AND role = 'ORGANIZER') ORDER BY id LIMIT 20) o)),
  'city', iif(p.id IS NULL, json('null'), json_object('name', p.name)),
  'country', iif(c.id IS NULL, json('null'), json_object('code', c.code, 'name', c.name)),
  'topics', json_object('nodes', (SELECT json_group_array(json_object('slug', t.slug, 'name', t.name))
    FROM (SELECT t.slug, t.name FROM event_topic l CROSS JOIN topic t ON t.id = l.topic_id
      WHERE l.event_id = e.id ORDER BY l.topic_id LIMIT 20) t)))))))
FROM (SELECT * FROM event WHERE start_earliest >= ?1 ORDER BY start_earliest, id LIMIT 20) e
LEFT JOIN place p ON p.id = e.city_id LEFT JOIN country c ON c.id = e.country_id
