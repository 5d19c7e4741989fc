package org.godwit.bench;

import java.io.IOException;
import java.util.Set;

/**
 * A little of every phase on a server of this process, so that Java sees what a day's work runs.
 * The accounts are there already: {@link #USERS} of them, named as in a bench.
 */
public final class Rehearsal implements Candidate {
  /** How many accounts take part. */
  public static final int USERS = 2;

  private static final int MESSAGES = 120;
  private static final int ROUNDS = 2;

  private final int imapPort;
  private final int smtpPort;

  public Rehearsal(int imapPort, int smtpPort) {
    this.imapPort = imapPort;
    this.smtpPort = smtpPort;
  }

  /**
   * Plays it; some tens of seconds.
   *
   * @throws IOException when the server does not do what it is asked
   */
  public void play() throws IOException {
    for (int round = 0; round < ROUNDS; round++) {
      for (Phase phase : Phase.values()) {
        phase.run(this, new Plan(MESSAGES, USERS, round));
      }
    }
  }

  @Override
  public String name() {
    return "Godwit";
  }

  @Override
  public int imapPort() {
    return imapPort;
  }

  @Override
  public int smtpPort() {
    return smtpPort;
  }

  /** The address of the n-th account, from 1. */
  @Override
  public String user(int number) {
    return Candidate.super.user(number);
  }

  @Override
  public String password(int number) {
    return Candidate.super.password(number);
  }

  @Override
  public Set<Long> processes() {
    return Set.of(ProcessHandle.current().pid());
  }

  @Override
  public void close() {
    // the server is its owner's
  }
}
