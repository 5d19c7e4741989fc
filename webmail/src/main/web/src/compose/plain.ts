const BLOCKS = /^(?:ADDRESS|ARTICLE|BLOCKQUOTE|DIV|DL|FIGURE|H[1-6]|HR|LI|OL|P|PRE|SECTION|TABLE|TR|UL)$/

/** The text of what was written, for those who read without HTML: quotes get their angles. */
export function toPlain(root: ParentNode): string {
  return render(root).replace(/ /g, ' ').replace(/\n{3,}/g, '\n\n').trim() + '\n'
}

function render(node: ParentNode): string {
  let text = ''
  for (const child of node.childNodes) {
    if (child.nodeType === 3) text += (child.nodeValue ?? '').replace(/[ \t\r\n]+/g, ' ')
    else if (child.nodeType === 1) text = join(text, child as Element)
  }
  return text
}

function join(before: string, element: Element): string {
  if (element.tagName === 'BR') return `${before}\n`
  if (element.tagName === 'HR') return `${line(before)}---\n`
  let inner = element.tagName === 'PRE' ? (element.textContent ?? '') : render(element)
  if (element.tagName === 'A') {
    const href = element.getAttribute('href') ?? ''
    if (/^https?:/.test(href) && !inner.includes(href)) inner = `${inner} <${href}>`
  }
  if (element.tagName === 'IMG') inner = element.getAttribute('alt') ? `[${element.getAttribute('alt')}]` : ''
  if (element.tagName === 'TD' || element.tagName === 'TH') return `${before}${inner.trim()}  `
  if (!BLOCKS.test(element.tagName)) return before + inner
  if (element.tagName === 'LI') inner = `${bullet(element)} ${inner.trim()}`
  if (element.tagName === 'BLOCKQUOTE') inner = inner.trim().split('\n').map(it => (it.startsWith('>') ? `>${it}` : `> ${it}`.trimEnd())).join('\n')
  const trimmed = inner.replace(/\n$/, '')
  return `${line(before)}${trimmed}\n${element.tagName === 'P' || element.tagName === 'BLOCKQUOTE' ? '\n' : ''}`
}

const line = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text.trimEnd()}\n`)

function bullet(item: Element): string {
  const list = item.parentElement
  return list?.tagName === 'OL' ? `${[...list.children].indexOf(item) + 1}.` : '•'
}
