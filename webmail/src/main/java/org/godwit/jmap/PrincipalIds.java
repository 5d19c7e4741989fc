package org.godwit.jmap;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.james.core.Username;

/** What clients call people (9670 §2): their address, in letters that ids have. */
public final class PrincipalIds {

  /** All people of the owner's domain. */
  public static final String EVERYBODY = "everybody";

  private static final String PREFIX = "p";
  private static final int LONGEST = 255;

  private PrincipalIds() {}

  public static String of(Username person) {
    return PREFIX
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(person.asString().getBytes(StandardCharsets.UTF_8));
  }

  /** Whom an id means; empty when it is none of ours. */
  public static Optional<Username> person(String id) {
    if (!id.startsWith(PREFIX) || id.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(id.substring(PREFIX.length()));
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Optional.of(Username.of(text)).filter(person -> of(person).equals(id));
    } catch (IllegalArgumentException | CharacterCodingException notOurs) {
      return Optional.empty();
    }
  }
}
