package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asynchronous requests, and responses that are used while they are written. */
interface AsyncContract extends Contract {

    @ParameterizedTest
    @CsvSource({
        "complete, 200, completed",
        "dispatch, 200, dispatched ASYNC",
        "handled-timeout, 200, timed out",
    })
    default void endsAnAsynchronousRequest(String how, int status, String text) throws Exception {
        HttpResponse<String> response = client().get("/contract/async?how=" + how);
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(text);
    }

    @Test
    default void answers500WhenAnAsynchronousRequestTimesOut() throws Exception {
        assertThat(client().get("/contract/async?how=timeout").statusCode()).isEqualTo(500);
    }

    /** Nothing but the type says that these are events. */
    @Test
    default void deliversEventByEvent() throws Exception {
        followEvents("type=text/event-stream", 20);
    }

    @Test
    default void deliversWhatIsFlushedWhenBufferingIsRefused() throws Exception {
        followEvents("type=text/plain&unbuffered=true", 5);
    }

    /** In lockstep: the servlet sends an event only when this client has said that it has the one before. */
    private void followEvents(String query, int count) throws Exception {
        String name = UUID.randomUUID().toString();
        try (RawHttp connection = client().connect()) {
            connection.request("GET", "/contract/events?" + query + "&name=" + name + "&count=" + count);
            RawHead head = connection.readHead();
            assertThat(head.status()).isEqualTo(200);
            InputStream body = connection.body(head);
            for (int i = 1; i <= count; i++) {
                assertThat(readEvent(body)).isEqualTo("data: " + i);
                client().send(client().request("/contract/gates?name=" + name).POST(BodyPublishers.noBody()));
            }
            assertThat(body.read()).isEqualTo(-1);
        }
    }

    private static String readEvent(InputStream body) throws IOException {
        String line = RawHttp.readLine(body);
        assertThat(RawHttp.readLine(body)).isEmpty();
        return line;
    }
}
