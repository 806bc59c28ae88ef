package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.await;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.fcgi.core.WebServerEvent;
import dev.fcgi.jetty.ConnectionModel.End;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;

/** One connection of a web server: what it writes is up to the test, a thread of its own tells the model what it reads. */
final class ModelPeer {
    /** Small, so that large responses have to wait for this side to read. */
    private static final int RECEIVE_BUFFER_BYTES = 16 * 1024;

    final ConnectionModel model;
    private final FcgiClient client;
    private final EndPoint endPoint;
    private final FcgiConnection connection;
    private final Executor observer;
    /** Has a party of its own while nothing is to be read. */
    private final Phaser reading = new Phaser(1);

    private boolean lagging;
    private volatile boolean gone;
    /** How the connection has ended if a write is what was told. */
    private volatile End writeEnd = End.CLEAN;

    ModelPeer(TestServer server, ConnectionModel model, Executor observer, Executor threads) throws IOException {
        this.model = model;
        this.observer = observer;
        this.client = new FcgiClient(server.connector.getLocalPort(), RECEIVE_BUFFER_BYTES);
        this.endPoint = find(server, client.localAddress());
        this.connection = (FcgiConnection) Objects.requireNonNull(endPoint.getConnection());
        threads.execute(this::read);
    }

    private static EndPoint find(TestServer server, SocketAddress address) {
        return await().pollInterval(1, TimeUnit.MILLISECONDS)
                .until(
                        () -> server.connector.getConnectedEndPoints().stream()
                                .filter(accepted -> address.equals(accepted.getRemoteSocketAddress()))
                                .findAny()
                                .orElse(null),
                        Objects::nonNull);
    }

    private void read() {
        try {
            while (true) {
                reading.arriveAndAwaitAdvance();
                try {
                    WebServerEvent event = client.next();
                    observer.execute(() -> onEvent(event));
                } catch (FcgiClient.Hang x) {
                    // what must come is the model's to say
                }
            }
        } catch (FcgiClient.EndOfStream x) {
            end(writeEnd);
        } catch (IOException | ClosedSelectorException x) {
            end(endOf(x));
        }
    }

    private void end(End end) {
        if (!gone) {
            observer.execute(() -> model.onEnd(end));
        }
    }

    /** A reset that comes behind a clean end is a broken pipe; either is told once only, to who reads or who writes. */
    private static End endOf(Exception x) {
        return String.valueOf(x.getMessage()).contains("reset") ? End.RESET : End.EITHER;
    }

    private void onEvent(WebServerEvent event) {
        if (gone) {
            return;
        }
        if (event instanceof WebServerEvent.Output output) {
            String content = ISO_8859_1.decode(output.content()).toString();
            withRequest(output.requestId(), event, request -> request.onOutput(output.type(), content, output.last()));
        } else if (event instanceof WebServerEvent.EndRequest end) {
            withRequest(end.requestId(), event, request -> request.onEndRequest(end.body()));
        } else {
            model.onAnswer();
        }
    }

    private void withRequest(int id, WebServerEvent event, java.util.function.Consumer<RequestModel> observation) {
        RequestModel request = model.find(id);
        if (request == null) {
            model.fail("gets " + event + " for an ID that never was active");
        } else {
            observation.accept(request);
        }
    }

    /** Has the other side wait when it writes much. */
    void lag(boolean lag) {
        if (lag && !lagging) {
            reading.register();
        } else if (!lag && lagging) {
            reading.arriveAndDeregister();
        }
        lagging = lag;
    }

    void write(Records records) {
        try {
            client.write(records.bytes());
        } catch (FcgiClient.Hang x) {
            throw new AssertionError("c" + model.number + " is not read", x);
        } catch (IOException x) {
            writeEnd = endOf(x);
        }
    }

    /**
     * Waits until all that was sent has been read and parsed, or the connection is closed.
     *
     * @return whether it is closed
     */
    boolean awaitReceived() {
        await().pollInterval(Duration.ofNanos(100_000))
                .until(() -> !endPoint.isOpen() || (connection.getBytesIn() == client.written() && isParsed()));
        return !endPoint.isOpen();
    }

    private boolean isParsed() {
        boolean endsInput = model.inputEnded.isPossible() || model.left.isPossible();
        return endsInput
                ? model.isAnsweredBehindEndOfInput() && endPoint.isInputShutdown()
                : connection.isFillInterested();
    }

    void shutdownOutput() {
        try {
            client.shutdownOutput();
        } catch (IOException x) {
            // it is closed already
        }
    }

    void close(boolean reset) {
        if (gone) {
            return;
        }
        gone = true;
        lag(false);
        try {
            if (reset) {
                client.reset();
            } else {
                client.close();
            }
        } catch (IOException x) {
            throw new AssertionError(x);
        }
    }
}
