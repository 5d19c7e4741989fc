package org.godwit.mailflow.outbound.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a domain wants to be told (8460 §3).
 *
 * @param places that we can send to, a few at most
 */
record ReportWish(List<URI> places) {
  private static final int MOST = 4;
  private static final int LONGEST = 1_000;

  ReportWish {
    places = List.copyOf(places);
  }

  /**
   * Reads the records of {@code _smtp._tls.DOMAIN}.
   *
   * @return empty when there is none, or more than one
   */
  static Optional<ReportWish> parse(List<String> records) {
    List<String> ours =
        records.stream().filter(text -> text.matches("v=TLSRPTv1[ \\t]*;.*")).toList();
    if (ours.size() != 1) { // 8460 §3: "senders MUST assume the recipient domain does not"
      return Optional.empty();
    }
    List<URI> places = new ArrayList<>();
    for (String field : ours.getFirst().split(";", -1)) {
      String[] parts = field.strip().split("=", 2);
      if (parts.length == 2 && parts[0].strip().equals("rua")) {
        Arrays.stream(parts[1].split(",", -1))
            .map(String::strip)
            .forEach(text -> place(text).ifPresent(places::add));
      }
    }
    return places.isEmpty()
        ? Optional.empty()
        : Optional.of(new ReportWish(places.stream().limit(MOST).toList()));
  }

  private static Optional<URI> place(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean web =
          scheme.equals("https")
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && (uri.getPort() < 0 || uri.getPort() == 443);
      boolean mail = scheme.equals("mailto") && uri.getSchemeSpecificPart().indexOf('@') > 0;
      return web || mail ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException notOne) {
      return Optional.empty();
    }
  }
}
