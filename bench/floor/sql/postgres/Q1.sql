SELECT json_build_object('data', json_build_object('organization', json_build_object('slug', o.slug, 'name', o.name,
  'kind', o.kind, 'website', o.website, 'description', o.description,
  'founded', CASE WHEN o.founded IS NOT NULL THEN
    json_build_object('edtf', o.founded, 'earliest', o.founded_earliest, 'latest', o.founded_latest) END,
  'country', CASE WHEN c.id IS NOT NULL THEN json_build_object('code', c.code, 'name', c.name) END,
  'city', CASE WHEN p.id IS NOT NULL THEN json_build_object('name', p.name) END)))::text
FROM organization o LEFT JOIN country c ON c.id = o.country_id LEFT JOIN place p ON p.id = o.city_id
WHERE o.slug = $1
