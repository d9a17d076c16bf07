/**
 * Beside each text file of a built page: the same as .br and as .gz, for the gateway to send.
 * index.html is left out: the gateway writes a nonce into it, each time anew.
 */
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const TEXT = new Set([".css", ".js", ".json", ".svg", ".txt"]);
/** Below that, a header more costs what compression saves. */
const LEAST_BYTES = 1_000;

const folder = process.argv[2];
if (folder === undefined) throw new Error("usage: node scripts/compress.mjs FOLDER");

for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!file.isFile() || !TEXT.has(extname(file.name))) continue;
  const path = join(file.parentPath, file.name);
  const content = readFileSync(path);
  if (content.length < LEAST_BYTES) continue;
  const hints = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params: hints }));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: constants.Z_BEST_COMPRESSION }));
}
