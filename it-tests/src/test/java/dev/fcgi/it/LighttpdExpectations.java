package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.it.app.FailServlet;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where lighttpd differs, in whatever configuration. */
interface LighttpdExpectations extends PathContract, ConnectionPerRequest, BodyContract, FailureContract {

    @Override
    @Differs("a % in the query that begins no escape is escaped")
    default void assertQuery(@Nullable String query, @Nullable String expected) {
        assertThat(query).isEqualTo(expected == null ? null : expected.replace("%zz", "%25zz"));
    }

    @Override
    @Differs("a chunked body is 411 where server.stream-request-body is set")
    default void assertReadChunked(String target, HttpResponse<String> response, String expected) {
        if (target.contains("/streamed/")) {
            assertThat(response.statusCode()).isEqualTo(411);
        } else {
            BodyContract.super.assertReadChunked(target, response, expected);
        }
    }

    @Override
    @Differs("a POST without length is 411")
    default void assertNothingRead(RawReply reply) {
        assertThat(reply.status()).isEqualTo(411);
    }

    @Override
    @Differs("that a client is gone is often noticed only when there is something to send")
    default void assertTold(String name) {
        awaitNotice(name, "error|timed out");
    }

    /** With little of the target. */
    @Override
    default void expectErrorsAbout(String target) {
        site().webServer().expectErrors("response already sent out, but backend returned error on socket");
        site().webServer().expectErrors("unexpected end-of-file (perhaps the fastcgi process died)");
        site().webServer().expectErrors("Connection reset by peer");
    }

    @Override
    @Differs("a response of unknown length that breaks off before its head has been passed on looks whole")
    default boolean failsWhenTheHeadHasArrived() {
        return true;
    }

    /** Without server.stream-response-body. */
    interface Buffering extends LighttpdExpectations {

        @Override
        default boolean failsWhenTheHeadHasArrived() {
            return false; // which would never be
        }

        @Override
        @Differs("a response of unknown length that breaks off looks whole, unless server.stream-response-body is set")
        default void assertCut(InputStream body) throws IOException {
            assertThat(body.readAllBytes()).hasSize(FailServlet.COMMITTED);
        }

        @Test
        @Override
        @Differs("all of a response is read before the first of it is sent, unless server.stream-response-body is set")
        default void tellsAWritingServletThatItsClientIsGone() throws Exception {
            try (RawHttp connection = client().connect()) {
                connection.request("GET", "/contract/download?seed=1&announced=false&bytes=10000000");
                assertThat(connection.readHead().value("Content-Length")).isEqualTo("10000000");
            }
        }
    }

    /** What only the whole contract asks for. */
    interface Whole extends LighttpdExpectations, RequestContract, ResponseContract, RestartContract {

        @Override
        @Differs("for a second or two after it could not connect the answer is 503, without another attempt")
        default void assertServesAgain(Deployment deployment) throws Exception {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> deployment.client().get("/contract/facts").statusCode() != 503);
            RestartContract.super.assertServesAgain(deployment);
        }

        @Override
        @Differs("methods that lighttpd does not know are 501")
        default void assertMethod(RawReply reply, String method) {
            if (method.equals("M-SEARCH")) {
                assertThat(reply.status()).isEqualTo(501);
            } else {
                RequestContract.super.assertMethod(reply, method);
            }
        }

        @Override
        @Differs("a field with an empty value is dropped")
        default void assertEmptyField(@Nullable String value) {
            assertThat(value).isNull();
        }

        @Override
        @Differs("Accept-Ranges is added to the response to HEAD alone")
        default String[] fieldsOfFraming() {
            return new String[] {"Date", "Content-Length", "Transfer-Encoding", "Accept-Ranges"};
        }
    }
}
