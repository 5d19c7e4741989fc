import DOMPurify from 'dompurify'

const RULES = {
  FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select', 'svg', 'math', 'iframe', 'object', 'embed', 'base', 'link', 'meta'],
  FORBID_ATTR: ['id', 'class', 'srcset', 'background'],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|cid:|blob:|data:image\/(?:png|gif|jpeg|webp);|\/jmap\/download\/)/i,
}

/**
 * What may stand in a message that we write: text and its looks, nothing that acts. Pictures from
 * elsewhere are not loaded while one writes; looks are set one by one, as the page's policy has it.
 */
export function clean(html: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(html, { ...RULES, RETURN_DOM_FRAGMENT: true })
  const styles: string[] = []
  const styled = fragment.querySelectorAll<HTMLElement>('[style]')
  styled.forEach(it => {
    styles.push(it.style.cssText)
    it.removeAttribute('style')
    it.dataset['styled'] = ''
  })
  fragment.querySelectorAll('img').forEach(it => {
    const src = it.getAttribute('src') ?? ''
    if (!/^(?:https?|cid):/i.test(src)) return
    it.dataset['src'] = src
    it.removeAttribute('src')
  })
  const live = document.importNode(fragment, true)
  live.querySelectorAll<HTMLElement>('[data-styled]').forEach((it, index) => {
    it.style.cssText = styles[index] ?? ''
    delete it.dataset['styled']
  })
  return live
}

/** The HTML as others get it: pictures have their addresses again. */
export function outgoing(root: HTMLElement, known: (cid: string) => boolean): string {
  const copy = document.implementation.createHTMLDocument('').importNode(root, true) // nothing is loaded there
  copy.querySelectorAll<HTMLElement>('img[data-src]').forEach(it => {
    it.setAttribute('src', it.dataset['src'] ?? '')
    it.removeAttribute('data-src')
  })
  copy.querySelectorAll<HTMLElement>('img[data-cid]').forEach(it => {
    const cid = it.dataset['cid'] ?? ''
    if (known(cid)) it.setAttribute('src', `cid:${cid}`)
    it.removeAttribute('data-cid')
  })
  return copy.innerHTML
}

export function cleanHtml(html: string): string {
  return DOMPurify.sanitize(html, RULES)
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(html: string): string }): unknown
  defaultPolicy?: unknown
}

/** Whatever writes HTML into the page from here on writes cleaned HTML: the browser sees to it. */
export function guard(): void {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
  if (types && !types.defaultPolicy) types.createPolicy('default', { createHTML: cleanHtml })
}
