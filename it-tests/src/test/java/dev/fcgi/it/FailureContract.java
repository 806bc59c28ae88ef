package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.it.app.FailServlet;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failures of the application, and clients that leave. */
interface FailureContract extends Contract {

    @Test
    default void sendsTheErrorPageOfTheContainer() throws Exception {
        HttpResponse<String> response = client().get("/contract/status?code=403&message=not+for+you");
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(response.body()).contains("403").contains("not for you");
    }

    /** While one response is being completed, the next one on its connection may be an error page already. */
    @Test
    default void sendsErrorPagesToManyClients() throws Exception {
        for (int round = 0; round < 40; round++) {
            List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                responses.add(client().http()
                        .sendAsync(
                                client().request("/contract/status?code=403&message=not+for+you")
                                        .build(),
                                BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> response : responses) {
                HttpResponse<String> reply = response.get(60, TimeUnit.SECONDS);
                assertThat(reply.statusCode()).isEqualTo(403);
                assertThat(reply.body()).contains("not for you");
            }
        }
    }

    @Test
    default void sendsTheErrorPageOfTheApplication() throws Exception {
        HttpResponse<String> response = client().get("/contract/status?code=410&message=gone");
        assertThat(response.statusCode()).isEqualTo(410);
        assertThat(response.body()).isEqualTo("error page for 410 at /contract/status: gone");
    }

    @Test
    default void sendsTheErrorPageOfAnException() throws Exception {
        HttpResponse<String> response = client().get("/contract/fail/mapped");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).startsWith("error page for 500 at /contract/fail/mapped: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "before-with-output"})
    default void answers500ToAnExceptionBeforeTheHead(String when) throws Exception {
        site().webServer().expectErrors("failed as asked");
        HttpResponse<String> response = client().get("/contract/fail/" + when);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("500");
        assertErrorReported("GET failed: java.lang.IllegalStateException: failed as asked");
    }

    /** The web server's own log tells its operator what happened (FCGI_STDERR). */
    @HookOf("answers500ToAnExceptionBeforeTheHead")
    default void assertErrorReported(String error) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(site().webServer().errorLog()).anyMatch(line -> line.contains(error)));
    }

    @Test
    default void servesOnAfterAFailure() throws Exception {
        site().webServer().expectErrors("failed as asked");
        try (RawHttp connection = client().connect()) {
            assertThat(connection
                            .request("GET", "/contract/fail/before")
                            .readReply()
                            .status())
                    .isEqualTo(500);
            assertServesOn(connection);
        }
    }

    /** In the client's connection. */
    @HookOf("servesOnAfterAFailure")
    default void assertServesOn(RawHttp connection) throws IOException {
        assertThat(connection.request("GET", "/contract/facts").readReply().status())
                .isEqualTo(200);
    }

    @Test
    default void cutsAResponseThatFailsAfterItsHead() throws Exception {
        expectErrorsAbout("/contract/fail/after");
        String gate = UUID.randomUUID().toString();
        if (!failsWhenTheHeadHasArrived()) {
            open(gate);
        }
        try (RawHttp connection = client().connect()) {
            connection.request("GET", "/contract/fail/after?gate=" + gate);
            RawHead head = connection.readHead();
            assertThat(head.status()).isEqualTo(200);
            if (failsWhenTheHeadHasArrived()) {
                open(gate);
            }
            assertCut(connection.body(head));
        }
    }

    private void open(String gate) throws Exception {
        client().send(client().request("/contract/gates?name=" + gate).POST(BodyPublishers.noBody()));
    }

    /** Whether the client must have the head before the failure, to learn of it. */
    @HookOf("cutsAResponseThatFailsAfterItsHead")
    default boolean failsWhenTheHeadHasArrived() {
        return false;
    }

    /** Announces the error lines of a request, with this in its target, that breaks off. */
    default void expectErrorsAbout(String target) {
        site().webServer().expectErrors(target);
    }

    /** The client can tell that the response is not whole. */
    @HookOf("cutsAResponseThatFailsAfterItsHead")
    default void assertCut(InputStream body) throws IOException {
        assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
    }

    @Test
    default void cutsAResponseThatIsShorterThanAnnounced() throws Exception {
        expectErrorsAbout("/contract/fail/short");
        try (RawHttp connection = client().connect()) {
            connection.request("GET", "/contract/fail/short", "Connection: close");
            RawHead head = connection.readHead();
            assertLength(head, 2 * FailServlet.COMMITTED);
            InputStream body = connection.body(head);
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    default void tellsAWritingServletThatItsClientIsGone() throws Exception {
        String name = UUID.randomUUID().toString();
        expectErrorsAbout(name);
        RawHttp connection = client().connect();
        connection.request("GET", "/contract/download?seed=1&bytes=4000000000&name=" + name);
        connection.body(connection.readHead()).readNBytes(100_000);
        connection.abort();
        awaitNotice(name, "write failed");
    }

    @Test
    default void tellsAReadingServletThatItsClientIsGone() throws Exception {
        String name = UUID.randomUUID().toString();
        expectErrorsAbout(name);
        RawHttp connection = client().connect();
        connection.request("POST", "/contract/streamed/upload?name=" + name, "Content-Length: 1000000");
        connection.send(new byte[100_000]);
        awaitNotice(name, "reading");
        connection.abort();
        awaitNotice(name, "read failed");
    }

    @Test
    default void tellsAWaitingServletThatItsClientIsGone() throws Exception {
        String name = UUID.randomUUID().toString();
        RawHttp connection = client().connect();
        connection.request("GET", "/contract/async?how=notice&name=" + name);
        awaitNotice(name, "waiting");
        connection.abort();
        assertTold(name);
    }

    /** The servlet's listener is called with an error. */
    @HookOf("tellsAWaitingServletThatItsClientIsGone")
    default void assertTold(String name) {
        awaitNotice(name, "error");
    }

    /** Waits until the servlet says what matches this. */
    default void awaitNotice(String name, String notice) {
        Awaitility.await("the servlet says \"" + notice + "\"")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        client().get("/contract/notices?name=" + name).body().matches(notice));
    }
}
