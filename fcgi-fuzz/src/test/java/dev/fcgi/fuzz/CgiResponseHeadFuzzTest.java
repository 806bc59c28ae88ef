package dev.fcgi.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fcgi.servlet.CgiResponseHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.provider.MethodSource;

/** No header name, value or reason puts more lines into the head of a response than fields were added. */
class CgiResponseHeadFuzzTest {
    private static final Pattern LINE = Pattern.compile("[-!#$%&'*+.^_`|~0-9A-Za-z]+: [\t -~\u0080-\u00FF]*");

    private static final Set<String> NEVER_FROM_AN_APPLICATION = Set.of(
            "status", "connection", "keep-alive", "proxy-connection", "transfer-encoding", "te", "trailer", "upgrade");

    private static final Set<String> FILE_ORDERS = Set.of("x-sendfile", "x-accel-redirect", "x-lighttpd-send-file");

    @MethodSource("dev.fcgi.fuzz.Seeds#responseFields")
    @FuzzTest
    void writesOneLineAField(byte[] bytes) {
        if (bytes.length < 3) {
            return;
        }
        boolean fileOrders = (bytes[0] & 1) != 0;
        int status = 200 + ((bytes[1] & 0xFF) << 8 | (bytes[2] & 0xFF)) % 800;
        List<Pair> fields = Fields.parse(new String(bytes, 3, bytes.length - 3, UTF_8));
        String reason = fields.isEmpty() ? "" : fields.get(0).value();
        CgiResponseHead head = new CgiResponseHead(status, reason, fileOrders);
        List<String> accepted = new ArrayList<>();
        for (Pair field : fields) {
            if (head.add(field.name(), field.value())) {
                accepted.add(field.name());
            }
        }
        assertThat(accepted)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .doesNotContainAnyElementsOf(NEVER_FROM_AN_APPLICATION)
                .doesNotContainAnyElementsOf(fileOrders ? Set.of("") : FILE_ORDERS);
        boolean location = accepted.removeIf("Location"::equalsIgnoreCase);
        accepted.add(0, "Status");
        if (location) {
            accepted.add(0, "Location");
        }
        String text = ISO_8859_1.decode(head.encode()).toString();
        check(text, accepted);
        assertThat(text).contains("Status: " + status + " ");
        assertThat(head.hasContentType()).isEqualTo(accepted.stream().anyMatch("Content-Type"::equalsIgnoreCase));
    }

    private static void check(String head, List<String> names) {
        assertThat(head).endsWith("\r\n\r\n");
        String[] lines = head.substring(0, head.length() - 4).split("\r\n", -1);
        assertThat(lines).hasSameSizeAs(names);
        for (int i = 0; i < lines.length; i++) {
            assertThat(lines[i]).startsWith(names.get(i) + ": ").matches(LINE);
        }
    }
}
