package dev.fcgi.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** CPU time of processes, as Linux counts it. */
final class CpuTime {
    /** USER_HZ, the unit of the times in /proc on every platform that has Java 17. */
    private static final long TICKS_PER_SECOND = 100;

    private CpuTime() {}

    /**
     * Adds up the user and system time that processes have used.
     *
     * @param pids the processes, all of them alive
     * @return microseconds, in steps of ten milliseconds a process
     * @throws IOException when one of them has ended
     */
    static long micros(Collection<Long> pids) throws IOException {
        long ticks = 0;
        for (long pid : pids) {
            ticks += ticks(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
        }
        return ticks * (1_000_000 / TICKS_PER_SECOND);
    }

    /**
     * Reads the user and system time of a process.
     *
     * @param stat the text of /proc/PID/stat (proc(5)): utime and stime are its 14th and 15th fields; the second one,
     *     the program's name in brackets, may have blanks and brackets in it
     * @return both together, in ticks
     */
    static long ticks(String stat) {
        String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fromThird[14 - 3]) + Long.parseLong(fromThird[15 - 3]);
    }
}
