package dev.fcgi.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fcgi.core.NameValuePairs;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.params.provider.MethodSource;

/** The application's side makes of any bytes what the reference makes of them, wherever they are cut. */
class FcgiEngineFuzzTest {
    @MethodSource("dev.fcgi.fuzz.Seeds#requests")
    @FuzzTest
    void readsWhatTheReferenceReads(byte[] bytes) {
        check(FuzzInput.of(bytes), params -> "", EnumSet.allOf(Cuts.class));
    }

    /**
     * Compares runs with the reference.
     *
     * @param note what is compared of the parameters of each request besides the parameters
     * @param allCuts how the input is cut, one run each
     */
    static void check(FuzzInput input, Function<NameValuePairs, String> note, Set<Cuts> allCuts) {
        List<String> expected = ReferenceApplicationSide.trace(input, note);
        for (Cuts cuts : allCuts) {
            assertThat(FcgiEngineRun.trace(input, cuts, note)).as(cuts.name()).isEqualTo(expected);
        }
    }
}
