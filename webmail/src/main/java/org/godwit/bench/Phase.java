package org.godwit.bench;

import java.io.IOException;
import java.util.Random;

/** What is measured, in this order: each phase uses what the ones before it left. */
enum Phase {
  /** SMTP to the INBOXes, and until all of it can be seen there. */
  DELIVER {
    @Override
    Load.Result run(Candidate server, Plan plan) throws IOException {
      Load.Result sent =
          Load.run(
              server,
              plan.clients(),
              (number, clock) -> {
                try (SmtpClient smtp = new SmtpClient(server.smtpPort())) {
                  for (int i = 0; i < plan.share(); i++) {
                    byte[] mail = plan.mail(number, i, server.user(number));
                    clock.time(() -> smtp.deliver("sender@example.net", server.user(number), mail));
                  }
                }
              });
      awaitInboxes(server, plan);
      return sent;
    }
  },
  /** IMAP APPEND to a folder of each user. */
  APPEND {
    @Override
    Load.Result run(Candidate server, Plan plan) throws IOException {
      return Load.run(
          server,
          plan.clients(),
          (number, clock) -> {
            try (ImapClient imap = client(server, number)) {
              imap.run("CREATE " + plan.folder());
              for (int i = 0; i < plan.share(); i++) {
                byte[] mail = plan.mail(number, 1_000_000 + i, server.user(number));
                clock.time(() -> imap.append(plan.folder(), mail));
              }
            }
          });
    }
  },
  /** Lists and single messages. */
  FETCH {
    @Override
    Load.Result run(Candidate server, Plan plan) throws IOException {
      return Load.run(
          server,
          plan.clients(),
          (number, clock) -> {
            try (ImapClient imap = client(server, number)) {
              clock.time(() -> imap.run("SELECT " + plan.folder()));
              for (String items :
                  new String[] {
                    "(UID FLAGS)",
                    "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)",
                    "(UID BODYSTRUCTURE)",
                    "(UID BODY.PEEK[HEADER.FIELDS (FROM TO SUBJECT DATE MESSAGE-ID)])"
                  }) {
                clock.time(() -> imap.run("FETCH 1:* " + items));
              }
              Random random = new Random(number);
              for (int i = 0; i < plan.share() / 4; i++) {
                int one = 1 + random.nextInt(imap.exists());
                clock.time(() -> imap.run("FETCH " + one + " (UID BODY.PEEK[])"));
                clock.time(() -> imap.run("FETCH " + one + " (UID BODY.PEEK[1])"));
                clock.time(() -> imap.run("FETCH " + one + " (UID BODY.PEEK[HEADER])"));
              }
            }
          });
    }
  },
  /** What people look for, and what no mail has; of each once more, for whoever has learnt. */
  SEARCH {
    @Override
    Load.Result run(Candidate server, Plan plan) throws IOException {
      return inFolder(
          server,
          plan,
          "UID SEARCH TEXT \"tuva\"",
          "UID SEARCH TEXT \"ba ce\"",
          "UID SEARCH TEXT \"no such words\"",
          "UID SEARCH BODY \"sotuva\"",
          "UID SEARCH NOT BODY \"tuva\"",
          "UID SEARCH SUBJECT \"a\"",
          "UID SEARCH FROM \"sender\"",
          "UID SEARCH HEADER Message-ID \"example\"",
          "UID SEARCH UNSEEN",
          "UID SEARCH SINCE 1-Jan-2020",
          "UID SEARCH LARGER 30000",
          "UID SEARCH OR SUBJECT \"a\" BODY \"tuvana\"");
    }
  },
  /** A folder in other orders. */
  SORT {
    @Override
    Load.Result run(Candidate server, Plan plan) throws IOException {
      return inFolder(
          server,
          plan,
          "UID SORT (SUBJECT) UTF-8 ALL",
          "UID SORT (REVERSE DATE) UTF-8 ALL",
          "UID THREAD REFERENCES UTF-8 ALL");
    }
  },
  /** Lists of 200 headers. */
  HEADERS {
    @Override
    Load.Result run(Candidate server, Plan plan) throws IOException {
      return inFolder(
          server,
          plan,
          "UID FETCH 1:200 (FLAGS INTERNALDATE RFC822.SIZE"
              + " BODY.PEEK[HEADER.FIELDS (FROM TO CC SUBJECT DATE MESSAGE-ID REFERENCES)])",
          "UID FETCH 1:200 (FLAGS ENVELOPE BODYSTRUCTURE)");
    }
  },
  /** Flags, copies, moves and expunges. */
  STORE {
    @Override
    Load.Result run(Candidate server, Plan plan) throws IOException {
      return Load.run(
          server,
          plan.clients(),
          (number, clock) -> {
            try (ImapClient imap = client(server, number)) {
              imap.run("CREATE " + plan.folder() + "copy");
              imap.run("SELECT " + plan.folder());
              Random random = new Random(number);
              for (int i = 0; i < plan.share() / 4; i++) {
                int one = 1 + random.nextInt(imap.exists());
                clock.time(() -> imap.run("STORE " + one + " +FLAGS (\\Flagged)"));
                clock.time(() -> imap.run("COPY " + one + " " + plan.folder() + "copy"));
              }
              clock.time(() -> imap.run("STORE 1:* +FLAGS.SILENT (\\Seen)"));
              clock.time(() -> imap.run("COPY 1:20 " + plan.folder() + "copy"));
              clock.time(() -> imap.run("MOVE 1:5 " + plan.folder() + "copy"));
              clock.time(() -> imap.run("STORE 1:20 +FLAGS.SILENT (\\Deleted)"));
              clock.time(() -> imap.run("EXPUNGE"));
            }
          });
    }
  },
  /** Of 50 messages at once. */
  EXPUNGE {
    @Override
    Load.Result run(Candidate server, Plan plan) throws IOException {
      return Load.run(
          server,
          plan.clients(),
          (number, clock) -> {
            try (ImapClient imap = client(server, number)) {
              imap.run("SELECT " + plan.folder());
              int most = Math.min(50, imap.exists());
              imap.run("STORE 1:" + most + " +FLAGS.SILENT (\\Deleted)");
              clock.time(() -> imap.run("EXPUNGE"));
            }
          });
    }
  },
  /** What a mail program does all day: look, read the new, mark, go; with mail coming in. */
  MIXED {
    @Override
    Load.Result run(Candidate server, Plan plan) throws IOException {
      return Load.run(
          server,
          plan.clients(),
          (number, clock) -> {
            for (int i = 0; i < plan.share() / 8; i++) {
              int session = i;
              clock.time(() -> session(server, plan, number, session));
            }
          });
    }
  },
  /** From an APPEND to what IDLE says of it elsewhere. */
  IDLE {
    @Override
    Load.Result run(Candidate server, Plan plan) throws IOException {
      return Load.run(
          server,
          1,
          (number, clock) -> {
            try (ImapClient waiting = client(server, number);
                ImapClient acting = client(server, number)) {
              waiting.run("SELECT INBOX");
              for (int i = 0; i < 30; i++) {
                byte[] mail = plan.mail(number, 2_000_000 + i, server.user(number));
                waiting.idle();
                clock.time(
                    () -> {
                      acting.append("INBOX", mail);
                      waiting.awaitExists();
                    });
              }
            }
          });
    }
  };

