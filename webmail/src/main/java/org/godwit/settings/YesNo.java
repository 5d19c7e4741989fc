package org.godwit.settings;

/** What is agreed to, or not. */
enum YesNo {
  YES,
  NO
}
