package org.godwit.settings;

/** Where the bytes of new messages go. */
enum BlobPlace {
  DATABASE,
  S3
}
