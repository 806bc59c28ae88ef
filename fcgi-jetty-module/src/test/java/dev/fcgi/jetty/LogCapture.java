package dev.fcgi.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.logging.JettyLevel;
import org.eclipse.jetty.logging.JettyLogger;
import org.eclipse.jetty.logging.StdErrAppender;
import org.slf4j.LoggerFactory;

/** What is logged while it is open, instead of on standard error. Another of these may not be open at the same time. */
final class LogCapture implements AutoCloseable {
    /** The beginning of a line that is no stack trace, such as {@code 2026-11-25 01:02:03.456:WARN :}. */
    private static final Pattern ABOVE_DEBUG = Pattern.compile("\\S+ \\S+:(INFO|WARN|ERROR) *:.*");

    private final JettyLogger logger = (JettyLogger) LoggerFactory.getLogger("dev.fcgi");
    private final JettyLevel level = logger.getLevel();
    private final StdErrAppender appender = (StdErrAppender) logger.getAppender();
    private final PrintStream stream = appender.getStream();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    LogCapture() {
        appender.setStream(new PrintStream(bytes, true, UTF_8));
    }

    /** Has the connector log all it has to say. */
    LogCapture debug() {
        // One that is made later would not hear of the level.
        List.of(FcgiConnection.class, FcgiSession.class, FcgiFlusher.class).forEach(LoggerFactory::getLogger);
        logger.setLevel(JettyLevel.DEBUG);
        return this;
    }

    String text() {
        return bytes.toString(UTF_8);
    }

    /** {@return what an operator sees without asking for more, without stack traces} */
    List<String> aboveDebug() {
        return text().lines()
                .filter(line -> ABOVE_DEBUG.matcher(line).matches())
                .toList();
    }

    @Override
    public void close() {
        logger.setLevel(level);
        appender.setStream(stream);
    }
}
