import { createApp } from 'vue'
import App from './App.vue'
import { i18n, setLanguage, wantTexts } from './i18n'
import { firstLanguage } from './languages'
import { fetchPage, router } from './router'
import { listen } from './use/keys'
import { followScheme } from './use/scheme'
import { followTitle } from './use/title'

followScheme()
const first = router.resolve(location.pathname + location.search)
fetchPage(first)
wantTexts(...first.meta.texts)
await setLanguage(firstLanguage(), false)
followTitle()
listen()
const app = createApp(App).use(i18n).use(router)
// Head, page and foot are drawn at once, in place of the frame in index.html.
await router.isReady()
app.mount('#app')
performance.mark('chuangmai-usable')
