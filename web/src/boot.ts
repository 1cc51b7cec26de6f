// The first script: small, so that the frame in index.html is painted before the pages are read.
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import { firstLanguage } from './languages'
import { firstScheme, showScheme } from './use/schemes'

showScheme(firstScheme())
const texts = {
  'zh-CN': () => import('./locales/zh-CN/start.json'),
  en: () => import('./locales/en/start.json'),
}
let begun = false
function begin(): void {
  if (begun) return
  begun = true
  void import('./main')
  // What main will ask for in turn; it says so when they fail.
  void texts[firstLanguage()]().catch(() => undefined)
  if (location.pathname === '/') void import('./pages/StartPage.vue').catch(() => undefined)
}
// A page in the background is not painted, so it does not wait for that.
if (document.visibilityState === 'hidden') begin()
else requestAnimationFrame(() => setTimeout(begin))
setTimeout(begin, 500)
