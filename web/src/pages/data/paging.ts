import { computed, ref, watch } from 'vue'

/** The page of a list that is shown, by the cursors that led to it; it begins again when what is listed changes. */
export function usePaging(listed: () => unknown) {
  const cursors = ref<string[]>([])
  watch(() => JSON.stringify(listed()), () => (cursors.value = []))
  return {
    cursor: computed(() => cursors.value.at(-1)),
    /** Number of the page, from 1. */
    page: computed(() => cursors.value.length + 1),
    forward: (next: string) => (cursors.value = [...cursors.value, next]),
    back: () => (cursors.value = cursors.value.slice(0, -1)),
    restart: () => (cursors.value = []),
  }
}
