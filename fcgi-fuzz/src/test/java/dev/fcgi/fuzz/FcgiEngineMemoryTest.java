package dev.fcgi.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.fcgi.core.ApplicationValues;
import dev.fcgi.core.Capacity;
import dev.fcgi.core.Event;
import dev.fcgi.core.FcgiEngine;
import dev.fcgi.core.Overload;
import dev.fcgi.core.ProtocolException;
import dev.fcgi.core.ProtocolLimits;
import dev.fcgi.core.RecentPairs;
import dev.fcgi.core.RecordType;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is announced reserves no memory, even where no limit forbids it: what this thread allocates is measured. */
class FcgiEngineMemoryTest {
    private static final int REQUESTS = 100;
    private static final int MOST_BYTES_A_REQUEST = 8 * 1024;
    private static final int NO_LIMIT = Integer.MAX_VALUE;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Stream<Arguments> announcements() {
        WireBuilder pairs = new WireBuilder();
        WireBuilder requests = new WireBuilder();
        for (int id = 1; id <= REQUESTS; id++) {
            pairs.begin(id, true)
                    .content(RecordType.PARAMS, id, "\u00FF".repeat(8)) // two lengths of 2 GiB
                    .end(RecordType.PARAMS, id);
            requests.begin(id, true).content(RecordType.PARAMS, id, "x");
        }
        return Stream.of(
                Arguments.of("pairs of 4 GiB", pairs, REQUESTS),
                Arguments.of("requests without an end", requests, REQUESTS),
                Arguments.of(
                        "a record of 64 KiB",
                        new WireBuilder().begin(1, true).raw(1, 4, 0, 1, 0xFF, 0xFF, 0, 0, 'x'),
                        1),
                Arguments.of("a question of 64 KiB", new WireBuilder().raw(1, 9, 0, 0, 0xFF, 0xFF, 0, 0, 'x'), 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("announcements")
    void fcgi_3_4_9_reservesNothingForWhatIsAnnounced(String name, WireBuilder wire, int requests) throws Exception {
        byte[] bytes = wire.bytes();
        allocatedBy(bytes); // classes are loaded
        assertThat(allocatedBy(bytes)).as(name).isLessThan((long) requests * MOST_BYTES_A_REQUEST);
    }

    private static long allocatedBy(byte[] wire) throws ProtocolException {
        ProtocolLimits limits = new ProtocolLimits(NO_LIMIT, NO_LIMIT, NO_LIMIT, NO_LIMIT, REQUESTS, NO_LIMIT);
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        FcgiEngine engine = new FcgiEngine(
                limits,
                new ApplicationValues(1, 1, true),
                Overload.STATUS,
                new Capacity(REQUESTS, Long.MAX_VALUE),
                new RecentPairs());
        ByteBuffer in = ByteBuffer.wrap(wire);
        int events = 0;
        while (engine.next(in) != Event.NeedInput.INSTANCE) {
            events++;
        }
        Require.that(events <= REQUESTS, "too many events");
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }
}
