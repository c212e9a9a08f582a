SELECT json_build_object('data', json_build_object('partnership', json_build_object('slug', s.slug, 'name', s.name,
  'status', s.status,
  'partners', json_build_object('nodes', (SELECT coalesce(json_agg(json_build_object('role', x.role, 'organization',
    json_build_object('slug', o.slug, 'name', o.name,
      'country', CASE WHEN c.id IS NOT NULL THEN json_build_object('code', c.code, 'name', c.name) END,
      'events', json_build_object('nodes', (SELECT coalesce(json_agg(json_build_object('slug', e.slug, 'title', e.title,
          'start', CASE WHEN e.start IS NOT NULL THEN
            json_build_object('edtf', e.start, 'earliest', e.start_earliest, 'latest', e.start_latest) END)), '[]')
        FROM (SELECT e.* FROM ((SELECT DISTINCT event_start_earliest, event_id FROM participation
            WHERE organization_id = o.id AND event_start_earliest IS NOT NULL
            ORDER BY event_start_earliest DESC, event_id DESC LIMIT 5)
          UNION ALL (SELECT DISTINCT event_start_earliest, event_id FROM participation
            WHERE organization_id = o.id AND event_start_earliest IS NULL ORDER BY event_id DESC LIMIT 5) LIMIT 5) i
          JOIN event e ON e.id = i.event_id ORDER BY e.start_earliest DESC NULLS LAST, e.id DESC) e)))) ORDER BY x.id), '[]')
    FROM (SELECT * FROM partner WHERE partnership_id = s.id ORDER BY id LIMIT 50) x
    JOIN organization o ON o.id = x.organization_id LEFT JOIN country c ON c.id = o.country_id)))))::text
FROM partnership s WHERE s.slug = $1
