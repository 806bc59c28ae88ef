package dev.fcgi.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fcgi.core.NameValuePairs;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecentRequestsTest {
    private final AtomicInteger made = new AtomicInteger();
    private final RecentRequests<CgiRequest> recent = new RecentRequests<>(TrustPolicy.DEFAULT, request -> {
        made.incrementAndGet();
        return request;
    });

    private static NameValuePairs request(String... more) {
        String[] variables = {"REQUEST_METHOD", "GET", "REQUEST_URI", "/", "HTTP_HOST", "a.test"};
        String[] all = new String[variables.length + more.length];
        System.arraycopy(variables, 0, all, 0, variables.length);
        System.arraycopy(more, 0, all, variables.length, more.length);
        return NameValuePairs.of(all);
    }

    @Test
    void equalVariablesAreTheSameRequest() throws CgiException {
        CgiRequest first = recent.map(request("HTTP_A", "x"));
        assertThat(recent.map(request("HTTP_A", "x"))).isSameAs(first);
        assertThat(made).hasValue(1);
    }

    /** All that is between a name and a value, and between two pairs, is their lengths. */
    @ParameterizedTest
    @CsvSource({
        "HTTP_A, x, HTTP_A, y",
        "HTTP_A, x, HTTP_B, x",
        "HTTP_AB, C, HTTP_A, BC",
        "HTTP_A, BHTTP_C, HTTP_AB, HTTP_C",
        "HTTP_A, x, http_a, x",
        "HTTP_A, x, HTTP_A, xx",
        "REMOTE_PORT, 1234, REMOTE_PORT, 2234"
    })
    void whatDiffersInALittleIsMappedByItself(String name, String value, String otherName, String otherValue)
            throws CgiException {
        for (int i = 0; i < 2; i++) {
            for (NameValuePairs params : new NameValuePairs[] {request(name, value), request(otherName, otherValue)}) {
                assertThat(recent.map(params)).isEqualTo(CgiRequestMapper.map(params, TrustPolicy.DEFAULT));
            }
        }
    }

    @Test
    void theOrderCounts() throws CgiException {
        recent.map(request("HTTP_A", "x", "HTTP_A", "y"));
        assertThat(recent.map(request("HTTP_A", "y", "HTTP_A", "x")).headers())
                .extracting(HeaderField::value)
                .endsWith("y", "x");
    }

    @Test
    void largeRequestsAreNotRemembered() throws CgiException {
        String large = "x".repeat(4096);
        recent.map(request("HTTP_A", large));
        recent.map(request("HTTP_A", large));
        assertThat(made).hasValue(2);
    }

    @Test
    void invalidRequestsAreRefusedEveryTime() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> recent.map(request("CONTENT_LENGTH", "x"))).isInstanceOf(CgiException.class);
            assertThatThrownBy(() -> recent.map(request("HTTP_A", "\0"))).isInstanceOf(CgiException.class);
            assertThatThrownBy(() -> recent.map(request("HTTP_\n", ""))).isInstanceOf(CgiException.class);
        }
        assertThat(made).hasValue(0);
    }

    @Test
    void theSecretIsAskedOfEveryRequest() throws CgiException {
        TrustPolicy policy = TrustPolicy.parse(Map.of("secret", "0123456789abcdef"));
        RecentRequests<CgiRequest> guarded = new RecentRequests<>(policy, request -> request);
        guarded.map(request(policy.secretVariable(), "0123456789abcdef"));
        assertThatThrownBy(() -> guarded.map(request(policy.secretVariable(), "0123456789abcdee")))
                .isInstanceOf(CgiException.class);
        assertThatThrownBy(() -> guarded.map(request())).isInstanceOf(CgiException.class);
    }
}
