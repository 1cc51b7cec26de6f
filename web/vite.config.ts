import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import element from 'unplugin-element-plus/vite'
import { defineConfig } from 'vite'
import { messages } from './tools/messages.ts'

// The service that a development server asks.
const service = process.env.CHUANGMAI_ADDRESS ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [messages(), vue(), element({})],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  define: {
    __VUE_OPTIONS_API__: true, // Element Plus has parts written so
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
    chunkSizeWarningLimit: 900,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'frame', test: /node_modules\/(@vue|vue|vue-router|vue-i18n|@intlify)\// },
            // What every page says, as one file for each language.
            { name: (id) => /\/locales\/([^/]+)\/(?:app|parts|start)\.json/.exec(id)?.[1] ?? null },
          ],
        },
      },
    },
  },
  server: { proxy: Object.fromEntries(['/api', '/docs', '/livez', '/readyz'].map((path) => [path, service])) },
})
