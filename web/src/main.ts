import { createApp } from 'vue'
import App from './App.vue'
import { firstLanguage, i18n, setLanguage, wantTexts } from './i18n'
import { fetchPage, router } from './router'
import './styles/tokens.css'
import './styles/base.css'
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
createApp(App).use(i18n).use(router).mount('#app')
await router.isReady()
performance.mark('chuangmai-usable')
