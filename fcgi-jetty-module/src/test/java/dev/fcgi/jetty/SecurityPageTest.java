package dev.fcgi.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.ProtocolLimits;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** The table of limits in docs/security.md says what the code does. */
class SecurityPageTest {
    private static final Path PAGE = Path.of("..", "docs", "security.md");
    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\| (\\d+) (\\w+) \\|", Pattern.MULTILINE);

    private static Map<String, Long> table() throws Exception {
        Map<String, Long> table = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            String unit = row.group(3);
            assertThat(row.group(1))
                    .as("its unit")
                    .satisfiesAnyOf(
                            name -> assertThat(name)
                                    .endsWithIgnoringCase(unit.equals("milliseconds") ? "millis" : unit),
                            name -> assertThat(unit).isIn("connections", "requests", "pairs", "milliseconds"));
            table.put(row.group(1), Long.valueOf(row.group(2)));
        }
        return table;
    }

    @Test
    void listsEveryLimitOnce() throws Exception {
        Stream<String> limits = Stream.of(FcgiLimits.class, ProtocolLimits.class)
                .flatMap(type -> Arrays.stream(type.getRecordComponents()))
                .map(RecordComponent::getName)
                .filter(name -> !name.equals("protocol"));
        assertThat(table().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(limits, Stream.of("idleTimeout")).toList());
    }

    @Test
    void givesTheDefaults() throws Exception {
        FcgiConnectionFactory factory = new FcgiConnectionFactory();
        Server server = new Server();
        for (Map.Entry<String, Long> limit : table().entrySet()) {
            Object owner = limit.getKey().equals("idleTimeout") ? new FcgiServerConnector(server, factory) : factory;
            Method getter = owner.getClass()
                    .getMethod("get" + limit.getKey().substring(0, 1).toUpperCase(Locale.ROOT)
                            + limit.getKey().substring(1));
            assertThat(((Number) getter.invoke(owner)).longValue())
                    .as(limit.getKey())
                    .isEqualTo(limit.getValue());
        }
    }
}
