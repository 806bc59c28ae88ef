package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.it.app.FailServlet;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where h2o 2.2.5 differs, in whatever configuration. */
interface H2oExpectations extends ConnectionPerRequest.OfSchemesPort, UnnoticedLeave {

    @Override
    @Differs("a response of unknown length that breaks off looks whole")
    default void assertCut(InputStream body) throws IOException {
        assertThat(body.readAllBytes()).hasSizeLessThanOrEqualTo(FailServlet.COMMITTED);
    }

    /** The application hears nothing of the client, whose request was not there before the next one was answered. */
    @Override
    @Test
    @Differs("a body is read before the application is asked: it hears nothing of one that breaks off")
    default void tellsAReadingServletThatItsClientIsGone() throws Exception {
        String name = UUID.randomUUID().toString();
        RawHttp connection = client().connect();
        connection.request("POST", "/contract/streamed/upload?name=" + name, "Content-Length: 1000000");
        connection.send(new byte[100_000]);
        connection.abort();
        assertThat(client().raw("POST", "/contract/upload", "Content-Length: 0").status())
                .isEqualTo(200);
        awaitNotice(name, "");
    }

    /** What only the whole contract asks for. */
    interface Whole extends H2oExpectations, ResponseContract {

        @Override
        @Test
        @Differs("the client's connection is closed behind the response to HEAD")
        default void servesOnAfterAResponseWithoutBody() throws Exception {
            try (RawHttp connection = client().connect()) {
                for (int code : new int[] {204, 304, 204}) {
                    connection.request("GET", "/contract/status?code=" + code);
                    assertThat(connection.readHead().status()).isEqualTo(code);
                }
                RawHead head = connection
                        .request("HEAD", "/contract/headers?announced=true")
                        .readHeadThenEnd();
                assertThat(head.values("Connection")).containsExactly("close");
            }
        }
    }
}
