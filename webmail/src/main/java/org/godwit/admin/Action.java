package org.godwit.admin;

/** Does one operation. */
@FunctionalInterface
interface Action {

  /**
   * Does it.
   *
   * @throws AdminProblem when it is not done, with the reason
   * @throws Exception of James, whose message then is the reason
   */
  Answer run(Told told) throws Exception;
}
