package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.it.app.Data;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of every size, both ways, checked byte for byte. */
interface BodyContract extends Contract {

    long LARGE = 64L << 20;

    @ParameterizedTest(name = "{1} bytes to {0}")
    @CsvSource({
        "/contract/upload, 0",
        "/contract/upload, 1",
        "/contract/upload, 65535",
        "/contract/upload, 65536",
        "/contract/upload, 1000003",
        "/contract/streamed/upload, 0",
        "/contract/streamed/upload, 1000003",
        "/contract/upload/listener, 0",
        "/contract/upload/listener, 1",
        "/contract/upload/listener, 1000003",
        "/contract/upload, 67108864",
        "/contract/streamed/upload, 67108864",
        "/contract/upload/listener, 67108864",
    })
    default void readsABodyOfKnownLength(String target, long length) throws Exception {
        try (RawHttp connection = client().connect();
                Data data = new Data(length, length)) {
            connection.request("POST", target, "Content-Length: " + length).send(data);
            assertThat(connection.readReply().text()).isEqualTo(length + " " + Data.sha256(length, length));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/contract/upload, 0",
        "/contract/upload, 100",
        "/contract/upload, 1000003",
        "/contract/streamed/upload, 1000003",
        "/contract/upload/listener, 1000003",
    })
    default void readsAChunkedBody(String target, long length) throws Exception {
        HttpResponse<String> response = client().send(client().request(target)
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new Data(7, length)))));
        assertReadChunked(target, response, length + " " + Data.sha256(7, length));
    }

    /** Like any other body. */
    @HookOf("readsAChunkedBody")
    default void assertReadChunked(String target, HttpResponse<String> response, String expected) {
        assertThat(response.body()).isEqualTo(expected);
    }

    @Test
    default void readsNoBodyWithoutALength() throws Exception {
        assertNothingRead(client().raw("POST", "/contract/upload"));
    }

    /** As HTTP has it. */
    @HookOf("readsNoBodyWithoutALength")
    default void assertNothingRead(RawReply reply) throws IOException {
        assertThat(reply.text()).isEqualTo("0 " + Data.sha256(0, 0));
    }

    @Test
    default void readsABodyThatComesAfterAContinue() throws Exception {
        try (RawHttp connection = client().connect()) {
            connection.request("POST", "/contract/echo", "Content-Length: 5", "Expect: 100-continue");
            assertThat(connection.readHead().status()).isEqualTo(100);
            RawReply reply = connection.send("hello").readReply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo("hello");
        }
    }

    @Test
    default void leavesTheNextRequestAloneWhenABodyIsNotRead() throws Exception {
        byte[] body = "GET / HTTP/1.1\r\n\r\n".repeat(unreadBytes() / 18).getBytes(StandardCharsets.US_ASCII);
        try (RawHttp connection = client().connect()) {
            connection
                    .request("POST", "/contract/facts/first", "Content-Length: " + body.length)
                    .send(body);
            assertThat(connection.readReply().status()).isEqualTo(200);
            RawReply reply = connection.request("GET", "/contract/facts/second").readReply();
            assertThat(Facts.parse(reply.text()).get("pathInfo")).isEqualTo("/second");
        }
    }

    /** How much of a body a servlet may leave unread, in bytes. */
    @HookOf("leavesTheNextRequestAloneWhenABodyIsNotRead")
    default int unreadBytes() {
        return 1_000_000;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/contract/download", "/contract/download/listener"})
    default void writesToASlowReader(String target) throws Exception {
        MessageDigest digest = Data.newSha256();
        try (RawHttp connection = new RawHttp(client().port(), "127.0.0.1", 16 * 1024)) {
            connection.request("GET", target + "?seed=3&bytes=" + LARGE);
            RawHead head = connection.readHead();
            assertLength(head, LARGE);
            InputStream body = new DigestInputStream(connection.body(head), digest);
            for (int i = 0; i < 20; i++) {
                body.readNBytes(64 * 1024);
                assertOthersAreServed();
            }
            body.transferTo(java.io.OutputStream.nullOutputStream());
        }
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(Data.sha256(3, LARGE));
    }

    /** As long as this takes nothing is read of the response. */
    @HookOf("writesToASlowReader")
    default void assertOthersAreServed() throws Exception {
        assertThat(client().get("/contract/facts").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{1} bytes from {0}")
    @CsvSource({
        "/contract/download, 0",
        "/contract/download, 1",
        "/contract/download, 65535",
        "/contract/download, 65536",
        "/contract/download, 8388608",
        "/contract/download/listener, 1",
        "/contract/download/listener, 8388608",
    })
    default void writesABodyOfUnknownLength(String target, long length) throws Exception {
        HttpResponse<InputStream> response = client().http()
                .send(
                        client().request(target + "?announced=false&seed=4&bytes=" + length)
                                .build(),
                        BodyHandlers.ofInputStream());
        MessageDigest digest = Data.newSha256();
        try (InputStream body = new DigestInputStream(response.body(), digest)) {
            assertThat(body.transferTo(java.io.OutputStream.nullOutputStream())).isEqualTo(length);
        }
        assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(Data.sha256(4, length));
    }

    /** No more than a socket takes at once: as soon as it has a response's head, nginx sends no more of the body. */
    @Test
    default void echoesWhileItReads() throws Exception {
        long length = echoedBytes();
        HttpResponse<byte[]> response = client().http()
                .send(
                        client().request("/contract/echo")
                                .POST(BodyPublishers.ofInputStream(() -> new Data(5, length)))
                                .build(),
                        BodyHandlers.ofByteArray());
        try (Data data = new Data(5, length)) {
            assertThat(response.body()).isEqualTo(data.readAllBytes());
        }
    }

    /** How much of a chunked body is answered while it comes, in bytes. */
    @HookOf("echoesWhileItReads")
    default long echoedBytes() {
        return 100_000;
    }

    @Test
    default void servesTwoHundredClientsAtTheSameTime() throws Exception {
        int clients = clientsAtTheSameTime();
        List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            responses.add(client().http()
                    .sendAsync(
                            client().request("/contract/together?party=" + clients)
                                    .POST(BodyPublishers.ofString(own(i)))
                                    .build(),
                            BodyHandlers.ofString()));
        }
        for (int i = 0; i < clients; i++) {
            HttpResponse<String> response = responses.get(i).get(60, TimeUnit.SECONDS);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEqualTo(own(i));
        }
    }

    /** How many are served at the same time. */
    @HookOf("servesTwoHundredClientsAtTheSameTime")
    default int clientsAtTheSameTime() {
        return 200;
    }

    private static String own(int client) {
        return ("client " + client + ";").repeat(100 + client);
    }
}
