import { build } from "esbuild";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { outline } from "./icons.mjs";

const out = "../static/liuke";
mkdirSync(out, { recursive: true });
const shared = { bundle: true, minify: true, target: ["es2020", "chrome100", "safari15"], legalComments: "none", logLevel: "info" };
await build({ ...shared, entryPoints: ["src/app.js", "src/theme.js"], outdir: out, format: "iife" });
await build({ ...shared, entryPoints: ["src/charts.js"], outdir: out, format: "iife" });
await build({ ...shared, entryPoints: ["src/orders.js", "src/field.js"], outdir: out, format: "iife" });
await build({ ...shared, entryPoints: ["src/style.css"], outdir: out, loader: { ".svg": "dataurl", ".woff2": "empty" } });

const symbols = outline.map((name) => {
  const svg = readFileSync(`node_modules/@tabler/icons/icons/outline/${name}.svg`, "utf8");
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace("</svg>", "").replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s+/g, " ").trim()}</symbol>`;
});
writeFileSync(`${out}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
console.log(`${symbols.length} icons`);
