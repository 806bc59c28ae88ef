package dev.fcgi.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** The bridge alone, which spares the fuzzer the lengths of pairs: any variables give a valid request or a status. */
class CgiRequestMapperFuzzTest {
    @MethodSource("dev.fcgi.fuzz.Seeds#variables")
    @FuzzTest
    void mapsAnyVariables(byte[] bytes) {
        if (bytes.length > 0) {
            List<Pair> variables = Fields.parse(new String(bytes, 1, bytes.length - 1, ISO_8859_1));
            MappedRequest.describe(Pair.toNameValuePairs(variables), new Script(bytes).trustPolicy());
        }
    }
}
