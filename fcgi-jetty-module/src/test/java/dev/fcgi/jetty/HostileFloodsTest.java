package dev.fcgi.jetty;

import static dev.fcgi.jetty.TestServer.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.RecordType;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More of everything than anybody needs. */
class HostileFloodsTest extends HostileTest {
    private static final int MIB = 1024 * 1024;

    /** Sends the same until the connection is closed, on one after the other, for as long as the neighbour waits. */
    private void flood(byte[] bytes) throws Exception {
        do {
            try (FcgiClient client = server.connect()) {
                while (true) {
                    client.write(bytes);
                }
            } catch (FcgiClient.Hang x) {
                throw x;
            } catch (IOException closed) {
                // as it should be
            }
        } while (neighbour().isWaiting());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void p_5_beginRequestOnOneConnection(boolean multiplexing) throws Exception {
        server.factory.setMultiplexing(multiplexing);
        start();
        Records flood = new Records();
        for (int id = 1; id <= 65535; id++) { // every ID there is
            flood.begin(id, true);
        }
        flood(flood.bytes());
    }

    @Test
    void p_5_beginRequestOnManyConnections() throws Exception {
        server.factory.setParamsMillis(1000);
        start();
        List<Socket> begun = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Socket socket = connect();
            socket.getOutputStream().write(new Records().begin(1, false).bytes());
            begun.add(socket);
        }
        for (Socket socket : begun) {
            assertThat(readToEnd(socket)).contains("Status: 408 ");
        }
        closeAll(begun);
    }

    /** A million of them. */
    @Test
    void fcgi_4_2_5_questionsWhoseAnswersAreNotRead() throws Exception {
        start();
        Records records = new Records();
        byte[] question = Records.getValues("FCGI_MAX_CONNS", "FCGI_MAX_REQS", "FCGI_MPXS_CONNS")
                .bytes();
        for (int i = 0; i < 1000; i++) {
            records.raw(question);
        }
        byte[] thousand = records.bytes();
        try (FcgiClient client = server.connect()) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            client.write(thousand);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(FcgiClient.Hang.class);
        }
    }

    @Test
    void fcgi_3_4_11_parametersWithoutEnd() throws Exception {
        server.factory.setMaxUnreadBytes(MIB);
        server.factory.setDrainMillis(300);
        start();
        byte[] params = new Records()
                .begin(1, true).stream(RecordType.PARAMS, 1, new byte[2 * MIB]).bytes();
        inParallel(4, () -> {
            flood(params);
            return null;
        });
    }

    /** Each holds all that it is allowed to. */
    @Test
    void fcgi_5_2_5_parametersThatStop() throws Exception {
        server.factory.setParamsMillis(1000);
        start();
        byte[] most = new byte[server.factory.getMaxParamsBytes() - 1];
        byte[] begun =
                new Records().begin(1, false).stream(RecordType.PARAMS, 1, most).bytes();
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Socket socket = connect();
            socket.getOutputStream().write(begun);
            sockets.add(socket);
        }
        for (Socket socket : sockets) {
            assertThat(readToEnd(socket)).contains("Status: 408 ");
        }
        closeAll(sockets);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 255})
    void p_5_recordsForNobody(int paddingLength) throws Exception {
        server.factory.setMaxUnreadBytes(MIB);
        server.factory.setDrainMillis(300);
        start();
        Records records = new Records();
        for (int i = 0; i < 1000; i++) {
            records.raw(new byte[] {1, 5, 0, 7, 0, 0, (byte) paddingLength, 0}).raw(new byte[paddingLength]);
        }
        flood(records.bytes());
    }

    @Test
    void p_5_connectionsThatComeAndGo() throws Exception {
        server.factory.setMaxConnections(50);
        start();
        inParallel(4, () -> {
            while (neighbour().isWaiting()) {
                List<Socket> sockets = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    sockets.add(connect());
                }
                closeAll(sockets);
            }
            return null;
        });
    }

    /** Each is held up to its window, and not for ever when its web server has gone. */
    @Test
    void fcgi_5_3_2_bodiesThatNobodyReads() throws Exception {
        server.on("/hold", (request, response, callback) -> request.addFailureListener(callback::failed));
        start();
        byte[] begin =
                new Records().begin(1, true).params(1, params("POST", "/hold")).bytes();
        byte[] body = new Records().stdin(1, new byte[MIB]).bytes();
        List<FcgiClient> uploads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            FcgiClient upload = server.connect().write(begin);
            upload.tryWrite(ByteBuffer.wrap(body));
            uploads.add(upload);
        }
        neighbour().awaitServed();
        for (FcgiClient upload : uploads) {
            upload.close();
        }
        expire(uploads.size(), server.factory.getBodyWindowBytes() / 2);
    }
}
