import type { Region } from './matrix'

/** A map that was loaded: its key for ECharts, its review number, and what its areas are called. */
export interface Loaded {
  key: string
  review: string
  json: unknown
  areas: { name: string; code: string }[]
}
const most = 20 * 1024 * 1024

interface Feature {
  type?: unknown
  geometry?: { type?: unknown } | null
  properties?: Record<string, unknown> | null
}

/** Reads a GeoJSON file; what is wrong with it as a word. */
export async function readMap(file: File, review: string): Promise<Loaded | 'large' | 'json' | 'geojson' | 'names'> {
  if (file.size > most) return 'large'
  let json: { type?: unknown; features?: unknown }
  try {
    json = JSON.parse(await file.text()) as typeof json
  } catch {
    return 'json'
  }
  if (typeof json !== 'object' || json === null || json.type !== 'FeatureCollection' || !Array.isArray(json.features) || json.features.length === 0) return 'geojson'
  const list = json.features as Feature[]
  if (list.some((one) => one?.type !== 'Feature' || !/^(Multi)?Polygon$/.test(String(one.geometry?.type)))) return 'geojson'
  const areas = list.map((one) => ({ name: String(one.properties?.name ?? ''), code: String(one.properties?.adcode ?? one.properties?.code ?? '') }))
  if (areas.some((one) => one.name === '')) return 'names'
  return { key: `operator ${review} ${file.name} ${file.lastModified}`, review, json, areas }
}

/** What a place is called on the map: by its code, else by its name. */
export const nameOf = (map: Loaded, region: Region): string | undefined =>
  map.areas.find((one) => one.code === region.code || [region.name, region.name_en, region.label].includes(one.name))?.name
