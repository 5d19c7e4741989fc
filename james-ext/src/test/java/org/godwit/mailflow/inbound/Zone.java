package org.godwit.mailflow.inbound;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Names of the world, as a test wants them; a name with "slow" in it is never answered. */
final class Zone implements Questions {
  private final Map<String, List<Record>> records = new HashMap<>();
  final List<String> asked = new ArrayList<>();

  /** Each line a name, a type and the data, as in a zone file. */
  static Zone of(String... lines) {
    Zone zone = new Zone();
    for (String line : lines) {
      zone.add(line);
    }
    return zone;
  }

  void add(String line) {
    String[] parts = line.split(" ", 3);
    int type = Type.value(parts[1]);
    try {
      Name name = Name.fromString(parts[0], Name.root);
      Record record = Record.fromString(name, type, DClass.IN, 60, parts[2], Name.root);
      records.computeIfAbsent(key(parts[0], type), none -> new ArrayList<>()).add(record);
    } catch (IOException e) {
      throw new IllegalArgumentException(line, e);
    }
  }

  /** A text in pieces of 255 octets. */
  void txt(String name, String text) {
    StringBuilder pieces = new StringBuilder();
    for (int i = 0; i < text.length(); i += 255) {
      pieces.append('"').append(text, i, Math.min(text.length(), i + 255)).append("\" ");
    }
    add(name + " TXT " + pieces);
  }

  private static String key(String name, int type) {
    return name.toLowerCase(Locale.ROOT) + " " + type;
  }

  @Override
  public List<Record> ask(String name, int type) throws NoAnswer {
    asked.add(name);
    if (name.contains("slow")) {
      throw new NoAnswer(name);
    }
    return records.getOrDefault(key(name, type), List.of());
  }
}
