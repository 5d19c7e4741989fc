package org.godwit.jmap.mail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.godwit.jmap.Ids;
import org.godwit.jmap.Sight;
import org.godwit.store.listing.MessageFacts;

/** How a list's mail lets its readers leave at once (8058). */
public final class OneClick {
  private final MessageFacts facts;

  public OneClick(MessageFacts facts) {
    this.facts = facts;
  }

  /**
   * Where a POST ends the list's mail.
   *
   * @return empty when the message offers no such thing, or the viewer may not see it
   */
  public Optional<String> address(Sight sight, String emailId) {
    Optional<UUID> message = Ids.uuid(emailId);
    if (message.isEmpty()) {
      return Optional.empty();
    }
    List<UUID> one = List.of(message.get());
    return facts.find(sight.reach(), one, new MessageFacts.Wanted(false, true)).messages().stream()
        .findFirst()
        .flatMap(MessageFacts.Facts::header)
        .map(HeaderLines::new)
        .flatMap(OneClick::address);
  }

  private static Optional<String> address(HeaderLines header) {
    boolean promised =
        header.all("List-Unsubscribe-Post").stream()
            .anyMatch(line -> line.value().strip().equalsIgnoreCase("List-Unsubscribe=One-Click"));
    List<HeaderLines.Line> ways = header.all("List-Unsubscribe");
    if (!promised || ways.size() != 1) { // 8058 §3.1: of two fields none can be meant
      return Optional.empty();
    }
    for (JsonNode url : HeaderForm.URLS.of(ways.getFirst())) {
      if (url.asText().toLowerCase(Locale.ROOT).startsWith("https:")) {
        return Optional.of(url.asText());
      }
    }
    return Optional.empty();
  }
}
