import { describe, expect, test } from 'vitest'
import { draftOf, itemOf } from './conditions'
import { marked } from './lights'
import { chips, withItem, without, type Need } from './need'

const read: Need = {
  text: '铝合金焊接后气孔多',
  capabilities: [
    { id: 'cap:welding-and-joining', name: '焊接与连接', weight: 0.6666666, words: ['焊接'] },
    { id: 'cap:casting-and-foundry', name: '铸造', weight: 0.3, words: ['铝合金'] },
    { id: 'cap:aeronautical-equipment', name: '航空装备', weight: 0.03 },
  ],
  terms: [{ text: '铝合金', sort: 'material', spans: [{ start: 0, end: 3, text: '铝合金' }] }],
  places: [{ code: '320500', name: '苏州市', radius_km: 60 }],
  budget: { max_wan: 30 },
}

describe('chips', () => {
  test('show what carries and keep the rest on demand', () => {
    expect(chips(read).map((chip) => [chip.part, chip.index, chip.minor])).toEqual([
      ['capabilities', 0, false], ['capabilities', 1, false], ['capabilities', 2, true], ['terms', 0, false], ['places', 0, false], ['budget', 0, false],
    ])
  })
  test('a capability taken away states the others and lets the disciplines follow', () => {
    expect(without(read, undefined, { part: 'capabilities', index: 1 })).toEqual({
      capabilities: [{ id: 'cap:welding-and-joining', weight: 0.667, words: ['焊接'] }, { id: 'cap:aeronautical-equipment', weight: 0.03 }],
      disciplines: [],
    })
  })
  test('corrections add up, and corrected disciplines stand', () => {
    const stated = without(read, { disciplines: [{ id: 'disc:0802' }] }, { part: 'places', index: 0 })
    expect(stated).toEqual({ disciplines: [{ id: 'disc:0802' }], places: [] })
    expect(without(read, stated, { part: 'capabilities', index: 0 }).disciplines).toEqual([{ id: 'disc:0802' }])
  })
  test('a budget and a deadline are cleared, not forgotten', () => {
    expect(without(read, undefined, { part: 'budget', index: 0 })).toEqual({ budget: {} })
    expect(without(read, undefined, { part: 'needed_by', index: 0 })).toEqual({ needed_by: { date: '' } })
  })
  test('an item is added, or put in the place of one', () => {
    expect(withItem(read, undefined, 'places', { code: '320200', radius_km: 30 }).places).toEqual([{ code: '320500', radius_km: 60 }, { code: '320200', radius_km: 30 }])
    expect(withItem(read, undefined, 'places', { code: '320200', radius_km: 30 }, 0).places).toEqual([{ code: '320200', radius_km: 30 }])
    expect(withItem(read, undefined, 'budget', { min_wan: 5 })).toEqual({ budget: { min_wan: 5 } })
  })
})

describe('the form of a condition', () => {
  test('holds a chip and gives it back', () => {
    expect(itemOf('places', draftOf('places', { code: '320500', name: '苏州市', radius_km: 60, required: true }))).toEqual({ code: '320500', radius_km: 60, required: true })
    expect(itemOf('figures', draftOf('figures', { quantity: '精度', op: 'range', value: -0.02, max: 0.02, unit: 'mm', si: 1 }))).toEqual({ quantity: '精度', op: 'range', value: -0.02, max: 0.02, unit: 'mm' })
    expect(itemOf('budget', draftOf('budget', { min_wan: 30, max_wan: 50 }))).toEqual({ min_wan: 30, max_wan: 50 })
    expect(itemOf('terms', draftOf('terms', { text: '铝合金', sort: 'material' }))).toEqual({ text: '铝合金', sort: 'material' })
  })
  test.each([
    ['capabilities', {}],
    ['terms', { text: '  ' }],
    ['figures', { value: 'x' }],
    ['figures', { op: 'range' as const, value: '3', max: '1' }],
    ['budget', { value: '5', max: '3' }],
    ['needed_by', { date: 'tomorrow' }],
    ['needed_by', { date: '2027-13' }],
  ] as const)('%s is not taken when it is incomplete: %o', (part, draft) => {
    expect(itemOf(part, { ...draftOf(part), ...draft })).toBeUndefined()
  })
})

test('words are marked where they stand, whatever their case', () => {
  expect(marked('做CT检测ct', [{ word: 'ct', mark: 'lit' }])).toEqual([
    { text: '做', mark: '' }, { text: 'CT', mark: 'lit' }, { text: '检测', mark: '' }, { text: 'ct', mark: 'lit' },
  ])
  expect(marked('', [{ word: '', mark: 'lit' }])).toEqual([])
})
