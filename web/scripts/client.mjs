/**
 * Writes `src/api/schema/` from the OpenAPI documents of the engines: a file of types for each engine, and `fields.ts`
 * with the unit and the description of each field that has a unit.
 *
 *     npm run client              into src/api/schema
 *     node scripts/client.mjs DIR into another folder, as the test does that looks for drift
 *
 * The documents come from `openapi.py`, run by $PYTHON, else by the .venv of the checkout.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..");
const target = process.argv[2] ?? join(here, "..", "src", "api", "schema");
const venv = join(root, ".venv", "bin", "python");
const python = process.env.PYTHON ?? (existsSync(venv) ? venv : "python3");
const heading = "// Made by `npm run client` from the routes of the engines; not edited by hand.\n";

/** Names of the schemas that `value` refers to, directly or through others. */
function reached(value, schemas, found = new Set()) {
  if (Array.isArray(value)) for (const item of value) reached(item, schemas, found);
  else if (value && typeof value === "object") {
    const name = typeof value.$ref === "string" ? value.$ref.split("/").pop() : null;
    if (name && !found.has(name)) {
      found.add(name);
      reached(schemas[name], schemas, found);
    }
    for (const item of Object.values(value)) reached(item, schemas, found);
  }
  return found;
}

const operations = (document) => Object.values(document.paths).flatMap((path) => Object.values(path));

/** A field with a default is always there in a reply, and may be left out of a request. */
function markOptional(document) {
  const { schemas } = document.components;
  const bodies = operations(document).map((operation) => operation.requestBody ?? null);
  for (const name of reached(bodies, schemas))
    for (const field of Object.values(schemas[name].properties ?? {})) delete field.default;
}

const firstSentence = (text) => text.split(/(?<=\.)\s/)[0].replaceAll("`", "");

/** The unit stands beside the type, or with one of its alternatives when the field may be null. */
function annotation(field, name) {
  if (field[name] !== undefined) return field[name];
  for (const alternative of field.anyOf ?? []) if (alternative[name] !== undefined) return alternative[name];
  return undefined;
}

/** Of these the page shows nothing: what it does not show, it need not load. */
const UNSHOWN_ENGINES = new Set(["backtesting", "websocket"]);
const UNSHOWN_SCHEMAS = new Set(["Problem", "FieldError", "Status", "Live", "Ready", "CheckView"]);

function* fieldsOf(engine, document) {
  if (UNSHOWN_ENGINES.has(engine)) return;
  const { schemas } = document.components;
  const replies = reached(
    operations(document).map((operation) => operation.responses ?? null),
    schemas,
  );
  for (const schemaName of [...replies].filter((name) => !UNSHOWN_SCHEMAS.has(name)).toSorted()) {
    const schema = schemas[schemaName];
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      const unit = annotation(field, "x-unit");
      if (!unit) continue;
      const description = annotation(field, "description") ?? firstSentence(schema.description ?? "");
      yield [`${engine}.${schemaName}.${name}`, { unit, description }];
    }
  }
}

function fieldsFile(fields) {
  const lines = fields.map(([name, field]) => `  ${JSON.stringify(name)}: ${JSON.stringify(field)},\n`);
  const type = "Readonly<Record<string, { unit: Unit; description: string }>>";
  return `${heading}import type { Unit } from "@/ui/types";\n\nexport const fields = {\n${lines.join("")}} as const satisfies ${type};\n`;
}

/** The drift is compared byte by byte: each file ends with one line break, whatever wrote it. */
const write = (name, text) => writeFileSync(join(target, name), text.trimEnd() + "\n");

const folder = mkdtempSync(join(tmpdir(), "nautilus-openapi-"));
try {
  execFileSync(python, [join(here, "openapi.py"), folder], { stdio: ["ignore", "inherit", "inherit"] });
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const fields = [];
  for (const file of readdirSync(folder).toSorted()) {
    const engine = file.replace(".json", "");
    const document = JSON.parse(readFileSync(join(folder, file), "utf8"));
    fields.push(...fieldsOf(engine, document));
    markOptional(document);
    const types = await openapiTS(document, { rootTypes: true, rootTypesNoSchemaPrefix: true, alphabetize: true });
    write(`${engine}.d.ts`, heading + astToString(types));
  }
  write("fields.ts", fieldsFile(fields));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
