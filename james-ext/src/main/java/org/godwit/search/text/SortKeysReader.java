package org.godwit.search.text;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.godwit.store.mailbox.SortKeys;
import org.godwit.store.message.Address;
import org.godwit.store.message.AddressParser;
import org.godwit.store.message.HeaderFields;

/** Reads out of a header what a message is sorted and threaded by. */
public final class SortKeysReader {

  /** Longer texts are told apart by their first characters. */
  private static final int LONGEST = 500;

  private static final int MOST_REFERENCES = 100;
  private static final int MOST_OF_FIELD = 10_000;

  private SortKeysReader() {}

  /** Of a field given twice the first counts. */
  public static SortKeys of(HeaderFields header) {
    BaseSubject subject = BaseSubject.of(HeaderText.decode(start(header, "subject")));
    List<Long> own = MessageIds.of(header.first("message-id").orElse(""), 1);
    Optional<Address> from = address(header, "from");
    Optional<Address> to = address(header, "to");
    return new SortKeys(
        sent(header),
        fold(subject.text()),
        subject.reply(),
        mailbox(from),
        mailbox(to),
        mailbox(address(header, "cc")),
        name(from),
        name(to),
        own.isEmpty() ? 0 : own.get(0),
        references(header));
  }

  /** 5322 §3.3: no mail is older than 1900; such a date is none. */
  private static OptionalLong sent(HeaderFields header) {
    return header
        .first("date")
        .flatMap(SentDate::of)
        .filter(date -> date.local().getYear() >= 1900)
        .map(date -> OptionalLong.of(date.millis()))
        .orElse(OptionalLong.empty());
  }

  /** 5256 §3: where References says nothing valid, the first id of In-Reply-To counts. */
  private static List<Long> references(HeaderFields header) {
    List<Long> ids = MessageIds.of(String.join(" ", header.values("references")), MOST_REFERENCES);
    if (!ids.isEmpty()) {
      return ids;
    }
    List<Long> replied = MessageIds.of(header.first("in-reply-to").orElse(""), Integer.MAX_VALUE);
    return replied.isEmpty() ? List.of() : List.of(replied.get(0));
  }

  private static Optional<Address> address(HeaderFields header, String name) {
    return AddressParser.parse(start(header, name)).stream().findFirst();
  }

  /** Enough of a field for all mail but that which is made to take long. */
  private static String start(HeaderFields header, String name) {
    String value = header.first(name).orElse("");
    return value.substring(0, Math.min(value.length(), MOST_OF_FIELD));
  }

  private static String mailbox(Optional<Address> address) {
    return fold(address.flatMap(Address::mailbox).orElse(""));
  }

  /** 5957 §3: the name; without one, the address, or the name of a group. */
  private static String name(Optional<Address> address) {
    if (address.isEmpty()) {
      return "";
    }
    Address said = address.get();
    String place = said.mailbox().orElse("") + said.host().map(host -> "@" + host).orElse("");
    String name = said.name().map(HeaderText::decode).orElse("");
    return fold(name.isBlank() ? place : name);
  }

  private static String fold(String text) {
    return Casemap.fold(text.length() <= LONGEST ? text : text.substring(0, LONGEST));
  }
}
