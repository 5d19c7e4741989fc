package org.godwit.server.smtp;

import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;

/** Answers of the hooks. */
final class Refusals {

  static final HookResult RELAYING = refuse("550", "5.7.1 Mail for others is not taken here");
  static final HookResult UNKNOWN = refuse("550", "5.1.1 There is no such recipient here");
  static final HookResult LATER =
      HookResult.builder()
          .hookReturnCode(HookReturnCode.denySoft())
          .smtpReturnCode("451")
          .smtpDescription("4.3.0 Cannot check that now, try again later")
          .build();

  private Refusals() {}

  private static HookResult refuse(String code, String text) {
    return HookResult.builder()
        .hookReturnCode(HookReturnCode.deny())
        .smtpReturnCode(code)
        .smtpDescription(text)
        .build();
  }
}
