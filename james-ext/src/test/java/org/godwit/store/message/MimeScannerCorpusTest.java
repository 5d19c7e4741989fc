package org.godwit.store.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.godwit.server.Corpora;
import org.godwit.server.Corpora.Message;
import org.junit.jupiter.api.Test;

/** Finds the parts that Mime4j finds, in real mail. */
class MimeScannerCorpusTest {

  @Test
  void findsThePartsOfRealMailThatMime4jFinds() throws Exception {
    List<String> different = new ArrayList<>();
    for (Message message : Corpora.spamAssassin(Integer.getInteger("godwit.corpus.step", 12))) {
      byte[] bytes = message.canonical();
      String ours = outline(scan(bytes));
      String theirs = mime4j(bytes);
      if (!ours.equals(theirs)) {
        different.add(message + "\n  ours   " + ours + "\n  theirs " + theirs);
      }
    }
    assertThat(different).isEmpty();
  }

  @Test
  void findsPlacesInsideEachOtherInBrokenMail() {
    for (Message message : Corpora.mime4j()) {
      byte[] bytes = message.bytes();
      MimePart root = scan(bytes);
      assertThat(root.bodyEnd()).as("%s", message).isEqualTo(bytes.length);
      MimeScannerTest.inside(root, 0, bytes.length);
    }
  }

  private static MimePart scan(byte[] bytes) {
    MimeScanner scanner = new MimeScanner();
    scanner.write(bytes, 0, bytes.length);
    return scanner.finish();
  }

  private static String outline(MimePart part) {
    String type = part.content().type() + "/" + part.content().subtype();
    return part.children().isEmpty()
        ? type
        : part.children().stream()
            .map(MimeScannerCorpusTest::outline)
            .collect(Collectors.joining(" ", type + "(", ")"));
  }

  private static String mime4j(byte[] bytes) throws IOException, MimeException {
    MimeTokenStream tokens = new MimeTokenStream(MimeConfig.PERMISSIVE);
    tokens.parse(new ByteArrayInputStream(bytes));
    StringBuilder outline = new StringBuilder();
    tokens.next(); // the start of the message itself
    for (EntityState state = tokens.getState();
        state != EntityState.T_END_OF_STREAM;
        state = tokens.next()) {
      switch (state) {
        case T_BODY -> outline.append(tokens.getBodyDescriptor().getMimeType()).append(' ');
        case T_START_MULTIPART ->
            outline.append(tokens.getBodyDescriptor().getMimeType()).append('(');
        case T_START_MESSAGE -> outline.append("message/rfc822(");
        case T_END_MULTIPART, T_END_MESSAGE -> outline.append(") ");
        default -> {}
      }
    }
    return outline.toString().replace(" )", ")").replace("()", "").replaceAll("\\)? *$", "");
  }
}
