/**
 * Makes src/repatria/reference/world-map.json: `npm run world-map`, after a new version of the atlas.
 *
 * From Natural Earth's 1:50m countries (public domain; world-atlas, ISC), simplified, in the Equal Earth projection, as SVG paths by
 * alpha-2 code. What is too small to be seen, or not in the atlas, gets a place for a circle. Antarctica is left out.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { geoCentroid, geoEqualEarth, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import { filter, filterWeight, presimplify, simplify } from 'topojson-simplify';
import { parseCsv } from '../reference.ts';

const REFERENCE = join(import.meta.dirname, '..', '..', 'src', 'repatria', 'reference');
const WIDTH = 960;
/** Square degrees that a corner of an outline must cut off to stay: a third of a square unit of the map. */
const LEAST = 0.045;
/** Square units of the map below which a country is a circle. */
const SEEN = 14;
/** Not in the atlas, or there as another's part: west to east, south to north. @type {Record<string, [number, number]>} */
const PLACES = {
  BQ: [-68.3, 12.2], BV: [3.4, -54.4], CC: [96.8, -12.2], CX: [105.7, -10.5], GF: [-53.1, 3.9], GI: [-5.35, 36.14], GP: [-61.5, 16.2], MQ: [-61, 14.65],
  RE: [55.5, -21.1], SJ: [16, 78.5], TK: [-171.8, -9.2], TV: [179.2, -8.5], UM: [-162.1, 5.9], YT: [45.15, -12.8],
};
/** The atlas's shapes that have no ISO number: drawn as the United Nations count them, Kosovo by its user-assigned code. */
const UNNUMBERED = new Map([['Kosovo', 'XK'], ['Somaliland', 'SO'], ['N. Cyprus', 'CY'], ['Indian Ocean Ter.', 'AU'], ['Siachen Glacier', '']]);

const codes = new Map(parseCsv(readFileSync(join(REFERENCE, 'countries.csv'), 'utf8')).map((row) => [row['numeric'], row['alpha2'] ?? '']));
/** @typedef {import('topojson-specification').Topology<{ countries: import('topojson-specification').GeometryCollection<{ name: string }> }>} Atlas */
/** @typedef {import('geojson').Feature<import('geojson').Geometry, { name: string }>} Shape */
/** @type {unknown} */
const read = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('world-atlas/countries-50m.json'), 'utf8'));
const atlas = /** @type {Atlas} */ (read);
const light = /** @type {Atlas} */ (simplify(presimplify(atlas), LEAST));
const kept = /** @type {Atlas} */ (filter(light, filterWeight(light, LEAST)));
const projection = geoEqualEarth().rotate([-11, 0]);

/** @param {Atlas} topology @returns {Shape[]} */
const shapes = (topology) => feature(topology, topology.objects.countries).features.filter(({ id }) => id !== '010');
/** @param {Shape} shape */
const codeOf = ({ id, properties: { name } }) => codes.get(String(id)) ?? UNNUMBERED.get(name) ?? '';

projection.fitWidth(WIDTH, { type: 'FeatureCollection', features: shapes(atlas) });
const path = geoPath(projection).digits(1);
const height = Math.ceil(path.bounds({ type: 'FeatureCollection', features: shapes(atlas) })[1][1]);

/** @type {Record<string, string>} */
const paths = {};
/** @type {Record<string, [number, number]>} */
const circles = {};
/** @param {[number, number]} place @returns {[number, number]} */
const spot = (place) => {
  const [x, y] = projection(place) ?? [0, 0];
  return [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
};
const drawn = new Map(shapes(kept).map((one) => [one.properties.name, path(one)]));
/** The largest part of each, by code. @type {Map<string, { area: number, place: [number, number] }>} */
const sizes = new Map();
for (const one of shapes(atlas)) {
  const code = codeOf(one);
  if (!code) continue;
  const outline = drawn.get(one.properties.name);
  if (outline) paths[code] = (paths[code] ?? '') + outline;
  const area = path.area(one);
  if (area >= (sizes.get(code)?.area ?? 0)) sizes.set(code, { area, place: geoCentroid(one) });
}
for (const [code, { area, place }] of sizes) if (area < SEEN) circles[code] = spot(place);
for (const [code, place] of Object.entries(PLACES)) circles[code] = spot(place);

/** @param {Record<string, unknown>} all */
const sorted = (all) => Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)));
const said = { source: 'Natural Earth 1:50m (public domain) through world-atlas 2.0.2 (ISC), Equal Earth', width: WIDTH, height, paths: sorted(paths), circles: sorted(circles) };
writeFileSync(join(REFERENCE, 'world-map.json'), `${JSON.stringify(said)}\n`);
