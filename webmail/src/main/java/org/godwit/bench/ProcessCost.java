package org.godwit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What processes and all below them have used, as Linux counts it: ended children too.
 *
 * @param cpuSeconds of user and system time
 * @param writtenBytes handed to the disk
 * @param residentBytes of memory, shared pages counted in parts
 */
record ProcessCost(double cpuSeconds, long writtenBytes, long residentBytes) {

  private static final double TICKS = 100; // USER_HZ, 100 on every Linux we know

  // Fields of /proc/PID/stat behind the name in parentheses.
  private static final int PARENT = 1;
  private static final int FIRST_TIME = 11; // utime, stime, cutime, cstime
  private static final int TIMES = 4;

  static ProcessCost of(Set<Long> roots) throws IOException {
    Map<Long, String[]> stats = stats();
    Map<Long, List<Long>> children = new HashMap<>();
    stats.forEach(
        (pid, stat) ->
            children
                .computeIfAbsent(Long.parseLong(stat[PARENT]), any -> new ArrayList<>())
                .add(pid));
    Set<Long> tree = new TreeSet<>();
    Deque<Long> open = new ArrayDeque<>(roots);
    while (!open.isEmpty()) {
      long pid = open.pop();
      if (stats.containsKey(pid) && tree.add(pid)) {
        open.addAll(children.getOrDefault(pid, List.of()));
      }
    }
    double cpu = 0;
    long written = 0;
    long resident = 0;
    for (long pid : tree) {
      String[] stat = stats.get(pid);
      for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
        cpu += Long.parseLong(stat[i]) / TICKS;
      }
      written += value(pid, "io", "write_bytes:");
      resident += value(pid, "smaps_rollup", "Pss:") * 1024;
    }
    return new ProcessCost(cpu, written, resident);
  }

  /** What was used since an earlier look; the memory is that of now. */
  ProcessCost since(ProcessCost before) {
    return new ProcessCost(
        cpuSeconds - before.cpuSeconds, writtenBytes - before.writtenBytes, residentBytes);
  }

  private static Map<Long, String[]> stats() throws IOException {
    Map<Long, String[]> stats = new HashMap<>();
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (name.chars().allMatch(Character::isDigit)) {
          String stat = read(entry.resolve("stat"));
          if (!stat.isEmpty()) {
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            stats.put(Long.parseLong(name), fields);
          }
        }
      }
    }
    return stats;
  }

  private static long value(long pid, String file, String key) {
    return read(Path.of("/proc", Long.toString(pid), file))
        .lines()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  /** Empty for a process that has just ended, or is somebody else's. */
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
