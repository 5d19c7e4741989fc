package org.godwit.imap.command;

import java.io.IOException;
import org.apache.james.imap.api.display.Localizer;
import org.apache.james.imap.api.message.response.StatusResponse.ResponseCode;
import org.apache.james.imap.encode.ImapResponseComposer;
import org.apache.james.imap.encode.StatusResponseEncoder;
import org.apache.james.imap.message.response.ImmutableStatusResponse;

/** James's status lines, with two of its response codes put right. */
final class StatusEncoder extends StatusResponseEncoder {

  StatusEncoder(Localizer localizer) {
    super(localizer);
  }

  @Override
  public void encode(ImmutableStatusResponse response, ImapResponseComposer composer)
      throws IOException {
    ResponseCode code = response.getResponseCode();
    if (code != null && code.getCode().equals("MODIFIED")) {
      // 7162 §7: a set and no number before it
      line(response, "[MODIFIED " + String.join(",", code.getParameters()) + "]", composer);
    } else if (code != null && code.getCode().equals("BADCHARSET")) {
      line(response, "[BADCHARSET (US-ASCII UTF-8)]", composer); // 9051 §7.1: not every alias
    } else {
      super.encode(response, composer);
    }
  }

  private static void line(
      ImmutableStatusResponse response, String code, ImapResponseComposer composer)
      throws IOException {
    composer
        .tag(response.getTag())
        .message(response.getServerResponseType().getCode())
        .message(code)
        .message("see the code")
        .end();
  }
}
