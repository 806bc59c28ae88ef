package dev.fcgi.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** The web server's side makes of any bytes what the reference makes of them, wherever they are cut. */
class WebServerEngineFuzzTest {
    @MethodSource("dev.fcgi.fuzz.Seeds#responses")
    @FuzzTest
    void readsWhatTheReferenceReads(byte[] bytes) {
        FuzzInput input = FuzzInput.of(bytes);
        List<String> expected = ReferenceWebServerSide.trace(input);
        for (Cuts cuts : Cuts.values()) {
            assertThat(WebServerEngineRun.trace(input, cuts)).as(cuts.name()).isEqualTo(expected);
        }
    }
}
