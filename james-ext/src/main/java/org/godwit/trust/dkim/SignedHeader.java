package org.godwit.trust.dkim;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is signed of a header (6376 §3.7). */
final class SignedHeader {
  private SignedHeader() {}

  /**
   * The fields that "h=" names, from the bottom up, and the signature itself.
   *
   * @param signature the raw field with an empty "b="
   */
  static byte[] bytes(Header header, List<String> names, Canon canon, String signature) {
    Map<String, List<Header.Field>> fields = new HashMap<>();
    Map<String, Integer> used = new HashMap<>();
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      String lower = name.toLowerCase(Locale.ROOT);
      List<Header.Field> all = fields.computeIfAbsent(lower, header::all);
      int below = used.merge(lower, 1, Integer::sum);
      if (below <= all.size()) { // 6376 §5.4: a name without a field stands for none
        text.append(canon.field(all.get(all.size() - below).raw())).append("\r\n");
      }
    }
    return text.append(canon.field(signature)).toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
