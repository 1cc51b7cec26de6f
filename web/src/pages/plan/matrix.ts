import { begin } from '@/use/format'
import type { Schemas } from '@/api/client'

export type Matrix = Schemas['CoverageMatrix']
export type Row = Schemas['CoverageMatrixRow']
export type Column = Schemas['CoverageMatrixColumn']
export type Cell = Schemas['CoverageMatrixCell']
export type Region = Schemas['CoverageMatrixRegion']
export type Difference = Schemas['CoverageMatrixDifference']
export type Change = Difference['cells'][number]

/** The fields and stages of the matrix, in its order. */
export const fields = ['information', 'biomedicine', 'manufacturing', 'energy_environment', 'materials', 'frontier', 'none'] as const
export const stages = ['applied_basic_research', 'source_innovation', 'pilot_maturation', 'applied_development', 'transfer', 'industrialisation', 'incubation', 'none'] as const
export const levels = ['province', 'city', 'county', 'zone', 'self'] as const

const all = '*'
export const columnKey = (column: Pick<Column, 'field' | 'stage'>) => `${column.field}.${column.stage}`
/** The row of what is recorded without a place of this level has no code of its own. */
export const regionKey = (region: Pick<Region, 'code' | 'type'>) => (region.type === 'rest' ? 'rest' : region.code)
export const cellKey = (region: Pick<Region, 'code' | 'type'>, column: Pick<Column, 'field' | 'stage'>) => `${regionKey(region)}~${columnKey(column)}`

/** What a column is called: what the columns differ in, both where they differ in both. */
export function columnLabel(column: Column, among: Column[]): string {
  const differ = (part: 'field' | 'stage') => new Set(among.map((one) => one[part])).size > 1
  if (differ('field') && differ('stage')) return fullLabel(column)
  return begin(differ('field') ? column.field_label : column.stage_label)
}
export const fullLabel = (column: Column) => begin(`${column.field_label} · ${column.stage_label}`)

/** A column that sums others, where there are others. */
export const isSum = (column: Column, among: Column[]) => among.length > 1 && among.some((one) => (column.field === all && one.field !== all) || (column.stage === all && one.stage !== all))

/** The rows as shown: places, what has none, the whole. */
export const allRows = (matrix: Matrix): Row[] => [...matrix.rows, ...(matrix.rest ? [matrix.rest] : []), ...(matrix.rows.length ? [matrix.total] : matrix.rest ? [] : [matrix.total])]

/** The column asked for, else the one that sums all, else the first. */
export function chosenColumn(matrix: Matrix, key: string): number {
  const asked = matrix.columns.findIndex((one) => columnKey(one) === key)
  if (asked >= 0) return asked
  const sum = matrix.columns.findIndex((one) => isSum(one, matrix.columns))
  return Math.max(sum, 0)
}

/** The greatest index of the places in the columns that take part; the shade is measured by it. */
export function greatest(matrix: Matrix, columns: number[]): number {
  return Math.max(0, ...matrix.rows.flatMap((row) => columns.map((i) => row.cells[i]?.index ?? 0)))
}

/** The step of the shade, 0 to 5. */
export const shade = (index: number, most: number) => (most <= 0 || index <= 0 ? 0 : Math.min(5, Math.ceil((index / most) * 5)))

/** What changed, by cell. */
export const changesOf = (difference: Difference | undefined) => new Map((difference?.cells ?? []).map((one) => [cellKey(one.region, one.column), one]))
