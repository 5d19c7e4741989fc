package org.godwit.store.account;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.inject.Singleton;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.MailRepositoryUrlStore;
import org.godwit.store.Database;

/** Which mail repositories there are, on PostgreSQL. One call, one statement. */
@Singleton
final class StoredMailRepositoryUrls implements MailRepositoryUrlStore {
  private final Database database;

  @Inject
  StoredMailRepositoryUrls(Database database) {
    this.database = database;
  }

  @Override
  public void add(MailRepositoryUrl url) {
    database.run(
        "noting a mail repository",
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO mail_repository (url) VALUES (?) ON CONFLICT DO NOTHING")) {
            insert.setString(1, url.asString());
            return insert.executeUpdate();
          }
        });
  }

  @Override
  public Stream<MailRepositoryUrl> listDistinct() {
    List<MailRepositoryUrl> urls =
        database.run(
            "listing mail repositories",
            connection -> {
              try (PreparedStatement select =
                      connection.prepareStatement("SELECT url FROM mail_repository ORDER BY url");
                  ResultSet row = select.executeQuery()) {
                List<MailRepositoryUrl> found = new ArrayList<>();
                while (row.next()) {
                  found.add(MailRepositoryUrl.from(row.getString(1)));
                }
                return found;
              }
            });
    return urls.stream();
  }

  @Override
  public boolean contains(MailRepositoryUrl url) {
    return database.run(
        "looking for a mail repository",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement("SELECT 1 FROM mail_repository WHERE url = ?")) {
            select.setString(1, url.asString());
            try (ResultSet row = select.executeQuery()) {
              return row.next();
            }
          }
        });
  }
}
