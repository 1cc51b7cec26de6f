import { effectScope, nextTick, ref } from 'vue'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type * as Growth from '@/use/growing'

interface Part {
  items: number[]
  total: number
  next?: string
}
type Growing<T, I> = Growth.Growing<T, I>
type Place = Growth.Place
let growth: typeof Growth
beforeAll(async () => {
  vi.stubGlobal('location', new URL('http://localhost/'))
  growth = await import('@/use/growing')
})

/** A list of the numbers below total, from what its cursor says on. */
const numbers = (total: number, { limit, cursor }: Place): Part => {
  const from = Number(cursor ?? 0)
  const items = Array.from({ length: Math.min(limit, total - from) }, (_, i) => from + i)
  return { items, total, ...(from + limit < total && { next: String(from + limit) }) }
}
const reply = (data: Part) => ({ data, response: new Response() })
const settled = async () => {
  for (let i = 0; i < 10; i++) await nextTick()
}
const grown = async (run: (list: Growing<Part, number>, total: { value: number }, broken: { value: boolean }) => Promise<void>) => {
  const scope = effectScope()
  const total = ref(7)
  const broken = ref(false)
  const list = scope.run(() =>
    growth.useGrowing(
      () => total.value,
      { first: 2, later: 3 },
      async (asked: number, place) => (broken.value ? { error: {}, response: new Response(null, { status: 503 }) } : reply(numbers(asked, place))),
      (part: Part) => part.items,
    ),
  )
  await settled()
  if (list) await run(list, total, broken)
  scope.stop()
}

describe('a list that grows', () => {
  test('is read part by part to its end', () =>
    grown(async (list) => {
      expect(list.items.value).toEqual([0, 1])
      list.more()
      await settled()
      expect(list.items.value).toEqual([0, 1, 2, 3, 4])
      expect(list.unread.value).toBe(true)
      list.more()
      await settled()
      expect(list.items.value).toEqual([0, 1, 2, 3, 4, 5, 6])
      expect(list.unread.value).toBe(false)
    }))
  test('begins again with another question', () =>
    grown(async (list, total) => {
      list.more()
      await settled()
      total.value = 4
      await settled()
      expect(list.items.value).toEqual([0, 1])
      list.more()
      await settled()
      expect(list.items.value).toEqual([0, 1, 2, 3])
    }))
  test('keeps what was read when a part fails, and reads it when asked again', () =>
    grown(async (list, _, broken) => {
      broken.value = true
      list.more()
      await settled()
      expect(list.items.value).toEqual([0, 1])
      expect(list.failed.value).toBeDefined()
      broken.value = false
      list.more()
      await settled()
      expect(list.items.value).toEqual([0, 1, 2, 3, 4])
      expect(list.failed.value).toBeUndefined()
    }))
})
