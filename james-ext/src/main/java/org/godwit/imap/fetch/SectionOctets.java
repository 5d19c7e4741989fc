package org.godwit.imap.fetch;

import java.util.Optional;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.message.Literal;
import org.godwit.store.mailbox.MessageView;

/** The octets of a section, for commands that do not tell but use them. */
public final class SectionOctets {

  private SectionOctets() {}

  /**
   * What FETCH would tell of a section.
   *
   * @param message with its summary
   * @return empty when there is no such section; to be read any number of times
   */
  public static Optional<Literal> of(MessageView message, BodyFetchElement element) {
    return FetchAnswers.find(message, element)
        .map(
            section ->
                FetchAnswers.isFiltered(element)
                    ? FetchAnswer.literal(
                        FetchAnswers.cut(
                            FetchAnswers.picked(FetchAnswers.bytes(message, section), element),
                            element))
                    : FetchAnswer.literal(message.bytes(), FetchAnswers.cut(section, element)));
  }
}
