import { describe, expect, test } from 'vitest'
import { longestText, pack, readQuestion, unpack, writeQuestion, type Question } from '../src/use/question'

const empty = readQuestion({})
const full: Question = {
  text: '铝合金 & 焊接? #气孔\n50%', need: { text: 'x', capabilities: [{ id: 'cap:welding', weight: 0.5 }], places: [{ code: '320500', radius_km: 50 }] },
  field: '先进制造', requester: 'local:firm', city: '苏州', industry: 'C33', size: 'small', kinds: ['institute', 'university'], regions: ['320500'],
  openness: 'usable', factsOnly: true, asOf: '2024-03', group: 'use', sort: 'distance', view: 'table', novelty: 0, compare: ['ror:1', 'local:a/b c'],
}

describe('the question in the address', () => {
  test('is read as it was written', () => {
    const address = new URLSearchParams()
    for (const [key, value] of Object.entries(writeQuestion(full))) for (const one of [value].flat()) address.append(key, String(one))
    const back: Record<string, string[]> = {}
    for (const [key, value] of new URLSearchParams(address.toString())) (back[key] ??= []).push(value)
    expect(readQuestion(back)).toEqual(full)
  })
  test('says nothing where there is nothing', () => {
    expect(writeQuestion(empty)).toEqual({})
    expect(readQuestion({ kind: null, need: '', novelty: 'x' })).toEqual(empty)
  })
  test('survives what others write into it', () => {
    expect(readQuestion({ need: '%%%', novelty: '7', q: ['a', 'b'], facts: 'yes' })).toEqual({ ...empty, text: 'a' })
    expect(readQuestion({ need: pack([1, 2]) }).need).toBeUndefined()
    expect([...readQuestion({ q: '𠮷'.repeat(longestText + 5) }).text]).toHaveLength(longestText)
  })
  test('packs every value', () => {
    for (const value of [null, 0, '', '汉字 😀', { a: [1, { b: '~~~???' }] }]) expect(unpack(pack(value))).toEqual(value)
    expect(pack('汉字???>>>')).toMatch(/^[\w-]+$/)
  })
})
