package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.jetty.SoakWebServer.Kind;
import dev.fcgi.jetty.SoakWebServer.Tally;
import dev.fcgi.jetty.TestServer.Application;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A hundred web servers at once, good, slow, aborting and malformed ones, each at random from a seed of its own. First
 * for a while to have all in place that stays, then for as long as {@code fcgi.soak.seconds} says, after which there is
 * no more of anything.
 */
@Timeout(3600)
class FcgiSoakTest {
    private static final long SECONDS = Long.getLong("fcgi.soak.seconds", 7);
    private static final long EARLY_SECONDS = Math.max(3, SECONDS / 10);
    private static final long HEAP_TOLERANCE = 2 * 1024 * 1024;

    /** One connection each, at any time. */
    private static final Map<Kind, Integer> WEB_SERVERS =
            Map.of(Kind.GOOD, 40, Kind.SLOW, 20, Kind.ABORTING, 20, Kind.MALFORMED, 20);

    private final TestServer server = new TestServer();
    private final LogCapture log = new LogCapture();
    private final Tally tally = new Tally();
    private final Set<Request> running = ConcurrentHashMap.newKeySet();

    @AfterEach
    void stop() throws Exception {
        try (log) {
            server.close();
        }
    }

    /** What the bodies of a request are filled with. */
    static byte fill(String tag) {
        return (byte) tag.hashCode();
    }

    @ParameterizedTest(name = "multiplexing {0}")
    @ValueSource(booleans = {false, true})
    void p_7_requestsEndOnceWithNothingOfOthersAndNothingStays(boolean multiplexing) throws Exception {
        server.threadPool.setMaxThreads(100);
        server.threadPool.setMinThreads(100);
        server.factory.setMultiplexing(multiplexing);
        on("/echo", Content::copy);
        on("/count", this::count);
        on("/ignore", (request, response, callback) -> response.write(true, UTF_8.encode(tag(request)), callback));
        on("/throw", (request, response, callback) -> {
            throw new QuietException.RuntimeException("on purpose");
        });
        on("/late", FcgiSoakTest::failLate);
        on("/big", FcgiSoakTest::writeBig);
        server.start();
        runWebServers(multiplexing, EARLY_SECONDS);
        Usage early = Usage.now();
        long earlyHeap = Usage.heapBytes();
        runWebServers(multiplexing, SECONDS);
        early.awaitNoMore();
        System.out.printf(
                "Soak of %d s, multiplexing %s: %s; early %s, heap %d KiB; late %s, heap %d KiB%n",
                SECONDS, multiplexing, tally, early, earlyHeap / 1024, Usage.now(), Usage.heapBytes() / 1024);
        await().untilAsserted(() -> assertThat(Usage.heapBytes()).as("heap").isLessThan(earlyHeap + HEAP_TOLERANCE));
        for (AtomicLong count : List.of(tally.complete, tally.aborted, tally.cut, tally.left, tally.malformed)) {
            assertThat(count).hasPositiveValue();
        }
        assertThat(log.aboveDebug()).isEmpty();
    }

    /** Has them all do what they do, and go. */
    private void runWebServers(boolean multiplexing, long seconds) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<Void>> webServers = new ArrayList<>();
            for (Kind kind : Kind.values()) {
                for (int i = Objects.requireNonNull(WEB_SERVERS.get(kind)); i > 0; i--) {
                    int seed = webServers.size();
                    webServers.add(threads.submit(new SoakWebServer(server, kind, multiplexing, seed, end, tally)));
                }
            }
            for (Future<Void> webServer : webServers) {
                webServer.get(seconds + 60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(tally.faults).isEmpty();
        await().untilAsserted(() -> assertThat(running).isEmpty());
        server.awaitNoConnections();
        await().until(() -> server.factory.getOpenRequests() == 0);
        await().untilAsserted(() -> assertThat(server.bufferPool.getLeaks()).isEmpty());
    }

    private void on(String path, Application application) {
        server.on(path, (request, response, callback) -> {
            running.add(request);
            Request.addCompletionListener(request, x -> running.remove(request)); // Jetty 12.1.12 may say it twice
            // A malformed request may have any bytes in its tag, and an application that sends them is warned of.
            response.getHeaders().put("X-Tag", tag(request).replaceAll("\\p{Cntrl}", " "));
            application.handle(request, response, callback);
        });
    }

    private static String tag(Request request) {
        return Objects.requireNonNullElse(request.getHeaders().get("X-Tag"), "none");
    }

    private void count(Request request, Response response, Callback callback) throws IOException {
        String tag = tag(request);
        long length = 0;
        byte[] piece = new byte[3000];
        try (InputStream in = Content.Source.asInputStream(request)) {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                length += n;
                for (int i = 0; i < n; i++) {
                    if (piece[i] != fill(tag) && Kind.isBodyRight(tag)) {
                        tally.faults.add(tag + " has read a body that is not its own");
                        break;
                    }
                }
            }
        }
        response.write(true, UTF_8.encode(tag + " " + length), callback);
    }

    private static void failLate(Request request, Response response, Callback callback) {
        Callback then =
                Callback.from(() -> callback.failed(new QuietException.Exception("on purpose")), callback::failed);
        response.write(false, UTF_8.encode(tag(request)), then);
    }

    /** Writes as a servlet does: its thread waits for the web server. */
    private static void writeBig(Request request, Response response, Callback callback) throws IOException {
        String tag = tag(request);
        byte[] piece = new byte[1 + Math.floorMod(tag.hashCode() * 31, 200_000)];
        Arrays.fill(piece, fill(tag));
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            for (int i = 0; i < 3; i++) {
                out.write(piece);
            }
        }
        callback.succeeded();
    }
}
