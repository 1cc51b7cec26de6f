/** A cell of a table: what is exported and compared. */
export type Cell = string | number | boolean | null | undefined

/** What a spreadsheet would take for a formula. */
const formula = /^[=+\-@\t\r]/

/** One cell of a CSV file (RFC 4180). A text that a spreadsheet would run gets a leading apostrophe. */
export function csvCell(value: Cell): string {
  if (value === null || value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const safe = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A CSV file with a byte order mark, by which spreadsheets know its encoding. */
export function csv(head: string[], rows: Cell[][]): string {
  return '\uFEFF' + [head, ...rows].map((row) => row.map(csvCell).join(',') + '\r\n').join('')
}

/** Hands a file to the reader. */
export function download(name: string, text: string, media = 'text/csv;charset=utf-8'): void {
  const address = URL.createObjectURL(new Blob([text], { type: media }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
