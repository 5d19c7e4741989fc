package org.godwit.store.message;

import java.util.List;
import java.util.Optional;

/**
 * The fields of a header by which people know a message (9051 §7.5.2). Texts are unfolded and not
 * decoded.
 *
 * @param from like the other lists of addresses, empty when the field is missing or says nobody
 */
public record Envelope(
    Optional<String> date,
    Optional<String> subject,
    List<Address> from,
    List<Address> sender,
    List<Address> replyTo,
    List<Address> to,
    List<Address> cc,
    List<Address> bcc,
    Optional<String> inReplyTo,
    Optional<String> messageId) {

  public Envelope {
    from = List.copyOf(from);
    sender = List.copyOf(sender);
    replyTo = List.copyOf(replyTo);
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    bcc = List.copyOf(bcc);
  }

  /** Reads the fields of a header. Of a field given twice the first counts. */
  static Envelope of(HeaderFields header) {
    List<Address> from = AddressParser.parse(header.first("from").orElse(""));
    List<Address> sender = AddressParser.parse(header.first("sender").orElse(""));
    List<Address> replyTo = AddressParser.parse(header.first("reply-to").orElse(""));
    return new Envelope(
        header.first("date"),
        header.first("subject"),
        from,
        sender.isEmpty() ? from : sender, // 9051 §7.5.2: the server fills it in
        replyTo.isEmpty() ? from : replyTo,
        AddressParser.parse(header.first("to").orElse("")),
        AddressParser.parse(header.first("cc").orElse("")),
        AddressParser.parse(header.first("bcc").orElse("")),
        header.first("in-reply-to"),
        header.first("message-id"));
  }
}
