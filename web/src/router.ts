import { createRouter, createWebHistory, type RouteLocationNormalized, type RouteRecordRaw } from 'vue-router'
import { language, loadTexts, setLanguage } from './i18n'
import { asLanguage } from './languages'
import { subject, titleKey } from './use/title'

declare module 'vue-router' {
  interface RouteMeta {
    /** The files of texts the page needs beside app and parts. */
    texts: string[]
    /** Key of its title. */
    title: string
    /** Which entry of the menu it belongs to. */
    area?: 'find' | 'center' | 'plan' | 'data'
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', name: 'start', component: () => import('./pages/StartPage.vue'), meta: { texts: ['start'], title: 'app.name', area: 'find' } },
  { path: '/answer', name: 'answer', component: () => import('./pages/AnswerPage.vue'), meta: { texts: ['answer', 'teams'], title: 'answer.title', area: 'find' } },
  { path: '/compare', name: 'compare', component: () => import('./pages/ComparePage.vue'), meta: { texts: ['answer', 'compare'], title: 'compare.title', area: 'find' } },
  { path: '/node/:id(.*)', name: 'node', component: () => import('./pages/NodePage.vue'), meta: { texts: ['node', 'rules'], title: 'node.title' } },
  { path: '/center', name: 'center', component: () => import('./pages/CenterPage.vue'), meta: { texts: ['center', 'rules', 'teams'], title: 'center.title', area: 'center' } },
  { path: '/plan', name: 'plan', component: () => import('./pages/PlanPage.vue'), meta: { texts: ['plan', 'rules'], title: 'plan.title', area: 'plan' } },
  { path: '/data', name: 'data', component: () => import('./pages/DataPage.vue'), meta: { texts: ['data'], title: 'data.title', area: 'data' } },
  { path: '/records', name: 'records', component: () => import('./pages/RecordsPage.vue'), meta: { texts: ['records'], title: 'records.title' } },
  { path: '/method', name: 'method', component: () => import('./pages/MethodPage.vue'), meta: { texts: ['method'], title: 'method.title' } },
  { path: '/:rest(.*)*', name: 'missing', component: () => import('./pages/NotFoundPage.vue'), meta: { texts: [], title: 'app.missing.title' } },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.hash ? { el: to.hash } : to.path === from.path ? undefined : { top: 0 }),
})

/** Begins to fetch the files of a page, beside its texts; what fails is said when the router needs it. */
export function fetchPage(to: Pick<RouteLocationNormalized, 'matched'>): void {
  for (const record of to.matched) {
    const page = record.components?.default
    if (typeof page === 'function') void (page as () => Promise<unknown>)().catch(() => undefined)
  }
}

router.beforeEach(async (to) => {
  const asked = asLanguage(to.query.lang)
  if (asked && asked !== language()) await setLanguage(asked)
  fetchPage(to)
  await loadTexts(...to.meta.texts)
})

router.afterEach((to, from) => {
  titleKey.value = to.meta.title
  if (to.path === from.path) return
  subject.value = ''
  // Who does not see the page hears that another one is there.
  if (from.matched.length > 0) document.getElementById('main')?.focus({ preventScroll: true })
})

/** The address of a record's page. */
export const nodeAddress = (id: string) => ({ name: 'node', params: { id } })

/** Changes the language and keeps the page, with the choice in its address. */
export async function chooseLanguage(next: ReturnType<typeof language>): Promise<void> {
  await setLanguage(next)
  const route = router.currentRoute.value
  await router.replace({ query: { ...route.query, lang: next }, hash: route.hash })
}

