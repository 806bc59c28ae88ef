package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.eclipse.jetty.logging.JettyLevel;
import org.eclipse.jetty.logging.JettyLogger;
import org.eclipse.jetty.logging.StdErrAppender;
import org.slf4j.LoggerFactory;

/** What is logged while it is open, with all that the connector says at level DEBUG. */
final class CapturedLog implements AutoCloseable {
    private final JettyLogger logger = (JettyLogger) LoggerFactory.getLogger("dev.fcgi");
    private final StdErrAppender appender = (StdErrAppender) logger.getAppender();
    private final PrintStream stream = appender.getStream();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    CapturedLog() {
        logger.setLevel(JettyLevel.DEBUG);
        appender.setStream(new PrintStream(bytes, true, UTF_8));
    }

    String text() {
        return bytes.toString(UTF_8);
    }

    @Override
    public void close() {
        logger.setLevel(JettyLevel.INFO);
        appender.setStream(stream);
    }
}
