import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { defineConfig, type Plugin } from 'vite'

/** The icons that the client shows, by the names that Lucide gives them. */
const ICONS: string[] = JSON.parse(readFileSync(new URL('src/ui/icons.json', import.meta.url), 'utf8'))

/** Gives `virtual:icons` the shapes of our icons alone, so that the other thousand stay away. */
function icons(): Plugin {
  const all = createRequire(import.meta.url)('lucide-static/icon-nodes.json') as Record<string, unknown>
  return {
    name: 'godwit-icons',
    resolveId: id => (id === 'virtual:icons' ? '\0icons' : undefined),
    load(id) {
      if (id !== '\0icons') return undefined
      const missing = ICONS.filter(name => !(name in all))
      if (missing.length > 0) throw new Error(`no such icons: ${missing.join(', ')}`)
      return `export default ${JSON.stringify(Object.fromEntries(ICONS.map(name => [name, all[name]])))}`
    },
  }
}

const SERVER = process.env['GODWIT_URL'] ?? 'http://localhost:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [icons()],
  build: {
    outDir: '../../../target/web/client',
    emptyOutDir: true,
    target: 'es2022',
    manifest: 'manifest.json',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: true,
  },
  server: {
    proxy: Object.fromEntries(
      ['/jmap', '/login', '/logout', '/signin', '/mail-body', '/mail-image'].map(path => [
        path,
        { target: SERVER, changeOrigin: true, headers: { origin: SERVER } },
      ]),
    ),
  },
})
