package org.godwit.imap.fetch;

import java.util.List;
import java.util.regex.Pattern;
import org.godwit.store.message.Address;
import org.godwit.store.message.Envelope;

/** Tells an envelope (9051 §7.5.2, ENVELOPE). */
final class EnvelopeText {

  private static final Pattern WHITE = Pattern.compile("[ \t]+");

  private EnvelopeText() {}

  static void write(Envelope envelope, ResponseText out) {
    out.raw("(").nstring(envelope.date());
    out.raw(" ").nstring(envelope.subject().map(EnvelopeText::forPeople));
    addresses(envelope.from(), out);
    addresses(envelope.sender(), out);
    addresses(envelope.replyTo(), out);
    addresses(envelope.to(), out);
    addresses(envelope.cc(), out);
    addresses(envelope.bcc(), out);
    out.raw(" ").nstring(envelope.inReplyTo());
    out.raw(" ").nstring(envelope.messageId()).raw(")");
  }

  /**
   * What people read has one blank for any white space, and so for the folds of a header (5322
   * §2.2.3): how a line was broken is not a part of what it says.
   */
  private static String forPeople(String text) {
    return WHITE.matcher(text).replaceAll(" ").strip();
  }

  private static void addresses(List<Address> addresses, ResponseText out) {
    if (addresses.isEmpty()) {
      out.raw(" NIL");
      return;
    }
    out.raw(" (");
    for (Address address : addresses) {
      out.raw("(").nstring(address.name().map(EnvelopeText::forPeople));
      out.raw(" ").nstring(address.route());
      out.raw(" ").nstring(address.mailbox());
      out.raw(" ").nstring(address.host()).raw(")");
    }
    out.raw(")");
  }
}
