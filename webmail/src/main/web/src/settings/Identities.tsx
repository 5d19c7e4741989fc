import { useEffect, useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import type { Identity, SetAnswer } from '../jmap/types.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from './Field.tsx'

/** Who one writes as, and what stands below. */
export function Identities() {
  const mail = useMail()
  const text = useText()
  const [list, setList] = useState<readonly Identity[]>([])
  useEffect(() => {
    void mail.watch(mail.sending.whoAmI().then(setList))
  }, [])
  if (!mail.sending.possible) return <p class="hint">{text('compose.cannotSend')}</p>
  return <>{list.map(it => <OneIdentity key={it.id} identity={it} />)}</>
}

function OneIdentity({ identity }: { identity: Identity }) {
  const mail = useMail()
  const text = useText()
  const [name, setName] = useState(identity.name)
  const [signature, setSignature] = useState(identity.textSignature)
  const save = async () => {
    const answer = await mail.client.call<SetAnswer>('Identity/set', { update: { [identity.id]: { name, textSignature: signature, htmlSignature: '' } } })
    const problem = answer.notUpdated?.[identity.id]
    if (problem) throw new Error(problem.description ?? problem.type)
    mail.sending.forgetIdentities()
    mail.notices.say('settings.saved')
  }
  return (
    <form
      class="card"
      onSubmit={event => {
        event.preventDefault()
        void mail.watch(save())
      }}
    >
      <h3><bdi>{identity.email}</bdi></h3>
      <Field label={text('settings.name')} hint={text('settings.nameHint')}>
        <input type="text" value={name} maxLength={200} autocomplete="name" onInput={event => setName(event.currentTarget.value)} />
      </Field>
      <Field label={text('settings.signature')}>
        <textarea rows={5} value={signature} dir="auto" onInput={event => setSignature(event.currentTarget.value)} />
      </Field>
      <Button kind="primary" type="submit">{text('action.save')}</Button>
    </form>
  )
}
