package org.godwit.admin;

/**
 * What an operation is told.
 *
 * @param name in JSON; on the command line in capitals for an argument, with two dashes for others
 * @param kind how it is given
 * @param names what it names, which decides who may say it
 * @param help one line
 */
public record Parameter(String name, Kind kind, Names names, String help) {

  /** How a parameter is given. */
  public enum Kind {
    /** By its place, and always. */
    ARGUMENT,
    /** By its place, or not at all. */
    OPTIONAL,
    /** By its place, one or more; a list in JSON. */
    SOME,
    /** By its place, any number; a list in JSON. */
    ANY,
    /** {@code --name VALUE}. */
    OPTION,
    /** {@code --name}; true in JSON. */
    FLAG,
    /** Never on the command line: read from standard input, asked for, or made. */
    PASSWORD,
    /** By its place, the name of a file; its content is the body of the request. */
    FILE
  }

  /** What a parameter names. */
  public enum Names {
    /** Nobody and nothing that belongs to a domain. */
    NOTHING,
    /** A domain of ours. */
    DOMAIN,
    /** An address of ours: a person, an alias, a group. */
    ADDRESS,
    /** An address here or anywhere else in the world. */
    ANY_ADDRESS,
    /** A mail in a queue. */
    MAIL,
    /** A right, which only whoever may do everything gives. */
    POWER
  }
}
