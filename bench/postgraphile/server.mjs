// PostGraphile on the directory's own tables: node server.mjs ADDRESS PORT [SCHEMA]
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { PgManyToManyPreset } from "@graphile-contrib/pg-many-to-many";
import { printSchema } from "graphql";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { PostGraphileConnectionFilterPreset } from "postgraphile-plugin-connection-filter";

const [address, port, schema] = process.argv.slice(2);

const directory = postgraphile({
  extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset, PgManyToManyPreset],
  pgServices: [makePgService({ connectionString: address, schemas: ["public"], poolConfig: { max: 10 } })],
  schema: { connectionFilterRelations: true, pgOrderByNullsLast: true },
  grafserv: { graphqlPath: "/graphql", graphiql: false, watch: false, websockets: false },
  grafast: { explain: false },
});

const server = createServer();
server.keepAliveTimeout = 60_000;
await directory.createServ(grafserv).addTo(server);
server.listen(Number(port), "127.0.0.1");

// For those who write documents.
if (schema) writeFileSync(schema, printSchema(await directory.getSchema()));
