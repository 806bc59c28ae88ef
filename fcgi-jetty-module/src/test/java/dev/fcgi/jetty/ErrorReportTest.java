package dev.fcgi.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the web server is told of errors that applications do not catch. */
class ErrorReportTest {
    private final TestServer server = new TestServer();

    private FcgiClient.Response fail(String message) throws Exception {
        server.on("/fail", (request, response, callback) -> {
            IllegalStateException error = new IllegalStateException(message);
            request.setAttribute(ErrorHandler.ERROR_EXCEPTION, error); // as servlet contexts do
            Response.writeError(request, response, callback, 500, "failed", error);
        });
        server.start();
        try (FcgiClient client = server.connect()) {
            FcgiClient.Response failed =
                    client.write(Records.get(1, true, "/fail").bytes()).response(1);
            assertThat(failed.text()).startsWith("Status: 500 ");
            assertThat(client.reads()).as("one write").isEqualTo(1);
            FcgiClient.Response next =
                    client.write(Records.get(1, true, "/hello").bytes()).response(1);
            assertThat(next.body()).isEqualTo("hello");
            assertThat(next.stderr()).isEmpty();
            return failed;
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void p_10_tellsOfAnUncaughtErrorInOneLine() throws Exception {
        FcgiClient.Response failed = fail("wrong\nü");
        assertThat(failed.stderr()).isEqualTo("GET failed: java.lang.IllegalStateException: wrong??");
        assertThat(failed.appStatus()).isZero();
    }

    @Test
    void p_10_boundsTheText() throws Exception {
        assertThat(fail("x".repeat(1 << 20)).stderr()).hasSize(1024).endsWith("x");
    }

    @Test
    void p_10_tellsNothingIfToldSo() throws Exception {
        server.factory.setMaxStderrBytes(0);
        assertThat(fail("wrong").stderr()).isEmpty();
    }

    @Test
    void fcgi_6_1_2_sendsNoStderrWithoutAnError() throws Exception {
        server.start();
        assertThat(server.once(Records.get(1, false, "/status?s=500")).stderr()).isEmpty();
    }

    /** The error stands between the content of STDOUT and its end. */
    @Test
    void fcgi_5_3_5_interleavesBothStreamsAndEndsEach() throws Exception {
        FcgiClient.Response failed = fail("wrong");
        assertThat(failed.ended()).isTrue();
        assertThat(failed.text()).contains("500");
        assertThat(failed.stderr()).endsWith("wrong"); // the client fails when it does not end
    }

    @Test
    void fcgi_5_5_4_sendsTheAppStatusItIsToldFor() throws Exception {
        server.factory.setErrorAppStatus(70);
        assertThat(fail("wrong").appStatus()).isEqualTo(70);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, 0, maxStderrBytes is -1: it must be 0 to 32768",
        "0, 256, errorAppStatus is 256: it must be 0 to 255"
    })
    void refusesNonsense(int maxStderrBytes, int appStatus, String message) {
        assertThatThrownBy(() -> new ErrorReport(maxStderrBytes, appStatus)).hasMessage(message);
    }
}
