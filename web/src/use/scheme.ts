import { ref, watch } from 'vue'

/** What a reader may choose: light, dark, or what the system says. */
export const schemes = ['system', 'light', 'dark'] as const
export type Scheme = (typeof schemes)[number]

const kept = 'chuangmai-scheme'
const system = window.matchMedia('(prefers-color-scheme: dark)')

/** The choice of the reader. */
export const scheme = ref<Scheme>(schemes.find((one) => one === localStorage.getItem(kept)) ?? 'system')
/** Whether the page is dark now; charts redraw when it changes. */
export const dark = ref(false)

/** Keeps the page in the chosen scheme from now on. */
export function followScheme(): void {
  const show = () => {
    dark.value = scheme.value === 'dark' || (scheme.value === 'system' && system.matches)
    document.documentElement.dataset.scheme = dark.value ? 'dark' : 'light'
  }
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
