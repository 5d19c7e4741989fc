package org.godwit.bench;

/**
 * How much work there is; the same for every server in a round.
 *
 * @param messages in a phase, over all clients
 * @param clients at once, each with an account of its own
 * @param round gives the round messages and folders of its own
 */
record Plan(int messages, int clients, int round) {

  /** Messages of one client. */
  int share() {
    return messages / clients;
  }

  String folder() {
    return "Bench" + round;
  }

  byte[] mail(int client, int index, String to) {
    return new SampleMail(round * 1_000L + client).message(index, to);
  }
}
