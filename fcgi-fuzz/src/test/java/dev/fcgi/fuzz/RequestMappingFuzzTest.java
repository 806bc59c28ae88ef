package dev.fcgi.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fcgi.servlet.TrustPolicy;
import java.util.EnumSet;
import org.junit.jupiter.params.provider.MethodSource;

/** Engine and bridge together: any bytes give valid requests, or an HTTP status, the same wherever they are cut. */
class RequestMappingFuzzTest {
    @MethodSource("dev.fcgi.fuzz.Seeds#requests")
    @FuzzTest
    void mapsWhatTheReferenceReads(byte[] bytes) {
        check(FuzzInput.of(bytes));
    }

    static void check(FuzzInput input) {
        TrustPolicy policy = input.script().trustPolicy();
        FcgiEngineFuzzTest.check(input, params -> MappedRequest.describe(params, policy), EnumSet.allOf(Cuts.class));
    }
}
