SELECT json_object('data', json_object('partnership', json_object('slug', s.slug, 'name', s.name, 'status', s.status,
  'partners', json_object('nodes', (SELECT json_group_array(json_object('role', x.role, 'organization',
    json_object('slug', o.slug, 'name', o.name,
      'country', iif(c.id IS NULL, json('null'), json_object('code', c.code, 'name', c.name)),
      'events', json_object('nodes', (SELECT json_group_array(json_object('slug', e.slug, 'title', e.title,
          'start', iif(e.start IS NULL, json('null'),
            json_object('edtf', e.start, 'earliest', e.start_earliest, 'latest', e.start_latest))))
        FROM (SELECT * FROM event WHERE id IN (SELECT event_id FROM participation WHERE organization_id = o.id)
          ORDER BY start_earliest DESC NULLS LAST, id DESC LIMIT 5) e)))))
    FROM (SELECT * FROM partner WHERE partnership_id = s.id ORDER BY id LIMIT 50) x
    CROSS JOIN organization o ON o.id = x.organization_id LEFT JOIN country c ON c.id = o.country_id)))))
FROM partnership s WHERE s.slug = ?1
