import { type RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import type { Identity } from '../jmap/types.ts'
import { write } from '../model/addresses.ts'
import type { Writing } from '../model/writing.ts'
import type { EditorHandle } from './Editor.tsx'
import { Recipients } from './Recipients.tsx'

/** Who it is from, who it goes to, what it is about. */
export function Fields({ writing, focus, editor }: { writing: Writing; focus: boolean; editor: RefObject<EditorHandle | null> }) {
  const mail = useMail()
  const text = useText()
  const draft = writing.draft.value
  const [copies, setCopies] = useState(draft.cc.length > 0 || draft.bcc.length > 0)
  const [identities, setIdentities] = useState<readonly Identity[]>([])
  useEffect(() => {
    void mail.watch(mail.sending.whoAmI().then(setIdentities))
  }, [])
  return (
    <div class="fields">
      {identities.length > 1 && (
        <label class="field">
          <span>{text('field.from')}</span>
          <select
            value={draft.identity.id}
            onChange={event => {
              const identity = identities.find(it => it.id === event.currentTarget.value)
              if (identity) writing.change({ identity })
            }}
          >
            {identities.map(it => <option key={it.id} value={it.id}>{write(it)}</option>)}
          </select>
        </label>
      )}
      <div class="field-line">
        <Recipients label={text('field.to')} list={draft.to} focus={focus} change={to => writing.change({ to })} />
        {!copies && <button type="button" class="copies" onClick={() => setCopies(true)}>{text('compose.copies')}</button>}
      </div>
      {copies && (
        <>
          <Recipients label={text('field.cc')} list={draft.cc} change={cc => writing.change({ cc })} />
          <Recipients label={text('field.bcc')} list={draft.bcc} change={bcc => writing.change({ bcc })} />
        </>
      )}
      <label class="field">
        <span class="visually-hidden">{text('field.subject')}</span>
        <input
          type="text"
          class="subject"
          placeholder={text('field.subject')}
          value={draft.subject}
          onInput={event => writing.change({ subject: event.currentTarget.value })}
          onKeyDown={event => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
            event.preventDefault()
            editor.current?.focus()
          }}
        />
      </label>
    </div>
  )
}
