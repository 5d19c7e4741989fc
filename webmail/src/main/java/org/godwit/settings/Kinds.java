package org.godwit.settings;

import com.google.common.net.HostAndPort;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.godwit.cluster.site.Peer;
import org.godwit.trust.Network;

/** The kinds of values that our settings have. */
final class Kinds {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12}) ?(|KB|MB|GB)");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6}) ?([smhd])");
  private static final Pattern CLOCK = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

  private static final Pattern BUCKET_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern PREFIX =
      Pattern.compile("[A-Za-z0-9._-]{1,100}(/[A-Za-z0-9._-]{1,100}){0,5}");
  private static final Pattern SITE = Pattern.compile("[a-z]([a-z0-9-]{0,30}[a-z0-9])?");
  private static final Pattern MAILBOX = Pattern.compile("[^\\s@,?]{1,64}@[A-Za-z0-9.-]{1,253}");

  private Kinds() {}

  static final Kind<String> HOST_NAME =
      new Kind<>("a host name", (text, base) -> matching(HOST, text).group(), Kinds::quoted);

  static final Kind<String> SITE_NAME =
      new Kind<>(
          "a name of lower-case letters, digits and hyphens",
          (text, base) -> matching(SITE, text).group(),
          Kinds::quoted);

  static final Kind<String> BUCKET =
      new Kind<>(
          "a name of 3 to 63 lower-case letters, digits, dots and hyphens",
          (text, base) -> matching(BUCKET_NAME, text).group(),
          Kinds::quoted);

  static final Kind<String> OBJECT_PREFIX =
      new Kind<>(
          "letters, digits, dots, hyphens and underscores, with slashes between them",
          (text, base) -> matching(PREFIX, text).group(),
          Kinds::quoted);

  static final Kind<List<Peer>> SITES =
      new Kind<>(
          "a list such as [\"north=mx1.example.org\", \"south=mx2.example.org\","
              + " \"third=vote.example.org/witness\"]",
          (text, base) -> listed(text).map(Peer::parse).toList(),
          peers ->
              peers.stream()
                  .map(peer -> quoted(peer.toString()))
                  .collect(Collectors.joining(", ", "[", "]")));

  static final Kind<String> TEXT =
      new Kind<>("any text that is not empty", (text, base) -> notEmpty(text), Kinds::quoted);

  static final Kind<String> MAIL_ADDRESS =
      new Kind<>("a mail address", (text, base) -> matching(MAILBOX, text).group(), Kinds::quoted);

  static final Kind<List<String>> MAIL_ADDRESSES =
      new Kind<>(
          "a list of mail addresses such as [\"ann@example.org\"]",
          (text, base) -> listed(text).map(each -> matching(MAILBOX, each).group()).toList(),
          all -> all.stream().map(Kinds::quoted).collect(Collectors.joining(", ", "[", "]")));

  static final Kind<List<String>> HOST_NAMES =
      new Kind<>(
          "a list of host names such as [\"mail.example.org\"]",
          (text, base) ->
              Arrays.stream(text.split(",", -1))
                  .map(String::strip)
                  .filter(each -> !each.isEmpty())
                  .map(each -> matching(HOST, each).group())
                  .toList(),
          names -> names.stream().map(Kinds::quoted).collect(Collectors.joining(", ", "[", "]")));

  static final Kind<URI> HTTPS_ADDRESS =
      new Kind<>(
          "an address that begins with https://",
          (text, base) -> https(text),
          address -> quoted(address.toString()));

  static final Kind<URI> WEB_ADDRESS =
      new Kind<>(
          "an address that begins with https:// or http://",
          (text, base) -> web(text),
          address -> quoted(address.toString()));

  static final Kind<String> JDBC =
      new Kind<>(
          "jdbc:postgresql://HOST[:PORT]/DATABASE[?OPTION=VALUE…]",
          (text, base) -> startingWith("jdbc:postgresql:", text),
          Kinds::quoted);

  static final Kind<Path> PATH =
      new Kind<>(
          "a path",
          (text, base) -> base.resolve(notEmpty(text)).toAbsolutePath().normalize(),
          path -> quoted(path.toString()));

  static final Kind<InetAddress> ADDRESS =
      new Kind<>(
          "an IP address",
          (text, base) -> InetAddresses.forString(text),
          address -> quoted(address.getHostAddress()));

  static final Kind<Optional<InetSocketAddress>> LISTEN =
      new Kind<>(
          "PORT (on loopback), \"HOST:PORT\" or \"off\"",
          (text, base) -> listen(text),
          address -> address.map(Kinds::listen).orElse("\"off\""));

  static final Kind<List<Network>> NETWORKS =
      new Kind<>(
          "a list of addresses or ranges such as [\"192.0.2.0/24\", \"::1\"]",
          (text, base) -> listed(text).map(Network::parse).toList(),
          networks ->
              networks.stream()
                  .map(network -> quoted(network.toString()))
                  .collect(Collectors.joining(", ", "[", "]")));

  static final Kind<InetSocketAddress> NAME_SERVERS =
      new Kind<>(
          "ADDRESS or ADDRESS:PORT",
          (text, base) -> nameServer(text),
          address ->
              quoted(
                  HostAndPort.fromParts(address.getAddress().getHostAddress(), address.getPort())
                      .toString()));

  static final Kind<Long> SIZE_IN_BYTES =
      new Kind<>(
          "a number of bytes, or of \"KB\", \"MB\", \"GB\"",
          (text, base) -> bytes(text),
          Kinds::bytes);

  static final Kind<Duration> TIME =
      new Kind<>(
          "a time such as \"30s\", \"5m\", \"4h\", \"5d\"",
          (text, base) -> duration(text),
          time -> quoted(duration(time)));

  static final Kind<Optional<LocalTime>> TIME_OF_DAY =
      new Kind<>(
          "\"HH:MM\" by the clock of the machine, or \"off\"",
          (text, base) ->
              text.equalsIgnoreCase("off")
                  ? Optional.empty()
                  : Optional.of(LocalTime.parse(matching(CLOCK, text).group())),
          time -> quoted(time.map(LocalTime::toString).orElse("off")));

  static final Kind<List<Duration>> TIMES =
      new Kind<>(
          "a list of times such as [\"30s\", \"5m\", \"4h\"]",
          (text, base) ->
              Arrays.stream(text.split(",", -1)).map(each -> duration(each.strip())).toList(),
          times ->
              times.stream()
                  .map(time -> quoted(duration(time)))
                  .collect(Collectors.joining(", ", "[", "]")));

  static Kind<Integer> number(int least, int most) {
    return new Kind<>(
        least + " to " + most, (text, base) -> between(least, text, most), String::valueOf);
  }

  static <E extends Enum<E>> Kind<E> oneOf(Class<E> values) {
    String all =
        Arrays.stream(values.getEnumConstants())
            .map(value -> quoted(word(value)))
            .collect(Collectors.joining(" or "));
    return new Kind<>(
        all,
        (text, base) -> Enum.valueOf(values, text.toUpperCase(Locale.ROOT).replace('-', '_')),
        value -> quoted(word(value)));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static Stream<String> listed(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(each -> !each.isEmpty());
  }

  private static Matcher matching(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    return matcher;
  }

  private static String notEmpty(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty");
    }
    return text;
  }

  private static URI https(String text) {
    URI address = web(text);
    if (!"https".equalsIgnoreCase(address.getScheme())) {
      throw new IllegalArgumentException(text);
    }
    return address;
  }

  private static URI web(String text) {
    URI address = URI.create(text);
    boolean web = List.of("https", "http").contains(lower(address.getScheme()));
    if (!web || address.getHost() == null) {
      throw new IllegalArgumentException(text);
    }
    return address;
  }

  private static String lower(String scheme) {
    return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
  }

  private static String startingWith(String start, String text) {
    if (!text.startsWith(start)) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }

  private static int between(int least, String text, int most) {
    int number = Integer.parseInt(text);
    if (number < least || number > most) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }

  private static Optional<InetSocketAddress> listen(String text) {
    if (text.equalsIgnoreCase("off")) {
      return Optional.empty();
    }
    if (!text.contains(":")) {
      int port = between(0, text, 65_535);
      return Optional.of(new InetSocketAddress(loopback(), port));
    }
    HostAndPort place = HostAndPort.fromString(text).requireBracketsForIPv6();
    if (place.getHost().isEmpty() || !place.hasPort()) {
      throw new IllegalArgumentException(text);
    }
    InetSocketAddress address = new InetSocketAddress(place.getHost(), place.getPort());
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(text);
    }
    return Optional.of(address);
  }

  private static InetSocketAddress nameServer(String text) {
    HostAndPort place = HostAndPort.fromString(text).withDefaultPort(53).requireBracketsForIPv6();
    return new InetSocketAddress(InetAddresses.forString(place.getHost()), place.getPort());
  }

  private static String listen(InetSocketAddress address) {
    return address.getAddress().equals(loopback())
        ? String.valueOf(address.getPort())
        : quoted(
            HostAndPort.fromParts(address.getAddress().getHostAddress(), address.getPort())
                .toString());
  }

  private static InetAddress loopback() {
    try {
      return InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static long bytes(String text) {
    Matcher size = matching(SIZE, text.toUpperCase(Locale.ROOT));
    long unit =
        switch (size.group(2)) {
          case "KB" -> 1024L;
          case "MB" -> 1024L * 1024;
          case "GB" -> 1024L * 1024 * 1024;
          default -> 1L;
        };
    return Math.multiplyExact(Long.parseLong(size.group(1)), unit);
  }

  private static String bytes(long size) {
    long megabyte = 1024L * 1024;
    return size % megabyte == 0 ? quoted(size / megabyte + " MB") : String.valueOf(size);
  }

  private static Duration duration(String text) {
    Matcher time = matching(DURATION, text);
    long count = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "d" -> Duration.ofDays(count);
      case "h" -> Duration.ofHours(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofSeconds(count);
    };
  }

  private static String duration(Duration time) {
    long seconds = time.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
