SELECT count(*) OVER (), e.slug, e.title, e.start, e.start_earliest, e.start_latest, p.name
FROM event e LEFT JOIN place p ON p.id = e.city_id
WHERE e.country_id = (SELECT id FROM country WHERE code = ?1) AND e.start_earliest >= ?3 AND e.start_latest <= ?4
  AND e.id IN (SELECT x.event_id FROM participation x WHERE x.event_start_earliest >= ?3 AND x.event_start_earliest <= ?4
    AND x.role = 'SPEAKER' AND x.organization_id IN (SELECT id FROM organization
    WHERE +kind = 'CLUSTER' AND country_id = (SELECT id FROM country WHERE code = ?2)))
ORDER BY e.start_earliest, e.id LIMIT 20
