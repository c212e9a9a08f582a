SELECT json_object('data', json_object('organization', json_object('slug', o.slug, 'name', o.name, 'kind', o.kind,
  'website', o.website, 'description', o.description,
  'founded', iif(o.founded IS NULL, json('null'),
    json_object('edtf', o.founded, 'earliest', o.founded_earliest, 'latest', o.founded_latest)),
  'country', iif(c.id IS NULL, json('null'), json_object('code', c.code, 'name', c.name)),
  'city', iif(p.id IS NULL, json('null'), json_object('name', p.name)))))
FROM organization o LEFT JOIN country c ON c.id = o.country_id LEFT JOIN place p ON p.id = o.city_id
WHERE o.slug = ?1
