import { onScopeDispose, ref } from 'vue'

/** One key of a page, listed by "?". */
export interface Key {
  /** What the keyboard says (KeyboardEvent.key), such as '/' or 'ArrowDown'. */
  key: string
  /** Key of the text that says what it does. */
  label: string
  act: (pressed: KeyboardEvent) => void
}

/** The keys that act now, the latest page's last. */
export const keys = ref<Key[]>([])

/** Adds keys for as long as the component that calls it lives. */
export function useKeys(...added: Key[]): void {
  keys.value = [...keys.value, ...added]
  onScopeDispose(() => (keys.value = keys.value.filter((one) => !added.includes(one))))
}

const writing = 'input, textarea, select, [contenteditable="true"]'

/** Starts listening. Keys do not act while somebody writes, nor together with Ctrl, Alt or Meta. */
export function listen(): void {
  document.addEventListener('keydown', (pressed) => {
    const on = pressed.target instanceof Element ? pressed.target : null
    if (pressed.defaultPrevented || pressed.ctrlKey || pressed.metaKey || pressed.altKey || on?.closest(writing)) return
    if (document.querySelector('dialog[open]')) return
    const key = keys.value.findLast((one) => one.key === pressed.key)
    if (!key) return
    pressed.preventDefault()
    key.act(pressed)
  })
}

/** Moves the focus among the elements that match, by one step; the arrows among hits use it. */
export function moveFocus(selector: string, step: 1 | -1): void {
  const all = [...document.querySelectorAll<HTMLElement>(selector)]
  const at = all.findIndex((one) => one.contains(document.activeElement))
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)
  all[next]?.focus()
  all[next]?.scrollIntoView({ block: 'nearest' })
}
