/** Keeps the client's files and its page for times without network. Answers of the API are never kept here. */
import { news, verify } from './model/notifying.ts'
import { isAsset, isScreen } from './model/offline.ts'

declare const self: ServiceWorkerGlobalScope

const FILES = 'files'
const PAGE = 'page'
const SHELL = '/'

self.addEventListener('install', event => event.waitUntil(self.skipWaiting()))

self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', event => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (isAsset(url.pathname)) event.respondWith(file(request))
  else if (request.mode === 'navigate' && isScreen(url.pathname)) event.respondWith(page(request))
})

/** A page that was here before this worker says which files it has. */
self.addEventListener('message', event => event.waitUntil(keepPage(event.data as string[])))

async function keepPage(urls: readonly string[]): Promise<void> {
  if (!(await (await caches.open(PAGE)).match(SHELL))) await page(new Request(SHELL))
  const assets = urls.map(it => new URL(it)).filter(it => it.origin === self.location.origin && isAsset(it.pathname))
  await Promise.all(assets.map(it => file(new Request(it))))
}

/** Files whose names change with what they hold are right for ever. */
async function file(request: Request): Promise<Response> {
  const files = await caches.open(FILES)
  const kept = await files.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await files.put(request, answer.clone())
  return answer
}

/** The page as the server has it; when nobody answers, as it was. */
async function page(request: Request): Promise<Response> {
  const pages = await caches.open(PAGE)
  try {
    const answer = await fetch(request)
    if (answer.ok && !answer.redirected) {
      await pages.put(SHELL, answer.clone())
      await forgetOthers(await answer.clone().text())
    } else if (answer.type === 'opaqueredirect' || answer.redirected) await pages.delete(SHELL) // signed out
    return answer
  } catch (problem) {
    const kept = await pages.match(SHELL)
    if (kept) return kept
    throw problem
  }
}

/** When a new page names other files, those of before are not needed any more, but for those it loads later. */
async function forgetOthers(html: string): Promise<void> {
  const files = await caches.open(FILES)
  const entry = /src="(\/assets\/[^"]+)"/.exec(html)?.[1]
  const kept = await files.keys()
  if (!entry || kept.some(it => it.url.endsWith(entry))) return
  await Promise.all(kept.map(it => files.delete(it)))
}

self.addEventListener('push', event => event.waitUntil(heard(event)))

self.addEventListener('notificationclick', event => {
  event.notification.close()
  event.waitUntil(show(String((event.notification.data as { address?: string } | null)?.address ?? '/mail/inbox')))
})

/** A code that proves the way here, or the word that mail came. */
async function heard(event: PushEvent): Promise<void> {
  const told = event.data?.json() as { '@type'?: string; pushSubscriptionId?: string; verificationCode?: string } | undefined
  if (told?.['@type'] === 'PushVerification') return verify(fetch, told.pushSubscriptionId ?? '', told.verificationCode ?? '')
  const tabs = await self.clients.matchAll({ type: 'window' })
  if (tabs.some(it => it.visibilityState === 'visible')) return // whoever looks sees it
  const found = await news(fetch).catch(() => undefined)
  if (found) await self.registration.showNotification(found.title, { body: found.text, tag: found.id, icon: '/icon-192.png', data: { address: found.address } })
}

/** In the tab that is there, else in another. */
async function show(address: string): Promise<void> {
  const tabs = await self.clients.matchAll({ type: 'window' })
  const tab = tabs[0]
  if (!tab) return void (await self.clients.openWindow(address))
  await tab.focus()
  await tab.navigate(address)
}
