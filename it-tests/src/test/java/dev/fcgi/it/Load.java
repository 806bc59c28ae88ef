package dev.fcgi.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that ask again and again, whatever the answer, until closed. */
final class Load implements AutoCloseable {

    private static final int CLIENTS = 8;

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean closed;

    Load(Client client, String target) {
        for (int i = 0; i < CLIENTS; i++) {
            Thread thread = new Thread(() -> ask(client, target), "load-" + i);
            thread.start();
            threads.add(thread);
        }
    }

    private void ask(Client client, String target) {
        while (!closed) {
            try {
                boolean ok = client.get(target).statusCode() == 200;
                (ok ? served : failed).incrementAndGet();
            } catch (IOException e) {
                failed.incrementAndGet();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** {@return how many answers were 200} */
    int served() {
        return served.get();
    }

    /** {@return how many requests had another answer or none} */
    int failed() {
        return failed.get();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            // nginx leaves a client waiting, for as long as it keeps connections, when a body ends early at a Unix
            // socket.
            thread.interrupt();
            thread.join();
        }
    }
}
