package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.WebServerEvent;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that ask for something and do not take it. */
class HostileLeaversTest extends HostileTest {
    private static final int HUNDRED_MIB = 100 * 1024 * 1024;

    @Test
    void p_5_responsesThatAreNotRead() throws Exception {
        start();
        List<FcgiClient> clients = new ArrayList<>();
        for (int i = 0; i < 30; i++) { // more than there are threads
            clients.add(server.connectSlow()
                    .write(Records.get(1, true, "/large?n=" + HUNDRED_MIB).bytes()));
        }
        neighbour().awaitServed();
        expire(clients.size(), 100_000);
        server.awaitFailure("/large"); // a write that nobody takes does not wait for ever
        for (FcgiClient client : clients) {
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fcgi_5_4_1_abortStorm(boolean multiplexing) throws Exception {
        server.factory.setMultiplexing(multiplexing);
        AtomicInteger told = new AtomicInteger();
        server.on("/hold", (request, response, callback) -> {
            request.addFailureListener(x -> {
                told.incrementAndGet();
                callback.failed(x);
            });
            Content.Chunk chunk = request.read();
            if (Content.Chunk.isFailure(chunk)) { // Jetty tells no listener of a failure that came before it
                callback.failed(chunk.getFailure());
            }
        });
        start();
        int requests = multiplexing ? 50 : 1;
        Records begin = new Records();
        Records abort = new Records();
        for (int id = 1; id <= requests; id++) {
            begin.begin(id, true).params(id, params("POST", "/hold"));
            abort.abort(id);
        }
        inParallel(4, () -> {
            try (FcgiClient client = server.connect()) {
                for (int round = 0; round < 20 || neighbour().isWaiting(); round++) {
                    client.write(begin.bytes());
                    if (round % 2 == 0) { // the applications may have begun
                        client.write(Records.getValues("FCGI_MAX_CONNS").bytes());
                        assertThat(client.next()).isInstanceOf(WebServerEvent.GetValuesResult.class);
                    }
                    client.write(abort.bytes());
                    for (int ended = 0; ended < requests; ended++) {
                        assertThat(client.nextResponse().getValue().text()).isEmpty();
                    }
                }
            }
            return null;
        });
        assertThat(told).hasPositiveValue();
    }

    @Test
    void fcgi_5_4_8_tenThousandResets() throws Exception {
        start();
        byte[] request = Records.get(1, true, "/hello").bytes();
        inParallel(4, () -> {
            for (int i = 0; i < 2500; i++) {
                try (Socket socket = connect()) {
                    socket.getOutputStream().write(request);
                    socket.setSoLinger(true, 0);
                }
            }
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "begin", "half the parameters", "half the body", "all"})
    void fcgi_5_4_9_halfClosed(String what) throws Exception {
        start();
        byte[] whole = Records.post(1, true, "/length", new byte[10_000]).bytes();
        int length = switch (what) {
            case "nothing" -> 0;
            case "begin" -> 16;
            case "half the parameters" -> 100;
            case "half the body" -> 5000;
            default -> whole.length;
        };
        List<Socket> halfClosed = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Socket socket = connect();
            socket.getOutputStream().write(whole, 0, length);
            socket.shutdownOutput();
            halfClosed.add(socket);
        }
        for (Socket socket : halfClosed) {
            readToEnd(socket);
        }
        closeAll(halfClosed);
    }
}
