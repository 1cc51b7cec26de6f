import { ref, watchEffect } from 'vue'
import { i18n } from '@/i18n'

/** What the page is about, beside the name of its area, such as the name of a record. */
export const subject = ref('')
/** The key of the page's own title. */
export const titleKey = ref('app.name')

/** Keeps the title of the document in step with page, subject and language. */
export function followTitle(): void {
  watchEffect(() => {
    const { t } = i18n.global
    const parts = [subject.value, titleKey.value === 'app.name' ? '' : t(titleKey.value), t('app.name')]
    document.title = parts.filter((part) => part !== '').join(' · ')
  })
}
