package org.godwit.imap.command;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.FetchData.Item;
import org.apache.james.mailbox.model.FetchGroup;
import org.apache.james.mailbox.model.FetchGroup.Profile;
import org.apache.james.mailbox.model.MimePath;

/** How much of a message has to be read for what a client asks. */
final class FetchGroups {

  private FetchGroups() {}

  static FetchGroup of(FetchData asked) {
    EnumSet<Profile> whole = EnumSet.noneOf(Profile.class);
    if (asked.contains(Item.ENVELOPE)) {
      whole.add(Profile.HEADERS);
    }
    if (asked.contains(Item.BODY) || asked.contains(Item.BODY_STRUCTURE)) {
      whole.add(Profile.MIME_DESCRIPTOR);
    }
    Map<MimePath, EnumSet<Profile>> parts = new LinkedHashMap<>();
    for (BodyFetchElement element : asked.getBodyElements()) {
      int[] path = element.getPath();
      boolean isWhole = path == null || path.length == 0;
      Profile profile = profile(element, isWhole);
      if (isWhole) {
        whole.add(profile);
      } else {
        // All of one part at once: BODY[1] and BODY[1.MIME] may be asked for together.
        parts
            .computeIfAbsent(new MimePath(path.clone()), p -> EnumSet.noneOf(Profile.class))
            .add(profile);
      }
    }
    FetchGroup group = FetchGroup.MINIMAL.with(whole.toArray(Profile[]::new));
    for (Map.Entry<MimePath, EnumSet<Profile>> part : parts.entrySet()) {
      group = group.addPartContent(part.getKey(), part.getValue());
    }
    return group;
  }

  private static Profile profile(BodyFetchElement element, boolean isWhole) {
    return switch (element.getSectionType()) {
      case CONTENT -> isWhole ? Profile.FULL_CONTENT : Profile.MIME_CONTENT;
      case HEADER, HEADER_FIELDS, HEADER_NOT_FIELDS -> Profile.HEADERS;
      case MIME -> Profile.MIME_HEADERS;
      case TEXT -> Profile.BODY_CONTENT;
    };
  }

  /** Whether only what changes is asked for, which is read without the messages. */
  static boolean isFlagsOnly(FetchData asked) {
    return asked.getBodyElements().isEmpty()
        && Arrays.stream(Item.values())
            .filter(asked::contains)
            .allMatch(EnumSet.of(Item.FLAGS, Item.UID, Item.MODSEQ)::contains);
  }
}
