package dev.fcgi.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.it.app.FailServlet;
import java.io.IOException;
import java.io.InputStream;
import org.awaitility.Awaitility;

/** Where Caddy 2.6.2 differs, in whatever configuration. */
interface CaddyExpectations extends ConnectionPerRequest.OfSchemesPort, UnnoticedLeave {

    @Override
    @Differs("what the application reports of an error is not logged: it is in the application's own log alone")
    default void assertErrorReported(String error) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(site().application().log()).contains("failed as asked"));
    }

    @Override
    @Differs("a response of unknown length that breaks off looks whole: Caddy 2.6 logs it, and ends it as usual")
    default void assertCut(InputStream body) throws IOException {
        assertThat(body.readAllBytes()).hasSizeLessThanOrEqualTo(FailServlet.COMMITTED);
        assertThat(site().webServer().errorLog()).anyMatch(line -> line.contains("aborting with incomplete response"));
    }

    /** Some lines are without the target. */
    @Override
    default void expectErrorsAbout(String target) {
        UnnoticedLeave.super.expectErrorsAbout(target);
        site().webServer().expectErrors("\"msg\":\"reading from backend\"");
        site().webServer().expectErrors("\"msg\":\"aborting with incomplete response\"");
    }
}
