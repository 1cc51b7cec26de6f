import { describe, expect, test } from 'vitest'
import { pack } from '@/use/question'
import { nameOf, readMap } from './map'
import { allRows, cellKey, chosenColumn, columnLabel, greatest, isSum, shade, type Cell, type Column, type Matrix, type Region, type Row } from './matrix'
import { readPlan, writePlan } from './question'
import { asScenario, empty, read, write } from './scenario'
import { tiles } from './tiles'

const column = (field: string, stage: string): Column => ({ field, stage, field_label: field, stage_label: stage })
const region = (code: string, type = 'city'): Region => ({ code, name: code, name_en: code, label: code, type }) as Region
const row = (code: string, indices: number[], type = 'city') => ({ region: region(code, type), cells: indices.map((index) => ({ index, records: 1 }) as Cell) }) as Row
const matrix = {
  region: region('320000', 'province'), columns: [column('materials', 'transfer'), column('materials', 'none'), column('materials', '*')],
  rows: [row('320100', [4, 1, 90]), row('320200', [2, 3, 5])], rest: row('', [0, 0, 0], 'rest'), total: row('320000', [50, 60, 70], 'province'),
} as Matrix

describe('the question of the desk', () => {
  test('is read as it was written', () => {
    const asked = { ...readPlan({}), tab: 'gaps', region: '320500', by: 'county', field: 'materials', asOf: '2024-03', compareWith: '2020', factsOnly: true, cell: '320505~materials.*', scenario: write({ changes: [{ op: 'close', id: 'a:1' }] }) }
    const query = writePlan(asked) as Record<string, string>
    expect(readPlan(query)).toEqual(asked)
  })
  test('says nothing where there is nothing', () => {
    expect(writePlan(readPlan({}))).toEqual({})
    expect(readPlan({ region: [null, 'x'], facts: 'yes' })).toEqual(readPlan({}))
  })
})

describe('the matrix', () => {
  test('shows places, what has none, and the whole; a region without parts shows itself', () => {
    expect(allRows(matrix).map((one) => one.region.type)).toEqual(['city', 'city', 'rest', 'province'])
    expect(allRows({ ...matrix, rows: [], rest: null } as Matrix).map((one) => one.region.code)).toEqual(['320000'])
  })
  test('keys tell every cell apart', () => {
    const keys = allRows(matrix).flatMap((one) => matrix.columns.map((each) => cellKey(one.region, each)))
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys).toContain('rest~materials.none')
  })
  test('the shade is measured without sums', () => {
    const parts = matrix.columns.flatMap((one, i) => (isSum(one, matrix.columns) ? [] : [i]))
    expect(parts).toEqual([0, 1])
    expect(greatest(matrix, parts)).toBe(4)
    expect([0, 0.1, 1, 2, 4].map((index) => shade(index, 4))).toEqual([0, 1, 2, 3, 5])
    expect(shade(3, 0)).toBe(0)
    expect(isSum(column('*', '*'), [column('*', '*')])).toBe(false)
  })
  test('a column is called by what the columns differ in', () => {
    expect(columnLabel(column('materials', 'transfer'), matrix.columns)).toBe('Transfer')
    expect(columnLabel(column('a', 'b'), [column('a', 'b'), column('c', 'd')])).toBe('A · b')
    expect(chosenColumn(matrix, 'materials.none')).toBe(1)
    expect(chosenColumn(matrix, 'nonsense')).toBe(2)
  })
  test('each city of Jiangsu has a tile of its own', () => {
    expect(Object.keys(tiles)).toHaveLength(13)
    expect(new Set(Object.values(tiles).map(String)).size).toBe(13)
  })
})

describe('scenarios', () => {
  test('are read as they were written', () => {
    const one = { name: 'x', changes: [{ op: 'add' as const, kind: 'facility', region: '320300', field: 'materials' }, { op: 'close' as const, id: 'a:1', keep_resources: true }] }
    expect(read(write(one))).toEqual(one)
    expect(write(empty)).toBe('')
  })
  test('what is none is refused', () => {
    for (const value of [null, 1, [], {}, { changes: {} }, { changes: [1] }, { changes: [{ op: 'sell' }] }, { name: 1, changes: [] }, { changes: Array(201).fill({ op: 'close' }) }]) expect(asScenario(value)).toBeUndefined()
    expect(read('%%%')).toEqual(empty)
    expect(read(pack({ a: 1 }))).toEqual(empty)
  })
})

describe('a map of the operator', () => {
  const area = (properties: unknown, type = 'Polygon') => ({ type: 'Feature', properties, geometry: { type, coordinates: [] } })
  const file = (content: unknown) => new File([typeof content === 'string' ? content : JSON.stringify(content)], 'm.json')
  test('is read, and places are found by code, then by name', async () => {
    const map = await readMap(file({ type: 'FeatureCollection', features: [area({ name: 'A', adcode: 320100 }), area({ name: '320200' }, 'MultiPolygon')] }), 'R1')
    if (typeof map === 'string') throw new Error(map)
    expect(map.review).toBe('R1')
    expect(nameOf(map, region('320100'))).toBe('A')
    expect(nameOf(map, region('320200'))).toBe('320200')
    expect(nameOf(map, region('320300'))).toBeUndefined()
  })
  test('what is none is said to be', async () => {
    for (const [content, fault] of [
      ['{', 'json'], ['null', 'geojson'], [[], 'geojson'], [{ type: 'FeatureCollection', features: [] }, 'geojson'], [{ type: 'FeatureCollection', features: [null] }, 'geojson'],
      [{ type: 'FeatureCollection', features: [area({ name: 'A' }, 'Point')] }, 'geojson'], [{ type: 'FeatureCollection', features: [area({})] }, 'names'], [{ type: 'FeatureCollection', features: [area(null)] }, 'names'],
    ] as const) expect(await readMap(file(content), 'R1')).toBe(fault)
  })
})
