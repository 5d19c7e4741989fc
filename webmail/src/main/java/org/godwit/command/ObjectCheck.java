package org.godwit.command;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.godwit.store.StoreException;
import org.godwit.store.objects.ObjectSettings;
import org.godwit.store.objects.S3ObjectStore;

/** Whether object storage does all that we ask of it, tried with an object that is gone again. */
final class ObjectCheck {
  private static final byte[] BYTES = "may go".getBytes(StandardCharsets.US_ASCII);

  private ObjectCheck() {}

  static Finding of(ObjectSettings settings) {
    try (S3ObjectStore store = new S3ObjectStore(settings)) {
      String name = store.newName("doctor");
      store.put(name, BYTES.length, () -> new ByteArrayInputStream(BYTES));
      boolean same = Arrays.equals(store.get(name), BYTES);
      store.delete(name);
      return same
          ? Finding.ok("blobs", settings + " takes, gives and removes objects")
          : Finding.bad("blobs", settings + " gives other bytes than it took; use another server");
    } catch (StoreException e) {
      return Finding.bad("blobs", settings + ": " + reason(e) + "; see [blobs]");
    }
  }

  private static String reason(StoreException e) {
    Throwable reason = e.getCause() == null ? e : e.getCause();
    return String.valueOf(reason.getMessage()).lines().findFirst().orElse(e.getMessage());
  }
}
