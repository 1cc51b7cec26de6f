/** What a reader may choose: light, dark, or what the system says. */
export const schemes = ['system', 'light', 'dark'] as const
export type Scheme = (typeof schemes)[number]

export const kept = 'chuangmai-scheme'
export const system = window.matchMedia('(prefers-color-scheme: dark)')

/** The choice that was kept. */
export const firstScheme = (): Scheme => schemes.find((one) => one === localStorage.getItem(kept)) ?? 'system'

/** Puts the page in a scheme; whether it is dark now. */
export function showScheme(scheme: Scheme): boolean {
  const dark = scheme === 'dark' || (scheme === 'system' && system.matches)
  document.documentElement.dataset.scheme = dark ? 'dark' : 'light'
  return dark
}