  private static final int LOOKS = 600;
  private static final int TIMES = 5;

  abstract Load.Result run(Candidate server, Plan plan) throws IOException;

  private static ImapClient client(Candidate server, int number) throws IOException {
    return new ImapClient(server.imapPort(), server.user(number), server.password(number));
  }

  /** Some commands in the folder that APPEND filled, a few times each. */
  private static Load.Result inFolder(Candidate server, Plan plan, String... commands)
      throws IOException {
    return Load.run(
        server,
        plan.clients(),
        (number, clock) -> {
          try (ImapClient imap = client(server, number)) {
            imap.run("SELECT " + plan.folder());
            for (int time = 0; time < TIMES; time++) {
              for (String command : commands) {
                clock.time(() -> imap.run(command));
              }
            }
          }
        });
  }

  private static void session(Candidate server, Plan plan, int number, int session)
      throws IOException {
    try (SmtpClient smtp = new SmtpClient(server.smtpPort())) {
      byte[] mail = plan.mail(number, 3_000_000 + session, server.user(number));
      smtp.deliver("sender@example.net", server.user(number), mail);
    }
    try (ImapClient imap = client(server, number)) {
      imap.run("LIST \"\" *");
      imap.run("SELECT INBOX");
      int last = Math.max(1, imap.exists());
      int first = Math.max(1, last - 10);
      imap.run("FETCH " + first + ":" + last + " (UID FLAGS RFC822.SIZE ENVELOPE)");
      imap.run("FETCH " + last + " (UID BODY.PEEK[])");
      imap.run("STORE " + last + " +FLAGS (\\Seen)");
      imap.run("STATUS " + plan.folder() + " (MESSAGES UNSEEN UIDNEXT)");
    }
  }

  private static void awaitInboxes(Candidate server, Plan plan) throws IOException {
    for (int number = 1; number <= plan.clients(); number++) {
      try (ImapClient imap = client(server, number)) {
        imap.run("SELECT INBOX");
        for (int look = 0; imap.exists() < plan.share(); look++) {
          if (look == LOOKS) {
            throw new IOException("only " + imap.exists() + " of " + plan.share() + " arrived");
          }
          pause();
          imap.run("NOOP");
        }
      }
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
  }
}
