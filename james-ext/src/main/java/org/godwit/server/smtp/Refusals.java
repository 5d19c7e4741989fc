package org.godwit.server.smtp;

import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;

/** Answers of the hooks. */
final class Refusals {

  static final HookResult RELAYING =
      HookResult.builder()
          .hookReturnCode(HookReturnCode.deny())
          .smtpReturnCode("550")
          .smtpDescription("5.7.1 Mail for others is not taken here")
          .build();
  static final HookResult LATER =
      HookResult.builder()
          .hookReturnCode(HookReturnCode.denySoft())
          .smtpReturnCode("451")
          .smtpDescription("4.3.0 Cannot check that now, try again later")
          .build();

  private Refusals() {}
}
