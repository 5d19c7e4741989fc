import { useEffect, useState } from 'preact/hooks'
import { useLanguage, useMail, useText } from '../context/context.ts'
import type { Key } from '../i18n/language.ts'
import type { BodyPart, Identity } from '../jmap/types.ts'
import { emptyDraft } from '../model/drafts.ts'
import { type Answer, type Invitation, readInvitation, writeAnswer } from '../model/invitation.ts'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'

const ANSWERS: [Answer, Key, Key][] = [
  ['ACCEPTED', 'invite.accept', 'invite.accepted'],
  ['TENTATIVE', 'invite.maybe', 'invite.tentative'],
  ['DECLINED', 'invite.decline', 'invite.declined'],
]

/** A meeting that a message asks to, with the ways to answer. */
export default function Invite({ part }: { part: BodyPart }) {
  const mail = useMail()
  const text = useText()
  const language = useLanguage()
  const [found, setFound] = useState<Invitation>()
  const [mine, setMine] = useState<string>()
  useEffect(() => {
    const url = mail.client.downloadUrl(part.blobId ?? '', 'invite.ics', 'text/calendar')
    void mail.watch(fetch(url).then(async answer => setFound(readInvitation(await answer.text()))))
  }, [part.blobId])
  if (!found) return null
  const organizer = found.organizer
  const answer = async (state: Answer, said: string) => {
    const identities = await mail.sending.whoAmI()
    const invited = found.people.map(it => it.email.toLowerCase())
    const identity = (identities.find(it => invited.includes(it.email.toLowerCase())) ?? identities[0]) as Identity
    if (!organizer) return
    const subject = `${said}: ${found.title}`
    await mail.sending.send({
      ...emptyDraft(identity),
      to: [{ name: organizer.name, email: organizer.email }],
      subject,
      text: subject,
      html: '',
      calendar: writeAnswer(found, identity, state, new Date()),
    })
    setMine(state)
    mail.notices.say('invite.answered', { name: organizer.name })
  }
  const state = mine ?? found.people.find(it => it.email.toLowerCase() === mail.client.session.username.toLowerCase())?.state
  const cancelled = found.method === 'CANCEL'
  return (
    <section class="invite" aria-label={text('invite.title')}>
      <div class="invite-head">
        <Icon name="calendar" size={22} />
        <h3><bdi>{found.title || text('invite.title')}</bdi></h3>
        {cancelled && <em>{text('invite.cancelled')}</em>}
      </div>
      <dl>
        {found.start && <><dt>{text('invite.when')}</dt><dd>{language.span(found.start, found.end, found.wholeDay)}{found.repeats && <small> {text('invite.repeats')}</small>}</dd></>}
        {found.place && <><dt>{text('invite.where')}</dt><dd dir="auto">{found.place}</dd></>}
        {found.people.length > 0 && <><dt>{text('invite.who')}</dt><dd>{found.people.slice(0, 12).map(it => <bdi key={it.email} class={`guest ${it.state.toLowerCase()}`}>{it.name}</bdi>)}</dd></>}
      </dl>
      {found.method === 'REQUEST' && organizer && mail.sending.possible && (
        <div class="invite-answers" role="group" aria-label={text('invite.reply')}>
          {ANSWERS.map(([one, label, said]) => (
            <Button key={one} kind={state === one ? 'primary' : 'plain'} pressed={state === one} onClick={() => void mail.watch(answer(one, text(said)))}>{text(label)}</Button>
          ))}
        </div>
      )}
    </section>
  )
}
