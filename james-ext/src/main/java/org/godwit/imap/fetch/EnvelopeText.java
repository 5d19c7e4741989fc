package org.godwit.imap.fetch;

import java.util.List;
import org.godwit.store.message.Address;
import org.godwit.store.message.Envelope;

/** Tells an envelope (9051 §7.5.2, ENVELOPE). */
final class EnvelopeText {

  private EnvelopeText() {}

  static void write(Envelope envelope, ResponseText out) {
    out.raw("(").nstring(envelope.date());
    out.raw(" ").nstring(envelope.subject());
    addresses(envelope.from(), out);
    addresses(envelope.sender(), out);
    addresses(envelope.replyTo(), out);
    addresses(envelope.to(), out);
    addresses(envelope.cc(), out);
    addresses(envelope.bcc(), out);
    out.raw(" ").nstring(envelope.inReplyTo());
    out.raw(" ").nstring(envelope.messageId()).raw(")");
  }

  private static void addresses(List<Address> addresses, ResponseText out) {
    if (addresses.isEmpty()) {
      out.raw(" NIL");
      return;
    }
    out.raw(" (");
    for (Address address : addresses) {
      out.raw("(").nstring(address.name());
      out.raw(" ").nstring(address.route());
      out.raw(" ").nstring(address.mailbox());
      out.raw(" ").nstring(address.host()).raw(")");
    }
    out.raw(")");
  }
}
