/**
 * Moves among the tabs of a tablist with the arrows, Home and End: chooses the tab and gives
 * it the focus. id is the id of a tab's element.
 */
export function moveTab(pressed: KeyboardEvent, tabs: readonly string[], shown: string, id: (tab: string) => string, choose: (tab: string) => void): void {
  const at = tabs.indexOf(shown)
  const last = tabs.length - 1
  const to = { ArrowRight: Math.min(at + 1, last), ArrowLeft: Math.max(at - 1, 0), Home: 0, End: last }[pressed.key]
  const next = to === undefined ? undefined : tabs[to]
  if (next === undefined) return
  pressed.preventDefault()
  choose(next)
  document.getElementById(id(next))?.focus()
}
