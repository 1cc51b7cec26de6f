import { ref, watch } from 'vue'
import { firstScheme, kept, showScheme, system, type Scheme } from './schemes'

/** The choice of the reader. */
export const scheme = ref<Scheme>(firstScheme())
/** Whether the page is dark now; charts redraw when it changes. */
export const dark = ref(false)

/** Keeps the page in the chosen scheme from now on. */
export function followScheme(): void {
  const show = () => (dark.value = showScheme(scheme.value))
  system.addEventListener('change', show)
  watch(scheme, (next) => {
    localStorage.setItem(kept, next)
    show()
  })
  show()
}

/** The value of a colour token in the scheme that is shown, such as token('primary'). */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}
