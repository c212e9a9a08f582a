SELECT json_build_object('data', json_build_object('clusters', json_build_object('nodes', json_agg(json_build_object(
  'slug', k.slug, 'name', k.name,
  'networks', json_build_object('nodes', (SELECT coalesce(json_agg(json_build_object('slug', n.slug, 'name', n.name,
      'members', json_build_object('nodes', (SELECT coalesce(json_agg(json_build_object('member',
          json_build_object('slug', o.slug, 'name', o.name,
            'country', CASE WHEN c.id IS NOT NULL THEN json_build_object('code', c.code, 'name', c.name) END))
          ORDER BY m.id), '[]')
        FROM (SELECT id, member_id FROM membership WHERE organization_id = n.id ORDER BY id LIMIT 10) m
        JOIN organization o ON o.id = m.member_id LEFT JOIN country c ON c.id = o.country_id)))), '[]')
    FROM (SELECT id, slug, name FROM organization
      WHERE id IN (SELECT organization_id FROM membership WHERE member_id = k.id) ORDER BY id LIMIT 10) n)),
  'projects', json_build_object('nodes', (SELECT coalesce(json_agg(row_to_json(p)), '[]')
    FROM (SELECT slug, name FROM project
      WHERE id IN (SELECT project_id FROM partner WHERE organization_id = k.id) ORDER BY id LIMIT 20) p)))
  ORDER BY k.id))))::text
FROM (SELECT id, slug, name FROM organization WHERE kind = 'CLUSTER' AND id > $1 ORDER BY id LIMIT 20) k
