import { type RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useText } from '../context/context.ts'
import type { Key } from '../i18n/language.ts'
import { IconButton } from '../ui/Button.tsx'
import type { EditorHandle } from './Editor.tsx'

const TAGS: [icon: string, key: Key, tag: string, on: Name, off: Name][] = [
  ['bold', 'format.bold', 'B', 'bold', 'removeBold'],
  ['italic', 'format.italic', 'I', 'italic', 'removeItalic'],
  ['underline', 'format.underline', 'U', 'underline', 'removeUnderline'],
  ['list', 'format.list', 'UL', 'makeUnorderedList', 'removeList'],
  ['list-ordered', 'format.numbers', 'OL', 'makeOrderedList', 'removeList'],
  ['text-quote', 'format.quote', 'BLOCKQUOTE', 'increaseQuoteLevel', 'decreaseQuoteLevel'],
]
type Name = 'bold' | 'removeBold' | 'italic' | 'removeItalic' | 'underline' | 'removeUnderline' | 'makeUnorderedList' | 'makeOrderedList' | 'removeList' | 'increaseQuoteLevel' | 'decreaseQuoteLevel'

/** Looks of the text at the cursor. */
export function FormatBar({ editor }: { editor: RefObject<EditorHandle | null> }) {
  const text = useText()
  const [path, setPath] = useState('')
  useEffect(() => {
    const squire = editor.current?.squire()
    const look = () => setPath(squire?.getPath() ?? '')
    squire?.addEventListener('pathChange', look)
    return () => void squire?.removeEventListener('pathChange', look)
  }, [])
  const squire = () => editor.current?.squire()
  const link = () => {
    const url = prompt(text('format.linkTo'), 'https://')
    if (url && /^(https?:|mailto:)/i.test(url)) squire()?.makeLink(url, { rel: 'noopener noreferrer' })
    squire()?.focus()
  }
  return (
    <div class="format-bar" role="toolbar" aria-label={text('format.title')}>
      {TAGS.map(([icon, key, tag, on, off]) => {
        const set = new RegExp(`(?:^|>)${tag}(?:$|[>.\\[])`).test(path) || Boolean(squire()?.hasFormat(tag) && path === '(selection)')
        return (
          <IconButton
            key={icon}
            label={text(key)}
            icon={icon}
            pressed={set}
            class={set ? 'on' : ''}
            onClick={() => {
              squire()?.[set ? off : on]()
              squire()?.focus()
            }}
          />
        )
      })}
      <IconButton label={text('format.link')} icon="link" onClick={link} />
      <IconButton label={text('format.none')} icon="remove-formatting" onClick={() => squire()?.removeAllFormatting().focus()} />
    </div>
  )
}
