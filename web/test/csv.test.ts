import { expect, test } from 'vitest'
import { csv, csvCell } from '../src/use/csv'

test('cells are quoted where they must be, and never run', () => {
  for (const [value, want] of [
    ['a', 'a'], ['a,b', '"a,b"'], ['说“好”', '说“好”'], ['a"b', '"a""b"'], ['a\nb', '"a\nb"'], [1.5, '1.5'], [-2, '-2'], [true, 'true'],
    [null, ''], [undefined, ''], ['', ''], ['=1+1', "'=1+1"], ['+86', "'+86"], ['-x', "'-x"], ['@a', "'@a"], ['\t=1', "'\t=1"], ['=a,"b"', `"'=a,""b"""`],
  ] as const) expect(csvCell(value)).toBe(want)
})

test('a file has its mark, head and rows', () => {
  expect(csv(['名称', 'n'], [['甲', 1], []])).toBe('\uFEFF名称,n\r\n甲,1\r\n\r\n')
})
