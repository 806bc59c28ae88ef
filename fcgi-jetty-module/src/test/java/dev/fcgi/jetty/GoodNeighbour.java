package dev.fcgi.jetty;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server that does everything right, all the time and at once, and must not notice what others do. */
final class GoodNeighbour implements AutoCloseable {
    private static final int ENOUGH = 20;

    private final TestServer server;
    private final AtomicInteger served = new AtomicInteger();
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Void> requests;
    private volatile boolean goOn = true;

    GoodNeighbour(TestServer server) {
        this.server = server;
        this.requests = thread.submit(this::send);
    }

    private Void send() throws Exception {
        byte[] kept = Records.get(1, true, "/hello").bytes();
        byte[] last = Records.get(1, false, "/hello").bytes();
        while (goOn) {
            try (FcgiClient client = server.connect()) {
                requireHello(client.write(kept).response(1));
                requireHello(client.write(last).response(1));
                client.closed();
            }
            served.incrementAndGet();
        }
        return null;
    }

    private static void requireHello(FcgiClient.Response response) {
        if (!response.text().endsWith("\r\n\r\nhello")) {
            throw new AssertionError(response);
        }
    }

    /** {@return whether it was served too rarely yet to say that it does not notice anything} */
    boolean isWaiting() throws Exception {
        if (requests.isDone()) {
            requests.get(); // tells what went wrong
        }
        return served.get() < ENOUGH;
    }

    void countAnew() {
        served.set(0);
    }

    /** Waits until it was served often enough. */
    void awaitServed() {
        TestServer.await().until(() -> !isWaiting());
    }

    /** Goes home, and tells what it had to complain about. */
    @Override
    public void close() throws Exception {
        goOn = false;
        thread.shutdown();
        requests.get(FcgiClient.DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
