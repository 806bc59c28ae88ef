package dev.fcgi.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fcgi.core.Event;
import dev.fcgi.core.Role;
import dev.fcgi.servlet.CgiRequest;
import dev.fcgi.servlet.HeaderField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** That the benchmarks do what they say; how fast is not for a test. */
class BenchmarksTest {
    @ParameterizedTest
    @EnumSource
    void decodesOneRequestAfterTheOther(CapturedRequest request) throws Exception {
        DecoderBenchmark benchmark = new DecoderBenchmark();
        benchmark.request = request;
        benchmark.setUp();
        assertThat(benchmark.decodeThePreviousAgain().params())
                .isSameAs(benchmark.decodeThePreviousAgain().params());
        assertThat(benchmark.decodeAfresh().params())
                .isNotEqualTo(benchmark.decodeAfresh().params());
        for (Event.Request event : new Event.Request[] {benchmark.decodeThePreviousAgain(), benchmark.decodeAfresh()}) {
            assertThat(event.role()).isEqualTo(Role.RESPONDER);
            assertThat(event.keepConnection()).isTrue();
            assertThat(event.params().size()).isGreaterThanOrEqualTo(20);
        }
    }

    @ParameterizedTest
    @CsvSource({"FEW_HEADERS, /hello/world, 1", "MANY_HEADERS, /hello, 8"})
    void maps(CapturedRequest request, String requestURI, int headers) throws Exception {
        MapperBenchmark benchmark = new MapperBenchmark();
        benchmark.request = request;
        benchmark.setUp();
        assertThat(benchmark.mapThePreviousAgain()).isSameAs(benchmark.mapThePreviousAgain());
        assertThat(benchmark.mapLikeThePrevious()).isNotEqualTo(benchmark.mapLikeThePrevious());
        CgiRequest mapped = benchmark.mapAfresh();
        assertThat(mapped.method()).isEqualTo("GET");
        assertThat(mapped.requestURI()).isEqualTo(requestURI);
        assertThat(mapped.headers())
                .hasSize(headers)
                .extracting(HeaderField::name)
                .startsWith("Host");
    }

    @Test
    void encodesAResponse() {
        EncoderBenchmark benchmark = new EncoderBenchmark();
        String head = ISO_8859_1.decode(benchmark.encode()).toString();
        assertThat(head.split("\r\n", -1))
                .containsExactly(
                        "Status: 200 OK",
                        "Content-Type: application/json",
                        "Cache-Control: no-store",
                        "Content-Length: 1024",
                        "",
                        "");
        int padding = -(head.length() + 1024) & 7;
        assertThat(benchmark.records().remaining()).isEqualTo(8 + padding + 8 + 16);
    }
}
