package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.RecordType;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that speak something else, lie, or are in no hurry. */
class HostilePeersTest extends HostileTest {
    /** Sends bytes, reads to the end. */
    private String exchange(byte[] bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes);
            return readToEnd(socket);
        }
    }

    @Test
    void p_13_connectionsThatSayNothing() throws Exception {
        server.factory.setFirstByteMillis(3000);
        start();
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            silent.add(connect());
        }
        for (Socket socket : silent) {
            assertThat(readToEnd(socket)).isEmpty();
        }
        closeAll(silent);
    }

    /** Bytes, each in time for one that only counts the time since the last. */
    @ParameterizedTest
    @ValueSource(strings = {"header", "params", "question", "between requests"})
    void fcgi_5_2_5_oneByteAtATime(String what) throws Exception {
        server.factory.setParamsMillis(500);
        server.connector.setIdleTimeout(60_000);
        start();
        byte[] content = new byte[60_000];
        byte[] slow = switch (what) {
            case "header" -> new byte[] {1, 1, 0, 1, 0, 8, 0, 0};
            case "params" ->
                new Records()
                        .begin(1, false)
                        .record(RecordType.PARAMS, 1, content, 0, content.length)
                        .bytes();
            case "question" -> new byte[] {1, 9, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
            default ->
                new Records()
                        .raw(Records.get(1, true, "/hello").bytes())
                        .record(RecordType.STDIN, 1, content, 0, content.length)
                        .bytes();
        };
        int atOnce = what.equals("between requests") ? slow.length - content.length : 0;
        inParallel(10, () -> {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(slow, 0, atOnce);
                for (int i = atOnce; i < slow.length; i++) {
                    socket.getOutputStream().write(slow[i]);
                    TimeUnit.MILLISECONDS.sleep(100);
                }
                assertThat(atOnce).as("all was taken").isEqualTo(slow.length);
            } catch (IOException closed) {
                // as it should be
            }
            return null;
        });
    }

    @Test
    void fcgi_3_4_9_lengthsThatAreAnnouncedReserveNothing() throws Exception {
        start();
        byte[] lies = HexFormat.of().parseHex("ffffffff" + "ffffffff"); // a name of 0x7FFFFFFF bytes, and a value
        byte[] request = new Records()
                .begin(1, false)
                .record(RecordType.PARAMS, 1, lies, 0, lies.length)
                .end(RecordType.PARAMS, 1)
                .bytes();
        long before = Usage.allocatedBytes(server);
        for (int i = 0; i < 100; i++) {
            assertThat(exchange(request)).contains("Status: 431 ");
        }
        assertThat((Usage.allocatedBytes(server) - before) / 100)
                .as("bytes allocated for each")
                .isLessThan(server.factory.getMaxParamsBytes());
    }

    /** Some begin as a record would. */
    @Test
    void p_6_randomBytes() throws Exception {
        server.factory.setParamsMillis(200);
        server.factory.setMaxUnreadBytes(100_000);
        start();
        inParallel(4, () -> {
            for (int seed = 0; seed < 20; seed++) {
                Random random = new Random(seed);
                byte[] bytes = new byte[1 + random.nextInt(60_000)];
                random.nextBytes(bytes);
                if (seed % 2 == 0) {
                    bytes[0] = 1;
                }
                try (Socket socket = connect()) {
                    socket.getOutputStream().write(bytes);
                    readToEnd(socket);
                } catch (java.net.SocketException closed) {
                    // before all was written
                }
            }
            return null;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: www.example.test\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 4711 80\r\n",
                "\u0016\u0003\u0001\u00000\u0001\u0000\u0000,\u0003\u0003", // TLS ClientHello
                "SSH-2.0-OpenSSH_9.2\r\n"
            })
    void p_6_otherProtocols(String greeting) throws Exception {
        start();
        for (int i = 0; i < 20; i++) {
            assertThat(exchange(greeting.getBytes(US_ASCII))).isEmpty();
        }
        assertThat(server.factory.getProtocolErrors()).isEqualTo(20);
    }
}
