package dev.fcgi.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * What this process holds.
 *
 * @param threads live threads, without those that only wait for conditions
 * @param descriptors open file descriptors
 */
record Usage(long threads, long descriptors) {
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    static Usage now() {
        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("awaitility"))
                .count();
        try {
            ObjectName system = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
            return new Usage(threads, (Long) BEANS.getAttribute(system, "OpenFileDescriptorCount"));
        } catch (JMException x) {
            throw new AssertionError(x);
        }
    }

    /** {@return the bytes of heap that are in use when there is no garbage} */
    static long heapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** {@return the bytes that the threads of a server have allocated so far} */
    static long allocatedBytes(TestServer server) {
        long[] ids = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(server.threadPool.getName()))
                .mapToLong(Thread::getId)
                .toArray();
        try {
            long[] bytes = (long[]) BEANS.invoke(
                    new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                    "getThreadAllocatedBytes",
                    new Object[] {ids},
                    new String[] {long[].class.getName()});
            return Arrays.stream(bytes).filter(each -> each > 0).sum();
        } catch (JMException x) {
            throw new AssertionError(x);
        }
    }

    /** Waits until this process holds no more than this. */
    void awaitNoMore() {
        TestServer.await().untilAsserted(() -> {
            Usage now = now();
            assertThat(now.threads).as("threads").isLessThanOrEqualTo(threads);
            assertThat(now.descriptors).as("descriptors").isLessThanOrEqualTo(descriptors);
        });
    }
}
