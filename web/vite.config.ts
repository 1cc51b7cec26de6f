import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { ahead } from './tools/ahead.ts'
import { messages } from './tools/messages.ts'

// The service that a development server asks.
const service = process.env.CHUANGMAI_ADDRESS ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [messages(), vue(), ahead('/src/main.ts')],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __INTLIFY_DROP_MESSAGE_COMPILER__: true,
  },
  build: {
    outDir: 'dist',
    target: ['chrome108', 'edge108', 'firefox115', 'safari16'],
    // A picture inside a style would be refused by the policy of other parts than images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false }, // a browser without it asks later
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'first', test: /\/src\/(?:use\/schemes|languages)|vite\/preload-helper/, priority: 2 },
            { name: 'vue', priority: 1, test: /node_modules\/(@vue|vue|vue-router|vue-i18n|@intlify)\// },
            // What every page uses, in one file: each more is one more to be asked for.
            { name: 'frame', test: /\/src\/(?:i18n\.ts|router\.ts|use\/(?!schemes)|api\/|parts\/(?:LoadingSkeleton|SyntheticBadge|ErrorState|CopyButton|EmptyState))|node_modules\/openapi-fetch\/|plugin-vue:export-helper/ },
            // What every page says, as one file for each language.
            { name: (id) => /\/locales\/([^/]+)\/(?:app|parts|start)\.json/.exec(id)?.[1] ?? null },
          ],
        },
      },
    },
  },
  server: { proxy: Object.fromEntries(['/api', '/docs', '/livez', '/readyz'].map((path) => [path, service])) },
})
