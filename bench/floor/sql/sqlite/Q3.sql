SELECT json_object('data', json_object('partnership', json_object('slug', s.slug, 'name', s.name, 'status', s.status,
  'partners', json_object('nodes', (SELECT json_group_array(json_object('role', x.role, 'organization',
    json_object('slug', o.slug, 'name', o.name,
      'country', iif(c.id IS NULL, json('null'), json_object('code', c.code, 'name', c.name)),
      'events', json_object('nodes', (SELECT json_group_array(json_object('slug', e.slug, 'title', e.title,
          'start', iif(e.start IS NULL, json('null'),
            json_object('edtf', e.start, 'earliest', e.start_earliest, 'latest', e.start_latest))))
        FROM (SELECT DISTINCT event_start_earliest, event_id FROM participation WHERE organization_id = o.id
          ORDER BY event_start_earliest DESC, event_id DESC LIMIT 5) i CROSS JOIN event e ON e.id = i.event_id)))))
    FROM (SELECT * FROM partner WHERE partnership_id = s.id ORDER BY id LIMIT 50) x
    CROSS JOIN organization o ON o.id = x.organization_id LEFT JOIN country c ON c.id = o.country_id)))))
FROM partnership s WHERE s.slug = ?1
