SELECT json_object('data', json_object('events', json_object('nodes', json_group_array(json_object(
  'slug', e.slug, 'title', e.title,
  'start', json_object('edtf', e.start, 'earliest', e.start_earliest, 'latest', e.start_latest),
  'city', iif(p.id IS NULL, json('null'), json_object('name', p.name,
    'country', iif(c.id IS NULL, json('null'), json_object('code', c.code)))))))))
FROM (SELECT * FROM event WHERE (start_earliest, id) > (?1, ?2) ORDER BY start_earliest, id LIMIT 50) e
LEFT JOIN place p ON p.id = e.city_id LEFT JOIN country c ON c.id = p.country_id
