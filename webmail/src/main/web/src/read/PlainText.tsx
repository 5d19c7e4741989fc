import { useState } from 'preact/hooks'
import { useText } from '../context/context.ts'
import type { EmailFull } from '../jmap/types.ts'
import { type Block, blocks, pieces, plainText } from '../model/reading.ts'

/** A message without HTML: links can be followed, long quotes are folded. */
export function PlainText({ email }: { email: EmailFull }) {
  const text = useText()
  const value = plainText(email)
  const cut = email.textBody.some(part => part.partId && email.bodyValues[part.partId]?.isTruncated)
  return (
    <div class="plain" dir="auto">
      {blocks(value).map((block, index) => (block.quote ? <Quote key={index} block={block} /> : <Lines key={index} text={block.lines.join('\n')} />))}
      {cut && <p class="hint">{text('read.cut')}</p>}
    </div>
  )
}

const FOLDED_FROM = 4

function Quote({ block }: { block: Block }) {
  const text = useText()
  const [open, setOpen] = useState(block.lines.length < FOLDED_FROM)
  const inner = block.lines.map(line => line.replace(/^\s?> ?/, '')).join('\n')
  if (!open) {
    return <button type="button" class="quote-fold" aria-label={text('read.showQuote')} title={text('read.showQuote')} onClick={() => setOpen(true)}>•••</button>
  }
  return (
    <blockquote>
      {blocks(inner).map((it, index) => (it.quote ? <Quote key={index} block={it} /> : <Lines key={index} text={it.lines.join('\n')} />))}
    </blockquote>
  )
}

function Lines({ text }: { text: string }) {
  return (
    <p>
      {pieces(text).map((piece, index) =>
        piece.kind === 'link' ? (
          <a key={index} href={piece.href.startsWith('mailto:') ? `/compose?mailto=${encodeURIComponent(piece.href)}` : piece.href} target="_blank" rel="noopener noreferrer">{piece.text}</a>
        ) : piece.text,
      )}
    </p>
  )
}
