package org.godwit.trust.dkim;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.dom.address.AddressList;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;

/** Whom a message names as its authors (5322 §3.6.2). */
public final class Authors {
  private static final int LONGEST = 10_000;

  private Authors() {}

  /**
   * The domains in all From fields, in A-labels and lower case, each time one is named; what is no
   * address is an empty text.
   */
  public static List<String> domains(Header header) {
    List<String> domains = new ArrayList<>();
    for (Header.Field field : header.all("from")) {
      List<String> these = domains(field.value());
      domains.addAll(these.isEmpty() ? List.of("") : these);
    }
    return domains;
  }

  private static List<String> domains(String value) {
    if (value.length() > LONGEST) {
      return List.of();
    }
    byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
    String text = new String(octets, StandardCharsets.UTF_8); // 6532 §3.2
    List<String> domains = new ArrayList<>();
    AddressList list = LenientAddressParser.DEFAULT.parseAddressList(text);
    for (Mailbox author : list.flatten()) {
      domains.add(ascii(author.getDomain()));
    }
    return domains;
  }

  private static String ascii(String domain) {
    if (domain == null || domain.isBlank()) {
      return "";
    }
    try {
      String ascii = IDN.toASCII(domain.strip(), IDN.USE_STD3_ASCII_RULES);
      return ascii.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException notADomain) {
      return "";
    }
  }
}
