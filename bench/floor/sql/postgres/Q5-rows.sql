SELECT count(*) OVER (), e.slug, e.title, e.start, e.start_earliest, e.start_latest, p.name
FROM event e LEFT JOIN place p ON p.id = e.city_id
WHERE e.country_id = (SELECT id FROM country WHERE code = $1) AND e.start_earliest >= $3::text::date AND e.start_latest <= $4::text::date
  AND EXISTS (SELECT 1 FROM participation x JOIN organization o ON o.id = x.organization_id
    WHERE x.event_id = e.id AND x.role = 'SPEAKER'
      AND x.event_start_earliest >= $3::text::date AND x.event_start_earliest <= $4::text::date AND o.kind = 'CLUSTER'
      AND o.country_id = (SELECT id FROM country WHERE code = $2))
ORDER BY e.start_earliest, e.id LIMIT 20
