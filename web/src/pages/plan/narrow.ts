import { onScopeDispose, ref, type Ref } from 'vue'

/** Whether the window is too narrow for a matrix. */
export function useNarrow(): Ref<boolean> {
  const asked = window.matchMedia('(max-width: 640px)')
  const narrow = ref(asked.matches)
  const follow = () => (narrow.value = asked.matches)
  asked.addEventListener('change', follow)
  onScopeDispose(() => asked.removeEventListener('change', follow))
  return narrow
}
