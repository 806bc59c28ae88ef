package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.eclipse.jetty.logging.JettyLevel;
import org.eclipse.jetty.logging.JettyLogger;
import org.slf4j.LoggerFactory;

/** What is logged from here on; the tests log to standard error. */
final class ServerLog implements AutoCloseable {
    private static final JettyLogger CONNECTOR = (JettyLogger) LoggerFactory.getLogger("dev.fcgi");

    private final PrintStream before = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ServerLog() {
        System.setErr(new PrintStream(bytes, true, UTF_8));
    }

    /** With all that the connector has to say. */
    static ServerLog withDebug() {
        CONNECTOR.setLevel(JettyLevel.DEBUG);
        return new ServerLog();
    }

    String text() {
        return bytes.toString(UTF_8);
    }

    @Override
    public void close() {
        CONNECTOR.setLevel(JettyLevel.INFO);
        System.setErr(before);
    }
}
