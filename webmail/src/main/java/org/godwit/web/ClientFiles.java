package org.godwit.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of the browser client, as the build made them, in memory. */
final class ClientFiles {
  private static final String FOLDER = "client/";

  /** Compressed copies that the build made, the smallest first. */
  private static final List<String> CODINGS = List.of("br", "gzip");

  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "txt", "text/plain;charset=utf-8",
          "webmanifest", "application/manifest+json",
          "html", "text/html;charset=utf-8");

  /**
   * A file.
   *
   * @param coded the same, by content coding
   * @param lasting whether its name changes with what it holds
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody writes to them, and they are large
  record ClientFile(String type, byte[] plain, Map<String, byte[]> coded, boolean lasting) {

    /** The coding that suits a client best; empty when none does. */
    Optional<String> coding(List<String> accepted) {
      return CODINGS.stream()
          .filter(coding -> coded.containsKey(coding) && accepted.contains(coding))
          .findFirst();
    }
  }

  private final Map<String, ClientFile> files;

  private ClientFiles(Map<String, ClientFile> files) {
    this.files = files;
  }

  /** Reads them; the list of names is the build's. */
  static ClientFiles read() {
    Map<String, ClientFile> files = new HashMap<>();
    for (String name : new String(bytes("files.txt"), StandardCharsets.UTF_8).lines().toList()) {
      files.put("/" + name, file(name));
    }
    return new ClientFiles(Map.copyOf(files));
  }

  private static ClientFile file(String name) {
    Map<String, byte[]> coded = new HashMap<>();
    find(name + ".br").ifPresent(bytes -> coded.put("br", bytes));
    find(name + ".gz").ifPresent(bytes -> coded.put("gzip", bytes));
    String end = name.substring(name.lastIndexOf('.') + 1);
    return new ClientFile(
        TYPES.getOrDefault(end, "application/octet-stream"),
        bytes(name),
        Map.copyOf(coded),
        name.startsWith("assets/"));
  }

  /** The file at a path such as {@code /assets/index-Bx3.js}. */
  Optional<ClientFile> at(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /** A page that routes of a client begin with. */
  String page(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String name) {
    return find(name).orElseThrow(() -> new IllegalStateException("not built: " + name));
  }

  private static Optional<byte[]> find(String name) {
    try (InputStream in = ClientFiles.class.getResourceAsStream(FOLDER + name)) {
      return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(name, e);
    }
  }
}
