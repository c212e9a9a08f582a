SELECT json_object('data', json_object('clusters', json_object('nodes', json_group_array(json_object(
  'slug', k.slug, 'name', k.name,
  'networks', json_object('nodes', (SELECT json_group_array(json_object('slug', n.slug, 'name', n.name,
      'members', json_object('nodes', (SELECT json_group_array(json_object('member', json_object('slug', o.slug, 'name', o.name,
          'country', iif(c.id IS NULL, json('null'), json_object('code', c.code, 'name', c.name)))))
        FROM (SELECT member_id FROM membership WHERE organization_id = n.id ORDER BY id LIMIT 10) m
        CROSS JOIN organization o ON o.id = m.member_id LEFT JOIN country c ON c.id = o.country_id))))
    FROM (SELECT id, slug, name FROM organization
      WHERE id IN (SELECT organization_id FROM membership WHERE member_id = k.id) ORDER BY id LIMIT 10) n)),
  'projects', json_object('nodes', (SELECT json_group_array(json_object('slug', p.slug, 'name', p.name))
    FROM (SELECT slug, name FROM project
      WHERE id IN (SELECT project_id FROM partner WHERE organization_id = k.id) ORDER BY id LIMIT 20) p)))))))
FROM (SELECT id, slug, name FROM organization WHERE kind = 'CLUSTER' AND id > ?1 ORDER BY id LIMIT 20) k
