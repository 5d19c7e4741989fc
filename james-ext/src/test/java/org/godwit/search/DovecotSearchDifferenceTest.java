package org.godwit.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import org.apache.james.mailbox.model.SearchQuery;
import org.apache.james.mailbox.model.SearchQuery.AddressType;
import org.apache.james.mailbox.model.SearchQuery.Criterion;
import org.apache.james.mailbox.model.SearchQuery.DateResolution;
import org.godwit.store.Database;
import org.godwit.store.PostgresExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Where SEARCH finds other messages than Dovecot's: each difference has a name and a reason, and a
 * message that we find by a search and Dovecot does not, or the other way round.
 */
@ExtendWith(PostgresExtension.class)
class DovecotSearchDifferenceTest {

  /** One difference. */
  @SuppressWarnings("ImmutableEnumChecker") // nobody changes what is asked
  enum Difference {
    /** 9051 §6.4.4: what has no date is not before one; Dovecot takes it as of 1970. */
    NO_DATE("Date: \n\nx", sentBefore("2024-06-01T00:00:00Z"), false),
    /** The same, of a date that is none. */
    NONSENSE_FOR_A_DATE("Date: nonsense\n\nx", sentBefore("2024-06-01T00:00:00Z"), false),
    /** 5322 §4.3 forgives much, and we forgive one digit for minutes; Dovecot says 1970. */
    SHORT_TIME("Date: 1 Jan 24 1:2 EST\n\nx", sentAfter("2023-06-01T00:00:00Z"), true),
    /** 5322 §2.2 has no such octets; we read them as people wrote them, Dovecot not at all. */
    LATIN_1_IN_A_HEADER(
        "From: J\u00f6rg <a@b.test>\n\nx",
        SearchQuery.address(AddressType.From, "J\u00d6RG"),
        true),
    /** 2046 §5.2.1 forbids it, some send it: we read the message inside, Dovecot its encoding. */
    ENCODED_MESSAGE(
        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
            + "U3ViamVjdDogaW4KCmhpZGRlbgo=\n",
        SearchQuery.bodyContains("hidden"),
        true),
    /** 2231 §5: a language behind the charset; Dovecot does not decode such a word. */
    LANGUAGE_OF_A_WORD(
        "Subject: =?utf-8*en?Q?l=C3=A4ng?=\n\nx", SearchQuery.subject("l\u00e4ng"), true);

    private final String message;
    private final Criterion asked;
    private final boolean found;

    Difference(String message, Criterion asked, boolean found) {
      this.message = message;
      this.asked = asked;
      this.found = found;
    }

    private static Criterion sentBefore(String day) {
      return SearchQuery.headerDateBefore(
          "Date", Date.from(Instant.parse(day)), DateResolution.Day);
    }

    private static Criterion sentAfter(String day) {
      return SearchQuery.headerDateAfter("Date", Date.from(Instant.parse(day)), DateResolution.Day);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isOurs(Difference difference, Database database, @TempDir Path folder) throws Exception {
    try (SearchFixture alice = new SearchFixture(database, folder)) {
      var inbox = alice.mailbox("INBOX");
      long uid = alice.add(inbox, difference.message.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(alice.find(inbox, difference.asked).contains(uid)).isEqualTo(difference.found);
    }
  }
}
