import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import { client } from '@/api/client'
import { useFormat } from './format'
import { useRequest } from './request'

/** The name of a region by its code, '' until it is known; a code without a record stays a code. */
export function usePlace(region: MaybeRefOrGetter<string | undefined>): ComputedRef<string> {
  const { name } = useFormat()
  const { data } = useRequest(
    () => toValue(region) || undefined,
    (code, signal) => client.GET('/api/v1/nodes/{id}', { params: { path: { id: `region:${code}` } }, signal }),
  )
  return computed(() => (data.value ? name(data.value.node) : (toValue(region) ?? '')))
}
