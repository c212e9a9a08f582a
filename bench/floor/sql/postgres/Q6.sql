SELECT json_build_object('data', json_build_object('events', json_build_object('nodes', json_agg(json_build_object(
  'slug', e.slug, 'title', e.title,
  'start', json_build_object('edtf', e.start, 'earliest', e.start_earliest, 'latest', e.start_latest),
  'city', CASE WHEN p.id IS NOT NULL THEN json_build_object('name', p.name,
    'country', CASE WHEN c.id IS NOT NULL THEN json_build_object('code', c.code) END) END)
  ORDER BY e.start_earliest, e.id))))::text
FROM (SELECT * FROM event WHERE (start_earliest, id) > ($1::text::date, $2) ORDER BY start_earliest, id LIMIT 50) e
LEFT JOIN place p ON p.id = e.city_id LEFT JOIN country c ON c.id = p.country_id
