package dev.fcgi.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgiResponseHeadTest {
    private static String text(CgiResponseHead head) {
        return ISO_8859_1.decode(head.encode()).toString();
    }

    @Test
    void p_17_writesLocationBeforeStatus() {
        CgiResponseHead head = new CgiResponseHead(303, "See Other", false);
        head.add("Set-Cookie", "a=1");
        head.add("Location", "http://h/x");
        head.add("Set-Cookie", "b=2");
        assertThat(text(head))
                .isEqualTo(
                        "Location: http://h/x\r\nStatus: 303 See Other\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({"200, OK, OK", "299, , Success", "404, '', Client Error", "999, , Unknown"})
    void cgi_6_3_3_1_alwaysSendsAReason(int status, String reason, String sent) {
        assertThat(text(new CgiResponseHead(status, reason, false)))
                .isEqualTo("Status: " + status + " " + sent + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 103, 199, 1000})
    void cgi_6_3_4_3_refusesInterimResponses(int status) {
        assertThatThrownBy(() -> new CgiResponseHead(status, null, false)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Status",
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "Transfer-Encoding",
                "TE",
                "Trailer",
                "Upgrade",
                "X-Sendfile",
                "X-Accel-Redirect",
                "X-CGI-Anything",
                "X-LIGHTTPD-send-file",
                "X-Reproxy-URL",
                "a b",
                "a:b",
                "",
                "a\r\nb",
                "é"
            })
    void leavesOutWhatIsNotTheApplicationsToSend(String name) {
        CgiResponseHead head = new CgiResponseHead(200, "OK", false);
        assertThat(head.add(name, "x")).isFalse();
        assertThat(text(head)).isEqualTo("Status: 200 OK\r\n\r\n");
    }

    @Test
    void sendsFileOrdersWhenAllowed() {
        CgiResponseHead head = new CgiResponseHead(200, "OK", true);
        assertThat(head.add("X-Accel-Redirect", "/x")).isTrue();
        assertThat(text(head)).contains("X-Accel-Redirect: /x\r\n");
    }

    @Test
    void passesOtherAccelFields() {
        assertThat(new CgiResponseHead(200, "OK", false).add("X-Accel-Buffering", "no"))
                .isTrue();
    }

    @Test
    void cgi_6_3_1_keepsLineEndsOutOfValues() {
        CgiResponseHead head = new CgiResponseHead(200, "fine\r\nX: y", false);
        head.add("A", "a\r\nSet-Cookie: x\0");
        head.add("Location", "/x\nB: c");
        assertThat(text(head)).isEqualTo("Location: /x B: c\r\nStatus: 200 fine  X: y\r\nA: a  Set-Cookie: x \r\n\r\n");
    }

    @Test
    void cgi_6_3_2_sendsContentTypeAndLocationOnce() {
        CgiResponseHead head = new CgiResponseHead(302, "Found", false);
        assertThat(head.hasContentType()).isFalse();
        assertThat(head.add("content-type", "text/plain")).isTrue();
        assertThat(head.add("Content-Type", "text/html")).isFalse();
        head.add("Location", "/a");
        head.add("Location", "/b");
        assertThat(head.hasContentType()).isTrue();
        assertThat(text(head)).isEqualTo("Location: /a\r\nStatus: 302 Found\r\ncontent-type: text/plain\r\n\r\n");
    }

    @Test
    void writesLatin1AndNothingBeyond() {
        CgiResponseHead head = new CgiResponseHead(200, "OK", false);
        head.add("A", "é€");
        head.add("B", null);
        assertThat(text(head)).isEqualTo("Status: 200 OK\r\nA: é?\r\nB: \r\n\r\n");
    }

    @Test
    void takesManyAndLongFields() {
        CgiResponseHead head = new CgiResponseHead(200, "OK", false);
        for (int i = 0; i < 1000; i++) {
            head.add("X-" + i, "v".repeat(i));
        }
        assertThat(text(head)).contains("X-999: " + "v".repeat(999) + "\r\n").endsWith("\r\n\r\n");
    }
}
