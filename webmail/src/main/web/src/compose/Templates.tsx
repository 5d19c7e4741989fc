import { type RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import type { EmailRow } from '../jmap/types.ts'
import { htmlPart, plainText } from '../model/reading.ts'
import { saveTemplate, templates } from '../model/templates.ts'
import type { Writing } from '../model/writing.ts'
import { Menu } from '../ui/Menu.tsx'
import { escape } from './begin.ts'
import type { EditorHandle } from './Editor.tsx'
import { cleanHtml } from './sanitize.ts'

/** Texts that are written again and again: put in, or made of what is written now. */
export function Templates({ writing, editor }: { writing: Writing; editor: RefObject<EditorHandle | null> }) {
  const mail = useMail()
  const text = useText()
  const [list, setList] = useState<EmailRow[]>([])
  const load = async () => setList(await templates(mail.client))
  useEffect(() => {
    void mail.watch(load())
  }, [])
  const insert = async (template: EmailRow) => {
    const email = await mail.conversations.withHtml(template.id)
    if (!email) return
    const part = htmlPart(email)
    const html = part?.partId ? cleanHtml(email.bodyValues[part.partId]?.value ?? '') : `<div>${escape(plainText(email)).replaceAll('\n', '<br>')}</div>`
    if (!writing.draft.peek().subject.trim() && email.subject) writing.change({ subject: email.subject })
    editor.current?.squire()?.focus()
    editor.current?.squire()?.insertHTML(html)
  }
  const save = async () => {
    const name = 'Templates'
    const here = [...mail.store.mailboxes.peek().values()].find(it => it.name === name && !it.parentId)
    await saveTemplate(mail.client, writing.draft.peek(), here?.id ?? (await mail.mailboxSet.create({ name, parentId: null })))
    mail.notices.say('templates.saved')
    await load()
  }
  return (
    <span class="template-menu">
      <Menu
        label={text('settings.templates')}
        icon="clipboard-list"
        side="start"
        items={[
          ...list.map(it => ({ label: text('templates.insert', { name: it.subject?.trim() || it.preview.slice(0, 40) }), icon: 'clipboard-list', onSelect: () => void mail.watch(insert(it)) })),
          ...(list.length > 0 ? (['line'] as const) : []),
          { label: text('templates.save'), icon: 'plus', onSelect: () => void mail.watch(save()) },
        ]}
      />
    </span>
  )
}
